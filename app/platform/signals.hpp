// The signals that ask a program to end (SIGTERM, SIGHUP, SIGINT), heard by a thread of their own.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

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

}  // namespace convscope
