#include "app/labs/images/clipboard.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <vector>

#include "core/base/error.hpp"

extern char** environ;

namespace convscope {

namespace {

constexpr std::size_t kMostBytes = std::size_t{256} << 20;

bool installed(const char* program) {
  const char* folders = std::getenv("PATH");
  std::istringstream path(folders ? folders : "");
  for (std::string folder; std::getline(path, folder, ':');)
    if (access((std::filesystem::path(folder) / program).c_str(), X_OK) == 0) return true;
  return false;
}

std::vector<std::string> paste_command() {
  if (std::getenv("WAYLAND_DISPLAY") && installed("wl-paste"))
    return {"wl-paste", "--no-newline", "--type", "image/png"};
  if (std::getenv("DISPLAY") && installed("xclip"))
    return {"xclip", "-selection", "clipboard", "-target", "image/png", "-out"};
  if (!std::getenv("WAYLAND_DISPLAY") && !std::getenv("DISPLAY"))
    throw Error("paste", "there is no desktop with a clipboard", "a file: open PATH");
  throw Error("paste", "no program here reads pictures from the clipboard",
              "install xclip or wl-clipboard, or open a file");
}

/// A child with its standard output; ended and waited for at the latest when this goes.
class Child {
 public:
  explicit Child(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw Error("paste", "the clipboard cannot be asked", "a file");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    const int failed = posix_spawnp(&process_, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    output_ = ends[0];
    if (failed != 0) {
      process_ = 0;
      close(output_);
      throw Error("paste", "the clipboard cannot be asked", "a file");
    }
  }
  ~Child() {
    close(output_);
    if (process_ == 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  int output() const { return output_; }

 private:
  pid_t process_ = 0;
  int output_ = -1;
};

}  // namespace

std::string clipboard_png(const std::function<void()>& going, double seconds) {
  const Child child(paste_command());
  using Clock = std::chrono::steady_clock;
  const auto end =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  std::string bytes;
  std::vector<char> buffer(1 << 16);
  while (true) {
    going();
    if (Clock::now() > end)
      throw Error("paste", "the clipboard did not answer", "copy the picture once more, or open a file");
    pollfd ready{.fd = child.output(), .events = POLLIN, .revents = 0};
    if (poll(&ready, 1, 50) <= 0) continue;
    const ssize_t count = read(child.output(), buffer.data(), buffer.size());
    if (count <= 0) break;
    bytes.append(buffer.data(), static_cast<std::size_t>(count));
    if (bytes.size() > kMostBytes) throw Error("paste", "the picture is over 256 MiB", "a file");
  }
  if (bytes.empty()) throw Error("paste", "there is no picture on the clipboard", "copy one first");
  return bytes;
}

}  // namespace convscope
