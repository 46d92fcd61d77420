// The session goes round a file; a damaged file is refused as a whole.
#include "app/window/session_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "app/labs/explore/state.hpp"
#include "app/window/lab_memory.hpp"
#include "app/window/labs.hpp"
#include "core/base/error.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using testing::TemporaryFolder;
using ::testing::ThrowsMessage;

/// A desk as a window has it.
struct Program {
  Desk desk = whole_desk(parse_spec("tconv 3x3 k3 s2"));
  InputQueue input;
  CommandTarget target{desk, input};
  void run(std::string_view text) {
    for (const auto& words : parse_commands(text)) run_command(target, words);
  }
};

StoredSession changed(Scenario scenario, LabMemories settings = {}) {
  return {.lab = "sizes",
          .recent = {"/a/b.json", "/c.npy"},
          .scenario = std::move(scenario),
          .settings = std::move(settings)};
}

TEST(SessionStore, EverythingRememberedComesBack) {
  const TemporaryFolder folder;
  const std::string path = folder / "state/convscope/session.json";
  Program first;
  first.run(
      "theme dark; numbers fraction; panels right; reduced-motion on; loop off; speed 2.5; order tap; layout "
      "1; "
      "view channels; layout 4; focus 4; view direct; mirror on; deblur blur motion; sizes-page solve");
  first.desk.session.recent = {"/a/b.json", "/c.npy"};
  first.desk.choose_lab("sizes");
  save_session(path, session_of(first.desk));
  const auto stored = load_session(path);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->scenario, first.desk.scenario());
  EXPECT_EQ(stored->settings, remembered(first.desk));
  Program second;
  explorer(second.desk).rest_at(3);
  restore(second.target, *stored, true);
  const Session& now = second.desk.session;
  EXPECT_EQ(now.theme, Theme::dark);
  EXPECT_EQ(now.numbers, NumberFormat::fraction);
  EXPECT_EQ(explorer(second.desk).order(), Order::by_tap);
  EXPECT_EQ(explorer(second.desk).arrangement, explorer(first.desk).arrangement);
  EXPECT_FALSE(now.left_panel);
  EXPECT_TRUE(now.right_panel);
  EXPECT_TRUE(now.reduced_motion);
  EXPECT_FALSE(now.loop);
  EXPECT_EQ(now.speed, 2.5);
  EXPECT_THAT(now.recent, ElementsAre("/a/b.json", "/c.npy"));
  EXPECT_EQ(second.desk.front().name, "sizes");
  EXPECT_EQ(remembered(second.desk), remembered(first.desk));
  EXPECT_EQ(second.desk.message, "");
  EXPECT_EQ(explorer(second.desk).head().moment.step, 0) << "is not remembered";
}

/// As the program wrote it before settings were commands; some views are changed.
constexpr std::string_view kFirstVersion = R"({"convscope-session": 1,
"theme": "dark",
"numbers": "fraction",
"order": "tap",
"lab": "images",
"layout": {"count": 4, "chosen": true, "focus": 3, "views": [["direct"], ["scatter", "matrix"],
 ["scatter", "direct", "channels", "photo"]]},
"left-panel": false,
"right-panel": true,
"reduced-motion": true,
"loop": false,
"speed": 2.0,
"recent": ["/a/b.json", "/c.npy"],
"labs": {"claims": [["claim", "dense"], ["hide-verdicts", "on"]], "images": [["factor", "4"]],
 "round-trip": [["trip", "why"], ["mirror", "on"], ["trip-noise", "7"], ["deblur", "blur", "motion"],
 ["deblur", "wiener", "0.1"]], "sizes": [["network", "dcgan"], ["network-input", "3x3"], ["axis", "1"],
 ["solve", "direction", "tconv"], ["solve", "input", "3x3"], ["solve", "wanted", "7x7"], ["sizes-page",
 "solve"]]},
"scenario": {"convscope": 1, "operator": "tconv", "size": [3, 3], "kernel": [3], "stride": [2],
 "padding": "0", "dilation": [1], "output-padding": [0], "channels": "1>1", "groups": 1,
 "border": "zeros", "in": "ramp", "w": "[1,2,3;4,5,6;7,8,9]", "activation": "none", "upstream": "ones",
 "dialect": "pytorch"}})";

TEST(SessionStore, AFileOfTheFirstVersionComesBackToo) {
  Program program;
  const StoredSession stored = session_from_json(kFirstVersion);
  ASSERT_TRUE(stored.scenario);
  program.desk.load(*stored.scenario);
  restore(program.target, stored, true);
  const Session& now = program.desk.session;
  EXPECT_EQ(now.theme, Theme::dark);
  EXPECT_EQ(now.numbers, NumberFormat::fraction);
  EXPECT_FALSE(now.left_panel);
  EXPECT_TRUE(now.right_panel);
  EXPECT_TRUE(now.reduced_motion);
  EXPECT_FALSE(now.loop);
  EXPECT_EQ(now.speed, 2);
  EXPECT_THAT(now.recent, ElementsAre("/a/b.json", "/c.npy"));
  const ExploreState& explore = explorer(program.desk);
  EXPECT_EQ(explore.order(), Order::by_tap);
  EXPECT_TRUE(explore.arrangement.chosen);
  EXPECT_EQ(explore.arrangement.count, 4);
  EXPECT_EQ(explore.arrangement.focus, 3u);
  EXPECT_THAT(explore.arrangement.names[0], ElementsAre("direct"));
  EXPECT_THAT(explore.arrangement.names[2], ElementsAre("scatter", "direct", "channels", "photo"));
  EXPECT_EQ(program.desk.front().name, "images");
  const LabMemories kept = remembered(program.desk);
  EXPECT_THAT(kept.at("claims"),
              ElementsAre(ElementsAre("hide-verdicts", "on"), ElementsAre("claim", "dense")));
  EXPECT_THAT(kept.at("images"), ElementsAre(ElementsAre("factor", "4")));
  EXPECT_THAT(
      kept.at("round-trip"),
      ElementsAre(ElementsAre("trip", "why"), ElementsAre("mirror", "on"), ElementsAre("trip-noise", "7"),
                  ElementsAre("deblur", "blur", "motion"), ElementsAre("deblur", "wiener", "0.1")));
  EXPECT_THAT(kept.at("sizes"),
              IsSupersetOf({ElementsAre("network", "dcgan"), ElementsAre("network-input", "3x3"),
                            ElementsAre("axis", "1"), ElementsAre("sizes-page", "solve")}));
}

TEST(SessionStore, WhatIsDamagedInAFileOfTheFirstVersionIsNotGuessed) {
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text(kFirstVersion);
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  for (const std::string& text :
       {with("\"theme\"", "\"thema\""), with("\"left-panel\": false", "\"left-panel\": 1"),
        with("\"speed\": 2.0", "\"speed\": \"2\""), with("\"views\"", "\"view\""),
        with("\"count\": 4", "\"count\": []"), with("\"claims\"", "\"clams\"")})
    EXPECT_THAT([&] { session_from_json(text); },
                ThrowsMessage<Error>(HasSubstr("the last session cannot be read")))
        << text;
  // A value that no setting takes loses that setting alone.
  Program program;
  restore(program.target, session_from_json(with("\"dark\"", "\"pink\"")), true);
  EXPECT_EQ(program.desk.session.theme, Theme::light);
  EXPECT_EQ(program.desk.session.numbers, NumberFormat::fraction);
  Program other;
  restore(other.target, session_from_json(with("\"speed\": 2.0", "\"speed\": 900")), true);
  EXPECT_EQ(other.desk.session.speed, 1);
  EXPECT_EQ(other.desk.session.theme, Theme::dark);
}

TEST(SessionStore, NoFileIsNoError) {
  const TemporaryFolder folder;
  EXPECT_FALSE(load_session(folder / "none.json"));
  EXPECT_FALSE(load_session(""));
}

TEST(SessionStore, WhatCannotBeReadIsRefused) {
  const std::string good = session_to_json(changed(parse_spec("conv 5 k3"), {{"images", {{"factor", "4"}}}}));
  const auto refused = [&](std::string text) {
    EXPECT_THAT([&] { session_from_json(text); },
                ThrowsMessage<Error>(HasSubstr("the last session cannot be read")))
        << text;
  };
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  refused("");
  refused("{}");
  refused("[1]");
  refused(good.substr(0, good.size() / 2));
  refused(with("\"convscope-session\": 2", "\"convscope-session\": 3"));
  refused(with("\"stride\"", "\"strode\""));
  refused(with("\"images\"", "\"films\""));
  refused(with("\"factor\"", "4"));
  refused(session_to_json(changed(parse_spec("conv 5 k3"), {{"images", {{}}}})));
  EXPECT_NO_THROW(session_from_json(good));
}

TEST(SessionStore, AScenarioWhoseFileIsGoneIsLeftOut) {
  Scenario scenario = parse_spec("conv 5 k3");
  scenario.input = {Source::Kind::file, "/none/such.npy", 0, {}};
  const StoredSession stored = session_from_json(session_to_json(changed(scenario)));
  EXPECT_FALSE(stored.scenario);
  EXPECT_THAT(stored.recent, ElementsAre("/a/b.json", "/c.npy"));
}

TEST(SessionStore, RecentFilesAreFewAndTheLastIsFirst) {
  Session s;
  for (int i = 0; i < 12; ++i) remember_file(s, "/x/" + std::to_string(i) + ".json");
  remember_file(s, "/x/../x/9.json");
  EXPECT_EQ(s.recent.size(), 8u);
  EXPECT_EQ(s.recent[0], "/x/9.json");
  EXPECT_EQ(s.recent[1], "/x/11.json");
}

TEST(SessionPath, FollowsTheEnvironment) {
  const char* before = std::getenv("XDG_STATE_HOME");
  const std::string kept = before ? before : "";
  setenv("XDG_STATE_HOME", "/some/where", 1);
  EXPECT_EQ(session_path(), "/some/where/convscope/session.json");
  setenv("XDG_STATE_HOME", "relative", 1);
  EXPECT_THAT(session_path(), ::testing::EndsWith("/.local/state/convscope/session.json"));
  before ? setenv("XDG_STATE_HOME", kept.c_str(), 1) : unsetenv("XDG_STATE_HOME");
}

}  // namespace
}  // namespace convscope
