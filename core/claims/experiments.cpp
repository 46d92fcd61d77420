#include "core/claims/experiments.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "core/geometry/contributions.hpp"
#include "core/geometry/size_report.hpp"
#include "core/metrics/checkerboard.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope::experiments {

double largest(std::span<const double> values) {
  double most = 0;
  for (double value : values) most = std::max(most, std::abs(value));
  return most;
}

double largest_difference(const Tensor<double>& a, const Tensor<double>& b) {
  require(a.shape() == b.shape(), "the experiment compares different sizes", "its own scenarios");
  double most = 0;
  for (Index i = 0; i < a.size(); ++i) most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

void require(bool fits, std::string_view what, std::string_view legal) {
  if (!fits) throw Error("claim", what, legal);
}

Scenario scenario(std::string_view spec) {
  return parse_spec(spec);
}

Tensor<double> output_of(const Scenario& scenario) {
  return Derived(scenario).output();
}

DirectForm direct_form(const Derived& derived) {
  const Operator& op = derived.op();
  const Geometry& g = op.geometry;
  require(op.transposed() && g.channels.groups == 1 && !op.border.active(),
          "the direct form is shown of a plain transposed convolution", "one group, border=zeros");
  // The zero-inserted input, and the layer that gathers from it.
  Shape inserted;
  Layer layer;
  layer.kernel = g.taps();
  layer.dilation = Shape{};
  layer.padding.sides.clear();
  for (const Axis& axis : g.axes) {
    inserted.push_back(stretched(axis));
    layer.dilation.push_back(axis.dilation);
    layer.padding.sides.push_back(direct_padding(axis));
  }
  layer.channels = {g.channels.pixel, g.channels.window, 1};
  const Shape windows = g.windows();
  Tensor<double> spread(with_channels(1, g.channels.window, inserted));
  const Index cells = element_count(windows), room = element_count(inserted);
  for (Index i = 0; i < derived.input().size(); ++i) {
    Shape at = unravel(i % cells, windows);
    for (std::size_t axis = 0; axis < at.rank(); ++axis) at[axis] *= g.axes[axis].stride;
    spread[i / cells * room + ravel(at, inserted)] = derived.input()[i];
  }
  // Rotated by 180 degrees, the channel axes exchanged.
  const Index taps = element_count(g.taps());
  Tensor<double> rotated(with_channels(g.channels.pixel, g.channels.window, g.taps()));
  for (Index w = 0; w < g.channels.window; ++w)
    for (Index p = 0; p < g.channels.pixel; ++p)
      for (Index t = 0; t < taps; ++t)
        rotated[(p * g.channels.window + w) * taps + t] =
            derived.weights()[(w * g.channels.pixel + p) * taps + taps - 1 - t];
  const Operator gather = make_operator(Direction::convolution, inserted, layer);
  return {forward(gather, spread, rotated), static_cast<double>((room - cells) * g.channels.window),
          static_cast<double>(count_contributions(gather.geometry))};
}

double interior_spread(const Tensor<double>& values, const Geometry& geometry) {
  const Shape size = values.shape().tail(2);
  const Index cells = element_count(size);
  double low = 0, high = 0, sum = 0;
  Index count = 0;
  for (Index i = 0; i < values.size(); ++i) {
    const Shape at = unravel(i % cells, size);
    bool inside = true;
    for (std::size_t axis = 0; axis < size.rank(); ++axis) {
      const Index margin = reach(geometry.axes[axis]);
      inside = inside && at[axis] >= margin && at[axis] < size[axis] - margin;
    }
    if (!inside) continue;
    low = count == 0 ? values[i] : std::min(low, values[i]);
    high = count == 0 ? values[i] : std::max(high, values[i]);
    sum += values[i];
    ++count;
  }
  const double mean = count > 0 ? std::abs(sum / static_cast<double>(count)) : 0;
  return high - low <= kRounding * std::max(std::abs(low), std::abs(high)) ? 0
         : mean > 0                                                        ? (high - low) / mean
                                                                           : high - low;
}

double phase_spread(const Derived& derived) {
  const Index plane = element_count(derived.op().geometry.taps());
  const PhaseSums sums = phase_sums(derived.op().geometry.axes,
                                    derived.weights().values().first(static_cast<std::size_t>(plane)));
  const double spread = sums.spread();
  return std::isfinite(spread) ? spread : sums.max - sums.min;
}

}  // namespace convscope::experiments
