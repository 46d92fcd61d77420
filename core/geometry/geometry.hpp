// The relation on one to three axes, with channels around it; built by two factories.
#pragma once

#include <array>
#include <vector>

#include "core/geometry/axis.hpp"
#include "core/geometry/layer.hpp"
#include "core/tensor/shape.hpp"

namespace convscope {

/// A checked geometry: all extents are at least 1, groups divide the channels. It stores both sides'
/// extents, so that asymmetric and framework paddings need nothing beyond the leading pad of each axis.
struct Geometry {
  std::vector<Axis> axes;  ///< 1 to 3, outermost first
  Channels channels{};

  std::size_t rank() const { return axes.size(); }
  Shape pixels() const;   ///< spatial extents of the dense side
  Shape windows() const;  ///< spatial extents of the strided side
  Shape taps() const;     ///< spatial extents of the kernel
  /// [window channels, pixel channels / groups, taps...]
  Shape weights() const;
  Shape pixel_tensor(Index batch) const { return with_channels(batch, channels.pixel, pixels()); }
  Shape window_tensor(Index batch) const { return with_channels(batch, channels.window, windows()); }
  /// Always three axes, outermost padded with trivial ones, so that loops need one form.
  std::array<Axis, 3> three_axes() const;
  friend bool operator==(const Geometry&, const Geometry&) = default;
};

/// A geometry and the padding on both ends that the layer's rule came to.
struct Resolved {
  Geometry geometry;
  std::vector<Sides> sides;
};

/// From a convolution's input: pixels = input, windows = floor((n + pb + pe - d(k-1) - 1) / s) + 1.
/// Errors name size, kernel, stride, dilation, padding, channels or groups.
Resolved conv_geometry(const Shape& input, const Layer& layer);

/// From a transposed convolution's input: windows = input,
/// pixels = (n-1)s - pb - pe + d(k-1) + 1 + output_padding, or by the dialect's rule, or output_size.
/// Errors also name output-padding and output-size.
Resolved transposed_geometry(const Shape& input, const Layer& layer);

/// A list with one number per axis from one that may hold a single number for all.
/// Errors: the wrong count, or a number outside [least, kLargestIndex], named by `field`.
Shape per_axis(const Shape& list, std::size_t rank, Index least, std::string_view field);

}  // namespace convscope
