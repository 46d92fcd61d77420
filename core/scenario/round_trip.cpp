#include "core/scenario/round_trip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "core/base/words.hpp"
#include "core/geometry/contributions.hpp"

namespace convscope {

namespace {

void require_finite(const Tensor<double>& values, std::string_view what) {
  for (double value : values.values())
    if (!std::isfinite(value))
      throw Error("in", std::string(what) + " overflows", "smaller values in the input and the kernel");
}

/// The values over another shape: cells that it does not have are left out, cells that it adds are 0.
Tensor<double> fitted(const Tensor<double>& values, const Shape& shape) {
  if (values.shape() == shape) return values;
  Tensor<double> out(shape);
  for (Index i = 0; i < out.size(); ++i) {
    const Shape at = unravel(i, shape);
    bool inside = true;
    for (std::size_t axis = 0; axis < at.rank(); ++axis) inside = inside && at[axis] < values.shape()[axis];
    if (inside) out[i] = values.at(at);
  }
  return out;
}

Tensor<double> difference(const Tensor<double>& a, const Tensor<double>& b) {
  Tensor<double> out = fitted(a, b.shape());
  for (Index i = 0; i < out.size(); ++i) out[i] -= b[i];
  return out;
}

double largest(const Tensor<double>& values) {
  double most = 0;
  for (double value : values.values()) most = std::max(most, std::abs(value));
  return most;
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

Shape returning_output_padding(const Operator& there) {
  Shape out;
  for (std::size_t i = 0; !there.transposed() && i < there.geometry.rank(); ++i) {
    const Axis& axis = there.geometry.axes[i];
    const Index least = covered(axis) - there.sides[i].begin - there.sides[i].end;
    out.push_back(there.pixels[i] - least);
  }
  return out;
}

Operator way_back(const Operator& there, std::optional<Index> output_padding) {
  Operator back = there;
  back.direction = there.transposed() ? Direction::convolution : Direction::transposed;
  if (!output_padding) return back;
  if (there.transposed())
    throw Error("output-padding", "the way back is a convolution, which has none", "a convolution there");
  if (there.border.active())
    throw Error("output-padding", "with a border the way back is its adjoint, whose shape is the input's",
                "border zeros");
  const Shape returning = returning_output_padding(there);
  for (std::size_t i = 0; i < there.geometry.rank(); ++i) {
    Axis& axis = back.geometry.axes[i];
    const Index bound = std::max(axis.stride, axis.dilation);
    if (*output_padding < 0 || *output_padding >= bound)
      throw Error("output-padding", fmt::format("{} is out of range", *output_padding),
                  fmt::format("0 to {}, below max(stride, dilation)", bound - 1));
    const Index extent = back.pixels[i] - returning[i] + *output_padding;
    if (extent < 1)
      throw Error("output-padding", "nothing would be left of what returns", "a smaller padding");
    back.pixels[i] = axis.pixels = extent;
  }
  return back;
}

bool ThereAndBack::comes_back() const {
  return shape_returns() && max_error <= 1e-12 * std::max(1.0, largest(input)) * 8;
}

ThereAndBack there_and_back(const Derived& derived, std::optional<Index> output_padding) {
  ThereAndBack trip;
  trip.input = derived.input();
  trip.output = derived.output();
  require_finite(trip.output, "the output");
  trip.back = way_back(derived.op(), output_padding);
  trip.returned = forward(trip.back, trip.output, derived.weights());
  require_finite(trip.returned, "what returns");
  trip.mirrored = forward(trip.back, trip.output, mirrored_kernel(derived.weights()));
  trip.error = difference(trip.returned, trip.input);
  trip.mirrored_error = difference(trip.mirrored, trip.input);
  trip.max_error = largest(trip.error);
  trip.mirrored_max_error = largest(trip.mirrored_error);
  trip.output_padding = returning_output_padding(derived.op());
  if (output_padding)
    for (std::size_t i = 0; i < trip.output_padding.rank(); ++i) trip.output_padding[i] = *output_padding;
  const Index plane = element_count(derived.op().output_size());
  for (Index i = 0; i < trip.output.size(); ++i)
    if (trip.output[i] != derived.linear()[i] + derived.bias(i / plane)) ++trip.changed;
  for (double b : derived.scenario().bias) trip.biased = trip.biased || b != 0;
  return trip;
}

Outcome outcome(const ThereAndBack& trip, const Analysis* analysis) {
  Outcome out{.returns = trip.comes_back(), .sentence = {}};
  const Index cells = trip.input.size(), seen = trip.output.size();
  if (!trip.shape_returns()) {
    out.sentence = fmt::format("another shape: {} cells are not the input's {}", trip.returned.size(), cells);
    return out;
  }
  // A rank of at most so much is known where the output has fewer cells than the input.
  const auto loses = [&](Index rank, Index of, std::string_view at_most, std::string_view at_least) {
    const std::string lost = fmt::format("{}{} of {}", at_least, of - rank, counted(of, "direction"));
    out.sentence = out.returns ? fmt::format("this input comes back, others do not: {} are lost (rank {}{})",
                                             lost, at_most, rank)
                               : fmt::format("lost: {} (rank {}{})", lost, at_most, rank);
    if (trip.changed > 0)
      out.sentence += fmt::format(", and the activation changed {} of {} values", trip.changed, seen);
  };
  const std::string cut = fmt::format("the activation changed {} of {} values", trip.changed, seen);
  if (analysis && analysis->orthonormal_columns()) {
    out.always = trip.changed == 0 && !trip.biased;
    if (out.always)
      out.sentence = "comes back exactly: the columns are orthonormal";
    else if (out.returns)
      out.sentence = "this input comes back: the columns are orthonormal and the activation left it alone";
    else
      out.sentence = trip.changed > 0
                         ? fmt::format("the columns are orthonormal, but {}", cut)
                         : std::string("the columns are orthonormal, but the bias comes back as well");
  } else if (analysis && analysis->nullity > 0) {
    loses(analysis->rank, analysis->columns, "", "");
  } else if (!analysis && seen < cells) {
    loses(seen, cells, "at most ", "at least ");
  } else if (!analysis) {
    out.sentence = out.returns ? "this input comes back" : "this input does not come back";
  } else if (analysis->gram_distance < 1e-12) {
    out.sentence =
        fmt::format("comes back {:.6g} times as large: the columns are orthogonal, of length {:.6g}",
                    analysis->gram_scale, std::sqrt(analysis->gram_scale));
  } else {
    out.sentence =
        fmt::format("nothing is lost (rank {0} = {0}), but the transpose is not the inverse", analysis->rank);
  }
  return out;
}

RoundTrip round_trip(const Derived& derived, const LeastSquaresOptions& options) {
  const Operator& op = derived.op();
  RoundTrip trip{there_and_back(derived), {}, {}, {}, {}, {}};
  const Tensor<double>& y = trip.output;
  const LinearMap map = map_of(op, derived.weights());
  const Progress analysis = options.progress.part(0, 0.7);
  try {
    trip.analysis = analyse(op, derived.weights(), analysis);
  } catch (const Error& error) {
    trip.refusal = error.problem() + " (" + error.legal() + ")";
    if (error.field() == "size") trip.extremes = extreme_singular_values(map, 100, analysis);
  } catch (const Stopped&) {
    trip.refusal = "it was stopped before the singular values were known";
  }

  std::vector<double> target(y.values().begin(), y.values().end());
  const Index plane = element_count(op.output_size());
  for (Index i = 0; i < y.size(); ++i) target[static_cast<std::size_t>(i)] -= derived.bias(i / plane);
  LeastSquaresOptions bounded = options;
  if (bounded.most_iterations == 0) bounded.most_iterations = affordable_iterations(op, y.size());
  bounded.progress = options.progress.part(trip.analysis ? 0.7 : 0, 1);
  trip.least_squares = least_squares(map, target, bounded);
  trip.pre_image = Tensor<double>(trip.input.shape(), trip.least_squares.x);
  return trip;
}

}  // namespace convscope
