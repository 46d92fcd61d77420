// core/base/system as Windows has it: files with names of any letters, of any bytes, replaced in one step,
// found by patterns.
#include <cerrno>
#include <cstdio>
#include <string_view>

#include "core/base/system.hpp"

using namespace convscope::system;

namespace {

int failed = 0;

void expect(bool right, const char* what) {
  if (right) return;
  ++failed;
  std::printf("FAILED: %s\n", what);
}

}  // namespace

int main() {
  const std::string one = "größe.txt", other = "卷积.txt";
  const std::string_view bytes("1\n2\r\n\x1a\0end", 10);
  int file = -1;
  std::size_t got = 0;
  char room[16]{};
  FileStatus status;
  remove_file(one);
  remove_file(other);

  expect(open_to_read(one, file) == ENOENT, "no file is not there");
  expect(create_file(one, file) == 0, "a file is made");
  expect(write_all(file, bytes) == 0, "and written");
  expect(status_of(file, status) == 0 && status.regular && status.size == 10, "as it is");
  expect(close_file(file) == 0, "and closed");
  expect(create_file(one, file) == EEXIST, "it is made once");
  expect(create_file(other, file) == 0 && close_file(file) == 0, "another is made");
  expect(rename_file(one, other) == 0, "and replaced");
  expect(status_of(one, status) == ENOENT, "the old name is gone");
  expect(open_to_read(other, file) == 0 && read_all(file, room, sizeof room, got) == 0, "it is read");
  expect(std::string_view(room, got) == bytes, "with all its bytes");
  expect(close_file(file) == 0, "and closed again");

  expect(open_to_read(".", file) == EISDIR, "a folder is called one");
  expect(status_of(".", status) == 0 && status.folder, "and is one");
  expect(rename_file("none", "more") == ENOENT, "nothing has no other name");
  expect(create_file("none/file", file) == ENOENT, "there is no such folder");
  expect(may_read(other) == 0 && may_write(other) == 0 && may_read("none") == ENOENT, "what may be done");
  expect(paths_like("./*.txt") == std::vector<std::string>{"./" + other}, "names are found by patterns");
  expect(paths_like("*.none").empty(), "none fits");

  expect(is_alive(own_process()) && !is_alive(4'000'000), "who is alive");
  expect(program_of(own_process()).ends_with("system_check.exe"), "where it was started from");
  expect(!space_of_processes().empty(), "which machine this is");
  remove_file(other);
  expect(status_of(other, status) == ENOENT, "what is removed is gone");
  std::printf("mingw: system_check: %d failed\n", failed);
  return failed > 0;
}
