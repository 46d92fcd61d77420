#include "core/io/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/system.hpp"
#include "core/io/leftovers.hpp"

namespace convscope {

namespace {

constexpr Index kMostBytes = Index{4} << 30;

std::string reason_text(int reason) {
  switch (reason) {
    case ENOENT:
      return "there is no such file or folder";
    case EACCES:
    case EPERM:
      return "permission denied";
    case EISDIR:
      return "it is a folder";
    case ENOTDIR:
      return "a part of its path is no folder";
    case ENOSPC:
      return "no space is left";
    case EROFS:
      return "the file system is read-only";
    case ENAMETOOLONG:
      return "the name is too long";
    case EFBIG:
      return "the file would be too large";
    default:
      return std::generic_category().message(reason);
  }
}

Error unreadable(std::string_view path, std::string_view field, std::string_view reason) {
  return Error(field, fmt::format("cannot read {}: {}", path, reason), "a file that exists and can be read");
}

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().generic_string();
  return folder.empty() ? "." : folder;
}

}  // namespace

InputFile::InputFile(std::string path, std::string_view field) : path_(std::move(path)), field_(field) {
  if (path_.empty()) throw Error(field_, "the file name is empty", "a file that exists and can be read");
  int problem = system::open_to_read(path_, descriptor_);
  if (problem != 0) throw unreadable(path_, field_, reason_text(problem));
  system::FileStatus status;
  problem = system::status_of(descriptor_, status);
  if (status.folder) problem = EISDIR;
  if (problem != 0) {
    system::close_file(descriptor_);
    throw unreadable(path_, field_, reason_text(problem));
  }
  if (status.regular) size_ = status.size;
}

InputFile::~InputFile() {
  system::close_file(descriptor_);
}

std::size_t InputFile::read(char* into, std::size_t bytes) {
  std::size_t got = 0;
  if (const int problem = system::read_all(descriptor_, into, bytes, got); problem != 0)
    throw unreadable(path_, field_, reason_text(problem));
  return got;
}

std::string read_file(const std::string& path, std::string_view field) {
  InputFile file(path, field);
  const auto too_long = [&] { return unreadable(path, field, "it is longer than 4 GiB"); };
  if (file.size() > kMostBytes) throw too_long();
  // Read to the end even of a regular file: some, as in /proc, have more than they say.
  std::string bytes;
  auto piece = static_cast<std::size_t>(file.size() > 0 ? file.size() + 1 : Index{1} << 20);
  for (;;) {
    const std::size_t before = bytes.size();
    bytes.resize(before + piece);
    const std::size_t got = file.read(bytes.data() + before, piece);
    bytes.resize(before + got);
    if (got < piece) return bytes;
    if (bytes.size() > static_cast<std::size_t>(kMostBytes)) throw too_long();
    piece = std::size_t{1} << 20;
  }
}

PendingFile::PendingFile(std::string path, std::string_view field) : path_(std::move(path)), field_(field) {
  if (path_.empty()) throw Error(field_, "the file name is empty", "a file in a folder that can be written");
  if (!std::filesystem::path(path_).has_filename()) fail(EISDIR);
  target_ = system::without_links(path_);  // so that the link survives the rename
  system::FileStatus status;
  const bool there = system::status_of(target_, status) == 0;
  if (there) {
    if (status.folder) fail(EISDIR);
    if (const int problem = system::may_write(target_); problem != 0) fail(problem);
    if (!status.regular) {
      direct_ = true;
      temporary_ = target_;
      if (const int problem = system::open_to_write(target_, descriptor_); problem != 0) fail(problem);
      return;
    }
  }
  // A name of our own: mkstemp would give mode 0600, and only a process without threads may ask for the
  // umask.
  remove_leftovers(folder_of(target_));
  for (int attempt = 0; descriptor_ < 0; ++attempt) {
    temporary_ = temporary_name(folder_of(target_), attempt);
    const int problem = system::create_file(temporary_, descriptor_);
    if (problem != 0 && (problem != EEXIST || attempt == 100'000)) {
      temporary_.clear();
      fail(problem);
    }
  }
  if (there) system::set_permissions(descriptor_, status.permissions);
}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : path_(std::move(other.path_)),
      field_(std::move(other.field_)),
      target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)),
      direct_(other.direct_) {}

PendingFile::~PendingFile() {
  if (descriptor_ >= 0) system::close_file(descriptor_);
  if (!temporary_.empty() && !direct_) system::remove_file(temporary_);
}

void PendingFile::fail(int reason) {
  std::string why = reason_text(reason);
  if (reason == ENOENT) {
    // Some folders take no new files, as /proc, and say it so.
    const std::string folder = folder_of(target_);
    system::FileStatus status;
    const bool there = system::status_of(folder, status) == 0;
    why = there ? fmt::format("no file can be made in {}", folder)
                : fmt::format("there is no folder {}", folder);
  }
  throw Error(field_, fmt::format("cannot write {}: {}", path_, why),
              "a file in a folder that exists and can be written");
}

void PendingFile::write(std::string_view bytes) {
  if (const int problem = system::write_all(descriptor_, bytes); problem != 0) fail(problem);
}

void PendingFile::close() {
  if (descriptor_ < 0) return;
  if (const int problem = system::close_file(std::exchange(descriptor_, -1)); problem != 0) fail(problem);
}

void PendingFile::commit() {
  close();
  const int problem = direct_ ? 0 : system::rename_file(temporary_, target_);
  if (problem != 0) fail(problem);
  temporary_.clear();
}

void write_file(const std::string& path, std::string_view bytes, std::string_view field) {
  PendingFile file(path, field);
  file.write(bytes);
  file.commit();
}

}  // namespace convscope
