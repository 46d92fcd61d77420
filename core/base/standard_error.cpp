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

/// The state of the process, locked. What others have written so far has gone where it then went:
/// a system may keep it back, as Windows does for files.
struct Held {
  Held() { std::fflush(stderr); }

  static State& of_process() {
    static State state;
    return state;
  }
  State& state = of_process();
  std::lock_guard<std::mutex> lock{state.mutex};
};

}  // namespace

StandardErrorOff::StandardErrorOff() {
  const Held held;
  State& error = held.state;
  if (error.off++ == 0) error.before = system::turn_off(kStandardError);
}

StandardErrorOff::~StandardErrorOff() {
  const Held held;
  State& error = held.state;
  if (--error.off > 0 || error.before == kNowhere) return;
  system::turn_on(kStandardError, error.before);
  error.before = kNowhere;
}

void write_to_standard_error(std::string_view text) {
  const Held held;
  State& error = held.state;
  system::write_all(error.before == kNowhere ? kStandardError : error.before, text);
}

}  // namespace convscope
