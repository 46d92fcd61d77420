#include "core/enlarging/kernel_traits.hpp"

#include <algorithm>
#include <cmath>

#include "core/metrics/imaging.hpp"

namespace convscope {

KernelTraits kernel_traits(const Upsampler& upsampler, Index factor) {
  const Tensor<double> kernel = effective_kernel(upsampler, factor);
  const std::vector<double> moved = displacement(kernel, factor);
  return {.phase_spread = phase_spread(upsampler, factor),
          .order = order(kernel, factor),
          .ramp_spread = ramp_spread(kernel, factor),
          .imaging = imaging_ratio(kernel, factor),
          .down = moved[0],
          .right = moved[1]};
}

double phase_spread(const Upsampler& upsampler, Index factor) {
  const Tensor<double> phases = phase_response(upsampler, factor);
  double least = phases[0], most = phases[0], sum = 0, magnitude = 0;
  for (double phase : phases.values()) {
    least = std::min(least, phase);
    most = std::max(most, phase);
    sum += phase;
    magnitude = std::max(magnitude, std::abs(phase));
  }
  if (most - least <= 1e-9 * magnitude) return 0;
  return (most - least) / std::abs(sum / static_cast<double>(phases.size()));
}

}  // namespace convscope
