#include "core/base/system.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#ifdef __linux__
#include <sys/mman.h>
#endif

namespace convscope::system {

namespace {

int reason(bool failed) {
  if (!failed) return 0;
  return errno == EDQUOT ? ENOSPC : errno;  // not every system tells them apart
}

FileStatus status_from(const struct stat& from) {
  return {S_ISDIR(from.st_mode), S_ISREG(from.st_mode), from.st_size, from.st_mode & 07777};
}

}  // namespace

int status_of(int descriptor, FileStatus& status) {
  struct stat found {};
  if (::fstat(descriptor, &found) != 0) return errno;
  status = status_from(found);
  return 0;
}

int status_of(const std::string& path, FileStatus& status) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return errno;
  status = status_from(found);
  return 0;
}

int open_to_read(const std::string& path, int& descriptor) {
  descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  return reason(descriptor < 0);
}

int open_to_write(const std::string& path, int& descriptor) {
  descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  return reason(descriptor < 0);
}

int create_file(const std::string& path, int& descriptor) {
  descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  return reason(descriptor < 0);
}

int read_all(int descriptor, char* into, std::size_t bytes, std::size_t& got) {
  got = 0;
  while (got < bytes) {
    const ssize_t n = ::read(descriptor, into + got, std::min<std::size_t>(bytes - got, SSIZE_MAX));
    if (n == 0) break;
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    got += static_cast<std::size_t>(n);
  }
  return 0;
}

int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(descriptor, bytes.data(), std::min<std::size_t>(bytes.size(), SSIZE_MAX));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return reason(true);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return 0;
}

int close_file(int descriptor) {
  return reason(::close(descriptor) != 0 && errno != EINTR);
}

int set_permissions(int descriptor, unsigned permissions) {
  return reason(::fchmod(descriptor, static_cast<mode_t>(permissions)) != 0);
}

int rename_file(const std::string& from, const std::string& to) {
  return reason(std::rename(from.c_str(), to.c_str()) != 0);
}

void remove_file(const std::string& path) {
  ::unlink(path.c_str());
}

int may_read(const std::string& path) {
  return reason(::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) != 0);
}

int may_write(const std::string& path) {
  return reason(::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0);
}

std::string without_links(const std::string& path) {
  char* real = ::realpath(path.c_str(), nullptr);
  if (!real) return path;
  std::string out = real;
  std::free(real);
  return out;
}

std::vector<std::string> paths_like(const std::string& pattern) {
  ::glob_t result{};
  std::vector<std::string> found;
  if (::glob(pattern.c_str(), 0, nullptr, &result) == 0)
    found.assign(result.gl_pathv, result.gl_pathv + result.gl_pathc);
  ::globfree(&result);
  return found;
}

Index own_process() {
  return ::getpid();
}

std::string space_of_processes() {
  std::string boot;
  std::ifstream("/proc/sys/kernel/random/boot_id") >> boot;
  std::error_code unknown;
  return boot + std::filesystem::read_symlink("/proc/self/ns/pid", unknown).string();
}

std::string program_of(Index process) {
  std::error_code unknown;
  return std::filesystem::read_symlink("/proc/" + std::to_string(process) + "/exe", unknown).string();
}

bool is_alive(Index process) {
  return ::kill(static_cast<pid_t>(process), 0) == 0 || errno != ESRCH;
}

int turn_off(int descriptor) {
  const int before = ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0),
            nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (before >= 0 && nowhere >= 0) ::dup2(nowhere, descriptor);
  if (nowhere >= 0) ::close(nowhere);
  return before;
}

void turn_on(int descriptor, int before) {
  ::dup2(before, descriptor);
  ::close(before);
}

void keep_library(const char* name) {
  ::dlopen(name, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
}

void prefer_large_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef __linux__
  madvise(memory, bytes, MADV_HUGEPAGE);
#endif
}

}  // namespace convscope::system
