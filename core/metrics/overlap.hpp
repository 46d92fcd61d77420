// How many products reach each pixel of a transposed convolution, also when the same layer is stacked.
//
// Counts are those of a kernel of ones on an input of ones. They are a product over the axes, so one axis
// at a time is enough. After Odena, Dumoulin and Olah, "Deconvolution and Checkerboard Artifacts", Distill
// (2016). For the sums of a kernel's own weights see checkerboard.hpp.
#pragma once

#include <vector>

#include "core/geometry/axis.hpp"

namespace convscope {

/// One layer of a stack, on one axis.
struct OverlapLayer {
  Axis axis;                   ///< windows: the pixels of the layer before; pixels: this layer's
  std::vector<double> counts;  ///< of each pixel: the paths from the first input to it; exact below 2^53
  Index first = 0, end = 0;    ///< the interior [first, end), where no end of the input is felt; may be empty
  std::vector<double> pattern;  ///< in the interior pixel i has pattern[i mod pattern.size()]
  double min = 0, max = 0;      ///< of the pattern
  bool even() const { return min == max; }
  bool inside(Index pixel) const { return pixel >= first && pixel < end; }
};

/// A stack ends before a layer with more pixels than this, or with a longer pattern (stride to the power of
/// its number).
inline constexpr Index kMostStackedPixels = 1 << 14, kLongestPattern = 256;

/// The layer as it is, then the same kernel, stride, dilation and padding on its output, and so on; at most
/// `layers` of them, at least the first (whose pattern is empty when it would be too long). Fewer where the
/// limits above are met or where padding leaves no pixel.
std::vector<OverlapLayer> stacked_overlap(const Axis& axis, Index layers);

}  // namespace convscope
