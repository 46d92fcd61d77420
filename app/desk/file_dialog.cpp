#include "app/desk/file_dialog.hpp"

#include <csignal>
#include <cstdlib>
#include <system_error>
#include <utility>
#include <vector>

namespace convscope {

bool FileDialog::available() {
  static const bool found =
      (std::getenv("DISPLAY") || std::getenv("WAYLAND_DISPLAY")) && is_installed("zenity");
  return found;
}

bool FileDialog::start(const Request& request) {
  if (!available() || open_) return false;
  if (reader_.joinable()) reader_.join();
  std::vector<std::string> words{"zenity", "--file-selection"};
  if (!request.title.empty()) words.push_back("--title=" + request.title);
  if (request.folder) words.emplace_back("--directory");
  if (!request.name.empty()) words.insert(words.end(), {"--save", "--filename=" + request.name});
  try {
    zenity_.emplace(std::move(words), ChildProcess::Streams{.output = true});
  } catch (const std::system_error&) {
    return false;
  }
  open_ = true;
  reader_ = std::jthread([this, command = request.command] { finish(command); });
  return true;
}

void FileDialog::finish(const std::string& command) {
  std::string path;
  for (std::string more = zenity_->read(); !more.empty(); more = zenity_->read()) path += more;
  while (path.ends_with('\n')) path.pop_back();
  zenity_->finish();
  const std::scoped_lock lock(mutex_);
  open_ = false;
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
  if (zenity_) zenity_->terminate(SIGTERM);
}

}  // namespace convscope
