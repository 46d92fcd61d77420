// One multiplication and addition, as kernels.hpp promises it: included once for each instruction set.
#include <hwy/highway.h>

#if defined(CONVSCOPE_ARITHMETIC_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef CONVSCOPE_ARITHMETIC_INL
#undef CONVSCOPE_ARITHMETIC_INL
#else
#define CONVSCOPE_ARITHMETIC_INL
#endif

HWY_BEFORE_NAMESPACE();
namespace convscope::fast::HWY_NAMESPACE {

template <class V>
HWY_INLINE V multiply_add(V weight, V value, V sum) {
  namespace hn = hwy::HWY_NAMESPACE;
  if constexpr (sizeof(hn::TFromV<V>) == sizeof(double))
    return hn::Add(sum, hn::Mul(weight, value));
  else
    return hn::MulAdd(weight, value, sum);
}

}  // namespace convscope::fast::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
