// Imaging (imaging.hpp) of a layer: of all its channel pairs at once.
#pragma once

#include <vector>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// The imaging ratio of many kernels of one size, whose powers add up. `planes`: [n, kh, kw].
double imaging_ratio_together(const Tensor<double>& planes, Index factor);

/// alias_gain() of many kernels whose powers add up, for waves along an axis (the larger of the two) and
/// diagonally, at steps + 1 frequencies from 0 to 1/2 cycles per input pixel: the root of the largest image's
/// power over the wave's own. 0 below rounding.
struct GainCurves {
  std::vector<double> along, diagonal;
};
GainCurves alias_gains_together(const Tensor<double>& planes, Index factor, Index steps);

}  // namespace convscope
