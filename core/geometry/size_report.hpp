// Size arithmetic with its reasons: what is left over, what overlaps, in numbers and in words.
#pragma once

#include <string>
#include <vector>

#include "core/geometry/geometry.hpp"

namespace convscope {

/// Of a convolution; one entry per axis.
struct ConvReport {
  Shape output;
  Shape remainder;                 ///< trailing cells of the padded input that the last window leaves
  Index unread = 0;                ///< input pixels (over all axes) that no window reads
  Shape transpose_output_padding;  ///< which makes the transposed operator return to the input size
  std::vector<std::string> words;  ///< sentences
};
ConvReport report(const Resolved& conv, const Shape& input);

/// How many contributions a pixel gets in the interior, that is with windows without end: it depends on
/// the pixel's phase only. The product over axes.
struct Overlap {
  Index min = 0, max = 0;
  bool even() const { return min == max; }
};
Overlap overlap(const Geometry& geometry);

/// Of a transposed convolution.
struct TransposedReport {
  Shape output;
  /// Of the equivalent direct convolution: insert stride - 1 zeros, pad by this, correlate with the
  /// rotated kernel, stride 1. Begin d(k-1) - p; the end also holds the output padding.
  std::vector<Sides> direct_padding;
  Overlap overlap;
  std::vector<std::string> words;
};
TransposedReport report_transposed(const Resolved& transposed);

/// Padding of the equivalent direct convolution on one axis; negative sides crop.
Sides direct_padding(const Axis& axis);

/// The arithmetic of one axis: the formula with names, then with its numbers, e.g.
/// {"⌊(n + 2p − d(k−1) − 1) / s⌋ + 1", "⌊(5 + 2·1 − 1·(3−1) − 1) / 2⌋ + 1", "3"}.
struct SizeFormula {
  std::string names, numbers, result;
};
SizeFormula conv_formula(const Axis& axis, Sides sides);
SizeFormula transposed_formula(const Axis& axis, Sides sides);

}  // namespace convscope
