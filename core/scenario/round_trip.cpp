#include "core/scenario/round_trip.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "core/geometry/contributions.hpp"

namespace convscope {

namespace {

void require_finite(const Tensor<double>& values, std::string_view what) {
  for (double value : values.values())
    if (!std::isfinite(value))
      throw Error("in", std::string(what) + " overflows", "smaller values in the input and the kernel");
}

double largest_difference(const Tensor<double>& a, const Tensor<double>& b) {
  double most = 0;
  for (Index i = 0; i < a.size(); ++i) most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

/// Trailing rows that the sizes alone do not tell of.
Shape output_padding_of(const Operator& op) {
  Shape out;
  for (std::size_t i = 0; i < op.geometry.rank(); ++i) {
    const Axis& axis = op.geometry.axes[i];
    const Index least = (axis.windows - 1) * axis.stride + reach(axis) - op.sides[i].begin - op.sides[i].end;
    out.push_back(op.pixels[i] - least);
  }
  return out;
}

/// As many as a matrix of this size deserves, but of a large operator no more than some ten seconds' work.
Index affordable_iterations(const Operator& op, Index rows) {
  const Index columns = op.input_channels() * element_count(op.input_size());
  const Index wanted = std::clamp<Index>(4 * std::min(rows, columns), 100, 20000);
  constexpr Index kMostProducts = 4'000'000'000;
  return std::clamp<Index>(kMostProducts / std::max<Index>(count_contributions(op.geometry), 1), 10, wanted);
}

}  // namespace

Tensor<double> mirrored_kernel(const Tensor<double>& weights) {
  Tensor<double> out(weights.shape());
  const Index plane = element_count(weights.shape().tail(2));
  for (Index i = 0; i < out.size(); ++i) out[i] = weights[i / plane * plane + plane - 1 - i % plane];
  return out;
}

RoundTrip round_trip(const Derived& derived, const LeastSquaresOptions& options) {
  const Operator& op = derived.op();
  RoundTrip trip;
  trip.input = derived.input();
  trip.output = derived.output();
  require_finite(trip.output, "the output");
  trip.returned = input_gradient(op, trip.output, derived.weights());
  require_finite(trip.returned, "what returns");
  trip.mirrored = input_gradient(op, trip.output, mirrored_kernel(derived.weights()));
  trip.max_error = largest_difference(trip.returned, trip.input);
  trip.mirrored_max_error = largest_difference(trip.mirrored, trip.input);
  if (!op.transposed()) trip.output_padding = output_padding_of(op);

  const Tensor<double>& y = trip.output;
  try {
    require_svd_size(y.size(), trip.input.size());
    trip.analysis = analyse(op.transposed() ? derived.matrix_transposed() : derived.matrix());
  } catch (const Error& error) {
    trip.refusal = error.problem() + " (" + error.legal() + ")";
  }

  std::vector<double> target(y.values().begin(), y.values().end());
  const Index plane = element_count(op.output_size());
  for (Index i = 0; i < y.size(); ++i) target[static_cast<std::size_t>(i)] -= derived.bias(i / plane);
  LeastSquaresOptions bounded = options;
  if (bounded.most_iterations == 0) bounded.most_iterations = affordable_iterations(op, y.size());
  trip.least_squares = least_squares(map_of(op, derived.weights()), target, bounded);
  trip.pre_image = Tensor<double>(trip.input.shape(), trip.least_squares.x);
  return trip;
}

}  // namespace convscope
