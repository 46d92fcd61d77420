#include "core/ops/fast/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/fast/products.cpp"
#include <hwy/foreach_target.h>
// After it, as Highway wants it.
#include <hwy/highway.h>

#include "core/ops/fast/arithmetic.inl"

HWY_BEFORE_NAMESPACE();
namespace convscope::fast::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Sums of `rows` times `columns` vectors, which with the values and a weight fill the registers.
constexpr bool kManyRegisters = HWY_ARCH_ARM || HWY_TARGET <= HWY_AVX3;
constexpr Index kRows = kManyRegisters ? 8 : 4;
constexpr int kColumns = 3;

template <int rows, int columns, class D, class T = hn::TFromD<D>>
HWY_INLINE void multiply_block(D d, const ProductCall<T>& call, Index x) {
  using V = hn::Vec<D>;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  V sums[rows * columns];
  HWY_UNROLL(24) for (int i = 0; i < rows * columns; ++i) sums[i] = hn::Zero(d);
  const T* HWY_RESTRICT weights = call.weights;
  const T* HWY_RESTRICT channel = call.source + x;
  for (Index c = 0; c < call.channels; ++c, channel += call.channel_stride) {
    for (Index t = 0; t < call.tap_count; ++t, weights += rows) {
      const T* HWY_RESTRICT at = channel + call.taps[t];
      V values[columns];
      HWY_UNROLL(3) for (int v = 0; v < columns; ++v) values[v] = hn::LoadU(d, at + v * lanes);
      HWY_UNROLL(8) for (int r = 0; r < rows; ++r) {
        const V weight = hn::Set(d, weights[r]);
        HWY_UNROLL(3)
        for (int v = 0; v < columns; ++v)
          sums[r * columns + v] = multiply_add(weight, values[v], sums[r * columns + v]);
      }
    }
  }
  for (int r = 0; r < rows; ++r)
    for (int v = 0; v < columns; ++v)
      hn::StoreU(sums[r * columns + v], d, call.out + r * call.out_pitch + x + v * lanes);
}

template <int rows, class T>
HWY_NOINLINE void multiply_rows(const ProductCall<T>& call) {
  const hn::ScalableTag<T> d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  Index x = 0;
  for (; x + (kColumns - 1) * lanes < call.width; x += kColumns * lanes)
    multiply_block<rows, kColumns>(d, call, x);
  if (x + lanes < call.width)
    multiply_block<rows, 2>(d, call, x);
  else if (x < call.width)
    multiply_block<rows, 1>(d, call, x);
}

template <class T>
HWY_INLINE void product_of(const ProductCall<T>& call) {
  switch (call.rows) {
    case 1:
      return multiply_rows<1>(call);
    case 2:
      return multiply_rows<2>(call);
    case 3:
      return multiply_rows<3>(call);
    case 4:
      return multiply_rows<4>(call);
    default:
      break;
  }
  if constexpr (kManyRegisters) switch (call.rows) {
      case 5:
        return multiply_rows<5>(call);
      case 6:
        return multiply_rows<6>(call);
      case 7:
        return multiply_rows<7>(call);
      default:
        return multiply_rows<8>(call);
    }
}

// The same with vectors across channels.
constexpr int kVectors = kManyRegisters ? 4 : 2;
constexpr int kCells = 6;

template <int vectors, int cells, class D, class T = hn::TFromD<D>>
HWY_INLINE void channels_block(D d, const ChannelsCall<T>& call, Index first) {
  using V = hn::Vec<D>;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  const T* HWY_RESTRICT at[cells];
  HWY_UNROLL(6)
  for (int i = 0; i < cells; ++i) at[i] = call.source + call.cells[HWY_MIN(first + i, call.cell_count - 1)];
  V sums[cells][vectors];
  HWY_UNROLL(6)
  for (int i = 0; i < cells; ++i) HWY_UNROLL(4) for (int v = 0; v < vectors; ++v) sums[i][v] = hn::Zero(d);
  const T* HWY_RESTRICT weights = call.weights;
  for (Index c = 0; c < call.channels; ++c) {
    for (Index t = 0; t < call.tap_count; ++t, weights += vectors * lanes) {
      const Index offset = call.taps[t] + c * call.channel_stride;
      V w[vectors];
      HWY_UNROLL(4) for (int v = 0; v < vectors; ++v) w[v] = hn::LoadU(d, weights + v * lanes);
      HWY_UNROLL(6) for (int i = 0; i < cells; ++i) {
        const V value = hn::Set(d, at[i][offset]);
        HWY_UNROLL(4) for (int v = 0; v < vectors; ++v) sums[i][v] = multiply_add(w[v], value, sums[i][v]);
      }
    }
  }
  HWY_ALIGN T made[cells][vectors * hn::MaxLanes(d)];
  for (int i = 0; i < cells; ++i)
    for (int v = 0; v < vectors; ++v) hn::Store(sums[i][v], d, made[i] + v * lanes);
  const Index count = HWY_MIN(static_cast<Index>(cells), call.cell_count - first);
  for (Index r = 0; r < call.rows; ++r)
    for (Index i = 0; i < count; ++i) call.out[r * call.out_pitch + first + i] = made[i][r];
}

template <int vectors, class T>
HWY_NOINLINE void channels_vectors(const ChannelsCall<T>& call) {
  const hn::ScalableTag<T> d;
  Index i = 0;
  for (; i + 2 < call.cell_count; i += kCells) channels_block<vectors, kCells>(d, call, i);
  for (; i < call.cell_count; ++i) channels_block<vectors, 1>(d, call, i);
}

template <class T>
HWY_INLINE void channels_of(const ChannelsCall<T>& call) {
  if (call.vectors == 1) return channels_vectors<1>(call);
  if (call.vectors == 2) return channels_vectors<2>(call);
  if constexpr (kVectors > 2) {
    if (call.vectors == 3) return channels_vectors<3>(call);
    return channels_vectors<4>(call);
  }
}

void channels_float(const ChannelsCall<float>& call) {
  channels_of(call);
}
void channels_double(const ChannelsCall<double>& call) {
  channels_of(call);
}
Index vectors_at_once() {
  return kVectors;
}

void product_float(const ProductCall<float>& call) {
  product_of(call);
}
void product_double(const ProductCall<double>& call) {
  product_of(call);
}
Index rows_at_once() {
  return kRows;
}

}  // namespace convscope::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope::fast {
HWY_EXPORT(product_float);
HWY_EXPORT(product_double);
HWY_EXPORT(rows_at_once);
HWY_EXPORT(channels_float);
HWY_EXPORT(channels_double);
HWY_EXPORT(vectors_at_once);
template <>
void multiply_channels(const ChannelsCall<float>& call) {
  HWY_DYNAMIC_DISPATCH(channels_float)(call);
}
template <>
void multiply_channels(const ChannelsCall<double>& call) {
  HWY_DYNAMIC_DISPATCH(channels_double)(call);
}
Index channel_vectors() {
  return HWY_DYNAMIC_DISPATCH(vectors_at_once)();
}
template <>
void multiply(const ProductCall<float>& call) {
  HWY_DYNAMIC_DISPATCH(product_float)(call);
}
template <>
void multiply(const ProductCall<double>& call) {
  HWY_DYNAMIC_DISPATCH(product_double)(call);
}
Index product_rows() {
  return HWY_DYNAMIC_DISPATCH(rows_at_once)();
}
}  // namespace convscope::fast
#endif
