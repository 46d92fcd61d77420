// Loops over cells: in vectors, and on as many threads as they are worth.
#pragma once

#include <algorithm>
#include <span>

#include "core/base/index.hpp"
#include "core/base/parallel.hpp"
#include "core/geometry/axis.hpp"
#include "core/network/array.hpp"
#include "core/ops/fast/cell_program.hpp"

namespace convscope {

/// to[i] = f(from[i]); both may be the same place. Sixteen at a time, in and out of a place of their own, so
/// that compilers make vectors of them.
template <class F>
void each_cell(const float* from, float* to, Index count, F f) {
  constexpr Index kBlock = 16;
  float block[kBlock];
  Index i = 0;
  for (; i + kBlock <= count; i += kBlock) {
    for (Index k = 0; k < kBlock; ++k) block[k] = f(from[i + k]);
    std::copy_n(block, kBlock, to + i);
  }
  for (; i < count; ++i) to[i] = f(from[i]);
}

/// In double, in sixteen sums side by side.
inline double sum_of(const float* from, Index count) {
  constexpr Index kSums = 16;
  double sums[kSums] = {};
  Index i = 0;
  for (; i + kSums <= count; i += kSums)
    for (Index k = 0; k < kSums; ++k) sums[k] += static_cast<double>(from[i + k]);
  for (; i < count; ++i) sums[0] += static_cast<double>(from[i]);
  double sum = 0;
  for (const double part : sums) sum += part;
  return sum;
}
/// What is no number is passed over. Precondition: at least one.
inline float largest_of(const float* from, Index count) {
  constexpr Index kSide = 16;
  float most[kSide];
  std::fill_n(most, kSide, *from);
  Index i = 0;
  for (; i + kSide <= count; i += kSide)
    for (Index k = 0; k < kSide; ++k) most[k] = most[k] < from[i + k] ? from[i + k] : most[k];
  for (; i < count; ++i) most[0] = std::max(most[0], from[i]);
  return *std::max_element(most, most + kSide);
}

/// Calls work(first, end) for stretches of [0, count), where each costs about so many cells: few are done at
/// once, before another thread has woken up.
template <class Work>
void in_stretches(Index count, Index cells, Work work) {
  constexpr Index kTogether = 1 << 14;
  const Index each = std::max<Index>(1, kTogether / std::max<Index>(cells, 1));
  if (count <= 2 * each) {
    if (count > 0) work(Index{0}, count);
    return;
  }
  in_parallel(ceil_div(count, each), [&](Index i) { work(i * each, std::min(count, (i + 1) * each)); });
}

/// The program on operands that are broadcast to `shape`; `to` may be one that has it. Precondition: known,
/// in floating point.
void run_cells(const fast::CellProgram& program, std::span<const Array* const> operands, const Dims& shape,
               float* to);

}  // namespace convscope
