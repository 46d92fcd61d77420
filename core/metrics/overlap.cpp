#include "core/metrics/overlap.hpp"

#include <algorithm>
#include <cstdlib>

namespace convscope {

namespace {

/// What the windows of one pixel add up to.
template <class CountOfWindow>
double sum_over_windows(const Axis& axis, Index pixel, CountOfWindow&& count) {
  const Slice slice = contacts_of_pixel(axis, pixel);
  double sum = 0;
  for (Index n = 0; n < slice.count; ++n) sum += count(slice[n].window);
  return sum;
}

/// The counts between windows without end, given those of the layer before; they repeat after `period`.
std::vector<double> pattern_of(const Axis& axis, const std::vector<double>& before, Index period) {
  // Far enough from the first window, and by whole periods, so that residues stay what they are.
  const Index far = period * (ceil_div(reach(axis) + std::abs(axis.pad), period) + 1);
  Axis endless = axis;
  endless.pixels = far + period;
  endless.windows = far + period + std::abs(axis.pad);
  const auto repeat = static_cast<Index>(before.size());
  std::vector<double> pattern(static_cast<std::size_t>(period));
  for (Index i = 0; i < period; ++i)
    pattern[static_cast<std::size_t>(i)] = sum_over_windows(
        endless, far + i, [&](Index window) { return before[static_cast<std::size_t>(window % repeat)]; });
  return pattern;
}

}  // namespace

std::vector<OverlapLayer> stacked_overlap(const Axis& axis, Index layers) {
  std::vector<OverlapLayer> stack;
  std::vector<double> counts(static_cast<std::size_t>(axis.windows), 1.0), pattern{1};
  Index first = 0, end = axis.windows, period = 1;
  Axis next = axis;
  // A layer grows by as much on every pixel added: what the trailing side holds stays the same.
  const auto grown = [&](const Axis& a) { return a.pixels + (a.pixels - a.windows) * a.stride; };
  for (Index i = 0; i < layers; ++i) {
    period = period > kLongestPattern ? period : period * axis.stride;
    const bool fits = period <= kLongestPattern;
    if (i > 0 && (!fits || next.pixels < 1 || next.pixels > kMostStackedPixels)) break;
    OverlapLayer layer;
    layer.axis = next;
    layer.counts.resize(static_cast<std::size_t>(next.pixels));
    for (Index p = 0; p < next.pixels; ++p)
      layer.counts[static_cast<std::size_t>(p)] =
          sum_over_windows(next, p, [&](Index window) { return counts[static_cast<std::size_t>(window)]; });
    // Beyond the reach of the window before the interior, and before the first pixel of the one behind it.
    layer.first = std::clamp<Index>(window_origin(next, first - 1) + reach(next), 0, next.pixels);
    layer.end = std::clamp<Index>(window_origin(next, end), layer.first, next.pixels);
    if (fits) {
      layer.pattern = pattern_of(next, pattern, period);
      const auto [low, high] = std::minmax_element(layer.pattern.begin(), layer.pattern.end());
      layer.min = *low;
      layer.max = *high;
    }
    counts = layer.counts;
    pattern = layer.pattern;
    first = layer.first;
    end = layer.end;
    stack.push_back(std::move(layer));
    const Index pixels = grown(next);
    next.windows = next.pixels;
    next.pixels = pixels;
  }
  return stack;
}

}  // namespace convscope
