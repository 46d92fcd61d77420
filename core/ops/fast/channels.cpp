#include <algorithm>

#include "core/ops/fast/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/fast/channels.cpp"
#include <hwy/foreach_target.h>
// After it, as Highway wants it.
#include <hwy/cache_control.h>
#include <hwy/highway.h>

#include "core/ops/fast/arithmetic.inl"

HWY_BEFORE_NAMESPACE();
namespace convscope::fast::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Sums of cells times vectors, which with the weights and a value fill the registers.
constexpr bool kManyRegisters = HWY_ARCH_ARM || HWY_TARGET <= HWY_AVX3;
constexpr int kCells = kManyRegisters ? 14 : 6;
constexpr int kVectors = 2;
/// So many weights come from beyond the first cache: those of taps so much later are on their way meanwhile.
constexpr Index kFarWeights = 1 << 14, kTapsAhead = 16;
// Of one or two cells each weight is used once or twice: memory is the limit, and sums enough to wait for
// none.
constexpr int kWide = kManyRegisters ? 8 : 4;
constexpr int kFew = 2;

/// `near`: each cell is the one after the one before, so that no list of them is read between the products.
template <int vectors, int cells, bool near, class T>
HWY_NOINLINE void channels_block(const ChannelsCall<T>& call, Index first) {
  const hn::ScalableTag<T> d;
  using V = hn::Vec<decltype(d)>;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  [[maybe_unused]] const Index* offsets = call.cells + first;
  V sums[cells][vectors];
  T* const out = call.out + first * vectors * lanes;
  if (call.add) {
    HWY_UNROLL(14)
    for (int i = 0; i < cells; ++i) HWY_UNROLL(8)
    for (int v = 0; v < vectors; ++v) sums[i][v] = hn::LoadU(d, out + (i * vectors + v) * lanes);
  } else {
    HWY_UNROLL(14)
    for (int i = 0; i < cells; ++i) HWY_UNROLL(8) for (int v = 0; v < vectors; ++v) sums[i][v] = hn::Zero(d);
  }
  [[maybe_unused]] const bool far = call.channels * call.weights_stride > kFarWeights;
  const T* HWY_RESTRICT channel_weights = call.weights;
  const T* HWY_RESTRICT channel = call.source + (near ? offsets[0] : 0);
  for (Index c = 0; c < call.channels; ++c) {
    for (Index t = 0; t < call.tap_count; ++t) {
      const T* HWY_RESTRICT weights = channel_weights + call.places[t];
      const T* at = channel + call.taps[t];
      // There are not registers enough for all cells' places: their offsets are read again for each tap, or
      // else the compiler keeps them where they get in the way of the sums.
      if constexpr (!near) __asm__("" : "+r"(offsets), "+r"(at));
      V w[vectors];
      HWY_UNROLL(8) for (int v = 0; v < vectors; ++v) {
        w[v] = hn::LoadU(d, weights + v * lanes);
        if constexpr (!near && vectors == kVectors)
          if (far) hwy::Prefetch(weights + (kTapsAhead * vectors + v) * lanes);
        // Each is read once, and pages lie a few taps apart.
        if constexpr (vectors > kVectors) hwy::Prefetch(weights + (kTapsAhead * vectors + v) * lanes);
      }
      HWY_UNROLL(14) for (int i = 0; i < cells; ++i) {
        const V value = hn::Set(d, near ? at[i] : at[offsets[i]]);
        HWY_UNROLL(8) for (int v = 0; v < vectors; ++v) sums[i][v] = multiply_add(w[v], value, sums[i][v]);
      }
    }
    channel += call.channel_stride;
    channel_weights += call.weights_stride;
  }
  HWY_UNROLL(14)
  for (int i = 0; i < cells; ++i) HWY_UNROLL(8)
  for (int v = 0; v < vectors; ++v) hn::StoreU(sums[i][v], d, out + (i * vectors + v) * lanes);
}

template <int vectors, int cells, bool near, class T>
HWY_INLINE void channels_cells(const ChannelsCall<T>& call, Index first, Index count) {
  if constexpr (cells > 1)
    if (count < cells) return channels_cells<vectors, cells - 1, near>(call, first, count);
  channels_block<vectors, cells, near>(call, first);
}

/// Whether each of these cells is the one after the one before.
HWY_INLINE bool are_neighbours(const Index* cells, Index count) {
  for (Index i = 1; i < count; ++i)
    if (cells[i] != cells[i - 1] + 1) return false;
  return true;
}

template <int vectors, int most, class T>
HWY_NOINLINE void channels_vectors(const ChannelsCall<T>& call) {
  constexpr Index kLine = 64 / static_cast<Index>(sizeof(T));
  // Groups of about equal size.
  const Index groups = (call.cell_count + most - 1) / most;
  for (Index g = 0; g < groups; ++g) {
    const Index first = g * call.cell_count / groups, end = (g + 1) * call.cell_count / groups;
    // A few at a time, as many as can be on their way together.
    const auto& ahead = call.ahead;
    const Index step = HWY_MAX(1, kLine / HWY_MAX(1, ahead.pitch));  // rows in a line of the cache
    for (Index row = g * ahead.rows / groups; row < (g + 1) * ahead.rows / groups; row += step)
      for (Index i = 0; i < ahead.length; i += kLine) hwy::Prefetch(ahead.first + row * ahead.pitch + i);
    if constexpr (vectors == kVectors)
      if (are_neighbours(call.cells + first, end - first)) {
        channels_cells<vectors, most, true>(call, first, end - first);
        continue;
      }
    channels_cells<vectors, most, false>(call, first, end - first);
  }
}

template <class T>
HWY_INLINE void channels_of(const ChannelsCall<T>& call) {
  if (call.vectors == 1) return channels_vectors<1, kCells>(call);
  if (call.vectors == 2) return channels_vectors<2, kCells>(call);
  if (call.vectors == 4) return channels_vectors<4, kFew>(call);
  if constexpr (kWide > 4) channels_vectors<8, kFew>(call);
}

#if HWY_TARGET == HWY_SCALAR
template <class T>
HWY_INLINE void turn_of(const T* HWY_RESTRICT from, Index from_pitch, Index cells, Index channels,
                        T* HWY_RESTRICT to, Index to_pitch) {
  for (Index c = 0; c < channels; ++c)
    for (Index i = 0; i < cells; ++i) to[c * to_pitch + i] = from[i * from_pitch + c];
}
#else
/// Each block of 16 bytes of a vector to a place of its own.
template <class D, class V, class T = hn::TFromD<D>>
HWY_INLINE void store_blocks(D d, V v, T* to, Index pitch) {
  constexpr Index kLanes = static_cast<Index>(hn::MaxLanes(D()));
  if constexpr (kLanes * sizeof(T) <= 16) {
    hn::StoreU(v, d, to);
  } else {
    const hn::Half<D> half;
    store_blocks(half, hn::LowerHalf(half, v), to, pitch);
    store_blocks(half, hn::UpperHalf(half, v), to + kLanes / 2 * pitch, pitch);
  }
}

template <class T>
HWY_INLINE void turn_of(const T* HWY_RESTRICT from, Index from_pitch, Index cells, Index channels,
                        T* HWY_RESTRICT to, Index to_pitch) {
  const hn::ScalableTag<T> d;
  constexpr Index kBlock = 16 / static_cast<Index>(sizeof(T));  // cells and channels of a square
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  Index c = 0;
  for (; c + lanes <= channels; c += lanes) {
    Index i = 0;
    for (; i + kBlock <= cells; i += kBlock) {
      const T* at = from + i * from_pitch + c;
      T* const out = to + c * to_pitch + i;
      const auto v0 = hn::LoadU(d, at), v1 = hn::LoadU(d, at + from_pitch);
      if constexpr (sizeof(T) == 8) {
        store_blocks(d, hn::InterleaveLower(d, v0, v1), out, to_pitch);
        store_blocks(d, hn::InterleaveUpper(d, v0, v1), out + to_pitch, to_pitch);
      } else {
        const hn::RepartitionToWide<decltype(d)> pairs;
        const auto v2 = hn::LoadU(d, at + 2 * from_pitch), v3 = hn::LoadU(d, at + 3 * from_pitch);
        const auto low01 = hn::BitCast(pairs, hn::InterleaveLower(d, v0, v1)),
                   low23 = hn::BitCast(pairs, hn::InterleaveLower(d, v2, v3)),
                   up01 = hn::BitCast(pairs, hn::InterleaveUpper(d, v0, v1)),
                   up23 = hn::BitCast(pairs, hn::InterleaveUpper(d, v2, v3));
        store_blocks(d, hn::BitCast(d, hn::InterleaveLower(pairs, low01, low23)), out, to_pitch);
        store_blocks(d, hn::BitCast(d, hn::InterleaveUpper(pairs, low01, low23)), out + to_pitch, to_pitch);
        store_blocks(d, hn::BitCast(d, hn::InterleaveLower(pairs, up01, up23)), out + 2 * to_pitch, to_pitch);
        store_blocks(d, hn::BitCast(d, hn::InterleaveUpper(pairs, up01, up23)), out + 3 * to_pitch, to_pitch);
      }
    }
    for (; i < cells; ++i)
      for (Index k = c; k < c + lanes; ++k) to[k * to_pitch + i] = from[i * from_pitch + k];
  }
  for (; c < channels; ++c)
    for (Index i = 0; i < cells; ++i) to[c * to_pitch + i] = from[i * from_pitch + c];
}
#endif

void channels_float(const ChannelsCall<float>& call) {
  channels_of(call);
}
void channels_double(const ChannelsCall<double>& call) {
  channels_of(call);
}
void turn_float(const float* from, Index from_pitch, Index cells, Index channels, float* to, Index to_pitch) {
  turn_of(from, from_pitch, cells, channels, to, to_pitch);
}
void turn_double(const double* from, Index from_pitch, Index cells, Index channels, double* to,
                 Index to_pitch) {
  turn_of(from, from_pitch, cells, channels, to, to_pitch);
}
Index vectors_here(Index cells) {
  return cells <= kFew ? kWide : kVectors;
}

}  // namespace convscope::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope::fast {
HWY_EXPORT(channels_float);
HWY_EXPORT(channels_double);
HWY_EXPORT(turn_float);
HWY_EXPORT(turn_double);
HWY_EXPORT(vectors_here);
template <>
void multiply_channels(const ChannelsCall<float>& call) {
  HWY_DYNAMIC_DISPATCH(channels_float)(call);
}
template <>
void multiply_channels(const ChannelsCall<double>& call) {
  HWY_DYNAMIC_DISPATCH(channels_double)(call);
}
Index channel_vectors(Index cells) {
  return HWY_DYNAMIC_DISPATCH(vectors_here)(cells);
}
/// Channels of single cells lie as they are made.
static bool is_turned(Index cells, Index to_pitch) {
  return cells == 1 && to_pitch == 1;
}
template <>
void turn(const float* from, Index from_pitch, Index cells, Index channels, float* to, Index to_pitch) {
  if (is_turned(cells, to_pitch)) return void(std::copy_n(from, channels, to));
  HWY_DYNAMIC_DISPATCH(turn_float)(from, from_pitch, cells, channels, to, to_pitch);
}
template <>
void turn(const double* from, Index from_pitch, Index cells, Index channels, double* to, Index to_pitch) {
  if (is_turned(cells, to_pitch)) return void(std::copy_n(from, channels, to));
  HWY_DYNAMIC_DISPATCH(turn_double)(from, from_pitch, cells, channels, to, to_pitch);
}
}  // namespace convscope::fast
#endif
