#include "app/desk/worker.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <exception>
#include <utility>

namespace convscope {

namespace {

/// The window's frames come first where processors are few. Threads that this one starts inherit it.
void step_back() {
  constexpr int kNice = 5;
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
}

}  // namespace

void Worker::Task::report(double share) {
  share_ = share;
  if (worker_.wake_) worker_.wake_();
}

void Worker::Task::deliver(std::function<void()> result) {
  worker_.hand_over(*this, std::move(result));
}

Worker::Worker(std::function<void()> wake)
    : wake_(std::move(wake)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

Worker::~Worker() {
  cancel();
}

void Worker::start(Job job, std::function<void(const std::string&)> failed) {
  cancel();
  {
    const std::scoped_lock lock(mutex_);
    present_ = std::shared_ptr<Task>(new Task(*this));
    wanted_ = {std::move(job), std::move(failed), present_};
  }
  changed_.notify_one();
}

void Worker::cancel() {
  const std::scoped_lock lock(mutex_);
  if (running_) running_->cancelled_ = true;
  if (present_) present_->cancelled_ = true;
  present_.reset();
  wanted_ = {};
  results_.clear();
}

void Worker::take() {
  std::vector<Result> results;
  {
    const std::scoped_lock lock(mutex_);
    results.swap(results_);
  }
  for (const Result& result : results)
    if (!result.from->cancelled_) result.call();
}

bool Worker::busy() const {
  const std::scoped_lock lock(mutex_);
  return present_ || !results_.empty();
}

double Worker::progress() const {
  const std::scoped_lock lock(mutex_);
  return present_ ? present_->share_.load() : -1;
}

void Worker::hand_over(const Task& task, std::function<void()> call) {
  {
    const std::scoped_lock lock(mutex_);
    if (task.cancelled_ || running_.get() != &task) return;
    results_.push_back({running_, std::move(call)});
  }
  if (wake_) wake_();
}

void Worker::run(const std::stop_token& stop) {
  step_back();
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return wanted_.task != nullptr; })) {
    const Request request = std::exchange(wanted_, {});
    running_ = request.task;
    lock.unlock();
    try {
      request.job(*request.task);
    } catch (const std::exception& problem) {
      request.task->deliver(
          [failed = request.failed, words = std::string(problem.what())] { failed(words); });
    }
    lock.lock();
    if (present_ == request.task) present_.reset();
    running_.reset();
    if (wake_) wake_();
  }
}

}  // namespace convscope
