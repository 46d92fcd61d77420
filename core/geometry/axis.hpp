// The one relation, on one spatial axis, in three closed-form slices.
//
// Pixels i are the dense side (a convolution's input, a transposed convolution's output), windows o the
// strided side (a convolution's output, a transposed convolution's input), taps k the kernel's cells.
// They touch where
//
//     i = o*stride + k*dilation - pad      0 <= i < pixels, 0 <= o < windows, 0 <= k < taps
//
// Everything else in ConvScope - operators, gradients, matrices, animations, overlap maps - enumerates
// the slices below; nothing else writes the formula. After Dumoulin and Visin, "A guide to convolution
// arithmetic for deep learning", arXiv:1603.07285 (2016).
#pragma once

#include "core/base/index.hpp"

namespace convscope {

/// Extents >= 0; stride, dilation >= 1; pad any sign (negative crops); all at most kLargestIndex in
/// magnitude.
struct Axis {
  Index pixels = 1;
  Index windows = 1;
  Index taps = 1;
  Index stride = 1;
  Index dilation = 1;
  Index pad = 0;  ///< leading padding; the trailing one is implied by the two extents
  friend bool operator==(const Axis&, const Axis&) = default;
};

/// One point of the relation.
struct Contact {
  Index pixel = 0, window = 0, tap = 0;
  friend bool operator==(const Contact&, const Contact&) = default;
};

/// An arithmetic progression of contacts.
struct Slice {
  Contact first;
  Contact step;
  Index count = 0;
  Contact operator[](Index n) const {
    return {first.pixel + n * step.pixel, first.window + n * step.window, first.tap + n * step.tap};
  }
};

/// All contacts of one window: tap and pixel ascend.
Slice contacts_of_window(const Axis& axis, Index window);
/// All contacts of one tap: window and pixel ascend.
Slice contacts_of_tap(const Axis& axis, Index tap);
/// All contacts of one pixel: the tap ascends by stride/g, the window descends by dilation/g, where g is
/// their greatest common divisor; empty when g does not divide pixel + pad.
Slice contacts_of_pixel(const Axis& axis, Index pixel);

/// d*(k-1) + 1: how many pixels a dilated kernel spans from its first tap to its last.
inline Index reach(Index taps, Index dilation) {
  return dilation * (taps - 1) + 1;
}
inline Index reach(const Axis& axis) {
  return reach(axis.taps, axis.dilation);
}
/// (windows-1)*s + 1: the strided side with s-1 zeros between its cells.
inline Index stretched(const Axis& axis) {
  return (axis.windows - 1) * axis.stride + 1;
}
/// How many pixels all windows together span, padding included: of a transposed operator its full result,
/// before anything is cropped.
inline Index covered(const Axis& axis) {
  return stretched(axis) - 1 + reach(axis);
}

/// Where a window's tap lies; outside [0, pixels) over the padding.
inline Index pixel_under(const Axis& axis, Index window, Index tap) {
  return window * axis.stride + tap * axis.dilation - axis.pad;
}
/// The same of its first tap.
inline Index window_origin(const Axis& axis, Index window) {
  return pixel_under(axis, window, 0);
}

/// The same relation with so many windows or pixels more in front and behind, or fewer where negative: what
/// was number 0 is number `before` now.
inline Axis with_windows(Axis axis, Index before, Index after) {
  axis.windows += before + after;
  axis.pad += before * axis.stride;
  return axis;
}
inline Axis with_pixels(Axis axis, Index before, Index after) {
  axis.pixels += before + after;
  axis.pad -= before;
  return axis;
}

/// The residue class of a pixel modulo the stride; two pixels of one phase meet the same taps.
Index phase_of_pixel(const Axis& axis, Index pixel);
/// The phase of the pixels which a tap can touch.
Index phase_of_tap(const Axis& axis, Index tap);

/// Quotients rounded down and up, for a positive divisor.
Index floor_div(Index a, Index b);
Index ceil_div(Index a, Index b);

}  // namespace convscope
