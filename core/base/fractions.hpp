// Numbers that are fractions with a small denominator.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>

namespace convscope {

/// whole + above / below, with 0 <= above < below.
struct Fraction {
  long whole, above, below;
};

/// `value` >= 0 as a fraction with a denominator up to `most`, if it is one up to rounding.
inline std::optional<Fraction> as_fraction(double value, long most) {
  if (!(value <= 1e6)) return std::nullopt;
  for (long below = 1; below <= most; ++below) {
    const double above = value * static_cast<double>(below);
    if (std::abs(above - std::round(above)) > 1e-9 * std::max(1.0, above)) continue;
    const long all = std::lround(above);
    return Fraction{all / below, all % below, below};
  }
  return std::nullopt;
}

}  // namespace convscope
