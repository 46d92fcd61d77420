// The signals that ask a program to end, heard by a thread of their own: those of a window (SIGTERM, SIGHUP,
// SIGINT), and those of a work on the command line.
#pragma once

#include <atomic>
#include <functional>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/progress.hpp"

namespace convscope {

/// Made before any other thread, which then leaves the signals alone. The first signal calls `wake`, on
/// another thread, and asked() is true from then on; a second one ends the program at once, as it would
/// without this.
class EndSignals {
 public:
  explicit EndSignals(std::function<void()> wake);
  ~EndSignals();
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;

  bool asked() const { return asked_; }

 private:
  void listen();
  std::function<void()> wake_;
  std::atomic<bool> asked_ = false, ending_ = false;
  std::thread listener_;
};

/// While it lives, SIGINT and SIGTERM do not end the program on the spot, with temporary files lying about:
/// they stop its works. One at a time.
class Interruptible {
 public:
  Interruptible();
  ~Interruptible();
  Interruptible(const Interruptible&) = delete;
  Interruptible& operator=(const Interruptible&) = delete;
  /// Of a work that these signals stop.
  Progress progress(std::function<void(double)> report = {}) const {
    return Progress(stop_.get_token(), std::move(report));
  }
  /// Ends the program as the signal would have that stopped the last one's works, so that the caller's shell
  /// sees what happened. Returns the exit status that says so where the signal does not end it.
  static int end();

 private:
  std::stop_source stop_;
  std::vector<std::pair<int, void (*)(int)>> before_;
  std::jthread watch_;  ///< a signal's handler may only wake it
};

/// From here on a reader that goes away and a file that may not grow are results of writing, not reasons to
/// die.
void outlive_failed_writes();

}  // namespace convscope
