// The backward checkerboard: what the gradient of a strided convolution, and of pooling, with respect to a
// picture looks like.
//
// The gradient of a convolution is a transposed convolution with the same kernel, so whatever that does to a
// constant, the backward pass does to a constant upstream gradient. After Odena, Dumoulin and Olah,
// "Deconvolution and Checkerboard Artifacts", Distill (2016), last section.
#pragma once

#include <string>
#include <vector>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// One strided operator and its gradients.
struct BackwardPattern {
  std::string name, detail;  ///< "convolution", "uniform 3, stride 2"
  /// [1, 1, H, W]: of the sum of all outputs (upstream gradients of ones).
  Tensor<float> of_ones;
  /// [1, 1, H, W]: of half the sum of the squared outputs, an L2 loss whose target is 0.
  Tensor<float> of_loss;
  Tensor<double> phase_means;  ///< [s, s]: of of_ones, in the interior
  double spread = 0;           ///< (max - min) / mean of the phase means
  bool follows_picture =
      false;  ///< max-pooling: each window's gradient goes to one pixel, which the picture chooses
};

struct Backward {
  Tensor<float> picture;  ///< [1, 1, H, W]: the mean of the channels minus its mean, as networks are fed
  Index stride = 2;
  std::vector<BackwardPattern> patterns;
};

/// A convolution with `kernel` [kh, kw] at `stride`, max-pooling with windows of stride + 1, and the two that
/// are even: a convolution with a bilinear kernel of twice the stride, and average pooling. `picture`
/// [1, C, H, W], at least 4 strides and the kernel a side. `name`: the kernel's. Errors: Error("picture",
/// ...) for one too small.
Backward backward_patterns(const Tensor<float>& picture, const Tensor<double>& kernel,
                           const std::string& name, Index stride);

}  // namespace convscope
