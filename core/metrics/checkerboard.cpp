#include "core/metrics/checkerboard.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace convscope {

double PhaseSums::spread() const {
  if (even()) return 0;
  return mean == 0 ? std::numeric_limits<double>::infinity() : (max - min) / std::abs(mean);
}

bool PhaseSums::even() const {
  // Sums of a few rounded fractions differ in the last bits only.
  return max - min <= 1e-9 * std::max({1.0, std::abs(min), std::abs(max)});
}

PhaseSums phase_sums(std::span<const Axis> axes, std::span<const double> taps) {
  Index phases = 1;
  for (const Axis& axis : axes) phases *= axis.stride;
  PhaseSums out;
  out.sums.assign(static_cast<std::size_t>(phases), 0.0);
  for (Index tap = 0; tap < static_cast<Index>(taps.size()); ++tap) {
    Index rest = tap, phase = 0, scale = 1;
    for (std::size_t i = axes.size(); i-- > 0;) {
      phase += phase_of_tap(axes[i], rest % axes[i].taps) * scale;
      scale *= axes[i].stride;
      rest /= axes[i].taps;
    }
    out.sums[static_cast<std::size_t>(phase)] += taps[static_cast<std::size_t>(tap)];
  }
  const auto [least, most] = std::minmax_element(out.sums.begin(), out.sums.end());
  out.min = *least;
  out.max = *most;
  out.mean = std::accumulate(out.sums.begin(), out.sums.end(), 0.0) / static_cast<double>(phases);
  return out;
}

}  // namespace convscope
