// Rows whose taps read every other cell: what halves a picture.
#include "core/ops/fast/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/fast/every_other.cpp"
#include <hwy/foreach_target.h>
// After it, as Highway wants it.
#include <hwy/highway.h>

#include "core/ops/fast/arithmetic.inl"
#include "core/ops/fast/stores.inl"

HWY_BEFORE_NAMESPACE();
namespace convscope::fast::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

constexpr int kRows = static_cast<int>(kRowsAtOnce);

#if HWY_TARGET == HWY_SCALAR
// A vector is one cell there.
template <class D, class V>
HWY_INLINE V evens(D, V low, V) {
  return low;
}
template <class D, class V>
HWY_INLINE V odds(D, V, V high) {
  return high;
}
#else
template <class D, class V>
HWY_INLINE V evens(D d, V low, V high) {
  return hn::ConcatEven(d, high, low);
}
template <class D, class V>
HWY_INLINE V odds(D d, V low, V high) {
  return hn::ConcatOdd(d, high, low);
}
#endif

/// One row of a column block whose taps read every other cell.
template <int columns, class D, class T = hn::TFromD<D>>
HWY_INLINE void filter_pairs(D d, const RowsCall<T>& call, Index row, Index x, Index end, bool streaming) {
  using V = hn::Vec<D>;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  V sums[columns];
  HWY_UNROLL(4) for (int v = 0; v < columns; ++v) sums[v] = hn::Zero(d);
  const T* HWY_RESTRICT weight = call.weights;
  for (Index l = 0; l < call.line_count; ++l) {
    const T* HWY_RESTRICT from = call.source + call.lines[l] + row * call.pitch + 2 * x;
    for (Index c = 0; c < call.column_count; ++c, ++weight) {
      // The next tap often has the cells between.
      const bool both = c + 1 < call.column_count && call.columns[c + 1] == call.columns[c] + 1;
      const V first = hn::Set(d, weight[0]), second = hn::Set(d, both ? weight[1] : T{});
      const T* HWY_RESTRICT at = from + call.columns[c];
      HWY_UNROLL(4) for (Index v = 0; v < columns; ++v) {
        const V low = hn::LoadU(d, at + 2 * v * lanes), high = hn::LoadU(d, at + (2 * v + 1) * lanes);
        sums[v] = multiply_add(first, evens(d, low, high), sums[v]);
        if (both) sums[v] = multiply_add(second, odds(d, low, high), sums[v]);
      }
      if (both) ++c, ++weight;
    }
  }
  store(d, sums, streaming, call.out + row * call.out_pitch + x, end - x);
}

/// Read row i and all after it, for kRows written rows two read rows apart: row r takes i by line i - 2 r.
template <int i, int lines, int columns, class D, class V, class T = hn::TFromD<D>>
HWY_INLINE void add_pair_rows(D d, const RowsCall<T>& call, const T* HWY_RESTRICT from, Index pitch,
                              V (&sums)[kRows][columns]) {
  const Index lanes = static_cast<Index>(hn::Lanes(d)), count = call.column_count;
  for (Index c = 0; c < count; ++c) {
    const bool both = c + 1 < count && call.columns[c + 1] == call.columns[c] + 1;
    const T* HWY_RESTRICT at = from + call.columns[c];
    V first[columns], second[columns];
    HWY_UNROLL(4) for (Index v = 0; v < columns; ++v) {
      const V low = hn::LoadU(d, at + 2 * v * lanes), high = hn::LoadU(d, at + (2 * v + 1) * lanes);
      first[v] = evens(d, low, high), second[v] = odds(d, low, high);
    }
    HWY_UNROLL(4) for (int r = 0; r < kRows; ++r) {
      const int line = i - 2 * r;
      if (line >= 0 && line < lines) {
        const V weight = hn::Set(d, call.weights[line * count + c]);
        HWY_UNROLL(4)
        for (int v = 0; v < columns; ++v) sums[r][v] = multiply_add(weight, first[v], sums[r][v]);
      }
    }
    if (!both) continue;
    ++c;
    HWY_UNROLL(4) for (int r = 0; r < kRows; ++r) {
      const int line = i - 2 * r;
      if (line >= 0 && line < lines) {
        const V weight = hn::Set(d, call.weights[line * count + c]);
        HWY_UNROLL(4)
        for (int v = 0; v < columns; ++v) sums[r][v] = multiply_add(weight, second[v], sums[r][v]);
      }
    }
  }
  if constexpr (i + 1 < 2 * (kRows - 1) + lines)
    add_pair_rows<i + 1, lines, columns>(d, call, from + pitch, pitch, sums);
}

/// Makers of a block of columns of filter_columns.
struct LonePairs {
  static constexpr int kColumns = 4, kRowsMade = 1;
  template <class D, class T = hn::TFromD<D>>
  static HWY_INLINE void make(D d, const RowsCall<T>& call, Index row, Index x, Index end, bool streaming) {
    filter_pairs<kColumns>(d, call, row, x, end, streaming);
  }
};
template <int lines>
struct NeighbouringPairs {
  static constexpr int kColumns = 2, kRowsMade = kRows;
  template <class D, class T = hn::TFromD<D>>
  static HWY_INLINE void make(D d, const RowsCall<T>& call, Index row, Index x, Index end, bool streaming) {
    using V = hn::Vec<D>;
    V sums[kRows][kColumns];
    HWY_UNROLL(4)
    for (int r = 0; r < kRows; ++r) HWY_UNROLL(4) for (int v = 0; v < kColumns; ++v) sums[r][v] = hn::Zero(d);
    const T* HWY_RESTRICT from = call.source + call.lines[0] + row * call.pitch + 2 * x;
    add_pair_rows<0, lines, kColumns>(d, call, from, call.pitch / 2, sums);
    HWY_UNROLL(4)
    for (int r = 0; r < kRows; ++r)
      store(d, sums[r], streaming, call.out + (row + r) * call.out_pitch + x, end - x);
  }
};

/// A vector of columns, at the edges of what is made in blocks.
template <class T>
HWY_NOINLINE void filter_column(const RowsCall<T>& call, Index row, int rows, Index x, Index end,
                                bool streaming) {
  for (int r = 0; r < rows; ++r) filter_pairs<1>(hn::ScalableTag<T>(), call, row + r, x, end, streaming);
}

template <class Maker, class T>
HWY_NOINLINE void filter_columns(const RowsCall<T>& call, Index row, Index head) {
  const hn::ScalableTag<T> d;
  constexpr int columns = Maker::kColumns;
  const Index lanes = static_cast<Index>(hn::Lanes(d)), width = call.width;
  if (head > 0) filter_column(call, row, Maker::kRowsMade, 0, head, false);
  Index x = head;
  for (; x + (columns - 1) * lanes < width; x += columns * lanes)
    Maker::make(d, call, row, x, width, call.streaming);
  for (; x < width; x += lanes) filter_column(call, row, Maker::kRowsMade, x, width, call.streaming);
}

/// Whether lines are rows one after the other, and written rows two of them apart.
template <class T>
HWY_INLINE bool two_lines_apart(const RowsCall<T>& call) {
  for (Index l = 1; l < call.line_count; ++l)
    if (2 * (call.lines[l] - call.lines[l - 1]) != call.pitch) return false;
  return true;
}

template <class T>
HWY_INLINE void every_other_of(const RowsCall<T>& call) {
  const Index head = head_of(hn::ScalableTag<T>(), call);
  Index row = 0;
  if (two_lines_apart(call))
    for (; row + kRows <= call.rows; row += kRows) {
      if (call.line_count == 2)
        filter_columns<NeighbouringPairs<2>>(call, row, head);
      else if (call.line_count == 3)
        filter_columns<NeighbouringPairs<3>>(call, row, head);
      else if (call.line_count == 4)
        filter_columns<NeighbouringPairs<4>>(call, row, head);
      else if (call.line_count == 5)
        filter_columns<NeighbouringPairs<5>>(call, row, head);
      else
        break;
    }
  for (; row < call.rows; ++row) filter_columns<LonePairs>(call, row, head);
}

void every_other_float(const RowsCall<float>& call) {
  every_other_of(call);
}
void every_other_double(const RowsCall<double>& call) {
  every_other_of(call);
}

}  // namespace convscope::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope::fast {
HWY_EXPORT(every_other_float);
HWY_EXPORT(every_other_double);
template <>
void filter_every_other(const RowsCall<float>& call) {
  HWY_DYNAMIC_DISPATCH(every_other_float)(call);
}
template <>
void filter_every_other(const RowsCall<double>& call) {
  HWY_DYNAMIC_DISPATCH(every_other_double)(call);
}
}  // namespace convscope::fast
#endif
