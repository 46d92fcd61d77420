// Winograd's minimal filtering F(4x4, 3x3): results in squares of 16 cells, each of 36 products for a pair of
// channels instead of 144. Lavin and Gray, "Fast algorithms for convolutional neural networks",
// arXiv:1509.09308 (2015), whose interpolation points are 0, 1, -1, 2, -2 and infinity.
//
// Not as exact as the sums themselves. With n channels that are summed, u = 2^-24 and the largest magnitudes
// of weights and cells:
//
//   |result - exact| <= 2304 (n + 32) u max|weight| max|cell|
//
// (48 squared is what the transforms' absolute values can make of ones); the largest met with random operands
// is a quarter of it at two channels and less with more: about 600 u sqrt(n) max|weight| max|cell|. What is
// not finite spreads to its whole square.
#pragma once

#include <span>
#include <vector>

#include "core/ops/fast/plan.hpp"
#include "core/ops/fast/scratch.hpp"
#include "core/ops/fast/tables.hpp"

namespace convscope::fast {

class Winograd {
 public:
  /// Two axes of three taps side by side, both strides 1.
  static bool fits(Way way, const Geometry& geometry);
  /// Precondition: fits.
  Winograd(Way way, const Geometry& geometry, std::span<const float> weights);
  void run(const float* from, Index batch, float* to, Edge edge) const;

 private:
  /// Squares of a few rows of squares.
  struct Part {
    const float* from;
    float* to;
    Index group, first_row, rows;
  };
  void make(const Part& part, Edge edge) const;
  void transform_read(const Part& part, Edge edge, float* rows, float* out) const;
  void write(const Part& part, const Stretch& block, const float* products, float* cells) const;

  Shifts down_, across_;
  Index groups_, read_channels_, written_channels_;
  Index squares_down_, squares_across_;
  Index rows_at_once_;  ///< of squares
  Index pitch_;         ///< of rows of cells, with what vectors read beyond them
  Index lanes_;
  std::vector<Stretch> blocks_;  ///< of written channels
  AlignedMemory weights_;        ///< [group][block][36][read channel][vectors]
  std::vector<Index> starts_;    ///< [group][block]
};

/// Of `squares` squares side by side, in six rows `pitch` apart: to[u * step + square], for u below 36. Reads
/// and writes less than kBeyond elements beyond. `spare` has room for six rows.
void winograd_read(const float* rows, Index pitch, Index squares, float* spare, float* to, Index step);
/// to[(y * 4 * squares + 4 * square + x) * width + channel] of the products [u][square][channel], u's `step`
/// apart; width is a multiple of a vector.
void winograd_write(const float* products, Index step, Index squares, Index width, float* to);

}  // namespace convscope::fast
