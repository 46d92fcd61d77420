#include "core/io/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "core/base/error.hpp"
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
    case EDQUOT:
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
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

/// The file that a symbolic link points to, so that the link survives the rename.
std::string without_links(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  if (!real) return path;
  std::string out = real;
  std::free(real);
  return out;
}

}  // namespace

InputFile::InputFile(std::string path, std::string_view field) : path_(std::move(path)), field_(field) {
  if (path_.empty()) throw Error(field_, "the file name is empty", "a file that exists and can be read");
  descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) throw unreadable(path_, field_, reason_text(errno));
  struct stat status {};
  const int problem = ::fstat(descriptor_, &status) != 0 ? errno : S_ISDIR(status.st_mode) ? EISDIR : 0;
  if (problem != 0) {
    ::close(descriptor_);
    throw unreadable(path_, field_, reason_text(problem));
  }
  if (S_ISREG(status.st_mode)) size_ = status.st_size;
}

InputFile::~InputFile() {
  ::close(descriptor_);
}

std::size_t InputFile::read(char* into, std::size_t bytes) {
  std::size_t got = 0;
  while (got < bytes) {
    const ssize_t n = ::read(descriptor_, into + got, std::min<std::size_t>(bytes - got, SSIZE_MAX));
    if (n == 0) break;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw unreadable(path_, field_, reason_text(errno));
    got += static_cast<std::size_t>(n);
  }
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
  if (path_.back() == '/') fail(EISDIR);
  target_ = without_links(path_);
  struct stat status {};
  mode_t mode = 0;
  if (::stat(target_.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) fail(EISDIR);
    if (::faccessat(AT_FDCWD, target_.c_str(), W_OK, AT_EACCESS) != 0) fail(errno);
    if (!S_ISREG(status.st_mode)) {
      direct_ = true;
      temporary_ = target_;
      descriptor_ = ::open(target_.c_str(), O_WRONLY | O_CLOEXEC);
      if (descriptor_ < 0) fail(errno);
      return;
    }
    mode = status.st_mode & 07777;
  }
  // A name of our own: mkstemp would give mode 0600, and only a process without threads may ask for the
  // umask.
  remove_leftovers(folder_of(target_));
  for (int attempt = 0; descriptor_ < 0; ++attempt) {
    temporary_ = temporary_name(folder_of(target_), attempt);
    descriptor_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ < 0 && (errno != EEXIST || attempt == 100'000)) {
      const int reason = errno;
      temporary_.clear();
      fail(reason);
    }
  }
  if (mode != 0) (void)::fchmod(descriptor_, mode);
}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : path_(std::move(other.path_)),
      field_(std::move(other.field_)),
      target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)),
      direct_(other.direct_) {}

PendingFile::~PendingFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty() && !direct_) ::unlink(temporary_.c_str());
}

void PendingFile::fail(int reason) {
  std::string why = reason_text(reason);
  if (reason == ENOENT) {
    // Some folders take no new files, as /proc, and say it so.
    const std::string folder = folder_of(target_);
    const bool there = ::faccessat(AT_FDCWD, folder.c_str(), F_OK, 0) == 0;
    why = there ? fmt::format("no file can be made in {}", folder)
                : fmt::format("there is no folder {}", folder);
  }
  throw Error(field_, fmt::format("cannot write {}: {}", path_, why),
              "a file in a folder that exists and can be written");
}

void PendingFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(descriptor_, bytes.data(), std::min<std::size_t>(bytes.size(), SSIZE_MAX));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void PendingFile::close() {
  if (descriptor_ < 0) return;
  // Network file systems report a full disk only here.
  if (::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR) fail(errno);
}

void PendingFile::commit() {
  close();
  if (!direct_ && ::rename(temporary_.c_str(), target_.c_str()) != 0) fail(errno);
  temporary_.clear();
}

void write_file(const std::string& path, std::string_view bytes, std::string_view field) {
  PendingFile file(path, field);
  file.write(bytes);
  file.commit();
}

}  // namespace convscope
