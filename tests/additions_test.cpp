// What an addition touches: a lab and a view of this test's own are registered here, and the files that know
// the real ones are those that ARCHITECTURE.md names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <imgui.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "app/desk/commands.hpp"
#include "app/desk/setting_rows.hpp"
#include "app/views/registry.hpp"
#include "app/widgets/compat.hpp"
#include "app/window/lab_memory.hpp"
#include "app/window/labs.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/window/offscreen.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A lab that counts its commands.
class CountingState : public LabState {
 public:
  void tick(const Desk&, double) override { ++frames; }
  int frames = 0, counted = 0;
};
class CountingLab : public Lab {
 public:
  void draw(const DeskUi&, const Rect&, CommandTarget&) override {}
};

/// A setting of it: one row.
constexpr std::array<std::string_view, 3> kPaces{"slow", "even", "quick"};
std::string kept_pace = "slow";
constexpr std::array kSettings{Setting{.name = "pace",
                                       .label = "Pace",
                                       .kind = SettingKind::choice,
                                       .choices = kPaces,
                                       .keys = "W",
                                       .help = "How quickly it counts.",
                                       .first = "slow",
                                       .get = [](const Desk&) { return kept_pace; },
                                       .set = [](CommandTarget&, std::string_view to) { kept_pace = to; }}};

constexpr std::array kCounting{
    Command{"count", "N", "", "Counts so far.", 1, 1,
            [](CommandTarget& t, Arguments a) { t.desk.show<CountingState>().counted = std::stoi(a[0]); },
            [](const Desk& d) {
              const int now = d.state<CountingState>().counted;
              return now_if(now != 0, {std::to_string(now)});
            }}};

/// As the table of labs gives them to a desk.
std::span<const Command> counting_commands() {
  static const std::vector<Command> all = [] {
    std::vector<Command> list = joined(kCounting, commands_of([]() -> const auto& { return kSettings; }));
    for (Command& command : list) command.lab = "counting";
    return list;
  }();
  return all;
}

constexpr std::array kLabsOfTheTest{
    LabRow{.name = "first",
           .title = "First",
           .help = "",
           .summary = "",
           .state = [](Desk&) { return std::make_unique<LabState>(); },
           .lab = []() -> std::unique_ptr<Lab> { return std::make_unique<CountingLab>(); },
           .commands = []() -> std::span<const Command> { return {}; },
           .topics = []() -> std::span<const HelpTopic> { return {}; }},
    LabRow{.name = "counting",
           .title = "Counting",
           .help = "",
           .summary = "",
           .state = [](Desk&) -> std::unique_ptr<LabState> { return std::make_unique<CountingState>(); },
           .lab = []() -> std::unique_ptr<Lab> { return std::make_unique<CountingLab>(); },
           .commands = counting_commands,
           .topics = []() -> std::span<const HelpTopic> { return {}; }}};

TEST(Additions, ALabIsARow) {
  Desk desk(parse_spec("conv 3 k3"), kLabsOfTheTest, counting_commands());
  InputQueue input;
  CommandTarget target{desk, input};
  EXPECT_EQ(desk.front().name, "first");
  run_command(target, std::vector<std::string>{"count", "7"});
  EXPECT_EQ(desk.front().name, "counting") << "its commands bring it to the front";
  desk.tick(0.1);
  EXPECT_EQ(desk.state<CountingState>().frames, 1);
  EXPECT_THAT(remembered(desk).at("counting"), ElementsAre(ElementsAre("count", "7")))
      << "a setting comes back without another word";
}

/// A desk with the lab that counts.
struct Counting {
  Desk desk{parse_spec("conv 3 k3"), kLabsOfTheTest, counting_commands()};
  InputQueue input;
  CommandTarget target{desk, input};
  Counting() { kept_pace = "slow"; }
  void run(std::vector<std::string> words) { run_command(target, words); }
};

TEST(Additions, ASettingIsARow) {
  Counting first;
  // Its command, which alone takes the next choice.
  first.run({"pace", "quick"});
  EXPECT_EQ(kept_pace, "quick");
  first.run({"pace"});
  EXPECT_EQ(kept_pace, "slow") << "from the last choice to the first";
  first.run({"pace"});
  EXPECT_EQ(kept_pace, "even");
  // Its help, in the lists of commands and keys.
  const Command& command = convscope::command(first.desk.commands(), "pace");
  EXPECT_EQ(command.help, "How quickly it counts.");
  EXPECT_EQ(command.arguments, "[slow|even|quick]");
  EXPECT_EQ(command.keys, "W");
  // Its memory at the next start.
  const LabMemories kept = remembered(first.desk);
  EXPECT_THAT(kept.at("counting"), ElementsAre(ElementsAre("pace", "even")));
  Counting second;
  EXPECT_EQ(remembered(second.desk).count("counting"), 0u) << "as at the first start";
  recall(second.target, kept);
  EXPECT_EQ(kept_pace, "even");
  EXPECT_EQ(remembered(second.desk), kept);
}

/// Widgets want a screen: that of a whole window, which then stands still.
TEST(WindowAdditions, ASettingIsAWidget) {
  Offscreen window("conv 3 k3", 640, 400, 1);
  Counting lab;
  Gpu gpu;
  UiMemory memory;
  const compat::FieldFont font{};
  const auto frame = [&](float x, float y, bool down) {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {640, 400};
    compat::feed_mouse_position(x, y);
    compat::feed_mouse_button(0, down);
    gpu.begin_frame();
    ImGui::NewFrame();
    memory.explained = false;
    const DeskUi ui(lab.desk, Ui({}, gpu, memory, font, 1.0 / 60));
    ui.begin_panel("panel", {0, 0, 300, 300}, Color{});
    Column column(10, 10, 280);
    setting_row(ui, column, lab.target, kSettings[0]);
    ui.end_panel();
    ImGui::Render();
  };
  const auto click = [&](float x, float y) {
    for (const bool down : {false, true, true, false, false}) frame(x, y, down);
  };
  click(200, 26);
  EXPECT_EQ(memory.explanation, "How quickly it counts (W)");
  click(200, 26 + 3 * 30);
  EXPECT_NE(kept_pace, "slow") << "another one was chosen from the list";
}

/// A view that draws nothing.
constexpr View kEmpty{.name = "empty",
                      .title = "Empty",
                      .help = "Nothing.",
                      .more = {},
                      .example = "conv 3 k3",
                      .obstacle = [](const Derived&) -> std::optional<std::string> { return std::nullopt; },
                      .draw = [](const Derived&, Moment, const Style&) { return Picture{}; }};

TEST(Additions, AViewIsAConstant) {
  const Derived derived(parse_spec(kEmpty.example));
  EXPECT_EQ(steps(kEmpty, derived), 1);
  EXPECT_TRUE(kEmpty.draw(derived, {}, {}).items.empty());
  EXPECT_FALSE(draw_inspector(kEmpty, derived, {}, {}).items.empty());
}

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Files in core and app that name a text and do not stand in the folder.
std::vector<std::string> who_names(const std::string& text, const std::string& folder) {
  const fs::path root = testing::in_project();
  std::vector<std::string> found;
  for (const char* top : {"core", "app"})
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const std::string path = fs::relative(entry.path(), root).generic_string();
      if (entry.is_regular_file() && !path.starts_with(folder) &&
          text_of(entry.path()).find(text) != std::string::npos)
        found.push_back(path);
    }
  return found;
}

TEST(Additions, LabsAreKnownByTheirTableAlone) {
  for (const auto& lab : fs::directory_iterator(testing::in_project("app/labs"))) {
    const std::string folder = "app/labs/" + lab.path().filename().string() + "/";
    if (folder == "app/labs/explore/")
      continue;  // the command line's views, pictures and sessions are its own
    EXPECT_THAT(who_names("#include \"" + folder, folder), ElementsAre("app/window/labs.cpp")) << folder;
  }
}

TEST(Additions, TheDocumentNamesFilesThatExist) {
  const std::string document = text_of(fs::path(testing::in_project("ARCHITECTURE.md")));
  for (const char* file : {"app/views/registry.cpp", "app/window/labs.cpp", "app/export/formats.cpp",
                           "core/enlarging/metrics.cpp", "app/cli/cli.cpp"}) {
    EXPECT_THAT(document, HasSubstr(std::string("`") + file + "`"));
    EXPECT_TRUE(fs::exists(testing::in_project(file))) << file;
  }
}

}  // namespace
}  // namespace convscope
