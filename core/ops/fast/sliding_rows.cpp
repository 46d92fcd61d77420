// Rows that slide down a column block: each is read once and added to all written rows that it is in reach
// of, which are in registers; its cells are turned there to what each tap reads.
#include <cstdlib>

#include "core/ops/fast/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/fast/sliding_rows.cpp"
#include <hwy/foreach_target.h>
// After it, as Highway wants it.
#include <hwy/highway.h>

#include "core/ops/fast/arithmetic.inl"
#include "core/ops/fast/stores.inl"

HWY_BEFORE_NAMESPACE();
namespace convscope::fast::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Loads that are not aligned take much longer on AVX-512 than turning what aligned ones have read; older
// processors have no such turning.
#if HWY_TARGET <= HWY_AVX3
/// Lane i is the lane numbers[i] of both vectors in a row.
HWY_INLINE hn::Vec512<float> pick(hn::Vec512<float> low, hn::Vec512<float> high,
                                  hn::Vec512<std::int32_t> numbers) {
  return hn::Vec512<float>{_mm512_permutex2var_ps(low.raw, numbers.raw, high.raw)};
}
HWY_INLINE hn::Vec512<double> pick(hn::Vec512<double> low, hn::Vec512<double> high,
                                   hn::Vec512<std::int64_t> numbers) {
  return hn::Vec512<double>{_mm512_permutex2var_pd(low.raw, numbers.raw, high.raw)};
}

/// With more lines the sums of two columns no longer fit into the registers.
constexpr int kSlidingLines = 11;
static_assert(4 * kSlidingLines <= rows_that_slide(kSlidingLines));
/// Of what has edges, where so many lines are rare.
constexpr int kEdgedLines = 7;
constexpr Index kSlidingTaps = 64;
constexpr int sliding_columns(int lines) {
  return lines <= 5 ? 4 : lines <= 7 ? 3 : 2;
}

/// What is read of each row of a column block: all of it is there.
template <int columns, class D>
struct Inside {
  static constexpr bool kWhole = true;
  template <class T>
  Inside(D, const RowsCall<T>&, Index, bool) {}
  HWY_INLINE hn::Vec<D> read(D d, const hn::TFromD<D>* HWY_RESTRICT at, int) const {
    return hn::LoadU(d, at);
  }
  HWY_INLINE bool has(Index) const { return true; }
};

/// Or zeros lie beyond the edges of a plane, which are not read.
template <int columns, class D>
struct Edged {
  static constexpr bool kWhole = false;
  template <class T>
  Edged(D d, const RowsCall<T>& call, Index x, bool down) : step(down ? 1 : -1), rows(call.plane->rows) {
    const Index lanes = static_cast<Index>(hn::Lanes(d)), count = call.column_count;
    first = call.plane->row + call.lines[0] / call.pitch + (down ? 0 : call.rows - 1);
    const Index left = call.plane->column + x + HWY_MIN(call.columns[0], call.columns[count - 1]);
    for (int v = 0; v <= columns; ++v) {
      const Index low = HWY_MIN(HWY_MAX(-left - v * lanes, 0), lanes),
                  high = HWY_MIN(HWY_MAX(call.plane->width - left - v * lanes, 0), lanes);
      there[v] = hn::AndNot(hn::FirstN(d, static_cast<std::size_t>(low)),
                            hn::FirstN(d, static_cast<std::size_t>(high)));
    }
  }
  HWY_INLINE hn::Vec<D> read(D d, const hn::TFromD<D>* HWY_RESTRICT at, int v) const {
    return hn::MaskedLoad(there[v], d, at);
  }
  HWY_INLINE bool has(Index row) const {
    const Index y = first + row * step;
    return y >= 0 && y < rows;
  }
  Index first, step, rows;
  hn::Mask<D> there[columns + 1];
};

/// One read row for the written rows first to last - 1 of those that it is in reach of: row r takes it by the
/// line lines - 1 - r.
template <int first, int last, int lines, int columns, class Cells, class D, class V, class T = hn::TFromD<D>>
HWY_INLINE void slide_row(D d, const RowsCall<T>& call, const T* HWY_RESTRICT turned, Index together,
                          const T* HWY_RESTRICT from, const Cells& cells, V (&sums)[lines][columns]) {
  const hn::RebindToSigned<D> numbers_of;
  const Index lanes = static_cast<Index>(hn::Lanes(d)), count = call.column_count;
  const auto advance = hn::Set(numbers_of, static_cast<LaneNumber<T>>(call.columns[1] - call.columns[0]));
  for (Index begin = 0; begin < count; begin += together) {
    const Index end = HWY_MIN(count, begin + together);
    const Index least = HWY_MIN(call.columns[begin], call.columns[end - 1]);
    V read[columns + 1];
    HWY_UNROLL(5) for (int v = 0; v <= columns; ++v) read[v] = cells.read(d, from + least + v * lanes, v);
    auto numbers = hn::Add(hn::Iota(numbers_of, 0),
                           hn::Set(numbers_of, static_cast<LaneNumber<T>>(call.columns[begin] - least)));
    for (Index c = begin; c < end; ++c) {
      V values[columns];
      // One is loaded, which leaves the units that turn vectors and multiply less to do.
      values[0] = Cells::kWhole ? hn::LoadU(d, from + call.columns[c]) : pick(read[0], read[1], numbers);
      HWY_UNROLL(4) for (int v = 1; v < columns; ++v) values[v] = pick(read[v], read[v + 1], numbers);
      numbers = hn::Add(numbers, advance);
      const T* HWY_RESTRICT weights = turned + c * lines;
      HWY_UNROLL(11) for (int r = first; r < last; ++r) {
        const V weight = hn::Set(d, weights[lines - 1 - r]);
        HWY_UNROLL(4)
        for (int v = 0; v < columns; ++v) sums[r][v] = multiply_add(weight, values[v], sums[r][v]);
      }
    }
  }
}

/// Taps whose cells lie in the same vectors.
template <class T>
HWY_INLINE Index taps_together(const RowsCall<T>& call) {
  const Index lanes = static_cast<Index>(hn::Lanes(hn::ScalableTag<T>()));
  return lanes / std::abs(call.columns[1] - call.columns[0]) + 1;
}

/// A column block from its first written row to its last one, or back.
template <int lines, int columns, template <int, class> class Cells, class D, class T = hn::TFromD<D>>
HWY_INLINE void slide_block(D d, const RowsCall<T>& call, const T* HWY_RESTRICT turned, Index x, Index end,
                            bool streaming) {
  using V = hn::Vec<D>;
  const bool down = call.neighbours >= 0;
  const Index step = down ? call.pitch : -call.pitch, out_step = down ? call.out_pitch : -call.out_pitch;
  const Index begin = down ? 0 : call.rows - 1;
  const T* HWY_RESTRICT from = call.source + call.lines[0] + begin * call.pitch + x;
  T* HWY_RESTRICT out = call.out + begin * call.out_pitch + x;
  const Cells<columns, D> cells(d, call, x, down);
  V sums[lines][columns];
  HWY_UNROLL(11)
  for (int r = 0; r < lines; ++r) HWY_UNROLL(4) for (int v = 0; v < columns; ++v) sums[r][v] = hn::Zero(d);
  // At both ends half of the lines meet no row.
  constexpr int half = lines / 2;
  const Index rows = call.rows + lines - 1, lanes = static_cast<Index>(hn::Lanes(d));
  const Index together = taps_together(call);
  for (Index row = 0; row < rows; ++row, from += step) {
    // Rows lie in as many pages, more than a processor foresees: so the next block's cells are asked for.
    const T* const ahead = from + (Cells<columns, D>::kWhole ? (columns + 1) * lanes : 6 * step);
    HWY_UNROLL(4) for (int v = 0; v < columns; ++v) hwy::Prefetch(ahead + v * lanes);
    if (cells.has(row)) {
      if (row < half)
        slide_row<lines - half, lines>(d, call, turned, together, from, cells, sums);
      else if (row < rows - half)
        slide_row<0, lines>(d, call, turned, together, from, cells, sums);
      else
        slide_row<0, lines - half>(d, call, turned, together, from, cells, sums);
    }
    if (row >= lines - 1) {
      store(d, sums[0], streaming, out, end - x);
      out += out_step;
    }
    HWY_UNROLL(11)
    for (int r = 0; r + 1 < lines; ++r)
      HWY_UNROLL(4) for (int v = 0; v < columns; ++v) sums[r][v] = sums[r + 1][v];
    HWY_UNROLL(4) for (int v = 0; v < columns; ++v) sums[lines - 1][v] = hn::Zero(d);
  }
}

template <int lines, template <int, class> class Cells, class T>
HWY_NOINLINE void slide(const RowsCall<T>& call) {
  const hn::ScalableTag<T> d;
  constexpr int columns = sliding_columns(lines);
  const Index lanes = static_cast<Index>(hn::Lanes(d)), width = call.width, head = head_of(d, call);
  const bool streaming = call.streaming;
  // [tap][line], so that one place leads to all weights of a tap.
  T turned[kSlidingLines * kSlidingTaps];
  for (Index c = 0; c < call.column_count; ++c)
    for (Index line = 0; line < lines; ++line)
      turned[c * lines + line] = call.weights[line * call.column_count + c];
  if (head > 0) slide_block<lines, 1, Cells>(d, call, turned, 0, head, false);
  Index x = head;
  for (; x + (columns - 1) * lanes < width; x += columns * lanes)
    slide_block<lines, columns, Cells>(d, call, turned, x, width, streaming);
  if constexpr (columns > 3)
    if (x + 2 * lanes < width) return slide_block<lines, 3, Cells>(d, call, turned, x, width, streaming);
  if (x + lanes < width) return slide_block<lines, 2, Cells>(d, call, turned, x, width, streaming);
  if (x < width) slide_block<lines, 1, Cells>(d, call, turned, x, width, streaming);
}

/// Whether each tap reads the cells beside those of the tap before it, near enough to be turned.
template <class T>
HWY_INLINE bool taps_neighbour(const RowsCall<T>& call) {
  const Index count = call.column_count;
  if (call.neighbours == 0 || count < 2 || count > kSlidingTaps) return false;
  const Index step = call.columns[1] - call.columns[0];
  for (Index c = 1; c < count; ++c)
    if (call.columns[c] - call.columns[c - 1] != step) return false;
  const Index lanes = static_cast<Index>(hn::Lanes(hn::ScalableTag<T>()));
  return step != 0 && std::abs(step) <= lanes / 2;
}

bool may_slide(Index lines) {
  return lines >= 3 && lines <= kSlidingLines;
}

template <class T>
HWY_INLINE bool slide_inside(const RowsCall<T>& call) {
  // Fewer rows would be made mostly of rows that are read beyond them.
  if (!may_slide(call.line_count) || call.rows < 4 * call.line_count || !taps_neighbour(call)) return false;
  constexpr void (*kSlide[])(const RowsCall<T>&) = {
      slide<3, Inside, T>, slide<4, Inside, T>,  slide<5, Inside, T>,
      slide<6, Inside, T>, slide<7, Inside, T>,  slide<8, Inside, T>,
      slide<9, Inside, T>, slide<10, Inside, T>, slide<11, Inside, T>};
  kSlide[call.line_count - 3](call);
  return true;
}

template <class T>
HWY_INLINE bool slide_edged(const RowsCall<T>& call) {
  const Index lines = call.line_count;
  if (lines < 2 || lines > kEdgedLines || !taps_neighbour(call) || call.column_count > taps_together(call))
    return false;
  constexpr void (*kSlide[])(const RowsCall<T>&) = {slide<2, Edged, T>, slide<3, Edged, T>,
                                                    slide<4, Edged, T>, slide<5, Edged, T>,
                                                    slide<6, Edged, T>, slide<7, Edged, T>};
  kSlide[lines - 2](call);
  return true;
}

template <class T>
HWY_INLINE bool slide_any(const RowsCall<T>& call) {
  return call.plane ? slide_edged(call) : slide_inside(call);
}
#else
bool may_slide(Index) {
  return false;
}
template <class T>
bool slide_any(const RowsCall<T>&) {
  return false;
}
#endif

bool slide_float(const RowsCall<float>& call) {
  return slide_any(call);
}
bool slide_double(const RowsCall<double>& call) {
  return slide_any(call);
}

}  // namespace convscope::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope::fast {
HWY_EXPORT(slide_float);
HWY_EXPORT(slide_double);
HWY_EXPORT(may_slide);
bool rows_slide(Index lines) {
  return HWY_DYNAMIC_DISPATCH(may_slide)(lines);
}
template <>
bool slide_rows(const RowsCall<float>& call) {
  return HWY_DYNAMIC_DISPATCH(slide_float)(call);
}
template <>
bool slide_rows(const RowsCall<double>& call) {
  return HWY_DYNAMIC_DISPATCH(slide_double)(call);
}
}  // namespace convscope::fast
#endif
