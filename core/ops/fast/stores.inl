// Stores of rows, past the caches or not: included once for each instruction set.
#include <hwy/cache_control.h>
#include <hwy/highway.h>

#if defined(CONVSCOPE_STORES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef CONVSCOPE_STORES_INL
#undef CONVSCOPE_STORES_INL
#else
#define CONVSCOPE_STORES_INL
#endif

#include <cstdint>

#include "core/base/index.hpp"
#include "core/ops/fast/kernels.hpp"

HWY_BEFORE_NAMESPACE();
namespace convscope::fast::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// The first `count` lanes, which may be all or none; nothing else is touched.
template <class D, class V>
HWY_INLINE void store_first(D d, V value, Index count, hn::TFromD<D>* HWY_RESTRICT to) {
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  if (count >= lanes) {
    hn::StoreU(value, d, to);
    return;
  }
  if (count <= 0) return;
#if HWY_TARGET <= HWY_AVX3
  hn::BlendedStore(value, hn::FirstN(d, static_cast<std::size_t>(count)), d, to);
#else
  HWY_ALIGN hn::TFromD<D> all[hn::MaxLanes(d)];
  hn::Store(value, d, all);
  for (Index i = 0; i < count; ++i) to[i] = all[i];
#endif
}

/// `aligned` for a vector where it is streamed.
template <class D, class V>
HWY_INLINE void store_whole(D d, V value, bool streaming, hn::TFromD<D>* HWY_RESTRICT aligned) {
  if (streaming)
    hn::Stream(value, d, aligned);
  else
    hn::StoreU(value, d, aligned);
}

/// Cells before the first one that is aligned for a vector.
template <class D, class T = hn::TFromD<D>>
HWY_INLINE Index cells_to_alignment(D d, const T* to) {
  const std::size_t bytes = hn::Lanes(d) * sizeof(T);
  const std::size_t beyond = reinterpret_cast<std::uintptr_t>(to) % bytes;
  return beyond == 0 ? 0 : static_cast<Index>((bytes - beyond) / sizeof(T));
}

/// Columns of one row; `rest` of them are wanted.
template <int columns, class D, class V>
HWY_INLINE void store(D d, const V (&sums)[columns], bool streaming, hn::TFromD<D>* HWY_RESTRICT out,
                      Index rest) {
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  if (rest >= columns * lanes) {
    HWY_UNROLL(8) for (int v = 0; v < columns; ++v) store_whole(d, sums[v], streaming, out + v * lanes);
    return;
  }
  HWY_UNROLL(8) for (int v = 0; v < columns; ++v) store_first(d, sums[v], rest - v * lanes, out + v * lanes);
}

/// Columns before those that may be streamed.
template <class D, class T = hn::TFromD<D>>
HWY_INLINE Index head_of(D d, const RowsCall<T>& call) {
  return call.streaming ? HWY_MIN(cells_to_alignment(d, call.out), call.width) : 0;
}

}  // namespace convscope::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
