// An operator's contributions as steps: what an animation shows, in one of three orders.
#pragma once

#include <string_view>

#include "core/geometry/contributions.hpp"
#include "core/ops/operator.hpp"

namespace convscope {

/// What one step holds fixed.
enum class Order {
  by_window,  ///< convolution's sliding window; a transposed convolution's stamp
  by_pixel,   ///< a transposed convolution's direct form; the gradient's view of a convolution
  by_tap,     ///< one weight at a time, over all windows
};

/// "window", "pixel", "tap". Errors: Error("order", ...).
Order parse_order(std::string_view name);
std::string_view to_string(Order order);
/// The same in the words of people: "output cell", "input cell" or "weight".
std::string_view held_fixed(Order order, bool transposed);

/// Random access into the steps without storing them: O(1) for their number and O(taps) (by tap:
/// O(windows)) for one. Steps are numbered as the fixed side's flat cells. Pixels are those of the
/// geometry, that is with an active border the padded ones.
class Trace {
 public:
  Trace(const Operator& op, Order order);

  Order order() const { return order_; }
  Side side() const { return side_; }
  Index steps() const { return steps_; }
  /// Calls f(Contribution) for the contributions of one step, 0 <= step < steps().
  template <class F>
  void for_each(Index step, F&& f) const {
    for_each_contribution(geometry_, side_, step, std::forward<F>(f));
  }
  Index step_of(const Contribution& c) const {
    return side_ == Side::window ? c.window : side_ == Side::pixel ? c.pixel : c.weight;
  }

 private:
  Geometry geometry_;
  Order order_;
  Side side_;
  Index steps_;
};

/// The output, without bias, as it stands when the first `steps_done` steps have been added up; equal to
/// forward() when that is all of them. One sample. Cost: the contributions added.
Tensor<double> partial_output(const Operator& op, const Trace& trace, const Tensor<double>& input,
                              const Tensor<double>& weights, Index steps_done);

/// Where an animation stands: a step and how far into it, phase in [0, 1).
struct Moment {
  Index step = 0;
  double phase = 0;
  friend bool operator==(const Moment&, const Moment&) = default;
};

/// The phase at which a step has done its work and rests: what a still picture of the step shows.
inline constexpr double kSettled = 0.7;

}  // namespace convscope
