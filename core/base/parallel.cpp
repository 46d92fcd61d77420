#include "core/base/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace convscope {

void in_parallel(Index count, const std::function<void(Index)>& work, const Report& report) {
  std::atomic<Index> next{0}, done{0};
  std::mutex mutex;
  std::exception_ptr failure;
  const auto labour = [&] {
    for (Index i = next++; i < count; i = next++) {
      try {
        work(i);
        if (report) report(static_cast<double>(++done) / static_cast<double>(count));
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
        next = count;
      }
    }
  };
  const Index processors = std::max<Index>(1, static_cast<Index>(std::thread::hardware_concurrency()));
  std::vector<std::thread> helpers;
  try {
    while (static_cast<Index>(helpers.size()) + 1 < std::min(processors, count)) helpers.emplace_back(labour);
  } catch (const std::system_error&) {
    // No more threads: those that there are do the work.
  }
  labour();
  for (std::thread& helper : helpers) helper.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace convscope
