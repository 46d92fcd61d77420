// Work beside the window: one job at a time, with progress, cancelled by the next one.
//
//   worker.start([photo](Worker::Task& task) {           // runs on the worker's thread
//     Result r = compute(photo, [&](double share) { task.report(share); return !task.cancelled(); });
//     task.deliver([this, r] { result_ = r; });          // runs on the window's thread, in take()
//   }, [this](const std::string& problem) { problem_ = problem; });
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace convscope {

class Worker {
 public:
  /// A job's side of its bond with the window.
  class Task {
   public:
    /// The job's result is not wanted any more: it should return soon.
    bool cancelled() const { return cancelled_; }
    /// How far it is, 0 to 1. Negative: nobody knows.
    void report(double share);
    /// Hands something over: `result` is called by the next take() of the window's thread, in order, and
    /// dropped when the job has been cancelled by then. Any number of times.
    void deliver(std::function<void()> result);

   private:
    friend class Worker;
    explicit Task(Worker& worker) : worker_(worker) {}
    Worker& worker_;
    std::atomic<bool> cancelled_ = false;
    std::atomic<double> share_ = -1;
  };
  using Job = std::function<void(Task&)>;

  /// `wake` is called on the worker's thread when take() has something to do or progress has changed.
  explicit Worker(std::function<void()> wake);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Cancels what is under way and begins this as soon as that has returned. What the job throws is handed to
  /// `failed` like a result.
  void start(Job job, std::function<void(const std::string&)> failed);
  void cancel();
  /// On the window's thread, once a frame: runs what jobs have delivered.
  void take();
  /// A job is waiting or under way, or a result has not been taken.
  bool busy() const;
  /// Of the job under way, 0 to 1; negative: unknown.
  double progress() const;

 private:
  struct Request {
    Job job;
    std::function<void(const std::string&)> failed;
    std::shared_ptr<Task> task;
  };
  struct Result {
    std::shared_ptr<Task> from;
    std::function<void()> call;
  };
  void run(const std::stop_token& stop);
  void hand_over(const Task& task, std::function<void()> call);

  std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  Request wanted_;
  std::shared_ptr<Task> present_;  ///< of the newest request, until it has ended
  std::shared_ptr<Task> running_;
  std::vector<Result> results_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace convscope
