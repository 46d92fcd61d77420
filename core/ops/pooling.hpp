// Max-pooling and its gradient: each window hands on its largest pixel, and what comes back goes to that
// pixel alone. (Average pooling is the convolution with a box.)
//
//   const MaxPooled<float> pooled = max_pool(x, 3, 2);          // torch.nn.MaxPool2d(3, 2)
//   Tensor<float> dx = max_pool_gradient(pooled, upstream, x.shape());
#pragma once

#include <vector>

#include "core/tensor/tensor.hpp"

namespace convscope {

template <class T>
struct MaxPooled {
  Tensor<T> values;         ///< [N, C, windows down, windows across]
  std::vector<Index> from;  ///< of each value: the flat pixel of [N, C, H, W] that it is
};

/// x [N, C, H, W], windows of taps × taps, without padding. Of equal pixels the first one in row-major order
/// is taken, as PyTorch does. Errors: Error("kernel", ...) for windows larger than the picture.
template <class T>
MaxPooled<T> max_pool(const Tensor<T>& x, Index taps, Index stride);

/// Upstream [N, C, windows down, windows across] to [N, C, H, W]: pixels taken by several windows add up.
template <class T>
Tensor<T> max_pool_gradient(const MaxPooled<T>& pooled, const Tensor<T>& upstream, const Shape& input);

}  // namespace convscope
