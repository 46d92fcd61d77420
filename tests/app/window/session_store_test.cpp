// The session goes round a file; a damaged file is refused as a whole.
#include "app/window/session_store.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "app/window/labs.hpp"
#include "core/base/error.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using ::testing::ThrowsMessage;

StoredSession changed(Scenario scenario, LabMemories labs = {}) {
  StoredSession stored{.scenario = std::move(scenario), .labs = std::move(labs)};
  stored.order = Order::by_tap;
  stored.arrangement.count = 4;
  stored.arrangement.chosen = true;
  stored.arrangement.focus = 3;
  stored.arrangement.panes() = {"scatter", "direct", "channels", "photo"};
  Session& s = stored.session;
  s.theme = Theme::dark;
  s.numbers = NumberFormat::fraction;
  s.left_panel = false;
  s.reduced_motion = true;
  s.loop = false;
  s.speed = 2;
  s.recent = {"/a/b.json", "/c.npy"};
  return stored;
}

TEST(SessionStore, EverythingRememberedComesBack) {
  const TemporaryFolder folder;
  const std::string path = folder / "state/convscope/session.json";
  const Scenario scenario = parse_spec("tconv 3x3 k3 s2 w=[1,2,3;4,5,6;7,8,9]");
  const LabMemories labs{{"images", {{"picture", "/a photo.png"}, {"factor", "4"}}}};
  save_session(path, changed(scenario, labs));
  const auto stored = load_session(path);
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->scenario, scenario);
  EXPECT_EQ(stored->labs, labs);
  Desk desk = whole_desk(scenario);
  explorer(desk).rest_at(3);
  restore(desk, *stored, true);
  const Session& now = desk.session;
  EXPECT_EQ(now.theme, Theme::dark);
  EXPECT_EQ(now.numbers, NumberFormat::fraction);
  EXPECT_EQ(explorer(desk).order(), Order::by_tap);
  EXPECT_EQ(explorer(desk).arrangement, changed(scenario).arrangement);
  EXPECT_FALSE(now.left_panel);
  EXPECT_TRUE(now.right_panel);
  EXPECT_TRUE(now.reduced_motion);
  EXPECT_FALSE(now.loop);
  EXPECT_EQ(now.speed, 2);
  EXPECT_THAT(now.recent, ElementsAre("/a/b.json", "/c.npy"));
  EXPECT_EQ(explorer(desk).head().moment.step, 0) << "is not remembered";
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
  refused(with("\"convscope-session\": 1", "\"convscope-session\": 2"));
  refused(with("\"dark\"", "\"pink\""));
  refused(with("\"count\": 4", "\"count\": 3"));
  refused(with("\"focus\": 3", "\"focus\": 4"));
  refused(with("\"photo\"", "\"film\""));
  refused(with("\"speed\": 2.0", "\"speed\": 900"));
  refused(with("\"tap\"", "\"tip\""));
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
  EXPECT_EQ(stored.session.theme, Theme::dark);
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
