#include "app/desk/file_browser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <tuple>
#include <utility>

#include "core/base/numbers.hpp"
#include "core/base/system.hpp"

namespace convscope {

std::string folder_of(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

namespace {

namespace fs = std::filesystem;

/// No folder that a person looks through has more.
constexpr std::size_t kMostEntries = 20'000;

std::string home() {
  const char* const folder = std::getenv("HOME");
  return folder && *folder == '/' ? folder : "/";
}

std::string why(const std::error_code& error) {
  if (error == std::errc::permission_denied) return "permission denied";
  if (error == std::errc::no_such_file_or_directory) return "there is no such folder";
  if (error == std::errc::not_a_directory) return "it is no folder";
  return error.message();
}

bool is_folder(const std::string& path) {
  std::error_code none;
  return fs::is_directory(path, none);
}
bool exists(const std::string& path) {
  std::error_code none;
  return fs::exists(fs::status(path, none));
}

std::string base_name(const std::string& path) {
  return fs::path(path).filename().string();
}

/// Without "..", "." and a slash at the end.
std::string tidied(const std::string& path) {
  std::string out = fs::path(path).lexically_normal().string();
  while (out.size() > 1 && out.back() == '/') out.pop_back();
  return out;
}

bool begins(std::string_view name, std::string_view with) {
  return lower(name).starts_with(lower(with));
}

bool has_ending(const FileKind& kind, std::string_view name) {
  const std::string small = lower(name);
  return std::ranges::any_of(kind.endings, [&](const std::string& e) { return small.ends_with(e); });
}

}  // namespace

FileBrowser::FileBrowser(FileQuestion question, const std::string& folder, std::vector<FilePlace> places)
    : question_(std::move(question)), places_(std::move(places)), text_(question_.name) {
  std::string start = tidied(folder.starts_with('/') ? folder : home());
  while (!list(start).empty() && start != "/") start = folder_of(start);
  if (folder_.empty()) folder_ = "/";
  base_ = folder_;
}

std::string FileBrowser::list(const std::string& folder) {
  std::error_code error;
  fs::directory_iterator at(folder, error);
  if (error) return fmt::format("{} cannot be read: {}.", folder, why(error));
  std::vector<Entry> found;
  bool more = false;
  for (; at != fs::directory_iterator(); at.increment(error)) {
    if (error) break;
    if (found.size() == kMostEntries) {
      more = true;
      break;
    }
    std::error_code none;
    Entry entry{at->path().filename().string(), at->is_directory(none), 0};
    if (!entry.folder) {
      const auto bytes = at->file_size(none);
      if (!none) entry.bytes = static_cast<Index>(bytes);
    }
    found.push_back(std::move(entry));
  }
  std::ranges::sort(found, {}, [](const Entry& e) { return std::tuple(!e.folder, lower(e.name), e.name); });
  folder_ = folder;
  all_ = std::move(found);
  cut_off_ = more;
  filter();
  return "";
}

bool FileBrowser::fits(const std::string& name) const {
  if (question_.kinds.empty() || question_.kinds[kind_].endings.empty()) return true;
  return has_ending(question_.kinds[kind_], name);
}

void FileBrowser::filter() {
  const std::string typed = question_.use == FileUse::save ? "" : base_name(text_);
  shown_.clear();
  for (const Entry& entry : all_) {
    if (!entry.folder && (question_.use == FileUse::folder || !fits(entry.name))) continue;
    if (entry.name.starts_with('.') && !typed.starts_with('.')) continue;
    if (begins(entry.name, typed)) shown_.push_back(entry);
  }
  chosen_.reset();
  if (!typed.empty() && !shown_.empty()) chosen_ = 0;
}

std::string FileBrowser::resolved(const std::string& text) const {
  if (text == "~" || text.starts_with("~/")) return home() + text.substr(1);
  return text.starts_with('/') ? text : base_ + "/" + text;
}

void FileBrowser::type(std::string text) {
  if (text == text_) return;
  text_ = std::move(text);
  problem_.clear();
  replaces_.clear();
  // What stands before the last slash is a folder, whose entries are listed as soon as there is one.
  const std::size_t slash = text_.rfind('/');
  const std::string head = slash == std::string::npos ? base_ : tidied(resolved(text_.substr(0, slash + 1)));
  if (head == folder_ || !is_folder(head) || !list(head).empty()) filter();
}

std::string FileBrowser::completed() const {
  const std::string typed = base_name(text_);
  std::string common;
  bool first = true, folder = false;
  std::size_t count = 0;
  for (const Entry& entry : all_) {
    if (!begins(entry.name, typed) || (!entry.folder && !fits(entry.name))) continue;
    if (entry.name.starts_with('.') && !typed.starts_with('.')) continue;
    ++count;
    folder = entry.folder;
    if (std::exchange(first, false)) {
      common = entry.name;
      continue;
    }
    std::size_t same = 0;
    while (same < common.size() && same < entry.name.size() &&
           lower(common.substr(same, 1)) == lower(entry.name.substr(same, 1)))
      ++same;
    common.resize(same);
  }
  // No half of a character.
  while (!common.empty() && count > 1 && static_cast<unsigned char>(common.back()) >= 0x80) common.pop_back();
  if (common.size() < typed.size()) return text_;
  return text_.substr(0, text_.size() - typed.size()) + common + (count == 1 && folder ? "/" : "");
}

void FileBrowser::choose_kind(std::size_t kind) {
  const FileKind before = question_.kinds[kind_];
  kind_ = kind;
  replaces_.clear();
  const FileKind& now = question_.kinds[kind_];
  if (question_.use == FileUse::save && !now.endings.empty() && !has_ending(now, text_)) {
    for (const std::string& ending : before.endings)
      if (lower(text_).ends_with(ending)) {
        text_.resize(text_.size() - ending.size());
        break;
      }
    if (!text_.empty()) text_ += now.endings.front();
  }
  filter();
}

void FileBrowser::move(int by) {
  if (shown_.empty()) return;
  const auto last = static_cast<int>(shown_.size()) - 1;
  const int now = chosen_ ? static_cast<int>(*chosen_) + by : by > 0 ? 0 : last;
  chosen_ = static_cast<std::size_t>(std::clamp(now, 0, last));
}

void FileBrowser::go(const std::string& folder) {
  const std::string before = text_;
  text_ = question_.use == FileUse::save ? base_name(before) : "";
  replaces_.clear();
  problem_ = list(tidied(folder));
  if (problem_.empty())
    base_ = folder_;
  else
    text_ = before;
}

void FileBrowser::up() {
  go(folder_of(folder_));
}

std::optional<std::string> FileBrowser::take(std::size_t entry) {
  const Entry wanted = shown_.at(entry);
  const std::string path = (folder_ == "/" ? "" : folder_) + "/" + wanted.name;
  if (wanted.folder) {
    go(path);
    return std::nullopt;
  }
  if (question_.use != FileUse::save) return accept_path(path);
  text_ = wanted.name;  // the one that is to be replaced
  chosen_.reset();
  return accept();
}

std::optional<std::string> FileBrowser::accept() {
  problem_.clear();
  // An entry that was gone to by the arrows, or that what is typed begins.
  const bool whole = !text_.empty() && exists(resolved(text_));
  if (chosen_ && (question_.use == FileUse::save || !whole)) return take(*chosen_);
  if (text_.empty() && question_.use == FileUse::folder) return folder_;
  if (text_.empty()) {
    problem_ = question_.use == FileUse::save ? "The file needs a name." : "No file is chosen.";
    return std::nullopt;
  }
  return accept_path(tidied(resolved(text_)));
}

std::optional<std::string> FileBrowser::accept_path(const std::string& path) {
  if (is_folder(path)) {
    text_ = question_.use == FileUse::save ? question_.name : "";
    go(path);
    return std::nullopt;
  }
  if (question_.use == FileUse::save) return save(path);
  if (question_.use == FileUse::folder) {
    problem_ = fmt::format("{} is no folder.", base_name(path));
    return std::nullopt;
  }
  std::error_code error;
  if (!fs::exists(fs::status(path, error))) {
    problem_ = error && error != std::errc::no_such_file_or_directory
                   ? fmt::format("{} cannot be opened: {}.", base_name(path), why(error))
                   : fmt::format("There is no {} in {}.", base_name(path), folder_of(path));
    return std::nullopt;
  }
  if (system::may_read(path) != 0) {
    problem_ = fmt::format("{} cannot be opened: permission denied.", base_name(path));
    return std::nullopt;
  }
  return path;
}

std::optional<std::string> FileBrowser::save(std::string path) {
  const bool known =
      question_.kinds.empty() || std::ranges::any_of(question_.kinds, [&](const FileKind& kind) {
        return kind.endings.empty() || has_ending(kind, path);
      });
  if (!known) path += question_.kinds[kind_].endings.front();
  const std::string folder = folder_of(path);
  if (!is_folder(folder)) {
    problem_ = fmt::format("There is no folder {}.", folder);
    return std::nullopt;
  }
  if (!exists(path)) {
    if (system::may_write(folder) == 0) return path;
    problem_ = fmt::format("Nothing can be written to {}: permission denied.", folder);
    return std::nullopt;
  }
  if (system::may_write(path) != 0) {
    problem_ = fmt::format("{} cannot be replaced: permission denied.", base_name(path));
    return std::nullopt;
  }
  if (std::exchange(replaces_, base_name(path)) == base_name(path)) return path;
  return std::nullopt;
}

std::vector<FilePlace> usual_places(std::span<const std::string> recent) {
  std::vector<FilePlace> places;
  const auto add = [&](std::string title, const std::string& path) {
    const bool known = std::ranges::any_of(places, [&](const FilePlace& p) { return p.path == path; });
    if (!known && is_folder(path)) places.push_back({std::move(title), path});
  };
  add("Home", home());
  std::error_code none;
  const std::string here = fs::current_path(none).string();
  if (!none) add("Started here", here);
  for (const std::string& file : recent)
    if (file.starts_with('/')) add(base_name(folder_of(file)), folder_of(file));
  add("Photographs", "/usr/share/pixmaps/faces");
  add("Computer", "/");
  return places;
}

std::string shown_size(Index bytes) {
  constexpr const char* kUnits[] = {"B", "KB", "MB", "GB", "TB"};
  double size = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (size >= 999.5 && unit + 1 < std::size(kUnits)) {
    size /= 1000;
    ++unit;
  }
  return fmt::format("{:.{}f} {}", size, unit > 0 && size < 9.95 ? 1 : 0, kUnits[unit]);
}

}  // namespace convscope
