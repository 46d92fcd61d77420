#include "app/platform/this_process.hpp"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/base/standard_error.hpp"
#include "core/base/system.hpp"

namespace convscope {

int write_to_output(std::string_view text) {
  return system::write_all(STDOUT_FILENO, text);
}

void write_to_errors(std::string_view text) {
  write_to_standard_error(text);
}

bool errors_are_on_a_terminal() {
  return ::isatty(STDERR_FILENO) == 1;
}

void step_back() {
  constexpr int kNice = 5;
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
}

void keep_freed_memory() {
#ifdef __GLIBC__
  ::mallopt(M_MMAP_THRESHOLD, 8 << 20);  // bands of rows have less; whole pictures come and go
  ::mallopt(M_TRIM_THRESHOLD, 64 << 20);
#endif
}

}  // namespace convscope
