// Runs the program as a person or a script would.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <string>
#include <vector>

#include "core/base/json.hpp"
#include "tests/core/support/places.hpp"
#include "tests/core/support/temporary_folder.hpp"

extern char** environ;

namespace convscope::testing {

struct ProgramRun {
  int status = -1;  ///< of the process; -1 when a signal ended it
  std::string out, err;
  /// Bytes that it had in memory at most, or this process, which Linux counts in while it starts the other.
  double memory = 0;
};

/// The program's file, opened while the tests are still root: somebody else may not reach the folder it lies
/// in.
inline const std::string kProgram =
    "/proc/self/fd/" + std::to_string(::open(program().c_str(), O_PATH | O_CLOEXEC));

/// The program with these arguments in that folder; `out` may name another place for standard output.
inline ProgramRun convscope(const TemporaryFolder& folder, std::vector<std::string> words,
                            const std::string& out = "") {
  const TemporaryFolder streams;
  const std::string out_path = out.empty() ? streams / "out" : out;
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addchdir_np(&files, folder.path().c_str());
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, out_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&files, 2, (streams / "err").c_str(), O_WRONLY | O_CREAT, 0600);
  words.insert(words.begin(), program());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t process = 0;
  ProgramRun outcome;
  if (::posix_spawn(&process, kProgram.c_str(), &files, nullptr, argv.data(), environ) == 0) {
    int status = 0;
    rusage used{};
    ::wait4(process, &status, 0, &used);
    outcome.memory = 1024.0 * static_cast<double>(used.ru_maxrss);
    outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  posix_spawn_file_actions_destroy(&files);
  outcome.out = streams.read("out");
  outcome.err = streams.read("err");
  return outcome;
}

/// "apply conv --stride 2" -> words; quotes keep blanks together.
inline std::vector<std::string> words(const std::string& line) {
  std::vector<std::string> out;
  bool quoted = false, open = false;
  for (char c : line) {
    if (c == '\'') {
      quoted = !quoted;
      if (!open) out.emplace_back();
      open = true;
    } else if (c == ' ' && !quoted) {
      open = false;
    } else {
      if (!open) out.emplace_back();
      open = true;
      out.back() += c;
    }
  }
  return out;
}

/// The program in an empty folder that is gone afterwards.
inline ProgramRun run(const std::string& line) {
  const TemporaryFolder folder;
  return convscope(folder, words(line));
}

/// What a call prints as JSON; nothing else may be printed.
inline Json json_of(const TemporaryFolder& folder, const std::string& line) {
  const ProgramRun outcome = convscope(folder, words(line + " --json"));
  EXPECT_EQ(outcome.status, 0) << line << "\n" << outcome.err;
  EXPECT_EQ(outcome.err, "");
  return Json::parse(outcome.out, nullptr, false);
}
inline Json json_of(const std::string& line) {
  return json_of(TemporaryFolder(), line);
}

}  // namespace convscope::testing
