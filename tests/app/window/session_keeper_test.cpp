// The session of a window that ends in any way is there at the next start.
#include "app/window/session_keeper.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "app/window/labs.hpp"
#include "core/io/files.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/patience.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::TemporaryFolder;

/// The number of a process that has ended.
pid_t gone_process() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  return child;
}

StoredSession of(const std::string& spec) {
  return {.scenario = parse_spec(spec)};
}

class Keeping : public ::testing::Test {
 protected:
  std::string session() const { return folder_ / "session.json"; }
  std::string unsaved(pid_t process) const {
    return folder_ / ("unsaved-" + std::to_string(process) + ".json");
  }
  /// As a new window would.
  FoundSession found() { return SessionKeeper(session(), Workers()).find(); }
  TemporaryFolder folder_;
};

TEST_F(Keeping, AnOrderlyEndIsFoundAgain) {
  EXPECT_FALSE(found().session) << "a first start";
  Desk desk = whole_desk(parse_spec("conv 7 k3"));
  SessionKeeper keeper(session(), Workers());
  keeper.close(desk);
  const FoundSession again = found();
  ASSERT_TRUE(again.session);
  EXPECT_EQ(spec_line(*again.session->scenario), "conv 7 k3");
  EXPECT_FALSE(again.recovered);
}

using KeepingSlow = Keeping;

TEST_F(KeepingSlow, WhatAWindowHasIsWrittenWhileItRuns) {
  Desk desk = whole_desk(parse_spec("conv 7 k3"));
  SessionKeeper keeper(session(), Workers());
  keeper.look(desk);
  EXPECT_FALSE(keeper.waits()) << "the first look is at once";
  desk.set("stride", "2");
  keeper.look(desk);
  EXPECT_TRUE(keeper.waits()) << "the second not so soon";
  const auto written = [&] {
    std::error_code none;
    return fs::exists(unsaved(::getpid()), none) ? spec_line(*load_session(unsaved(::getpid()))->scenario)
                                                 : std::string();
  };
  testing::wait_until([&] {
    keeper.look(desk);
    return written() == "conv 7 k3 s2";
  });
  EXPECT_FALSE(fs::exists(session())) << "that is for the orderly end";
  keeper.close(desk);
  EXPECT_FALSE(fs::exists(unsaved(::getpid())));
  EXPECT_EQ(spec_line(*load_session(session())->scenario), "conv 7 k3 s2");
}

TEST_F(Keeping, WhatAKilledWindowHadComesBack) {
  save_session(session(), of("conv 5 k3"));
  save_session(unsaved(gone_process()), of("tconv 6 k3 s2"));
  const FoundSession again = found();
  ASSERT_TRUE(again.session);
  EXPECT_TRUE(again.recovered);
  EXPECT_TRUE(again.orderly) << "and can be gone back to";
  EXPECT_EQ(spec_line(*again.session->scenario), "tconv 6 k3 s2");
  EXPECT_EQ(spec_line(*load_session(session())->scenario), "conv 5 k3") << "the orderly state is still there";
  EXPECT_TRUE(fs::exists(unsaved(::getpid()))) << "and if this window is killed too, nothing is lost";
}

TEST_F(Keeping, AWindowAtWorkKeepsItsOwn) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::pause();
    ::_exit(0);
  }
  save_session(unsaved(child), of("tconv 6 k3 s2"));
  EXPECT_FALSE(found().session);
  EXPECT_TRUE(fs::exists(unsaved(child)));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(found().recovered);
}

TEST_F(Keeping, ADamagedOrNewerSessionIsPutAside) {
  write_file(session(), R"({"convscope-session": 99})");
  const FoundSession first = found();
  EXPECT_FALSE(first.session);
  EXPECT_THAT(first.complaint, HasSubstr("it is of another version"));
  EXPECT_THAT(first.complaint, HasSubstr("session-damaged.json"));
  EXPECT_EQ(read_file(folder_ / "session-damaged.json", "test"), R"({"convscope-session": 99})");
  write_file(session(), std::string(200000, '['));
  EXPECT_THAT(found().complaint, HasSubstr("nested too deep"));
  EXPECT_TRUE(fs::exists(folder_ / "session-damaged-2.json"));
  EXPECT_TRUE(found().complaint.empty()) << "it is said once";
}

TEST_F(Keeping, ADamagedUnsavedOneLeavesTheOrderlyOne) {
  save_session(session(), of("conv 5 k3"));
  write_file(unsaved(gone_process()), "{");
  const FoundSession again = found();
  ASSERT_TRUE(again.session);
  EXPECT_FALSE(again.recovered);
}

TEST_F(Keeping, APipeDoesNotHoldUpTheStart) {
  ASSERT_EQ(::mkfifo(session().c_str(), 0600), 0);
  EXPECT_THAT(found().complaint, HasSubstr("it is no file"));
}

TEST_F(Keeping, NamesThatAreNoTextDoNotCostTheSession) {
  StoredSession stored = of("conv 5 k3");
  stored.scenario->input = {Source::Kind::file, "/tmp/\xff\xfe.npy", 0, {}};
  stored.recent = {"/tmp/\xff.png"};
  stored.settings = {{std::string(kAllLabs), {{"theme", "dark"}}}};
  save_session(session(), stored);
  const auto again = load_session(session());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->settings, stored.settings);
  EXPECT_FALSE(again->scenario);
}

}  // namespace
}  // namespace convscope
