// Builds with ThreadSanitizer only: core/base/parallel with plain threads, since oneTBB's library is not
// instrumented and how it hands work from thread to thread cannot be seen. Who takes which piece orders
// nothing.
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "core/base/parallel.hpp"

namespace convscope {

void in_parallel(Index count, const std::function<void(Index)>& work, const Progress& progress) {
  std::atomic<Index> next{0}, done{0};
  const auto counted = [](std::atomic<Index>& number) {
    return number.fetch_add(1, std::memory_order_relaxed);
  };
  std::mutex mutex;
  std::exception_ptr first;
  const auto take_pieces = [&] {
    try {
      for (Index i = counted(next); i < count; i = counted(next)) {
        work(i);
        progress.at(static_cast<double>(counted(done) + 1) / static_cast<double>(count));
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!first) first = std::current_exception();
      next = count;
    }
  };
  {
    // Two threads race as well as more, and more take time to begin.
    std::jthread helper;
    if (count > 1) helper = std::jthread(take_pieces);
    take_pieces();
  }
  if (first) std::rethrow_exception(first);
}

}  // namespace convscope
