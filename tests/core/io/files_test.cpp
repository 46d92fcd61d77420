#include "core/io/files.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "core/base/error.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/nobody.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using testing::expect_error;
using ::testing::IsEmpty;
using testing::TemporaryFolder;

constexpr const char* kWritable = " (a file in a folder that exists and can be written)";

mode_t mode_of(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

TEST(ReadFile, ReadsAnyBytes) {
  const TemporaryFolder folder;
  const std::string bytes("\0\n\xff\x80 end", 8);
  EXPECT_EQ(read_file(folder.file("a", bytes), "input"), bytes);
  EXPECT_EQ(read_file(folder.file("empty", ""), "input"), "");
  const std::string large(3'000'001, 'x');
  EXPECT_EQ(read_file(folder.file("large", large), "input"), large);
}

TEST(ReadFile, ReadsAPipeToItsEnd) {
  const TemporaryFolder folder;
  const std::string pipe = folder / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer([&] { write_file(pipe, "through the pipe"); });
  EXPECT_EQ(read_file(pipe, "input"), "through the pipe");
  writer.join();
  EXPECT_TRUE(std::filesystem::is_fifo(pipe)) << "writing must not replace it";
}

TEST(ReadFile, SaysWhyNot) {
  const TemporaryFolder folder;
  const std::string file = folder.file("a", "b");
  expect_error([&] { read_file(file + "/c", "input"); },
               "input: cannot read " + file +
                   "/c: a part of its path is no folder (a file that exists and can be read)");
  expect_error(
      [&] { read_file(folder.path(), "input"); },
      "input: cannot read " + folder.path() + ": it is a folder (a file that exists and can be read)");
  ::chmod(folder.path().c_str(), 0755);
  ::chmod(file.c_str(), 0);
  const testing::Nobody somebody;
  expect_error([&] { read_file(file, "input"); },
               "input: cannot read " + file + ": permission denied (a file that exists and can be read)");
}

TEST(WriteFile, MakesAnOrdinaryFile) {
  const TemporaryFolder folder;
  const mode_t mask = ::umask(022);
  write_file(folder / "a.txt", "hello");
  ::umask(mask);
  EXPECT_EQ(folder.read("a.txt"), "hello");
  EXPECT_EQ(mode_of(folder / "a.txt"), 0644u);
  EXPECT_THAT(folder.names(), ElementsAre("a.txt"));
}

TEST(WriteFile, ReplacesAFileAndKeepsItsPermissions) {
  const TemporaryFolder folder;
  const std::string path = folder.file("a.txt", "a longer text than the new one");
  ::chmod(path.c_str(), 0600);
  write_file(path, "new");
  EXPECT_EQ(folder.read("a.txt"), "new");
  EXPECT_EQ(mode_of(path), 0600u);
  EXPECT_THAT(folder.names(), ElementsAre("a.txt"));
}

TEST(WriteFile, KeepsALink) {
  const TemporaryFolder folder;
  folder.file("target", "old");
  std::filesystem::create_symlink("target", folder / "link");
  write_file(folder / "link", "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
  EXPECT_EQ(folder.read("target"), "new");
}

TEST(WriteFile, WritesIntoTheCurrentFolder) {
  const TemporaryFolder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  write_file("plain", "name");
  std::filesystem::current_path(before);
  EXPECT_EQ(folder.read("plain"), "name");
}

TEST(WriteFile, LeavesNothingBehindWhenItFails) {
  const TemporaryFolder folder;
  const std::string& path = folder.path();
  expect_error([&] { write_file(path, "x"); },
               "output: cannot write " + path + ": it is a folder" + kWritable);
  expect_error([&] { write_file(path + "/new/", "x"); },
               "output: cannot write " + path + "/new/: it is a folder" + kWritable);
  expect_error([&] { write_file(path + "/no/a", "x"); },
               "output: cannot write " + path + "/no/a: there is no folder " + path + "/no" + kWritable);
  expect_error([&] { write_file("/proc/a", "x"); },
               std::string("output: cannot write /proc/a: no file can be made in /proc") + kWritable);
  expect_error([&] { write_file("", "x"); },
               "output: the file name is empty (a file in a folder that can be written)");
  const std::string long_name = path + "/" + std::string(300, 'n');
  expect_error([&] { write_file(long_name, "x"); },
               "output: cannot write " + long_name + ": the name is too long" + kWritable);
  EXPECT_THAT(folder.names(), IsEmpty());
}

TEST(WriteFile, ReportsAFullDisk) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP();
  expect_error([] { write_file("/dev/full", "x"); },
               std::string("output: cannot write /dev/full: no space is left") + kWritable);
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
}

TEST(WriteFile, LeavesDevicesInPlace) {
  write_file("/dev/null", "x");
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST(WriteFile, RespectsWriteProtection) {
  const TemporaryFolder folder;
  const std::string path = folder.file("a", "kept");
  ::chmod(path.c_str(), 0444);
  {
    const testing::Nobody somebody;
    EXPECT_THROW(write_file(path, "x"), Error);
  }
  EXPECT_EQ(folder.read("a"), "kept");
}

TEST(PendingFile, IsNotThereBeforeItsCommit) {
  const TemporaryFolder folder;
  folder.file("a", "old");
  {
    PendingFile file(folder / "a");
    file.write("ne");
    file.write("w");
    file.close();
    EXPECT_EQ(folder.read("a"), "old");
    EXPECT_EQ(folder.names().size(), 2u);
  }
  EXPECT_THAT(folder.names(), ElementsAre("a"));
  EXPECT_EQ(folder.read("a"), "old");
}

TEST(PendingFile, CanBeWrittenByNameAndMoved) {
  const TemporaryFolder folder;
  std::vector<PendingFile> files;
  for (const char* name : {"a", "b", "c"}) files.emplace_back(folder / name);
  for (PendingFile& file : files) std::ofstream(file.temporary()) << "from elsewhere";
  for (PendingFile& file : files) file.commit();
  EXPECT_THAT(folder.names(), ElementsAre("a", "b", "c"));
  EXPECT_EQ(folder.read("b"), "from elsewhere");
}

/// A process that begins to write PATH and gets no further.
pid_t begin_to_write(const std::string& path) {
  const pid_t child = ::fork();
  if (child == 0) {
    PendingFile file(path);
    file.write("half");
    for (;;) ::pause();
  }
  return child;
}

void kill_it(pid_t child) {
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}

std::vector<std::string> hidden(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().filename().string().starts_with(".convscope")) names.push_back(entry.path().filename());
  return names;
}

TEST(PendingFile, OfAKilledProcessIsRemovedByTheNextSave) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/a.txt";
  folder.file(".convscope-00000000-1-0.tmp", "of another machine");
  folder.file(".convscope-notes.tmp", "somebody's own");
  const pid_t dead = begin_to_write(path), alive = begin_to_write(path);
  while (hidden(folder.path()).size() < 4) std::this_thread::yield();
  kill_it(dead);
  write_file(path, "whole");
  const auto left = hidden(folder.path());
  EXPECT_EQ(left.size(), 3U);
  EXPECT_THAT(left, ::testing::Contains(::testing::HasSubstr(fmt::format("-{}-", alive))));
  EXPECT_THAT(left, ::testing::Not(::testing::Contains(::testing::HasSubstr(fmt::format("-{}-", dead)))));
  EXPECT_EQ(read_file(path, "test"), "whole");
  kill_it(alive);
}

}  // namespace
}  // namespace convscope
