#include "app/desk/file_dialog.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <utility>
#include <vector>

extern char** environ;

namespace convscope {

bool FileDialog::available() {
  static const bool found = [] {
    if (!std::getenv("DISPLAY") && !std::getenv("WAYLAND_DISPLAY")) return false;
    const char* folders = std::getenv("PATH");
    std::istringstream path(folders ? folders : "");
    for (std::string folder; std::getline(path, folder, ':');)
      if (access((std::filesystem::path(folder) / "zenity").c_str(), X_OK) == 0) return true;
    return false;
  }();
  return found;
}

bool FileDialog::start(const Request& request) {
  if (!available()) return false;
  {
    const std::scoped_lock lock(mutex_);
    if (process_ != 0) return false;
  }
  if (reader_.joinable()) reader_.join();
  std::vector<std::string> words{"zenity", "--file-selection"};
  if (!request.title.empty()) words.push_back("--title=" + request.title);
  if (request.folder) words.emplace_back("--directory");
  if (!request.name.empty()) words.insert(words.end(), {"--save", "--filename=" + request.name});
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);

  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  pid_t process = 0;
  const bool started = posix_spawnp(&process, "zenity", &actions, nullptr, arguments.data(), environ) == 0;
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (!started) {
    close(ends[0]);
    return false;
  }
  process_ = process;
  reader_ = std::jthread([this, command = request.command, from = ends[0]] { finish(command, from); });
  return true;
}

void FileDialog::finish(const std::string& command, int pipe) {
  std::string path;
  std::array<char, 512> buffer{};
  for (ssize_t count = 0; (count = read(pipe, buffer.data(), buffer.size())) > 0;)
    path.append(buffer.data(), static_cast<std::size_t>(count));
  close(pipe);
  while (path.ends_with('\n')) path.pop_back();
  waitpid(process_, nullptr, 0);
  const std::scoped_lock lock(mutex_);
  process_ = 0;
  choice_ = Choice{command, path};
  if (wake_) wake_();
}

std::optional<FileDialog::Choice> FileDialog::take() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(choice_, std::nullopt);
}

FileDialog::~FileDialog() {
  const std::scoped_lock lock(mutex_);
  wake_ = {};
  if (process_ != 0) kill(process_, SIGTERM);
}

}  // namespace convscope
