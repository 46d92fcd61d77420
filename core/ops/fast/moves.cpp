#include "core/ops/fast/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/fast/moves.cpp"
#include <hwy/foreach_target.h>
// After it, as Highway wants it.
#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace convscope::fast::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR
// A vector is one cell there.
template <class D, class V>
HWY_INLINE V first_of_pairs(D, V a, V) {
  return a;
}
template <class D, class V>
HWY_INLINE void pair_up(D, V a, V b, V& low, V& high) {
  low = a, high = b;
}
#else
template <class D, class V>
HWY_INLINE V first_of_pairs(D d, V a, V b) {
  return hn::ConcatEven(d, b, a);
}
/// a0 b0 a1 b1 ..., in two vectors.
template <class D, class V>
HWY_INLINE void pair_up(D d, V a, V b, V& low, V& high) {
  constexpr std::size_t kMost = hn::MaxLanes(D());
  using I = hwy::MakeSigned<hn::TFromD<D>>;
  HWY_ALIGN I order[kMost];
  for (std::size_t i = 0; i < kMost; ++i) order[i] = static_cast<I>(i / 2 + i % 2 * (kMost / 2));
  const auto indices = hn::SetTableIndices(d, order);
  low = hn::TableLookupLanes(hn::ConcatLowerLower(d, b, a), indices);
  high = hn::TableLookupLanes(hn::ConcatUpperUpper(d, b, a), indices);
}
#endif

template <class T>
HWY_INLINE void take_every_of(const T* HWY_RESTRICT from, Index step, Index count, T* HWY_RESTRICT to) {
  const hn::ScalableTag<T> d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  Index i = 0;
  // The last vector's loads would reach up to step - 1 cells beyond the last one that is wanted.
  if (step == 2)
    for (; i + lanes < count; i += lanes) {
      hn::StoreU(first_of_pairs(d, hn::LoadU(d, from + i * 2), hn::LoadU(d, from + i * 2 + lanes)), d,
                 to + i);
    }
  if (step == 3)
    for (; i + lanes < count; i += lanes) {
      hn::Vec<decltype(d)> a, b, c;
      hn::LoadInterleaved3(d, from + i * 3, a, b, c);
      hn::StoreU(a, d, to + i);
    }
  if (step == 4)
    for (; i + lanes < count; i += lanes) {
      hn::Vec<decltype(d)> a, b, c, e;
      hn::LoadInterleaved4(d, from + i * 4, a, b, c, e);
      hn::StoreU(a, d, to + i);
    }
  const T* HWY_RESTRICT at = from + i * step;
  for (; i + 4 <= count; i += 4, at += 4 * step) {
    const T a = at[0], b = at[step], c = at[2 * step], e = at[3 * step];
    to[i] = a, to[i + 1] = b, to[i + 2] = c, to[i + 3] = e;
  }
  for (; i < count; ++i) to[i] = from[i * step];
}

template <class T>
HWY_INLINE void copy_streaming(const T* HWY_RESTRICT from, T* HWY_RESTRICT to, Index count) {
  const hn::ScalableTag<T> d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  const std::size_t bytes = static_cast<std::size_t>(lanes) * sizeof(T);
  const std::size_t beyond = reinterpret_cast<std::uintptr_t>(to) % bytes;
  Index i = 0;
  if (beyond != 0) {
    const Index head = std::min(count, static_cast<Index>((bytes - beyond) / sizeof(T)));
    for (; i < head; ++i) to[i] = from[i];
  }
  for (; i + lanes <= count; i += lanes) hn::Stream(hn::LoadU(d, from + i), d, to + i);
  for (; i < count; ++i) to[i] = from[i];
}

/// Pairs straight from the registers; false where `to` lies so that they would straddle vectors.
template <class T>
HWY_INLINE bool pairs_streaming(const T* HWY_RESTRICT even, const T* HWY_RESTRICT odd, T* HWY_RESTRICT to,
                                Index cells) {
  const hn::ScalableTag<T> d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  const std::size_t bytes = static_cast<std::size_t>(lanes) * sizeof(T);
  const std::size_t beyond = reinterpret_cast<std::uintptr_t>(to) % bytes;
  if (beyond % (2 * sizeof(T)) != 0) return false;
  const Index head = beyond == 0 ? 0 : static_cast<Index>((bytes - beyond) / (2 * sizeof(T)));
  Index m = 0;
  for (; m < std::min(head, cells / 2); ++m) to[2 * m] = even[m], to[2 * m + 1] = odd[m];
  for (; m + lanes <= cells / 2; m += lanes) {
    hn::Vec<decltype(d)> low, high;
    pair_up(d, hn::LoadU(d, even + m), hn::LoadU(d, odd + m), low, high);
    hn::Stream(low, d, to + 2 * m);
    hn::Stream(high, d, to + 2 * m + lanes);
  }
  for (Index i = 2 * m; i < cells; ++i) to[i] = (i % 2 == 0 ? even : odd)[i / 2];
  return true;
}

template <class T>
HWY_INLINE void interleave_cached(const T* const* phases, Index count, T* HWY_RESTRICT to, Index cells) {
  const hn::ScalableTag<T> d;
  const Index lanes = static_cast<Index>(hn::Lanes(d)), whole = cells / count;
  Index m = 0;
  if (count == 2)
    for (; m + lanes <= whole; m += lanes) {
      hn::Vec<decltype(d)> low, high;
      pair_up(d, hn::LoadU(d, phases[0] + m), hn::LoadU(d, phases[1] + m), low, high);
      hn::StoreU(low, d, to + 2 * m);
      hn::StoreU(high, d, to + 2 * m + lanes);
    }
  if (count == 3)
    for (; m + lanes <= whole; m += lanes)
      hn::StoreInterleaved3(hn::LoadU(d, phases[0] + m), hn::LoadU(d, phases[1] + m),
                            hn::LoadU(d, phases[2] + m), d, to + 3 * m);
  if (count == 4)
    for (; m + lanes <= whole; m += lanes)
      hn::StoreInterleaved4(hn::LoadU(d, phases[0] + m), hn::LoadU(d, phases[1] + m),
                            hn::LoadU(d, phases[2] + m), hn::LoadU(d, phases[3] + m), d, to + 4 * m);
  for (; m * count < cells; ++m)
    for (Index p = 0; p < std::min(count, cells - m * count); ++p) to[m * count + p] = phases[p][m];
}

template <class T>
HWY_INLINE void interleave_of(const T* const* phases, Index count, T* to, Index cells, bool streaming,
                              T* spare) {
  if (count == 1) {
    if (streaming)
      copy_streaming(phases[0], to, cells);
    else
      std::memcpy(to, phases[0], static_cast<std::size_t>(cells) * sizeof(T));
  } else if (streaming) {
    if (count == 2 && pairs_streaming(phases[0], phases[1], to, cells)) return;
    interleave_cached(phases, count, spare, cells);
    copy_streaming(spare, to, cells);
  } else {
    interleave_cached(phases, count, to, cells);
  }
}

void take_every_float(const float* from, Index step, Index count, float* to) {
  take_every_of(from, step, count, to);
}
void take_every_double(const double* from, Index step, Index count, double* to) {
  take_every_of(from, step, count, to);
}
void interleave_float(const float* const* phases, Index count, float* to, Index cells, bool streaming,
                      float* spare) {
  interleave_of(phases, count, to, cells, streaming, spare);
}
void interleave_double(const double* const* phases, Index count, double* to, Index cells, bool streaming,
                       double* spare) {
  interleave_of(phases, count, to, cells, streaming, spare);
}
Index vector_bytes_here() {
  const hn::ScalableTag<float> d;
  return static_cast<Index>(hn::Lanes(d) * sizeof(float));
}

}  // namespace convscope::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope::fast {
HWY_EXPORT(take_every_float);
HWY_EXPORT(take_every_double);
HWY_EXPORT(interleave_float);
HWY_EXPORT(interleave_double);
HWY_EXPORT(vector_bytes_here);
template <>
void take_every(const float* from, Index step, Index count, float* to) {
  HWY_DYNAMIC_DISPATCH(take_every_float)(from, step, count, to);
}
template <>
void take_every(const double* from, Index step, Index count, double* to) {
  HWY_DYNAMIC_DISPATCH(take_every_double)(from, step, count, to);
}
template <>
void interleave(const float* const* phases, Index count, float* to, Index cells, bool streaming,
                float* spare) {
  HWY_DYNAMIC_DISPATCH(interleave_float)(phases, count, to, cells, streaming, spare);
}
template <>
void interleave(const double* const* phases, Index count, double* to, Index cells, bool streaming,
                double* spare) {
  HWY_DYNAMIC_DISPATCH(interleave_double)(phases, count, to, cells, streaming, spare);
}
Index vector_bytes() {
  return HWY_DYNAMIC_DISPATCH(vector_bytes_here)();
}
void finish_streaming() {
  hwy::FlushStream();
}
}  // namespace convscope::fast
#endif
