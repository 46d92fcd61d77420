// What the core asks of the operating system: files by their descriptors, processes, memory. Calls of it
// stand here and in app/platform alone (tests/architecture_test.cpp).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/index.hpp"

namespace convscope::system {

struct FileStatus {
  bool folder = false, regular = false;
  Index size = 0;
  unsigned permissions = 0;
};

// All that return an int return 0, or the reason why not: an errno.
int status_of(int descriptor, FileStatus& status);
int status_of(const std::string& path, FileStatus& status);
int open_to_read(const std::string& path, int& descriptor);
/// One that is there: a device, a pipe.
int open_to_write(const std::string& path, int& descriptor);
/// One that is not there yet; its permissions are those that the user's new files have.
int create_file(const std::string& path, int& descriptor);
/// So many bytes, fewer only at the end. `got` counts what there was before it failed, too.
int read_all(int descriptor, char* into, std::size_t bytes, std::size_t& got);
int write_all(int descriptor, std::string_view bytes);
/// Network file systems report a full disk only here.
int close_file(int descriptor);
int set_permissions(int descriptor, unsigned permissions);
/// In one step; what was there under the new name is gone.
int rename_file(const std::string& from, const std::string& to);
void remove_file(const std::string& path);
/// As whom the process acts.
int may_read(const std::string& path);
int may_write(const std::string& path);
/// The file that a symbolic link points to, the path itself where there is none.
std::string without_links(const std::string& path);
/// The paths that a shell would make of "*.png", in its order; none where nothing fits.
std::vector<std::string> paths_like(const std::string& pattern);

Index own_process();
/// Within which a process' number means something: one start of one machine, or a part of it.
std::string space_of_processes();
/// The file that a process was started from; empty where nobody knows.
std::string program_of(Index process);
/// False where certainly no process has this number.
bool is_alive(Index process);

/// What is written to this descriptor goes nowhere from now on. Returns one of where it went, or -1 where
/// that cannot be.
int turn_off(int descriptor);
void turn_on(int descriptor, int before);

/// From now until the process ends it has this library, where there is such a one.
void keep_library(const char* name);

/// A wish: large pages for this memory. Without them all is as right, and a little slower.
void prefer_large_pages(void* memory, std::size_t bytes);

}  // namespace convscope::system
