// Sizes asked backwards: which parameters map n to m, and which inputs a convolution maps to one output.
#pragma once

#include <span>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/progress.hpp"
#include "core/geometry/size_report.hpp"

namespace convscope {

/// From `least` to `most`, both included.
struct Range {
  Index least = 0, most = 0;
  friend bool operator==(const Range&, const Range&) = default;
};

struct SolveBounds {
  Range kernel{1, 7}, stride{1, 4}, padding{0, 3}, dilation{1, 3};
  Range output_padding{0, 3};  ///< of transposed convolutions; legal are those below max(stride, dilation)
  friend bool operator==(const SolveBounds&, const SolveBounds&) = default;
};

/// One parameter set; padding on both sides alike. Lists hold one number where it is the same on all axes,
/// else one for each.
struct SizeSolution {
  Shape kernel{1}, stride{1}, padding{0}, dilation{1}, output_padding{0};
  Overlap overlap{};    ///< over all axes, see size_report.hpp
  double products = 0;  ///< of one channel pair: taps times windows
  /// How many of the five are not the same on all axes.
  int differing() const;
  /// (max - min) / max of the overlap: 0 is even, 1 leaves pixels with nothing.
  double unevenness() const;
  friend bool operator==(const SizeSolution& a, const SizeSolution& b) {
    return a.kernel == b.kernel && a.stride == b.stride && a.padding == b.padding &&
           a.dilation == b.dilation && a.output_padding == b.output_padding;
  }
};

/// Nothing within the bounds gives the wanted size.
class Unsolvable : public Error {
 public:
  Unsolvable(std::string_view problem, std::vector<Shape> nearest);
  /// Sizes that some parameters do give, axis by axis: the nearest that is on no axis larger than the wanted
  /// one, the nearest that is on none smaller, and between them one that is nearer than both, by the sum of
  /// the axes' distances. Empty when there is none.
  const std::vector<Shape>& nearest() const { return nearest_; }

 private:
  std::vector<Shape> nearest_;
};

struct SizeSolutions {
  std::vector<SizeSolution> sets;
  /// Where no one set does for all axes: the sets of each axis by itself. `sets` are then made of them, the
  /// first of each axis where all of them would be too many. Else empty.
  std::vector<std::vector<SizeSolution>> axes;
  double combinations = 0;  ///< how many sets the axes could make
};

/// Everything within the bounds that maps `input` to `wanted`. First with the same parameters on all axes;
/// where nothing does, with parameters of each axis' own. Even overlap first, then those that differ least
/// between axes, then the fewest products, then the smallest dilation, output padding, padding. Of a
/// convolution the overlap is its gradient's.
/// `bounds`: one for all axes, or one for each.
/// Errors: Unsolvable, a kind of Error("solve", ...), when there is nothing; Error(...) for sizes out of
/// range, bounds of more than a few million sets or more than 200 000 answers; Stopped.
SizeSolutions solve_sizes(bool transposed, const Shape& input, const Shape& wanted,
                          std::span<const SolveBounds> bounds, const Progress& progress = {});
SizeSolutions solve_sizes(bool transposed, const Shape& input, const Shape& wanted,
                          const SolveBounds& bounds = {}, const Progress& progress = {});

/// An input size that a convolution maps to the output size in question, and what brings it back.
struct SameOutput {
  Index input = 0;
  Sides padding;             ///< as the layer's rule resolves it for this input
  Index output_padding = 0;  ///< with it, and this padding, the transposed operator returns to `input`
};

/// Every input size of one axis that the layer's convolution maps to `windows`, ascending: stride of them,
/// fewer where some would be below 1. Errors: as conv_geometry; Error("output", ...) for none.
std::vector<SameOutput> same_outputs(const Layer& layer, std::size_t axis, Index windows);

/// Caffe's pooling rounds up, o = ceil((n + 2p - k) / s) + 1. If any axis is padded it drops on every axis a
/// last window that would start beyond the input and its leading padding. One number for each axis.
/// Caffe's convolution rounds down like all others. (pooling_layer.cpp, Reshape)
Shape caffe_pool_size(const Shape& input, const Shape& kernel, const Shape& stride, const Shape& padding);

}  // namespace convscope
