// The same by the system's own pool of threads.
#include <windows.h>
// After it, as it wants it.
#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

#include "core/base/parallel.hpp"

namespace convscope {

namespace {

/// One call of in_parallel. Any thread that has nothing else to do takes pieces until none is left.
class Call {
 public:
  Call(Index count, const std::function<void(Index)>& work, const Progress& progress)
      : count_(count), work_(work), progress_(progress) {}

  void take_pieces() {
    try {
      for (Index i = next_++; i < count_; i = next_++) {
        work_(i);
        progress_.at(static_cast<double>(++done_) / static_cast<double>(count_));
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!first_) first_ = std::current_exception();
      next_ = count_;
    }
  }
  void rethrow() const {
    if (first_) std::rethrow_exception(first_);
  }

 private:
  const Index count_;
  const std::function<void(Index)>& work_;
  const Progress& progress_;
  std::atomic<Index> next_{0}, done_{0};
  std::mutex mutex_;
  std::exception_ptr first_;
};

/// As many threads as there are processors: the process' own pool makes new ones up to 500 while others wait.
PTP_POOL pool() {
  static const PTP_POOL only = [] {
    const PTP_POOL made = ::CreateThreadpool(nullptr);
    if (!made) throw std::system_error(static_cast<int>(::GetLastError()), std::system_category(), "threads");
    ::SetThreadpoolThreadMaximum(made, std::max(1U, std::thread::hardware_concurrency()));
    return made;
  }();
  return only;
}

void CALLBACK help(PTP_CALLBACK_INSTANCE, void* call, PTP_WORK) {
  static_cast<Call*>(call)->take_pieces();
}

}  // namespace

void in_parallel(Index count, const std::function<void(Index)>& work, const Progress& progress) {
  Call call(count, work, progress);
  const Index others = std::min<Index>(count, std::thread::hardware_concurrency()) - 1;
  TP_CALLBACK_ENVIRON where;
  ::InitializeThreadpoolEnvironment(&where);
  PTP_WORK helpers = nullptr;
  if (others > 0) {
    ::SetThreadpoolCallbackPool(&where, pool());
    helpers = ::CreateThreadpoolWork(help, &call, &where);
  }
  if (others > 0 && !helpers)
    throw std::system_error(static_cast<int>(::GetLastError()), std::system_category(), "threads");
  for (Index i = 0; i < others; ++i) ::SubmitThreadpoolWork(helpers);
  call.take_pieces();
  if (helpers) {
    // Helpers that have not begun are not needed any more: so pieces in pieces never wait for a thread to be
    // free, and a thread that waits here takes no piece of another call meanwhile.
    ::WaitForThreadpoolWorkCallbacks(helpers, TRUE);
    ::CloseThreadpoolWork(helpers);
  }
  call.rethrow();
}

}  // namespace convscope
