#include <cstdlib>

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

#if HWY_TARGET <= HWY_AVX3
// Loads that are not aligned take much longer there than turning what aligned ones have read.
/// Lane i is the lane numbers[i] of both vectors in a row.
HWY_INLINE hn::Vec512<float> pick(hn::Vec512<float> low, hn::Vec512<float> high,
                                  hn::Vec512<std::int32_t> numbers) {
  return hn::Vec512<float>{_mm512_permutex2var_ps(low.raw, numbers.raw, high.raw)};
}
HWY_INLINE hn::Vec512<double> pick(hn::Vec512<double> low, hn::Vec512<double> high,
                                   hn::Vec512<std::int64_t> numbers) {
  return hn::Vec512<double>{_mm512_permutex2var_pd(low.raw, numbers.raw, high.raw)};
}

/// With more lines the sums of so few columns fit into the registers that memory is met in too short pieces.
constexpr int kSlidingLines = 7;
static_assert(4 * kSlidingLines <= kSlidingRows);
constexpr int sliding_columns(int lines) {
  return lines <= 5 ? 4 : 3;
}

/// One read row for the written rows first to last - 1 of those that it is in reach of: row r takes it by the
/// line lines - 1 - r.
template <int first, int last, int lines, int columns, class D, class V, class T = hn::TFromD<D>>
HWY_INLINE void slide_row(D d, const RowsCall<T>& call, Index together, const T* HWY_RESTRICT from,
                          V (&sums)[lines][columns]) {
  const hn::RebindToSigned<D> numbers_of;
  const Index lanes = static_cast<Index>(hn::Lanes(d)), count = call.column_count;
  const auto advance = hn::Set(numbers_of, static_cast<LaneNumber<T>>(call.columns[1] - call.columns[0]));
  for (Index begin = 0; begin < count; begin += together) {
    const Index end = HWY_MIN(count, begin + together);
    const Index least = HWY_MIN(call.columns[begin], call.columns[end - 1]);
    V read[columns + 1];
    HWY_UNROLL(5) for (int v = 0; v <= columns; ++v) read[v] = hn::LoadU(d, from + least + v * lanes);
    auto numbers = hn::Add(hn::Iota(numbers_of, 0),
                           hn::Set(numbers_of, static_cast<LaneNumber<T>>(call.columns[begin] - least)));
    for (Index c = begin; c < end; ++c) {
      // One is loaded, which leaves the units that turn vectors and multiply less to do.
      V values[columns];
      values[0] = hn::LoadU(d, from + call.columns[c]);
      HWY_UNROLL(4) for (int v = 1; v < columns; ++v) values[v] = pick(read[v], read[v + 1], numbers);
      numbers = hn::Add(numbers, advance);
      const T* HWY_RESTRICT weights = call.weights + c;
      HWY_UNROLL(7) for (int r = first; r < last; ++r) {
        const V weight = hn::Set(d, weights[(lines - 1 - r) * count]);
        HWY_UNROLL(4)
        for (int v = 0; v < columns; ++v) sums[r][v] = multiply_add(weight, values[v], sums[r][v]);
      }
    }
  }
}

/// A column block from its first written row to its last one, or back: each read row is added to all written
/// rows that it is in reach of, which are in registers.
template <int lines, int columns, class D, class T = hn::TFromD<D>>
HWY_INLINE void slide_block(D d, const RowsCall<T>& call, Index x, Index end, bool streaming) {
  using V = hn::Vec<D>;
  const bool down = call.neighbours >= 0;
  const Index step = down ? call.pitch : -call.pitch, out_step = down ? call.out_pitch : -call.out_pitch;
  const Index begin = down ? 0 : call.rows - 1;
  const T* HWY_RESTRICT from = call.source + call.lines[0] + begin * call.pitch + x;
  T* HWY_RESTRICT out = call.out + begin * call.out_pitch + x;
  V sums[lines][columns];
  HWY_UNROLL(7)
  for (int r = 0; r < lines; ++r) HWY_UNROLL(4) for (int v = 0; v < columns; ++v) sums[r][v] = hn::Zero(d);
  // At both ends half of the lines meet no row.
  constexpr int half = lines / 2;
  const Index rows = call.rows + lines - 1, lanes = static_cast<Index>(hn::Lanes(d));
  // Taps whose cells lie in the same vectors.
  const Index together = lanes / std::abs(call.columns[1] - call.columns[0]) + 1;
  for (Index row = 0; row < rows; ++row, from += step) {
    // Rows lie in as many pages, more than a processor foresees: so the next block's cells are asked for.
    HWY_UNROLL(4) for (int v = 1; v <= columns; ++v) hwy::Prefetch(from + (columns + v) * lanes);
    if (row < half)
      slide_row<lines - half, lines>(d, call, together, from, sums);
    else if (row < rows - half)
      slide_row<0, lines>(d, call, together, from, sums);
    else
      slide_row<0, lines - half>(d, call, together, from, sums);
    if (row >= lines - 1) {
      store(d, sums[0], streaming, out, end - x);
      out += out_step;
    }
    HWY_UNROLL(7)
    for (int r = 0; r + 1 < lines; ++r)
      HWY_UNROLL(4) for (int v = 0; v < columns; ++v) sums[r][v] = sums[r + 1][v];
    HWY_UNROLL(4) for (int v = 0; v < columns; ++v) sums[lines - 1][v] = hn::Zero(d);
  }
}

template <int lines, class T>
HWY_NOINLINE void slide(const RowsCall<T>& call) {
  const hn::ScalableTag<T> d;
  constexpr int columns = sliding_columns(lines);
  const Index lanes = static_cast<Index>(hn::Lanes(d)), width = call.width, head = head_of(d, call);
  if (head > 0) slide_block<lines, 1>(d, call, 0, head, false);
  Index x = head;
  for (; x + (columns - 1) * lanes < width; x += columns * lanes)
    slide_block<lines, columns>(d, call, x, width, call.streaming);
  for (; x < width; x += lanes) slide_block<lines, 1>(d, call, x, width, call.streaming);
}

constexpr bool may_slide(Index lines) {
  return lines >= 4 && lines <= kSlidingLines;
}

/// Whether the rows of a call slide, which pays for many of them; then they are made.
template <class T>
HWY_INLINE bool slid(const RowsCall<T>& call) {
  const Index count = call.column_count, lines = call.line_count;
  // Fewer rows would be made mostly of rows that are read beyond them.
  if (call.neighbours == 0 || count < 2 || !may_slide(lines) || call.rows < 4 * lines) return false;
  const Index step = call.columns[1] - call.columns[0];
  for (Index c = 1; c < count; ++c)
    if (call.columns[c] - call.columns[c - 1] != step) return false;
  const Index lanes = static_cast<Index>(hn::Lanes(hn::ScalableTag<T>()));
  if (step == 0 || std::abs(step) > lanes / 2) return false;
  constexpr void (*kSlide[])(const RowsCall<T>&) = {slide<4, T>, slide<5, T>, slide<6, T>, slide<7, T>};
  kSlide[lines - 4](call);
  return true;
}
#else
constexpr bool may_slide(Index) {
  return false;
}
#endif

template <class T>
HWY_INLINE void rows_of(RowsCall<T> call) {
  const hn::ScalableTag<T> d;
  const Index lanes = static_cast<Index>(hn::Lanes(d)), width = call.width, head = head_of(d, call);
  const bool streaming = call.streaming;
#if HWY_TARGET <= HWY_AVX3
  if (slid(call)) return;
#endif
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

bool slides(Index lines) {
  return may_slide(lines);
}

}  // namespace convscope::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope::fast {
HWY_EXPORT(rows_float);
HWY_EXPORT(rows_double);
HWY_EXPORT(slides);
bool rows_slide(Index lines) {
  return HWY_DYNAMIC_DISPATCH(slides)(lines);
}
template <>
void filter_rows(const RowsCall<float>& call) {
  if (call.step == 2) return filter_every_other(call);
  HWY_DYNAMIC_DISPATCH(rows_float)(call);
}
template <>
void filter_rows(const RowsCall<double>& call) {
  if (call.step == 2) return filter_every_other(call);
  HWY_DYNAMIC_DISPATCH(rows_double)(call);
}
}  // namespace convscope::fast
#endif
