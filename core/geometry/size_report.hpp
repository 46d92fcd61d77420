// Size arithmetic with its reasons: what is left over, what overlaps, in numbers and in words.
#pragma once

#include <cstdint>
#include <optional>
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
/// `unread`: how many pixels no window reads, where a border that copies pixels makes it another number than
/// the geometry's (core/ops/unread.hpp).
ConvReport report(const Resolved& conv, const Shape& input, std::optional<Index> unread = {});

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

/// How many pixels a transposed operator has beyond what its padding leaves of all stamps.
Index output_padding_of(const Axis& axis, Sides sides);

/// What a part of a size formula speaks of.
enum class SizeTerm : std::uint8_t {
  none,            ///< brackets and the like
  input,           ///< n
  padding,         ///< 2p, or what stands at both ends
  reach,           ///< d(k-1) + 1
  stride,          ///< s
  first,           ///< the + 1 of a convolution: the first window
  output_padding,  ///< op
  remainder,       ///< what rounding down leaves over
  output,          ///< the result
};
struct FormulaPart {
  SizeTerm term;
  std::string names, numbers;  ///< e.g. " + 2p" and " + 2·1"
};

/// The arithmetic of one axis: the formula with names, then with its numbers, e.g.
/// {"⌊(n + 2p − d(k−1) − 1) / s⌋ + 1", "⌊(5 + 2·1 − 1·(3−1) − 1) / 2⌋ + 1", "3"}.
struct SizeFormula {
  std::vector<FormulaPart> parts;  ///< names and numbers, piece by piece
  std::string names, numbers, result;
};
SizeFormula conv_formula(const Axis& axis, Sides sides);
SizeFormula transposed_formula(const Axis& axis, Sides sides);

}  // namespace convscope
