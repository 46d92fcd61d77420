// How a long work speaks with whoever waits for it: it says how far it is, and hears that it should stop.
//
//   Tensor<float> enlarge(const Tensor<float>& small, const Progress& progress = {}) {
//     for (Index y = 0; y < rows; ++y) {
//       progress.at(static_cast<double>(y) / rows);  // throws Stopped when nobody wants it any more
//       ...
#pragma once

#include <functional>
#include <stop_token>
#include <utility>

namespace convscope {

/// Thrown out of a work that was asked to stop. No Error: nothing went wrong, there is nothing to say.
struct Stopped {};

class Progress {
 public:
  /// Nobody listens, and nothing stops it.
  Progress() = default;
  /// `report` hears shares of 0 to 1, from any of the work's threads and not quite in order; it may end the
  /// work by throwing.
  explicit Progress(std::stop_token stop, std::function<void(double share)> report = {})
      : stop_(std::move(stop)), report_(std::move(report)) {}

  bool stopped() const { return stop_.stop_requested(); }
  /// Errors: Stopped.
  void check() const {
    if (stopped()) throw Stopped{};
  }
  /// Says how far the work is, 0 to 1. Errors: Stopped, and what the listener throws.
  void at(double share) const {
    check();
    if (report_) report_(share);
  }
  /// The same for works whose beginning is worth having: they end with it where this is false.
  bool goes_on(double share) const {
    if (report_ && !stopped()) report_(share);
    return !stopped();
  }
  /// Stops as this does, and says nothing.
  Progress silent() const { return Progress(stop_); }
  /// Of a part of the work, which is the stretch from `from` to `to` of the whole.
  Progress part(double from, double to) const {
    if (!report_) return *this;
    return Progress(stop_,
                    [report = report_, from, to](double share) { report(from + share * (to - from)); });
  }

 private:
  std::stop_token stop_;
  std::function<void(double)> report_;
};

}  // namespace convscope
