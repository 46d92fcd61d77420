// Learned kernels: those that best restore photographs from their reduced versions, in the mean square.
//
// Each form of enlarging is linear in its kernel, so the best one solves the normal equations. The forms then
// compete fairly: each with the best weights that it can have. The error is that of values as they are,
// without clamping.
#pragma once

#include <functional>
#include <span>
#include <utility>

#include "core/base/progress.hpp"
#include "core/ops/resample/upsampler.hpp"

namespace convscope {

/// A picture [N, C, H * factor, W * factor] and its reduced version [N, C, H, W].
struct Example {
  const Tensor<float>& original;
  const Tensor<float>& small;
};

/// Shows the k-th example to a function; called once for each, so that they need not be in memory together.
class Examples {
 public:
  using Look = std::function<void(const Example&)>;
  /// `visit(k, look)` calls look once. `progress` hears how much of an example has been taken in, and may end
  /// that. Precondition: count >= 1.
  Examples(Index count, std::function<void(Index, const Look&)> visit, Progress progress = {})
      : count_(count), visit_(std::move(visit)), progress_(std::move(progress)) {}
  /// One example, which must live as long as this.
  explicit Examples(const Example& one);
  Index count() const { return count_; }
  void visit(Index k, const Look& look) const { visit_(k, look); }
  const Progress& progress() const { return progress_; }

 private:
  Index count_;
  std::function<void(Index, const Look&)> visit_;
  Progress progress_;
};

/// The kernel [taps, taps] of the best transposed convolution with stride = factor.
///
/// All windows take part while windows x taps^4 / factor^4 stays below 2^31 for each phase; beyond that,
/// evenly spaced rows. Where the examples leave the kernel open (a constant picture), it is the one nearest
/// to equal taps that keep the brightness.
Tensor<double> learn_conv_transpose(const Examples& examples, Index taps, Index factor);
/// The kernels [factor^2, taps, taps] of the best sub-pixel convolution.
Tensor<double> learn_pixel_shuffle(const Examples& examples, Index taps, Index factor);
/// The filter [taps, taps] that works best after `resize`, which enlarges by the factor.
Tensor<double> learn_filter(const Examples& examples, const Upsampler& resize, Index taps);

}  // namespace convscope
