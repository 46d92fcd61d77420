#include "app/ui/photo_worker.hpp"

#include <exception>
#include <utility>

namespace convscope {

PhotoWorker::PhotoWorker(std::function<void()> wake)
    : wake_(std::move(wake)), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void PhotoWorker::request(DerivedPtr derived) {
  {
    const std::scoped_lock lock(mutex_);
    wanted_ = std::move(derived);
  }
  changed_.notify_one();
}

PhotoWorker::Result PhotoWorker::take() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(result_, {});
}

bool PhotoWorker::busy() const {
  const std::scoped_lock lock(mutex_);
  return working_ || wanted_ || result_.derived;
}

void PhotoWorker::run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (changed_.wait(lock, stop, [this] { return wanted_ != nullptr; })) {
    Result result{std::exchange(wanted_, nullptr), {}};
    working_ = true;
    lock.unlock();
    try {
      result.derived->photo();
    } catch (const std::exception& problem) {
      result.problem = problem.what();
    }
    lock.lock();
    result_ = std::move(result);
    working_ = false;
    if (wake_) wake_();
  }
}

}  // namespace convscope
