// Making pictures smaller by a whole factor, each by a filter as wide as the factor asks for, so that what is
// finer than the small picture can show is averaged and not folded back.
//
//   const Tensor<float> small = reduced(large, 2, ReducingFilter::bicubic);
#pragma once

#include "core/tensor/tensor.hpp"

namespace convscope {

enum class ReducingFilter {
  area,      ///< means of factor × factor blocks
  bicubic,   ///< cubic convolution, a = -0.5, over 4 × factor pixels: Pillow's BICUBIC, MATLAB's imresize
  lanczos3,  ///< windowed sinc over 6 × factor pixels: Pillow's LANCZOS
};

/// How many pixels beyond its block a small pixel looks at, on every side.
Index reach_of(ReducingFilter filter, Index factor);

/// [N, C, H, W] to [N, C, H / factor, W / factor]; rows and columns beyond a multiple of the factor are left
/// out. At the edges the taps that lie in the picture are scaled to sum 1, as Pillow does it; MATLAB mirrors
/// the picture there.
Tensor<float> reduced(const Tensor<float>& x, Index factor, ReducingFilter filter);

/// Convolved with a Gaussian of standard deviation `sigma` pixels, cut off at blur_reach(sigma), of sum 1;
/// edges are repeated outwards.
Tensor<float> blurred(const Tensor<float>& x, double sigma);
/// 4 sigma, rounded up.
Index blur_reach(double sigma);

}  // namespace convscope
