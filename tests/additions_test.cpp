// What an addition touches: a lab and a view of this test's own are registered here, and the files that know
// the real ones are those that ARCHITECTURE.md names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "app/desk/commands.hpp"
#include "app/views/registry.hpp"
#include "app/window/lab_memory.hpp"
#include "app/window/labs.hpp"
#include "core/scenario/spec_line.hpp"

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

constexpr std::array kCounting{
    Command{"count", "N", "", "Counts so far.", 1, 1,
            [](CommandTarget& t, Arguments a) { t.desk.show<CountingState>().counted = std::stoi(a[0]); },
            [](const Desk& d) {
              const int now = d.state<CountingState>().counted;
              return now_if(now != 0, {std::to_string(now)});
            }}};

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
           .commands = []() -> std::span<const Command> { return kCounting; },
           .topics = []() -> std::span<const HelpTopic> { return {}; }}};

TEST(Additions, ALabIsARow) {
  Desk desk(parse_spec("conv 3 k3"), kLabsOfTheTest, kCounting);
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
  const fs::path root = CONVSCOPE_SOURCE_DIR;
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
  for (const auto& lab : fs::directory_iterator(fs::path(CONVSCOPE_SOURCE_DIR) / "app/labs")) {
    const std::string folder = "app/labs/" + lab.path().filename().string() + "/";
    if (folder == "app/labs/explore/")
      continue;  // the command line's views, pictures and sessions are its own
    EXPECT_THAT(who_names("#include \"" + folder, folder), ElementsAre("app/window/labs.cpp")) << folder;
  }
}

TEST(Additions, TheDocumentNamesFilesThatExist) {
  const std::string document = text_of(fs::path(CONVSCOPE_SOURCE_DIR) / "ARCHITECTURE.md");
  for (const char* file : {"app/views/registry.cpp", "app/window/labs.cpp", "app/export/formats.cpp",
                           "core/enlarging/metrics.cpp", "app/cli/cli.cpp"}) {
    EXPECT_THAT(document, HasSubstr(std::string("`") + file + "`"));
    EXPECT_TRUE(fs::exists(fs::path(CONVSCOPE_SOURCE_DIR) / file)) << file;
  }
}

}  // namespace
}  // namespace convscope
