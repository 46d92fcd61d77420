#include "core/ops/fast/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/fast/rows.cpp"
#include <hwy/foreach_target.h>
// After it, as Highway wants it.
#include <hwy/highway.h>

#include "core/ops/fast/arithmetic.inl"
#include "core/ops/fast/stores.inl"

HWY_BEFORE_NAMESPACE();
namespace convscope::fast::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

constexpr bool kManyRegisters = HWY_ARCH_ARM || HWY_TARGET <= HWY_AVX3;
/// Rows and vectors of columns at once: their sums fill half the registers.
constexpr int kRows = static_cast<int>(kRowsAtOnce);
constexpr int kColumns = kManyRegisters ? 4 : 2;
/// Of rows that share nothing.
constexpr int kLoneColumns = kManyRegisters ? 8 : 4;

/// One read row for the written rows first to last - 1: row r takes it by the line `line - r`.
template <int first, int last, int columns, class D, class V, class T = hn::TFromD<D>>
HWY_INLINE void add_row(D d, const RowsCall<T>& call, const T* HWY_RESTRICT from, Index line,
                        V (&sums)[kRows][columns]) {
  const Index lanes = static_cast<Index>(hn::Lanes(d)), count = call.column_count;
  const T* HWY_RESTRICT weights = call.weights + (line - first) * count;
  for (Index c = 0; c < count; ++c, ++weights) {
    const T* HWY_RESTRICT at = from + call.columns[c];
    V values[columns];
    HWY_UNROLL(4) for (int v = 0; v < columns; ++v) values[v] = hn::LoadU(d, at + v * lanes);
    HWY_UNROLL(4) for (int r = first; r < last; ++r) {
      const V weight = hn::Set(d, weights[(first - r) * count]);
      HWY_UNROLL(4)
      for (int v = 0; v < columns; ++v) sums[r][v] = multiply_add(weight, values[v], sums[r][v]);
    }
  }
}

/// kRows neighbouring rows of a column block. `lines`: their number, or 0 for any of at least kRows.
template <int lines, int columns, class D, class T = hn::TFromD<D>>
HWY_INLINE void filter_block(D d, const RowsCall<T>& call, Index x, Index end, bool streaming) {
  using V = hn::Vec<D>;
  const Index count = lines > 0 ? lines : call.line_count;
  // With lines that go up, the last written row is the first one here.
  const bool down = call.neighbours >= 0;
  const Index step = down ? call.pitch : -call.pitch;
  const T* HWY_RESTRICT from = call.source + call.lines[0] + (down ? 0 : (kRows - 1) * call.pitch) + x;
  V sums[kRows][columns];
  HWY_UNROLL(4)
  for (int r = 0; r < kRows; ++r) HWY_UNROLL(4) for (int v = 0; v < columns; ++v) sums[r][v] = hn::Zero(d);
  if constexpr (lines == 1) {
    add_row<0, 1, columns>(d, call, from, 0, sums);
    add_row<1, 2, columns>(d, call, from + step, 1, sums);
    add_row<2, 3, columns>(d, call, from + 2 * step, 2, sums);
    add_row<3, 4, columns>(d, call, from + 3 * step, 3, sums);
  } else if constexpr (lines == 2) {
    add_row<0, 1, columns>(d, call, from, 0, sums);
    add_row<0, 2, columns>(d, call, from + step, 1, sums);
    add_row<1, 3, columns>(d, call, from + 2 * step, 2, sums);
    add_row<2, 4, columns>(d, call, from + 3 * step, 3, sums);
    add_row<3, 4, columns>(d, call, from + 4 * step, 4, sums);
  } else if constexpr (lines == 3) {
    add_row<0, 1, columns>(d, call, from, 0, sums);
    add_row<0, 2, columns>(d, call, from + step, 1, sums);
    add_row<0, 3, columns>(d, call, from + 2 * step, 2, sums);
    add_row<1, 4, columns>(d, call, from + 3 * step, 3, sums);
    add_row<2, 4, columns>(d, call, from + 4 * step, 4, sums);
    add_row<3, 4, columns>(d, call, from + 5 * step, 5, sums);
  } else {
    add_row<0, 1, columns>(d, call, from, 0, sums);
    add_row<0, 2, columns>(d, call, from + step, 1, sums);
    add_row<0, 3, columns>(d, call, from + 2 * step, 2, sums);
    for (Index line = 3; line < count; ++line)
      add_row<0, 4, columns>(d, call, from + line * step, line, sums);
    add_row<1, 4, columns>(d, call, from + count * step, count, sums);
    add_row<2, 4, columns>(d, call, from + (count + 1) * step, count + 1, sums);
    add_row<3, 4, columns>(d, call, from + (count + 2) * step, count + 2, sums);
  }
  HWY_UNROLL(4)
  for (int r = 0; r < kRows; ++r)
    store(d, sums[r], streaming, call.out + (down ? r : kRows - 1 - r) * call.out_pitch + x, end - x);
}

/// One row of a column block.
template <int columns, class D, class T = hn::TFromD<D>>
HWY_INLINE void filter_lone(D d, const RowsCall<T>& call, Index row, Index x, Index end, bool streaming) {
  using V = hn::Vec<D>;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  V sums[columns];
  HWY_UNROLL(8) for (int v = 0; v < columns; ++v) sums[v] = hn::Zero(d);
  const T* HWY_RESTRICT weight = call.weights;
  for (Index l = 0; l < call.line_count; ++l) {
    const T* HWY_RESTRICT from = call.source + call.lines[l] + row * call.pitch + x;
    for (Index c = 0; c < call.column_count; ++c, ++weight) {
      const T* HWY_RESTRICT at = from + call.columns[c];
      const V w = hn::Set(d, *weight);
      HWY_UNROLL(8)
      for (int v = 0; v < columns; ++v) sums[v] = multiply_add(w, hn::LoadU(d, at + v * lanes), sums[v]);
    }
  }
  store(d, sums, streaming, call.out + row * call.out_pitch + x, end - x);
}

template <int lines, class T>
HWY_NOINLINE void filter_neighbours(const RowsCall<T>& call) {
  const hn::ScalableTag<T> d;
  const Index lanes = static_cast<Index>(hn::Lanes(d)), width = call.width, head = head_of(d, call);
  const bool streaming = call.streaming;
  if (head > 0) filter_block<lines, 1>(d, call, 0, head, false);
  Index x = head;
  for (; x + (kColumns - 1) * lanes < width; x += kColumns * lanes)
    filter_block<lines, kColumns>(d, call, x, width, streaming);
  for (; x + lanes < width; x += 2 * lanes) filter_block<lines, 2>(d, call, x, width, streaming);
  if (x < width) filter_block<lines, 1>(d, call, x, width, streaming);
}

template <class T>
HWY_INLINE void neighbours_of(const RowsCall<T>& call) {
  if (call.line_count == 1) return filter_neighbours<1>(call);
  if (call.line_count == 2) return filter_neighbours<2>(call);
  if (call.line_count == 3) return filter_neighbours<3>(call);
  filter_neighbours<0>(call);
}

template <class T>
HWY_INLINE void rows_of(RowsCall<T> call) {
  const hn::ScalableTag<T> d;
  const Index lanes = static_cast<Index>(hn::Lanes(d)), width = call.width, head = head_of(d, call);
  const bool streaming = call.streaming;
  if (call.neighbours != 0) {
    while (call.rows >= kRows) {
      neighbours_of(call);
      call.rows -= kRows;
      call.source += kRows * call.pitch;
      call.out += kRows * call.out_pitch;
    }
  }
  for (Index row = 0; row < call.rows; ++row) {
    if (head > 0) filter_lone<2>(d, call, row, 0, head, false);
    Index x = head;
    // Few sums wait for each other: rather some that nobody wants.
    for (; x + kLoneColumns / 2 * lanes < width; x += kLoneColumns * lanes)
      filter_lone<kLoneColumns>(d, call, row, x, width, streaming);
    for (; x + 2 * lanes < width; x += 4 * lanes) filter_lone<4>(d, call, row, x, width, streaming);
    if (x < width) filter_lone<2>(d, call, row, x, width, streaming);
  }
}

void rows_float(const RowsCall<float>& call) {
  rows_of(call);
}
void rows_double(const RowsCall<double>& call) {
  rows_of(call);
}

}  // namespace convscope::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope::fast {
HWY_EXPORT(rows_float);
HWY_EXPORT(rows_double);
template <>
void filter_rows(const RowsCall<float>& call) {
  if (call.step == 2) return filter_every_other(call);
  if (slide_rows(call)) return;
  HWY_DYNAMIC_DISPATCH(rows_float)(call);
}
template <>
void filter_rows(const RowsCall<double>& call) {
  if (call.step == 2) return filter_every_other(call);
  if (slide_rows(call)) return;
  HWY_DYNAMIC_DISPATCH(rows_double)(call);
}
}  // namespace convscope::fast
#endif
