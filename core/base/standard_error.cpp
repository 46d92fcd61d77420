#include "core/base/standard_error.hpp"

#include <cstdio>
#include <mutex>

#include "core/base/system.hpp"

namespace convscope {

namespace {

constexpr int kNowhere = -1, kStandardError = 2;

/// How many want it off, and where it went before.
struct State {
  std::mutex mutex;
  int off = 0, before = kNowhere;
};
State& state() {
  static State of_process;
  return of_process;
}

/// Alone with it, and what others have written so far has gone where it then went: a system may keep it back,
/// as Windows does for files.
std::unique_lock<std::mutex> settled(State& error) {
  std::unique_lock lock(error.mutex);
  std::fflush(stderr);
  return lock;
}

}  // namespace

StandardErrorOff::StandardErrorOff() {
  State& error = state();
  const auto lock = settled(error);
  if (error.off++ == 0) error.before = system::turn_off(kStandardError);
}

StandardErrorOff::~StandardErrorOff() {
  State& error = state();
  const auto lock = settled(error);
  if (--error.off > 0 || error.before == kNowhere) return;
  system::turn_on(kStandardError, error.before);
  error.before = kNowhere;
}

void write_to_standard_error(std::string_view text) {
  State& error = state();
  const auto lock = settled(error);
  system::write_all(error.before == kNowhere ? kStandardError : error.before, text);
}

}  // namespace convscope
