// Lengths and ratios of the window as whole numbers, where a conversion of what has no such number is
// undefined.
#pragma once

#include <cmath>
#include <concepts>
#include <limits>

#include "core/base/index.hpp"

namespace convscope {

/// The number without its fraction. Beyond a quarter of T's range (2^53 of wider types) that bound, so that a
/// little can still be added to it; 0 of NaN.
template <std::signed_integral T = Index>
T saturated(double value) {
  constexpr T kMost = sizeof(T) > 4 ? static_cast<T>(Index{1} << 53) : std::numeric_limits<T>::max() / 4;
  if (std::isnan(value)) return 0;
  if (value >= static_cast<double>(kMost)) return kMost;
  if (value <= -static_cast<double>(kMost)) return -kMost;
  return static_cast<T>(value);
}

}  // namespace convscope
