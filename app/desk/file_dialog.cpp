#include "app/desk/file_dialog.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "core/base/numbers.hpp"

namespace convscope {

namespace {

/// "Pictures | *.png *.PNG *.jpg": desktops tell capitals from small letters.
std::string filter_of(const FileKind& kind) {
  std::string words = fmt::format("--file-filter={} |", kind.title);
  if (kind.endings.empty()) words += " *";
  for (const std::string& ending : kind.endings) {
    std::string capitals = ending;
    for (char& c : capitals)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    words += fmt::format(" *{} *{}", ending, capitals);
  }
  return words;
}

std::vector<std::string> zenity_words(const FileDialog::Request& request, const std::string& folder) {
  std::vector<std::string> words{"zenity", "--file-selection"};
  words.push_back("--title=" + (request.title.empty() ? std::string("Choose a file") : request.title));
  if (request.folder) words.emplace_back("--directory");
  if (!request.name.empty()) words.insert(words.end(), {"--save", "--confirm-overwrite"});
  if (!request.name.empty() || !folder.empty())
    words.push_back(fmt::format("--filename={}{}", folder.empty() ? "" : folder + "/", request.name));
  if (!request.folder)
    for (const FileKind& kind : request.kinds) words.push_back(filter_of(kind));
  return words;
}

}  // namespace

bool FileDialog::has_desktop() {
  return (std::getenv("DISPLAY") || std::getenv("WAYLAND_DISPLAY")) && is_installed("zenity");
}

void FileDialog::start(const Request& request, std::span<const std::string> recent) {
  if (is_open()) return;
  request_ = request;
  recent_.assign(recent.begin(), recent.end());
  if (last_folder_.empty() && !recent_.empty()) last_folder_ = folder_of(recent_.front());
  if (!has_desktop() || !start_desktop()) start_own();
}

bool FileDialog::start_desktop() {
  if (reader_.joinable()) reader_.join();
  zenity_.reset();
  try {
    zenity_.emplace(zenity_words(request_, last_folder_), ChildProcess::Streams{.output = true});
  } catch (const std::system_error&) {
    return false;
  }
  open_ = true;
  reader_ = std::jthread([this] { finish(); });
  return true;
}

void FileDialog::start_own() {
  std::string folder = last_folder_;
  const std::vector<FilePlace> places = usual_places(recent_);
  std::error_code none;
  if (folder.empty()) folder = std::filesystem::current_path(none).string();
  browser_.emplace(FileQuestion{.use = request_.folder         ? FileUse::folder
                                       : request_.name.empty() ? FileUse::open
                                                               : FileUse::save,
                                .name = request_.name,
                                .kinds = request_.kinds},
                   folder, places);
}

void FileDialog::finish() {
  std::string path;
  for (std::string more = zenity_->read(); !more.empty(); more = zenity_->read()) path += more;
  while (path.ends_with('\n')) path.pop_back();
  const int status = zenity_->finish();
  const std::scoped_lock lock(mutex_);
  constexpr int kChosen = 0, kCancelled = 1;
  failed_ = status != kChosen && status != kCancelled;
  choice_ = Choice{request_.command, status == kChosen ? path : ""};
  open_ = false;
  if (wake_) wake_();
}

std::optional<FileDialog::Choice> FileDialog::take() {
  const std::scoped_lock lock(mutex_);
  std::optional<Choice> choice = std::exchange(choice_, std::nullopt);
  if (std::exchange(failed_, false)) {
    start_own();
    return std::nullopt;
  }
  if (choice && choice->path.find('/') != std::string::npos) last_folder_ = folder_of(choice->path);
  return choice;
}

void FileDialog::close(const std::string& path) {
  if (!browser_) return;
  last_folder_ = browser_->folder();
  browser_.reset();
  const std::scoped_lock lock(mutex_);
  choice_ = Choice{request_.command, path};
}

FileDialog::~FileDialog() {
  const std::scoped_lock lock(mutex_);
  wake_ = {};
  if (zenity_) zenity_->terminate();
}

}  // namespace convscope
