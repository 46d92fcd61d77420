// The photo comparison beside the window: only the newest request counts.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "core/scenario/derived.hpp"

namespace convscope {

using DerivedPtr = std::shared_ptr<const Derived>;

class PhotoWorker {
 public:
  /// `wake` is called on the worker's thread whenever a result is there.
  explicit PhotoWorker(std::function<void()> wake);

  /// Computes derived->photo(); a request that has not begun gives way to a newer one.
  void request(DerivedPtr derived);

  struct Result {
    DerivedPtr derived;
    std::string problem;  ///< the sentence when the photo could not be compared
  };
  /// The newest finished request, once; derived is empty when there is none.
  Result take();
  bool busy() const;

 private:
  void run(const std::stop_token& stop);

  std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  DerivedPtr wanted_;
  bool working_ = false;
  Result result_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace convscope
