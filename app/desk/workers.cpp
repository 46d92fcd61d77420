#include "app/desk/workers.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>
#include <system_error>
#include <thread>
#include <vector>

#include "app/platform/this_process.hpp"

namespace convscope {

struct Workers::Pool {
  explicit Pool(std::function<void()> to_wake) : wake(std::move(to_wake)) {}

  void work(const std::stop_token& stop) {
    step_back();  // the window's frames come first where processors are few
    std::unique_lock lock(mutex);
    for (++idle; changed.wait(lock, stop, [this] { return !jobs.empty(); }); ++idle) {
      --idle;
      std::function<void()> job = std::move(jobs.front());
      jobs.pop_front();
      lock.unlock();
      job();
      job = {};
      lock.lock();
    }
  }

  const std::function<void()> wake;
  std::mutex mutex;
  std::condition_variable_any changed;
  std::deque<std::function<void()>> jobs;
  std::size_t idle = 0;               ///< threads
  std::vector<std::jthread> threads;  // last: they use all of the above
};

Workers::Workers(std::function<void()> wake) : pool_(std::make_shared<Pool>(std::move(wake))) {}

void Workers::run(std::function<void()> job) const {
  Pool& pool = *pool_;
  const std::scoped_lock lock(pool.mutex);
  pool.jobs.push_back(std::move(job));
  if (pool.idle >= pool.jobs.size()) return pool.changed.notify_one();
  try {
    pool.threads.emplace_back([&pool](const std::stop_token& stop) { pool.work(stop); });
  } catch (const std::system_error&) {
    if (pool.threads.empty()) throw;  // else one of them will come to it
  }
}

void Workers::wake() const {
  if (pool_->wake) pool_->wake();
}

const std::function<void()>& Workers::waker() const {
  return pool_->wake;
}

}  // namespace convscope
