#include "core/ops/fast/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/fast/spread_rows.cpp"
#include <hwy/foreach_target.h>
// After it, as Highway wants it.
#include <hwy/highway.h>

#include "core/ops/fast/arithmetic.inl"
#include "core/ops/fast/stores.inl"

HWY_BEFORE_NAMESPACE();
namespace convscope::fast::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Phase cells down that share the loads of weights and of read rows.
constexpr int kRows = 4;

/// Where a vector of columns lies.
template <class T>
struct Place {
  Index residue, cell, column, count;  ///< first column modulo step, its cell, the column; columns stored
  bool streaming;
};

template <class D, class T = hn::TFromD<D>>
HWY_INLINE hn::Vec<D> pick(D d, const SpreadCall<T>& call, Index residue, Index ordinal,
                           const T* HWY_RESTRICT row) {
  const hn::RebindToSigned<D> di;
  const Index number = residue * call.ordinals + ordinal, at = number * static_cast<Index>(hn::Lanes(d));
  const auto value =
      hn::TableLookupLanes(hn::LoadU(d, row + call.cells[number]), hn::SetTableIndices(d, call.numbers + at));
  if (ordinal < call.whole) return value;
  return hn::And(value, hn::BitCast(d, hn::LoadU(di, call.present + at)));
}

template <class D, class V, class T = hn::TFromD<D>>
HWY_INLINE void put(D d, const SpreadCall<T>& call, const Place<T>& place, Index row, V value) {
  T* const to = call.out + row * call.out_pitch + place.column;
  if (place.count < static_cast<Index>(hn::Lanes(d)))
    store_first(d, value, place.count, to);
  else
    store_whole(d, value, place.streaming, to);
}

/// kRows written rows of one phase: `lines` taps down, the first of which reads row `top` of `cells`.
template <int ordinals, int lines, int top, int rows, class D, class V, class T = hn::TFromD<D>>
HWY_INLINE void add_phase(D d, const SpreadCall<T>& call, const Place<T>& place,
                          const V (&cells)[rows][ordinals], Index m, Index p) {
  if constexpr (top < lines - 1 || top + kRows > rows) {
    return;  // no such phase
  } else {
    V sums[kRows];
    HWY_UNROLL(4) for (int r = 0; r < kRows; ++r) sums[r] = hn::Zero(d);
    const T* HWY_RESTRICT weights =
        call.weights + call.starts[p] +
        place.residue * (Index{lines} * ordinals * static_cast<Index>(hn::Lanes(d)));
    HWY_UNROLL(3) for (int l = 0; l < lines; ++l) {
      HWY_UNROLL(3) for (int j = 0; j < ordinals; ++j, weights += hn::Lanes(d)) {
        const V weight = hn::LoadU(d, weights);
        HWY_UNROLL(4)
        for (int r = 0; r < kRows; ++r) sums[r] = multiply_add(weight, cells[top + r - l][j], sums[r]);
      }
    }
    HWY_UNROLL(4) for (int r = 0; r < kRows; ++r) {
      const Index row = (m + r) * call.phase_count + p;
      if (row < call.written) put(d, call, place, row, sums[r]);
    }
  }
}

/// What a vector of one residue picks.
template <int ordinals, class D>
struct Picks {
  using T = hn::TFromD<D>;
  using Order = decltype(hn::SetTableIndices(D(), static_cast<const LaneNumber<T>*>(nullptr)));
  HWY_INLINE void take(D d, const SpreadCall<T>& call, Index residue) {
    const hn::RebindToSigned<D> di;
    whole = call.whole;
    HWY_UNROLL(8) for (int j = 0; j < ordinals; ++j) {
      const Index number = residue * ordinals + j, at = number * static_cast<Index>(hn::Lanes(d));
      cells[j] = call.cells[number];
      orders[j] = hn::SetTableIndices(d, call.numbers + at);
      present[j] = hn::BitCast(d, hn::LoadU(di, call.present + at));
    }
  }
  Index whole, cells[ordinals];
  Order orders[ordinals];
  hn::Vec<D> present[ordinals];
};

/// kRows phase cells down with few taps: what they read is picked once.
template <int ordinals, int span>
struct InRegisters {
  template <class D>
  using Residue = Picks<ordinals, D>;
  template <class D, class T = hn::TFromD<D>>
  static HWY_INLINE void make(D d, const SpreadCall<T>& call, const Residue<D>& picks, const Place<T>& place,
                              Index m) {
    using V = hn::Vec<D>;
    V cells[kRows + span][ordinals];
    const T* HWY_RESTRICT row = call.first_row + m * call.pitch + place.cell;
    HWY_UNROLL(7) for (int i = 0; i < kRows + span; ++i, row += call.pitch) {
      HWY_UNROLL(3)
      for (int j = 0; j < ordinals; ++j)
        cells[i][j] = hn::TableLookupLanes(hn::LoadU(d, row + picks.cells[j]), picks.orders[j]);
    }
    if (picks.whole < ordinals) HWY_UNROLL(7) for (int i = 0; i < kRows + span; ++i) {
        HWY_UNROLL(3) for (int j = 0; j < ordinals; ++j) cells[i][j] = hn::And(cells[i][j], picks.present[j]);
      }
    for (Index p = 0; p < call.phase_count; ++p) {
      const SpreadPhase& phase = call.phases[p];
      switch (phase.count * 4 + phase.top) {
        case 4:
          add_phase<ordinals, 1, 0>(d, call, place, cells, m, p);
          break;
        case 5:
          add_phase<ordinals, 1, 1>(d, call, place, cells, m, p);
          break;
        case 6:
          add_phase<ordinals, 1, 2>(d, call, place, cells, m, p);
          break;
        case 7:  // far apart by their dilation
          add_phase<ordinals, 1, 3>(d, call, place, cells, m, p);
          break;
        case 9:
          add_phase<ordinals, 2, 1>(d, call, place, cells, m, p);
          break;
        case 10:
          add_phase<ordinals, 2, 2>(d, call, place, cells, m, p);
          break;
        case 11:
          add_phase<ordinals, 2, 3>(d, call, place, cells, m, p);
          break;
        case 14:
          add_phase<ordinals, 3, 2>(d, call, place, cells, m, p);
          break;
        case 15:
          add_phase<ordinals, 3, 3>(d, call, place, cells, m, p);
          break;
        default:
          add_phase<ordinals, 0, 0>(d, call, place, cells, m, p);
          break;
      }
    }
  }
};

/// Of makers that pick by pick().
struct NoPicks {
  template <class D, class T>
  HWY_INLINE void take(D, const SpreadCall<T>&, Index) {}
};

/// `rows` phase cells down with any taps, each picked when it is wanted.
template <int rows>
struct OneByOne {
  template <class D>
  using Residue = NoPicks;
  template <class D, class T = hn::TFromD<D>>
  static HWY_INLINE void make(D d, const SpreadCall<T>& call, NoPicks, const Place<T>& place, Index m) {
    using V = hn::Vec<D>;
    const Index lanes = static_cast<Index>(hn::Lanes(d));
    for (Index p = 0; p < call.phase_count; ++p) {
      const SpreadPhase& phase = call.phases[p];
      V sums[rows];
      HWY_UNROLL(4) for (int r = 0; r < rows; ++r) sums[r] = hn::Zero(d);
      const T* HWY_RESTRICT weights =
          call.weights + call.starts[p] + place.residue * phase.count * call.ordinals * lanes;
      for (Index l = 0; l < phase.count; ++l) {
        const T* HWY_RESTRICT row = call.source + phase.lines[l] + m * call.pitch + place.cell;
        for (Index j = 0; j < call.ordinals; ++j, weights += lanes) {
          const V weight = hn::LoadU(d, weights);
          HWY_UNROLL(4)
          for (int r = 0; r < rows; ++r)
            sums[r] = multiply_add(weight, pick(d, call, place.residue, j, row + r * call.pitch), sums[r]);
        }
      }
      HWY_UNROLL(4) for (int r = 0; r < rows; ++r) {
        const Index row = (m + r) * call.phase_count + p;
        if (row < call.written) put(d, call, place, row, sums[r]);
      }
    }
  }
};

/// kRows phase cells down with many taps: what they read is picked once, into memory.
struct InMemory {
  static constexpr Index kMostVectors = 128;
  template <class D>
  using Residue = NoPicks;
  template <class D, class T = hn::TFromD<D>>
  static HWY_INLINE void make(D d, const SpreadCall<T>& call, NoPicks, const Place<T>& place, Index m) {
    using V = hn::Vec<D>;
    const Index lanes = static_cast<Index>(hn::Lanes(d)), ordinals = call.ordinals;
    HWY_ALIGN T cells[kMostVectors * hn::MaxLanes(d)];
    const T* HWY_RESTRICT from = call.first_row + m * call.pitch + place.cell;
    for (Index j = 0; j < ordinals; ++j)
      for (Index i = 0; i < kRows + call.span; ++i)
        hn::Store(pick(d, call, place.residue, j, from + i * call.pitch), d,
                  cells + (i * ordinals + j) * lanes);
    for (Index p = 0; p < call.phase_count; ++p) {
      const SpreadPhase& phase = call.phases[p];
      const T* HWY_RESTRICT weights =
          call.weights + call.starts[p] + place.residue * phase.count * ordinals * lanes;
      V sums[kRows];
      HWY_UNROLL(4) for (int r = 0; r < kRows; ++r) sums[r] = hn::Zero(d);
      const Index row_of_cells = ordinals * lanes;
      for (Index l = 0; l < phase.count; ++l) {
        const T* HWY_RESTRICT at = cells + (phase.top - l) * row_of_cells;
        for (Index j = 0; j < ordinals; ++j, weights += lanes, at += lanes) {
          const V weight = hn::LoadU(d, weights);
          HWY_UNROLL(4)
          for (int r = 0; r < kRows; ++r)
            sums[r] = multiply_add(weight, hn::Load(d, at + r * row_of_cells), sums[r]);
        }
      }
      HWY_UNROLL(4) for (int r = 0; r < kRows; ++r) {
        const Index row = (m + r) * call.phase_count + p;
        if (row < call.written) put(d, call, place, row, sums[r]);
      }
    }
  }
};

/// One written row of one line: what its vectors pick, and their weights, stay in registers.
template <int ordinals, bool whole, class T>
HWY_NOINLINE void spread_line(const SpreadCall<T>& call) {
  const hn::ScalableTag<T> d;
  using V = hn::Vec<decltype(d)>;
  const Index lanes = static_cast<Index>(hn::Lanes(d)), step = call.step;
  const Index cells = lanes / step, columns = lanes % step;
  const T* HWY_RESTRICT const row = call.source + call.phases[0].lines[0];
  Picks<ordinals, hn::ScalableTag<T>> picks;
  V weights[ordinals];
  Index residue = 0, cell = 0;
  const auto take = [&]() HWY_ATTR {
    picks.take(d, call, residue);
    const T* HWY_RESTRICT from = call.weights + call.starts[0] + residue * (ordinals * lanes);
    HWY_UNROLL(8) for (int j = 0; j < ordinals; ++j) weights[j] = hn::LoadU(d, from + j * lanes);
  };
  const auto made = [&]() HWY_ATTR {
    V sum = hn::Zero(d);
    HWY_UNROLL(8) for (int j = 0; j < ordinals; ++j) {
      V value = hn::TableLookupLanes(hn::LoadU(d, row + cell + picks.cells[j]), picks.orders[j]);
      if constexpr (!whole) value = hn::And(value, picks.present[j]);
      sum = multiply_add(weights[j], value, sum);
    }
    return sum;
  };
  take();
  Index x = 0;
  if (columns == 0)
    for (; x + lanes <= call.width; x += lanes, cell += cells) hn::StoreU(made(), d, call.out + x);
  while (x < call.width) {
    store_first(d, made(), call.width - x, call.out + x);
    x += lanes, cell += cells, residue += columns;
    if (residue >= step) residue -= step, ++cell;
    if (columns != 0) take();
  }
}

template <class T>
HWY_INLINE bool spread_single(const SpreadCall<T>& call) {
  if (call.rows != 1 || call.phase_count != 1 || call.phases[0].count != 1 || call.streaming) return false;
  const bool whole = call.whole == call.ordinals;
  switch (call.ordinals) {
    case 1:
      whole ? spread_line<1, true>(call) : spread_line<1, false>(call);
      return true;
    case 2:
      whole ? spread_line<2, true>(call) : spread_line<2, false>(call);
      return true;
    case 3:
      whole ? spread_line<3, true>(call) : spread_line<3, false>(call);
      return true;
    case 4:
      whole ? spread_line<4, true>(call) : spread_line<4, false>(call);
      return true;
    case 6:
      if (whole) spread_line<6, true>(call);
      return whole;
    case 8:
      if (whole) spread_line<8, true>(call);
      return whole;
    default:
      return false;
  }
}

/// All columns of the phase cells that a maker makes at once. The maker stands here twice, no more: it is
/// most of what there is to compile.
template <class Maker, class T>
HWY_NOINLINE void spread_columns(const SpreadCall<T>& call, Index m) {
  const hn::ScalableTag<T> d;
  const Index lanes = static_cast<Index>(hn::Lanes(d)), step = call.step;
  const Index head = call.streaming ? HWY_MIN(cells_to_alignment(d, call.out), call.width) : 0;
  const bool same = lanes % step == 0;  // residue in every vector after the head
  typename Maker::template Residue<hn::ScalableTag<T>> picks;
  picks.take(d, call, 0);
  Index residue = 0, cell = 0, x = 0;
  for (const Index end = same ? head : call.width; x < end;) {
    const bool aligned = x >= head;
    const Index count = aligned ? lanes : head;
    Maker::make(d, call, picks,
                Place<T>{residue, cell, x, aligned ? call.width - x : head, aligned && call.streaming}, m);
    x += count, cell += count / step, residue += count % step;
    if (residue >= step) residue -= step, ++cell;
    picks.take(d, call, residue);
  }
  for (const Index cells = lanes / step; x < call.width; x += lanes, cell += cells)
    Maker::make(d, call, picks, Place<T>{residue, cell, x, call.width - x, call.streaming}, m);
}

template <class Maker, class T>
HWY_INLINE void spread_blocks(const SpreadCall<T>& call) {
  // The last rows are made twice where their number is odd.
  for (Index m = 0; m < call.rows; m += kRows) spread_columns<Maker>(call, HWY_MIN(m, call.rows - kRows));
}

template <int ordinals, class T>
HWY_INLINE bool spread_in_registers(const SpreadCall<T>& call) {
  if (call.ordinals != ordinals || call.span < ordinals - 1 || call.span > ordinals) return false;
  for (Index p = 0; p < call.phase_count; ++p)
    if (call.phases[p].count > ordinals) return false;
  if (call.span == ordinals)
    spread_blocks<InRegisters<ordinals, ordinals>>(call);
  else
    spread_blocks<InRegisters<ordinals, ordinals - 1>>(call);
  return true;
}

// Where vectors are short and registers few, what is written for them is not worth its long compiling.
#if HWY_TARGET == HWY_SCALAR || HWY_TARGET == HWY_SSE2 || HWY_TARGET == HWY_SSE4
constexpr bool kInRegisters = false;
#else
constexpr bool kInRegisters = true;
#endif

template <class T>
HWY_INLINE void spread_of(const SpreadCall<T>& call) {
  if constexpr (kInRegisters)
    if (spread_single(call)) return;
  if (call.rows < kRows) {
    for (Index m = 0; m < call.rows; ++m) spread_columns<OneByOne<1>>(call, m);
    return;
  }
  if constexpr (kInRegisters)
    if (spread_in_registers<1>(call) || spread_in_registers<2>(call) || spread_in_registers<3>(call)) return;
  if (call.span >= 0 && (call.span + kRows) * call.ordinals <= InMemory::kMostVectors)
    spread_blocks<InMemory>(call);
  else
    spread_blocks<OneByOne<kRows>>(call);
}

void spread_float(const SpreadCall<float>& call) {
  spread_of(call);
}
void spread_double(const SpreadCall<double>& call) {
  spread_of(call);
}

}  // namespace convscope::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope::fast {
HWY_EXPORT(spread_float);
HWY_EXPORT(spread_double);
template <>
void spread_rows(const SpreadCall<float>& call) {
  HWY_DYNAMIC_DISPATCH(spread_float)(call);
}
template <>
void spread_rows(const SpreadCall<double>& call) {
  HWY_DYNAMIC_DISPATCH(spread_double)(call);
}
}  // namespace convscope::fast
#endif
