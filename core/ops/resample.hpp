// Reducing and enlarging pictures, each a composition of the core's operators on [N, C, H, W].
#pragma once

#include "core/tensor/tensor.hpp"

namespace convscope {

/// Means over factor × factor blocks: the convolution with a box, stride = kernel = factor.
/// Precondition: the factor divides height and width.
Tensor<float> shrink_area(const Tensor<float>& x, Index factor);

/// Every pixel repeated: the transposed convolution with ones, stride = kernel = factor.
Tensor<float> enlarge_nearest(const Tensor<float>& x, Index factor);

/// Linear interpolation with half-pixel centres, edges replicated: the transposed convolution with a
/// triangle over replicate padding. Equal to PyTorch's interpolate(mode="bilinear", align_corners=False).
Tensor<float> enlarge_bilinear(const Tensor<float>& x, Index factor);

/// The transposed convolution with `kernel` [kh, kw] at stride = factor on every channel, centred on the
/// enlarged pixels and with the edge replicated, so that borders do not darken.
Tensor<float> enlarge_transposed(const Tensor<float>& x, const Tensor<float>& kernel, Index factor);

}  // namespace convscope
