// The same of Windows. Names of files are UTF-8 with us and UTF-16 there.
#include <windows.h>
// After it, as it wants it.
#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <filesystem>

#include "core/base/system.hpp"

namespace convscope::system {

namespace {

std::wstring wide(const std::string& text) {
  const int bytes = static_cast<int>(text.size());
  std::wstring out(
      static_cast<std::size_t>(::MultiByteToWideChar(CP_UTF8, 0, text.data(), bytes, nullptr, 0)), 0);
  ::MultiByteToWideChar(CP_UTF8, 0, text.data(), bytes, out.data(), static_cast<int>(out.size()));
  return out;
}

std::string narrow(std::wstring_view text) {
  const int units = static_cast<int>(text.size());
  const int bytes = ::WideCharToMultiByte(CP_UTF8, 0, text.data(), units, nullptr, 0, nullptr, nullptr);
  std::string out(static_cast<std::size_t>(bytes), 0);
  ::WideCharToMultiByte(CP_UTF8, 0, text.data(), units, out.data(), bytes, nullptr, nullptr);
  return out;
}

int reason(bool failed) {
  return failed ? errno : 0;
}

int reason_of_last_error() {
  switch (::GetLastError()) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
      return ENOENT;
    case ERROR_ACCESS_DENIED:
    case ERROR_SHARING_VIOLATION:
      return EACCES;
    case ERROR_DISK_FULL:
      return ENOSPC;
    default:
      return EIO;
  }
}

FileStatus status_from(const struct _stat64& from) {
  return {(from.st_mode & _S_IFMT) == _S_IFDIR, (from.st_mode & _S_IFMT) == _S_IFREG, from.st_size,
          from.st_mode & 0777u};
}

/// Of bytes: the C library would make "\r\n" of ends of lines.
int opened(const std::string& path, int how, int& descriptor) {
  descriptor = ::_wopen(wide(path).c_str(), how | _O_BINARY | _O_NOINHERIT, _S_IREAD | _S_IWRITE);
  const int problem = reason(descriptor < 0);
  FileStatus status;
  // A folder may not be opened there, and "permission denied" would lead nobody to that.
  const bool folder = problem == EACCES && status_of(path, status) == 0 && status.folder;
  return folder ? EISDIR : problem;
}

}  // namespace

int status_of(int descriptor, FileStatus& status) {
  struct _stat64 found {};
  if (::_fstat64(descriptor, &found) != 0) return errno;
  status = status_from(found);
  return 0;
}

int status_of(const std::string& path, FileStatus& status) {
  struct _stat64 found {};
  if (::_wstat64(wide(path).c_str(), &found) != 0) return errno;
  status = status_from(found);
  return 0;
}

int open_to_read(const std::string& path, int& descriptor) {
  return opened(path, _O_RDONLY, descriptor);
}

int open_to_write(const std::string& path, int& descriptor) {
  return opened(path, _O_WRONLY, descriptor);
}

int create_file(const std::string& path, int& descriptor) {
  return opened(path, _O_WRONLY | _O_CREAT | _O_EXCL, descriptor);
}

int read_all(int descriptor, char* into, std::size_t bytes, std::size_t& got) {
  got = 0;
  while (got < bytes) {
    const int n =
        ::_read(descriptor, into + got, static_cast<unsigned>(std::min<std::size_t>(bytes - got, INT_MAX)));
    if (n == 0) break;
    if (n < 0) return errno;
    got += static_cast<std::size_t>(n);
  }
  return 0;
}

int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const int n = ::_write(descriptor, bytes.data(),
                           static_cast<unsigned>(std::min<std::size_t>(bytes.size(), INT_MAX)));
    if (n < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return 0;
}

int close_file(int descriptor) {
  return reason(::_close(descriptor) != 0);
}

int set_permissions(int, unsigned) {
  return 0;  // a new file has those of its folder
}

int rename_file(const std::string& from, const std::string& to) {
  const bool done = ::MoveFileExW(wide(from).c_str(), wide(to).c_str(), MOVEFILE_REPLACE_EXISTING) != 0;
  return done ? 0 : reason_of_last_error();
}

void remove_file(const std::string& path) {
  ::_wunlink(wide(path).c_str());
}

int may_read(const std::string& path) {
  return reason(::_waccess(wide(path).c_str(), 4) != 0);
}

int may_write(const std::string& path) {
  return reason(::_waccess(wide(path).c_str(), 2) != 0);
}

std::string without_links(const std::string& path) {
  const HANDLE file =
      ::CreateFileW(wide(path).c_str(), 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                    OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
  if (file == INVALID_HANDLE_VALUE) return path;
  std::wstring real(32768, 0);
  real.resize(
      ::GetFinalPathNameByHandleW(file, real.data(), static_cast<DWORD>(real.size()), VOLUME_NAME_DOS));
  ::CloseHandle(file);
  constexpr std::wstring_view kLiteral = L"\\\\?\\";
  // What is on another machine, "\\?\UNC\...", is left as it was said.
  if (real.empty() || real.starts_with(L"\\\\?\\UNC\\")) return path;
  return narrow(real.starts_with(kLiteral) ? std::wstring_view(real).substr(kLiteral.size()) : real);
}

std::vector<std::string> paths_like(const std::string& pattern) {
  // Wildcards in the name alone, as this system's own programs have them.
  const std::filesystem::path folder = std::filesystem::path(wide(pattern)).parent_path();
  WIN32_FIND_DATAW entry{};
  const HANDLE search = ::FindFirstFileW(wide(pattern).c_str(), &entry);
  std::vector<std::string> found;
  if (search == INVALID_HANDLE_VALUE) return found;
  do {
    const std::wstring_view name = entry.cFileName;
    if (!name.starts_with(L'.')) found.push_back(narrow((folder / name).generic_wstring()));
  } while (::FindNextFileW(search, &entry) != 0);
  ::FindClose(search);
  std::sort(found.begin(), found.end());
  return found;
}

Index own_process() {
  return static_cast<Index>(::GetCurrentProcessId());
}

bool is_alive(Index process) {
  const HANDLE found = ::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(process));
  if (!found) return ::GetLastError() != ERROR_INVALID_PARAMETER;
  DWORD status = STILL_ACTIVE;
  ::GetExitCodeProcess(found, &status);
  ::CloseHandle(found);
  return status == STILL_ACTIVE;
}

std::string space_of_processes() {
  std::wstring name(MAX_COMPUTERNAME_LENGTH + 1, 0);
  auto length = static_cast<DWORD>(name.size());
  return ::GetComputerNameW(name.data(), &length) != 0 ? narrow({name.data(), length}) : std::string();
}

std::string program_of(Index process) {
  const HANDLE found = ::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(process));
  if (!found) return {};
  std::wstring path(32768, 0);
  auto length = static_cast<DWORD>(path.size());
  if (::QueryFullProcessImageNameW(found, 0, path.data(), &length) == 0) length = 0;
  ::CloseHandle(found);
  path.resize(length);
  return narrow(path);
}

int turn_off(int descriptor) {
  const int before = ::_dup(descriptor), nowhere = ::_open("NUL", _O_WRONLY);
  if (before >= 0 && nowhere >= 0) ::_dup2(nowhere, descriptor);
  if (nowhere >= 0) ::_close(nowhere);
  return before;
}

void turn_on(int descriptor, int before) {
  ::_dup2(before, descriptor);
  ::_close(before);
}

void keep_library(const char* name) {
  ::LoadLibraryA(name);
}

void prefer_large_pages(void*, std::size_t) {}

}  // namespace convscope::system
