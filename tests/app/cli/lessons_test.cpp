// convscope lessons, and a lesson's name in the place of a scenario.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/json.hpp"
#include "core/lesson/library.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/cli/program.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::ProgramRun;
using ::testing::StartsWith;
using testing::TemporaryFolder;

const std::string kOverlap = testing::in_project("tests/lessons/overlap.json");

ProgramRun run(std::vector<std::string> words, const TemporaryFolder& folder = {}) {
  return testing::convscope(folder, std::move(words));
}

TEST(Lessons, ListsThemNameFirstInTheOrderOfTheCourse) {
  const ProgramRun text = run({"lessons"}), data = run({"lessons", "--json"});
  EXPECT_EQ(text.status, 0);
  EXPECT_EQ(text.err, "");
  const auto json = Json::parse(data.out);
  const std::vector<LessonEntry> list = lesson_list();
  ASSERT_EQ(json.size(), list.size());
  ASSERT_GE(list.size(), 12u);
  std::istringstream lines(text.out);
  for (std::size_t i = 0; i < list.size(); ++i) {
    std::string line;
    std::getline(lines, line);
    EXPECT_THAT(line, StartsWith(list[i].name + " "));
    EXPECT_EQ(json[i]["name"], list[i].name);
    EXPECT_EQ(json[i]["scenes"], list[i].lesson.scenes.size());
    EXPECT_FALSE(json[i].contains("problem")) << json[i]["problem"];
    if (i > 0) {
      EXPECT_LE(list[i - 1].lesson.order, list[i].lesson.order);
    }
  }
}

TEST(Lessons, PrintsOnesScenes) {
  const ProgramRun text = run({"lessons", kOverlap});
  EXPECT_EQ(text.status, 0) << text.err;
  EXPECT_THAT(text.out, HasSubstr("  1  Where stamps overlap, they add  (asks)\n"));
  EXPECT_THAT(text.out, HasSubstr("  3  It does not come back\n       round-trip\n"));
  const auto json = Json::parse(run({"lessons", kOverlap, "--json"}).out);
  EXPECT_EQ(json["scenes"][0]["caption"],
            "The output has 5 × 5 cells. In the middle 4 stamps meet: 1·1 + 2·1 + 3·1 + 4·1 = 10.\n"
            "• first 1\n• then 4");
  EXPECT_EQ(json["scenes"][0]["question"]["choices"][1], (Json{{"text", "4"}, {"right", true}}));
  EXPECT_EQ(json["scenes"][1]["beside"], "conv 5x5 k3 s2");
}

TEST(Lessons, StandForTheirFirstScenario) {
  const TemporaryFolder folder;
  const ProgramRun written = run({"scenario", kOverlap, "-o", "s.json", "--json"}, folder);
  ASSERT_EQ(written.status, 0) << written.err;
  EXPECT_EQ(Json::parse(written.out)["scenario"], "tconv 2x2 k3 s2 w=[1,2,1;2,4,2;1,2,1]");
  EXPECT_EQ(run({"render", lesson_list().front().name, "-o", "a.png"}, folder).status, 0);
  EXPECT_TRUE(folder.has("a.png"));
}

TEST(Lessons, AScenarioFileSaysItsViewAndStep) {
  const TemporaryFolder folder;
  folder.file("s.json",
              R"({"convscope":1,"operator":"conv","size":[5],"kernel":[3],"view":"matrix","step":1})");
  folder.file("t.json", R"({"convscope":1,"operator":"conv","size":[5],"kernel":[3],"view":"nowhere"})");
  const ProgramRun drawn = run({"render", "s.json", "-o", "a.svg", "--json"}, folder);
  ASSERT_EQ(drawn.status, 0) << drawn.err;
  EXPECT_EQ(Json::parse(drawn.out)["view"], "matrix");
  ASSERT_EQ(run({"render", "conv 5 k3", "--view", "matrix", "--step", "1", "-o", "b.svg"}, folder).status, 0);
  EXPECT_EQ(folder.read("a.svg"), folder.read("b.svg"));
  const ProgramRun refused = run({"render", "t.json", "-o", "c.svg"}, folder);
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.err, StartsWith("convscope: view: 'nowhere' is not known ("));
  EXPECT_FALSE(folder.has("c.svg"));
}

TEST(Lessons, WhatIsWrongIsOneLineAndStatus) {
  const TemporaryFolder folder;
  const auto refused = [&](std::vector<std::string> words, int status, const std::string& sentence) {
    const std::size_t before = folder.names().size();
    const ProgramRun outcome = run(std::move(words), folder);
    EXPECT_EQ(outcome.status, status);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, StartsWith("convscope: " + sentence));
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1);
    EXPECT_EQ(folder.names().size(), before);
  };
  refused({"lessons", "no-such"}, 1, "lesson: 'no-such' is not known (");
  refused({"lessons", "none.json"}, 1, "lesson: cannot read none.json: ");
  refused({"lessons", "a", "b"}, 2, "");
  folder.file("newer.json", R"({"lesson": 9})");
  refused({"lessons", "newer.json"}, 1, "newer.json: was made by a newer version (9) (version 1)");
  const auto scene = [&](const std::string& members) {
    folder.file("x.json", R"({"lesson":1,"title":"a","scenes":[{"title":"b","scenario":"tconv 3x3 k3",)" +
                              members + "}]}");
    return std::vector<std::string>{"lessons", "x.json"};
  };
  refused(scene(R"("views":["scater"])"), 1, "x.json, scene 1, views: 'scater' is not known (");
  refused(scene(R"("views":["scatter","matrix","slide"])"), 1,
          "x.json, scene 1, views: names 3 views (1, 2 or 4)");
  refused(scene(R"("step":10)"), 1, "x.json, scene 1, step: there is no step 10 (0 to 9: 9 steps)");
  refused(scene(R"("play":[8,12])"), 1, "x.json, scene 1, play: there is no step 12 (0 to 9: 9 steps)");
  refused(scene(R"("views":["channels"],"scenario":"conv 5x4x3 k2")"), 1,
          "x.json, scene 1, views: channels ");
  refused(scene(R"("lab":"kitchen")"), 1, "x.json, scene 1, lab: 'kitchen' is not known (explore, ");
  refused(scene(R"("caption":"{{output 9,9}}")"), 1,
          "x.json, scene 1, caption: {{output 9,9}}: there is no output 9,9 (up to 4,4)");
}

/// What every author is told at once, and every lesson that comes with the program is held against.
TEST(LessonsSlow, ThoseThatComeWithTheProgramAreWhole) {
  for (const LessonFile& file : lesson_files()) {
    const ProgramRun outcome = run({"lessons", file.name});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
  }
}

}  // namespace
}  // namespace convscope
