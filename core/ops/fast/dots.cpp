#include "core/ops/fast/kernels.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/ops/fast/dots.cpp"
#include <hwy/foreach_target.h>
// After it, as Highway wants it.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace convscope::fast::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

constexpr bool kManyRegisters = HWY_ARCH_ARM || HWY_TARGET <= HWY_AVX3;
constexpr Index kRows = kManyRegisters ? 6 : 3;
constexpr int kColumns = 4;

template <int rows, class T>
HWY_NOINLINE void dots_block(const DotsCall<T>& call, Index first) {
  const hn::ScalableTag<T> d;
  using V = hn::Vec<decltype(d)>;
  const Index lanes = static_cast<Index>(hn::Lanes(d));
  const T* HWY_RESTRICT columns[kColumns];
  for (int k = 0; k < kColumns; ++k)
    columns[k] = call.columns + call.offsets[HWY_MIN(first + k, call.offset_count - 1)];
  V sums[rows][kColumns];
  HWY_UNROLL(6)
  for (int r = 0; r < rows; ++r) HWY_UNROLL(4) for (int k = 0; k < kColumns; ++k) sums[r][k] = hn::Zero(d);
  Index x = 0;
  for (; x + lanes <= call.length; x += lanes) {
    V values[kColumns];
    HWY_UNROLL(4) for (int k = 0; k < kColumns; ++k) values[k] = hn::LoadU(d, columns[k] + x);
    HWY_UNROLL(6) for (int r = 0; r < rows; ++r) {
      const V row = hn::LoadU(d, call.rows + r * call.row_stride + x);
      HWY_UNROLL(4) for (int k = 0; k < kColumns; ++k) sums[r][k] = hn::MulAdd(row, values[k], sums[r][k]);
    }
  }
  T rest[rows][kColumns] = {};
  for (; x < call.length; ++x)
    for (int r = 0; r < rows; ++r)
      for (int k = 0; k < kColumns; ++k) rest[r][k] += call.rows[r * call.row_stride + x] * columns[k][x];
  const Index count = HWY_MIN(static_cast<Index>(kColumns), call.offset_count - first);
  for (int r = 0; r < rows; ++r)
    for (Index k = 0; k < count; ++k)
      call.out[r * call.out_pitch + first + k] += hn::GetLane(hn::SumOfLanes(d, sums[r][k])) + rest[r][k];
}

template <int rows, class T>
HWY_INLINE void dots_rows(const DotsCall<T>& call) {
  for (Index k = 0; k < call.offset_count; k += kColumns) dots_block<rows>(call, k);
}

template <class T>
HWY_INLINE void dots_of(const DotsCall<T>& call) {
  if (call.row_count == 1) return dots_rows<1>(call);
  if (call.row_count == 2) return dots_rows<2>(call);
  if (call.row_count == 3) return dots_rows<3>(call);
  if constexpr (kManyRegisters) {
    if (call.row_count == 4) return dots_rows<4>(call);
    if (call.row_count == 5) return dots_rows<5>(call);
    if (call.row_count == 6) return dots_rows<6>(call);
  }
}

void dots_float(const DotsCall<float>& call) {
  dots_of(call);
}
void dots_double(const DotsCall<double>& call) {
  dots_of(call);
}
Index dot_rows_here() {
  return kRows;
}

}  // namespace convscope::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convscope::fast {
HWY_EXPORT(dots_float);
HWY_EXPORT(dots_double);
HWY_EXPORT(dot_rows_here);
template <>
void add_dots(const DotsCall<float>& call) {
  HWY_DYNAMIC_DISPATCH(dots_float)(call);
}
template <>
void add_dots(const DotsCall<double>& call) {
  HWY_DYNAMIC_DISPATCH(dots_double)(call);
}
Index dot_rows() {
  return HWY_DYNAMIC_DISPATCH(dot_rows_here)();
}
}  // namespace convscope::fast
#endif
