// Children are shells, which every system has.
#include "app/platform/child_process.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <system_error>
#include <thread>

#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<std::string> shell(const std::string& script) {
  return {"/bin/sh", "-c", script};
}

std::string all_of(ChildProcess& child) {
  std::string out;
  for (std::string more = child.read(); !more.empty(); more = child.read()) out += more;
  return out;
}

TEST(ChildProcess, TakesWhatIsWrittenAndGivesBackWhatItSays) {
  ChildProcess child({"/bin/sh", "-c", "read line; echo \"$0: $line\"", "two words"},
                     {.input = true, .output = true});
  EXPECT_TRUE(child.write(std::string_view("hello\n")));
  EXPECT_EQ(all_of(child), "two words: hello\n");
  EXPECT_EQ(child.finish(), 0);
}

TEST(ChildProcess, HandsOverItsExitStatusAndItsErrors) {
  const testing::TemporaryFolder folder;
  const int errors = ::open((folder / "errors").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  ChildProcess child(shell("echo complaint >&2; exit 3"), {.errors = errors});
  EXPECT_EQ(child.finish(), 3);
  EXPECT_EQ(child.finish(), 3) << "however often it is asked";
  EXPECT_EQ(folder.read("errors"), "complaint\n");
  ::close(errors);
  EXPECT_EQ(ChildProcess(shell("kill -9 $$"), {}).finish(), -1);
}

TEST(ChildProcess, WhatIsNotInstalledIsSaid) {
  EXPECT_TRUE(is_installed("sh"));
  EXPECT_FALSE(is_installed("no-such-program"));
  try {
    const ChildProcess child({"no-such-program"}, {});
    ADD_FAILURE() << "it was started";
  } catch (const std::system_error& error) {
    EXPECT_EQ(error.code(), std::errc::no_such_file_or_directory);
  }
}

TEST(ChildProcess, OneThatReadsNoFurtherRaisesNoSignal) {
  const auto before = ::signal(SIGPIPE, SIG_DFL);
  ChildProcess child(shell("exit 0"), {.input = true});
  const std::string much(std::size_t{1} << 20, 'x');
  EXPECT_FALSE(child.write(much));
  EXPECT_EQ(child.finish(), 0);
  ::signal(SIGPIPE, before);
}

TEST(ChildProcess, IsWaitedForNoLongerThanSaid) {
  ChildProcess child(shell("sleep 60"), {.output = true});
  EXPECT_FALSE(child.read_within(std::chrono::milliseconds(20)));
}

TEST(ChildProcess, ADestroyedOneLeavesNothingBehind) {
  const auto begin = Clock::now();
  { const ChildProcess child({"sleep", "60"}, {.input = true, .output = true}); }
  EXPECT_LT(Clock::now() - begin, std::chrono::seconds(20));
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a child is left";
  EXPECT_EQ(errno, ECHILD);
}

TEST(ChildProcessSlow, OneThatWillNotEndIsEnded) {
  {
    ChildProcess child(shell("trap '' TERM; echo ready; while :; do sleep 1; done"), {.output = true});
    EXPECT_EQ(child.read(), "ready\n");
  }
  EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1);
}

TEST(ChildProcess, IsEndedFromAnotherThread) {
  ChildProcess child({"sleep", "60"}, {});
  std::jthread other([&] { child.terminate(); });
  EXPECT_EQ(child.finish(), -1);
  child.terminate();  // nobody's number by now
}

TEST(ChildProcess, InheritsNoFileOfOurs) {
  const int ours = ::open("/dev/null", O_RDONLY);  // without O_CLOEXEC, as libraries do
  ChildProcess child(shell("ls /proc/self/fd"), {.output = true});
  const std::string seen = all_of(child);
  EXPECT_LE(std::ranges::count(seen, '\n'), 4) << seen;  // three streams and the folder itself
  ::close(ours);
}

}  // namespace
}  // namespace convscope
