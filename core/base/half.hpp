// Floating point in 16 bits, as files hold it.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace convscope {

/// IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction.
struct Half {
  std::uint16_t bits;
  explicit operator double() const {
    const int exponent = (bits >> 10) & 31, fraction = bits & 1023;
    const double size = exponent == 0    ? std::ldexp(fraction, -24)
                        : exponent != 31 ? std::ldexp(1024 + fraction, exponent - 25)
                        : fraction == 0  ? std::numeric_limits<double>::infinity()
                                         : std::numeric_limits<double>::quiet_NaN();
    return bits & 0x8000 ? -size : size;
  }
  explicit operator float() const { return static_cast<float>(static_cast<double>(*this)); }
};

/// The nearest, ties to even; infinite beyond the largest.
inline Half half_of(float value) {
  const double size = std::abs(static_cast<double>(value));
  const auto sign = static_cast<std::uint16_t>(std::signbit(value) ? 0x8000 : 0);
  if (std::isnan(value)) return {static_cast<std::uint16_t>(sign | 0x7e00)};
  if (size >= 65520) return {static_cast<std::uint16_t>(sign | 0x7c00)};
  int exponent = 0;
  std::frexp(size, &exponent);  // size in [2^(exponent - 1), 2^exponent)
  // Below 2^-14 fractions are multiples of 2^-24; a fraction that is rounded up to 1 carries into the
  // exponent.
  const bool small = size < 0x1p-14;
  const double fraction = small ? std::ldexp(size, 24) : (std::ldexp(size, 1 - exponent) - 1) * 1024;
  const int bits = (small ? 0 : (exponent + 14) << 10) + static_cast<int>(std::nearbyint(fraction));
  return {static_cast<std::uint16_t>(sign | bits)};
}

/// The upper half of a float32 (bfloat16).
struct BrainHalf {
  std::uint16_t bits;
  explicit operator float() const { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); }
};

/// The nearest, ties to even.
inline BrainHalf brain_half_of(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  if (std::isnan(value)) return {static_cast<std::uint16_t>(bits >> 16 | 0x40)};
  return {static_cast<std::uint16_t>((bits + 0x7fff + (bits >> 16 & 1)) >> 16)};
}

}  // namespace convscope
