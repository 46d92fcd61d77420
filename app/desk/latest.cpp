#include "app/desk/latest.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace convscope {

namespace {

/// One job, from its start to its end.
struct JobRun {
  std::stop_source stop{};
  std::atomic<double> share = -1;
};

}  // namespace

/// Shared with the thread, which may be about to let go of it when the LastJob goes.
struct LastJob::State {
  explicit State(std::function<void()> to_wake) : wake(std::move(to_wake)) {}

  const std::function<void()> wake;
  std::mutex mutex;
  std::condition_variable idle;
  Job next{};                                    ///< what `present` will do, until it begins
  std::shared_ptr<JobRun> present{};             ///< of the last job, until that has ended or was dropped
  std::vector<std::function<void()>> results{};  ///< of the last job
  bool has_thread = false;

  void awaken() const {
    if (wake) wake();
  }
  void hand_over(const std::shared_ptr<JobRun>& run, std::function<void()> result) {
    {
      const std::scoped_lock lock(mutex);
      if (present != run) return;
      results.push_back(std::move(result));
    }
    awaken();
  }
  void run_job(const Job& job, const std::shared_ptr<JobRun>& run) {
    const Progress progress(run->stop.get_token(), [&](double share) {
      run->share = share;
      awaken();
    });
    try {
      job(progress, [&](std::function<void()> result) { hand_over(run, std::move(result)); });
    } catch (const Stopped&) {
    }
    const std::scoped_lock lock(mutex);
    if (present == run) present.reset();
  }
  /// Does jobs as long as there are any.
  void work() {
    std::unique_lock lock(mutex);
    while (next) {
      {
        const Job job = std::exchange(next, {});
        const auto run = present;
        lock.unlock();
        run_job(job, run);
      }
      awaken();
      lock.lock();
    }
    has_thread = false;
    idle.notify_all();
  }
};

LastJob::LastJob(const Workers& workers)
    : workers_(workers), state_(std::make_shared<State>(workers.waker())) {}

LastJob::~LastJob() {
  drop();
  std::unique_lock lock(state_->mutex);
  state_->idle.wait(lock, [this] { return !state_->has_thread; });
}

void LastJob::start(Job job) {
  drop();
  const std::scoped_lock lock(state_->mutex);
  if (!state_->has_thread) workers_.run([state = state_] { state->work(); });
  state_->has_thread = true;
  state_->present = std::make_shared<JobRun>();
  state_->next = std::move(job);
}

void LastJob::drop() {
  Job job;
  std::vector<std::function<void()>> results;  // what they own goes after the lock
  const std::scoped_lock lock(state_->mutex);
  if (state_->present) state_->present->stop.request_stop();
  state_->present.reset();
  job.swap(state_->next);
  results.swap(state_->results);
}

void LastJob::stop() {
  const std::scoped_lock lock(state_->mutex);
  if (state_->present) state_->present->stop.request_stop();
}

bool LastJob::take() {
  std::vector<std::function<void()>> results;
  {
    const std::scoped_lock lock(state_->mutex);
    results.swap(state_->results);
  }
  for (const auto& result : results) result();
  return !results.empty();
}

bool LastJob::busy() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->present || !state_->results.empty();
}

double LastJob::progress() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->present ? state_->present->share.load() : -1;
}

}  // namespace convscope
