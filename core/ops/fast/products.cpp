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

/// `copies`: writes what is read to call.copy too.
template <int rows, int columns, bool copies, class D, class T = hn::TFromD<D>>
HWY_INLINE void multiply_block(D d, const ProductCall<T>& call, Index x) {
  using V = hn::Vec<D>;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  V sums[rows * columns];
  HWY_UNROLL(24) for (int i = 0; i < rows * columns; ++i) sums[i] = hn::Zero(d);
  const T* HWY_RESTRICT weights = call.weights;
  const T* HWY_RESTRICT channel = call.source + x;
  const bool looks_ahead = call.ahead.every > 0;
  Index until = looks_ahead ? call.ahead.first : -1;
  const T* ahead =
      looks_ahead ? call.ahead.source + call.ahead.first * call.ahead.channel_stride + x : nullptr;
  [[maybe_unused]] T* HWY_RESTRICT copy = copies ? call.copy + x : nullptr;
  for (Index c = 0; c < call.channels; ++c, channel += call.channel_stride) {
    if (until-- == 0) {
      until = call.ahead.every - 1;
      HWY_UNROLL(3)
      for (int v = 0; v < columns; ++v) __builtin_prefetch(ahead + v * lanes, 0, 2);  // the second cache
      ahead += call.ahead.every * call.ahead.channel_stride;
    }
    for (Index t = 0; t < call.tap_count; ++t, weights += rows) {
      const T* HWY_RESTRICT at = channel + call.taps[t];
      V values[columns];
      HWY_UNROLL(3) for (int v = 0; v < columns; ++v) values[v] = hn::LoadU(d, at + v * lanes);
      if constexpr (copies) {
        HWY_UNROLL(3) for (int v = 0; v < columns; ++v) hn::StoreU(values[v], d, copy + v * lanes);
        copy += call.copy_stride;
      }
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

template <int rows, bool copies, class T>
HWY_NOINLINE void multiply_columns(const ProductCall<T>& call) {
  const hn::ScalableTag<T> d;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  Index x = 0;
  for (; x + (kColumns - 1) * lanes < call.width; x += kColumns * lanes)
    multiply_block<rows, kColumns, copies>(d, call, x);
  if (x + lanes < call.width)
    multiply_block<rows, 2, copies>(d, call, x);
  else if (x < call.width)
    multiply_block<rows, 1, copies>(d, call, x);
}

template <int rows, class T>
HWY_INLINE void multiply_rows(const ProductCall<T>& call) {
  if (call.copy)
    multiply_columns<rows, true>(call);
  else
    multiply_columns<rows, false>(call);
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
