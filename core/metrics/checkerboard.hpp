// What a kernel does to a constant picture: phase sums, the exact criterion for checkerboards.
//
// After Odena, Dumoulin and Olah, "Deconvolution and Checkerboard Artifacts", Distill (2016), and Sugawara,
// Shiota and Kiya, "Checkerboard artifacts free convolutional neural networks", APSIPA (2019).
#pragma once

#include <span>
#include <vector>

#include "core/geometry/axis.hpp"

namespace convscope {

/// The taps of a transposed convolution's kernel fall into stride classes (2-D: stride × stride): a pixel of
/// phase r in the interior sums the taps of phase r. A constant input stays constant when all sums agree.
struct PhaseSums {
  std::vector<double> sums;  ///< row-major over the axes' strides; left empty beyond 2^16 phases
  double min = 0, max = 0, mean = 0;
  double magnitude = 0;  ///< the largest sum of a phase's absolute taps, against which rounding is judged
  /// (max - min) / |mean|; 0 for none, infinite for a mean of 0 with unequal sums.
  double spread() const;
  /// Equal up to rounding.
  bool even() const;
};

/// `taps`: the kernel's plane, row-major over the axes' taps. Stride and dilation are the axes'.
PhaseSums phase_sums(std::span<const Axis> axes, std::span<const double> taps);

}  // namespace convscope
