#include "core/ops/fast/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/fast/rows.cpp"
#include <hwy/foreach_target.h>
// After it, as Highway wants it.
#include <hwy/highway.h>

#include "core/ops/fast/arithmetic.inl"

HWY_BEFORE_NAMESPACE();
namespace convscope::fast::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Vectors of columns at once: with kRowsAtOnce rows their sums fill half the registers.
constexpr int kColumns = HWY_ARCH_ARM || HWY_TARGET <= HWY_AVX3 ? 4 : 2;

/// One read row, for the written rows whose bits are set: `sums` has kRowsAtOnce times `columns` vectors.
template <unsigned users, int columns, class D, class V, class T = hn::TFromD<D>>
HWY_INLINE void add_row(D d, const RowsCall<T>& call, const RowUse& use, Index x, V* HWY_RESTRICT sums) {
  const T* HWY_RESTRICT from = call.source + use.offset + x;
  const T* HWY_RESTRICT weights[kRowsAtOnce];
  for (Index r = 0; r < kRowsAtOnce; ++r) weights[r] = call.weights + use.taps[r] * call.column_count;
  V s[kRowsAtOnce * columns];
  const Index step = static_cast<Index>(hn::Lanes(d));
  HWY_UNROLL(16) for (int i = 0; i < kRowsAtOnce * columns; ++i) s[i] = sums[i];
  for (Index c = 0; c < call.column_count; ++c) {
    const T* HWY_RESTRICT at = from + call.columns[c];
    V values[columns];
    HWY_UNROLL(4) for (int v = 0; v < columns; ++v) values[v] = hn::LoadU(d, at + v * step);
    HWY_UNROLL(4) for (int r = 0; r < static_cast<int>(kRowsAtOnce); ++r) {
      if (!(users >> r & 1)) continue;
      const V weight = hn::Set(d, weights[r][c]);
      HWY_UNROLL(4)
      for (int v = 0; v < columns; ++v)
        s[r * columns + v] = multiply_add(weight, values[v], s[r * columns + v]);
    }
  }
  HWY_UNROLL(16) for (int i = 0; i < kRowsAtOnce * columns; ++i) sums[i] = s[i];
}

template <int columns, class D, class T = hn::TFromD<D>>
HWY_INLINE void filter_block(D d, const RowsCall<T>& call, Index x) {
  using V = hn::Vec<D>;
  V sums[kRowsAtOnce * columns];
  for (V& sum : sums) sum = hn::Zero(d);
  const unsigned wanted = (1U << call.rows) - 1;
  for (Index u = 0; u < call.use_count; ++u) {
    const RowUse& use = call.uses[u];
    switch (use.users & wanted) {
#define CONVSCOPE_USERS(n)                      \
  case n:                                       \
    add_row<n, columns>(d, call, use, x, sums); \
    break;
      CONVSCOPE_USERS(1)
      CONVSCOPE_USERS(2)
      CONVSCOPE_USERS(3)
      CONVSCOPE_USERS(4)
      CONVSCOPE_USERS(5)
      CONVSCOPE_USERS(6)
      CONVSCOPE_USERS(7)
      CONVSCOPE_USERS(8)
      CONVSCOPE_USERS(9)
      CONVSCOPE_USERS(10)
      CONVSCOPE_USERS(11)
      CONVSCOPE_USERS(12)
      CONVSCOPE_USERS(13)
      CONVSCOPE_USERS(14)
      CONVSCOPE_USERS(15)
#undef CONVSCOPE_USERS
      default:
        break;
    }
  }
  const Index lanes = static_cast<Index>(hn::Lanes(d)), rest = call.width - x;
  for (Index r = 0; r < call.rows; ++r) {
    T* out = call.out + r * call.out_pitch + x;
    if (rest >= columns * lanes) {
      for (Index v = 0; v < columns; ++v) hn::StoreU(sums[r * columns + v], d, out + v * lanes);
    } else {
      HWY_ALIGN T last[columns * hn::MaxLanes(d)];
      for (Index v = 0; v < columns; ++v) hn::StoreU(sums[r * columns + v], d, last + v * lanes);
      for (Index i = 0; i < rest; ++i) out[i] = last[i];
    }
  }
}

template <class T>
HWY_INLINE void rows_of(const RowsCall<T>& call) {
  const hn::ScalableTag<T> d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  Index x = 0;
  for (; x + (kColumns - 1) * lanes < call.width; x += kColumns * lanes) filter_block<kColumns>(d, call, x);
  for (; x < call.width; x += lanes) filter_block<1>(d, call, x);
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
  HWY_DYNAMIC_DISPATCH(rows_float)(call);
}
template <>
void filter_rows(const RowsCall<double>& call) {
  HWY_DYNAMIC_DISPATCH(rows_double)(call);
}
}  // namespace convscope::fast
#endif
