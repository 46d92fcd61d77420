// Imaging (imaging.hpp) of a layer: of all its channel pairs at once.
#pragma once

#include "core/tensor/tensor.hpp"

namespace convscope {

/// The imaging ratio of many kernels of one size, whose powers add up. `planes`: [n, kh, kw].
double imaging_ratio_together(const Tensor<double>& planes, Index factor);

}  // namespace convscope
