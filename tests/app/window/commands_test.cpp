// The command line of the window: words, names, arguments and keys.
#include "app/desk/commands.hpp"
#include "app/labs/explore/state.hpp"
#include "app/window/labs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "app/widgets/chord.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ThrowsMessage;

TEST(ParseCommands, SplitsAtSemicolonsAndSpaces) {
  EXPECT_THAT(parse_commands("play; set stride 3 ;; next"),
              ElementsAre(ElementsAre("play"), ElementsAre("set", "stride", "3"), ElementsAre("next")));
  EXPECT_THAT(parse_commands(""), IsEmpty());
  EXPECT_THAT(parse_commands(" ; "), IsEmpty());
}

TEST(ParseCommands, QuotesKeepSpacesAndSemicolons) {
  EXPECT_THAT(parse_commands("spec \"tconv 2x2 k2 w=[0,1;2,3]\"; open \"a b.json\""),
              ElementsAre(ElementsAre("spec", "tconv 2x2 k2 w=[0,1;2,3]"), ElementsAre("open", "a b.json")));
  EXPECT_THAT(parse_commands("open \"\""), ElementsAre(ElementsAre("open", "")));
  EXPECT_THAT([] { parse_commands("open \"a"); }, ThrowsMessage<Error>(HasSubstr("a quote does not end")));
}

TEST(Commands, HaveUniqueNamesHelpAndReadableKeys) {
  std::set<std::string_view> names;
  std::set<std::pair<std::optional<std::string_view>, std::string_view>> keys;  // a lab's own come first
  for (const Command& c : commands()) {
    EXPECT_TRUE(names.insert(c.name).second) << c.name;
    EXPECT_TRUE(c.help.ends_with('.')) << c.name;
    EXPECT_LE(c.least, c.most) << c.name;
    if (c.keys.empty()) continue;
    EXPECT_EQ(c.least, 0u) << c.name << " has a key but needs arguments";
    for (const std::string_view key : split(c.keys, ' ')) {
      EXPECT_NO_THROW(parse_chord(key)) << c.name;
      EXPECT_TRUE(keys.insert({c.lab, key}).second) << key << " has two meanings";
    }
  }
}

TEST(Commands, OfARemotesKeysStepThroughAFigure) {
  for (const Command& c : commands())
    if (c.keys == "Right PageDown" || c.keys == "Left PageUp") {
      EXPECT_EQ(c.held, Held::steps) << c.name;
    }
}

TEST(Chord, ReadsModifiersAndNames) {
  const Chord chord = parse_chord("Ctrl+Shift+z");
  EXPECT_EQ(chord.key, compat::Key::z);
  EXPECT_TRUE(chord.ctrl && chord.shift);
  EXPECT_FALSE(chord.alt);
  EXPECT_EQ(parse_chord("pagedown").key, compat::Key::page_down);
  EXPECT_EQ(parse_chord("7").key, compat::Key::d7);
  EXPECT_THAT([] { parse_chord("Hyper+X"); }, ThrowsMessage<Error>(HasSubstr("'Hyper' is not known")));
  EXPECT_THAT([] { parse_chord("Ctrl"); }, ThrowsMessage<Error>(HasSubstr("names no key")));
}

class RunCommand : public ::testing::Test {
 protected:
  void run(std::initializer_list<std::string> words) { run_command(target, std::vector<std::string>(words)); }
  std::string spec() { return spec_line(desk.scenario()); }

  Desk desk = whole_desk(parse_spec("tconv 3x3 k3 s2 p1 op1 w=bilinear"));
  InputQueue input;
  CommandTarget target{desk, input};
};

TEST_F(RunCommand, NamesAndCountsOfArgumentsAreChecked) {
  EXPECT_THAT([&] { run({"fly"}); }, ThrowsMessage<Error>(HasSubstr("'fly' is not known")));
  EXPECT_THAT([&] { run({"speed"}); }, ThrowsMessage<Error>(HasSubstr("'speed' with 0 arguments")));
  EXPECT_THAT([&] { run({"undo", "2"}); }, ThrowsMessage<Error>(HasSubstr("'undo' with 1 argument")));
}

TEST_F(RunCommand, SetsFieldsAndUndoesThem) {
  run({"set", "stride", "3"});
  EXPECT_THAT(spec(), HasSubstr("s3"));
  run({"set", "kernel", "2x3"});
  EXPECT_THAT(spec(), HasSubstr("k2x3"));
  run({"undo"});
  run({"undo"});
  EXPECT_EQ(spec(), "tconv 3x3 k3 s2 p1 op1 w=bilinear");
  run({"redo"});
  EXPECT_THAT(spec(), HasSubstr("s3"));
  run({"undo"});
  run({"undo"});
  EXPECT_THAT(desk.message, HasSubstr("nothing to undo"));
}

TEST_F(RunCommand, AGestureIsOneEntry) {
  for (const char* stride : {"3", "4", "5"}) desk.set("stride", stride, "slider/stride");
  desk.end_gesture();
  desk.set("stride", "6", "slider/stride");
  run({"undo"});
  EXPECT_THAT(spec(), HasSubstr("s5"));
  run({"undo"});
  EXPECT_THAT(spec(), HasSubstr("s2"));
}

TEST_F(RunCommand, WrongEditsChangeNothing) {
  const std::string before = spec();
  EXPECT_THROW(run({"set", "stride", "0"}), Error);
  EXPECT_THROW(run({"set", "output-padding", "2"}), Error);
  EXPECT_THROW(run({"set", "padding", "99"}), Error);
  EXPECT_THROW(run({"set", "nonsense", "1"}), Error);
  EXPECT_THROW(run({"cell", "output", "0", "1"}), Error);
  EXPECT_THROW(run({"cell", "input", "9", "1"}), Error);
  EXPECT_THROW(run({"cell", "input", "0", "1/0"}), Error);
  EXPECT_THROW(run({"spec", "tconv 3x3"}), Error);
  EXPECT_THROW(run({"preset", "none-such"}), Error);
  EXPECT_THROW(run({"open", "/none/such.json"}), Error);
  EXPECT_THROW(run({"open", "/none/such.png"}), Error);
  EXPECT_THROW(run({"save", "/none/such/x.json"}), Error);
  EXPECT_THROW(run({"save", "x.txt"}), Error);
  EXPECT_THROW(run({"export", "x.txt"}), Error);
  EXPECT_EQ(spec(), before);
  EXPECT_FALSE(desk.history().can_undo());
}

TEST_F(RunCommand, OperatorTurnsTheGeometry) {
  run({"operator", "tconv"});
  EXPECT_FALSE(desk.history().can_undo()) << "it was one already";
  run({"operator", "conv"});
  EXPECT_EQ(spec(), "conv 6x6 k3 s2 p1 w=bilinear");
  EXPECT_EQ(explorer(desk).view().name, "slide");
  run({"turn"});
  EXPECT_EQ(spec(), "tconv 3x3 k3 s2 p1 op1 w=bilinear");
  EXPECT_EQ(explorer(desk).view().name, "scatter");
}

TEST_F(RunCommand, CellsBecomeOwnValues) {
  run({"cell", "kernel", "4", "1/2"});
  EXPECT_EQ(desk.derived().weights()[4], 0.5);
  run({"cell", "input", "0", "-2"});
  EXPECT_EQ(desk.derived().input()[0], -2);
}

TEST_F(RunCommand, ViewsThatCannotShowSayWhatWouldHelp) {
  EXPECT_THAT([&] { run({"view", "slide"}); }, ThrowsMessage<Error>(HasSubstr("view:")));
  EXPECT_THAT([&] { run({"view", "sideways"}); }, ThrowsMessage<Error>(HasSubstr("'sideways'")));
  EXPECT_EQ(explorer(desk).view().name, "scatter");
  run({"view", "direct"});
  EXPECT_EQ(explorer(desk).view().name, "direct");
  run({"next-view"});
  EXPECT_EQ(explorer(desk).view().name, "matrix");
}

TEST_F(RunCommand, StepsStayInRange) {
  run({"step", "4"});
  EXPECT_EQ(explorer(desk).head().moment, (Moment{4, kSettled}));
  EXPECT_THROW(run({"step", "9"}), Error);
  EXPECT_THROW(run({"step", "-1"}), Error);
  run({"last"});
  EXPECT_EQ(explorer(desk).head().moment.step, 8);
  run({"set", "size", "2x2"});
  EXPECT_EQ(explorer(desk).head().moment.step, 3);
  run({"first"});
  run({"previous"});
  EXPECT_EQ(explorer(desk).head().moment.step, 0);
}

TEST_F(RunCommand, SwitchesToggleOrTakeAWord) {
  run({"theme"});
  EXPECT_EQ(desk.session.theme, Theme::dark);
  run({"theme", "light"});
  EXPECT_EQ(desk.session.theme, Theme::light);
  EXPECT_THROW(run({"theme", "pink"}), Error);
  run({"panels", "left"});
  EXPECT_TRUE(desk.session.left_panel);
  EXPECT_FALSE(desk.session.right_panel);
  run({"panels", "both"});
  run({"panels"});
  EXPECT_FALSE(desk.session.left_panel || desk.session.right_panel);
  run({"numbers", "fraction"});
  EXPECT_EQ(desk.session.numbers, NumberFormat::fraction);
  run({"presentation", "on"});
  EXPECT_GT(desk.session.type(), 1.2);
  EXPECT_THROW(run({"loop", "maybe"}), Error);
  EXPECT_THROW(run({"speed", "9"}), Error);
  run({"speed", "8"});
  run({"faster"});
  EXPECT_EQ(desk.session.speed, 8);
}

}  // namespace
}  // namespace convscope
