// Threads for what takes longer than a frame. Copies stand for the same threads.
//
// They are not oneTBB's, which do pieces of work (in_parallel) and should be there for all: a job may take
// minutes, wait for a disk, or be deaf to being stopped. For the same reason there are as many as there are
// jobs at once, so that none waits for another's end; one for each Latest at most. A thread is started when
// there is no idle one, and goes with the last copy.
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <utility>

namespace convscope {

class Workers {
 public:
  /// Nobody is to be woken.
  Workers() : Workers(std::function<void()>()) {}
  /// `wake` is called, on any thread, when the window should look again.
  template <std::invocable Wake>
  Workers(Wake wake) : Workers(std::function<void()>(std::move(wake))) {}
  Workers(std::function<void()> wake);

  /// On a thread of its own, with a lower priority than the window's. It must not throw, and must have
  /// returned before the last copy goes.
  void run(std::function<void()> job) const;
  void wake() const;
  /// The same for who keeps no copy.
  const std::function<void()>& waker() const;

 private:
  struct Pool;
  std::shared_ptr<Pool> pool_;
};

}  // namespace convscope
