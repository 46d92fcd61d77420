#include "core/metrics/checkerboard.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace convscope {

double PhaseSums::spread() const {
  if (even()) return 0;
  return mean == 0 ? std::numeric_limits<double>::infinity() : (max - min) / std::abs(mean);
}

bool PhaseSums::even() const {
  // Sums of a few rounded fractions differ in the last bits only.
  return max - min <= 1e-9 * magnitude;
}

PhaseSums phase_sums(std::span<const Axis> axes, std::span<const double> taps) {
  // Strides may be far larger than kernels, so only the phases that hold a tap are kept.
  struct Sum {
    double plain = 0, absolute = 0;
  };
  std::map<std::vector<Index>, Sum> filled;
  std::vector<Index> phase(axes.size());
  for (Index tap = 0; tap < static_cast<Index>(taps.size()); ++tap) {
    Index rest = tap;
    for (std::size_t i = axes.size(); i-- > 0;) {
      phase[i] = phase_of_tap(axes[i], rest % axes[i].taps);
      rest /= axes[i].taps;
    }
    Sum& sum = filled[phase];
    sum.plain += taps[static_cast<std::size_t>(tap)];
    sum.absolute += std::abs(taps[static_cast<std::size_t>(tap)]);
  }
  double phases = 1;
  for (const Axis& axis : axes) phases *= static_cast<double>(axis.stride);
  PhaseSums out;
  const bool gaps = static_cast<double>(filled.size()) < phases;  // a phase without taps sums to 0
  out.min = gaps ? 0 : std::numeric_limits<double>::infinity();
  out.max = gaps ? 0 : -std::numeric_limits<double>::infinity();
  if (phases <= 65536) out.sums.assign(static_cast<std::size_t>(phases), 0.0);
  double total = 0;
  for (const auto& [at, sum] : filled) {
    total += sum.plain;
    out.min = std::min(out.min, sum.plain);
    out.max = std::max(out.max, sum.plain);
    out.magnitude = std::max(out.magnitude, sum.absolute);
    if (out.sums.empty()) continue;
    Index flat = 0;
    for (std::size_t i = 0; i < axes.size(); ++i) flat = flat * axes[i].stride + at[i];
    out.sums[static_cast<std::size_t>(flat)] = sum.plain;
  }
  out.mean = total / phases;
  return out;
}

}  // namespace convscope
