// Loops over cells that compilers make vectors of: sixteen at a time, in and out of a place of their own, so
// that nothing can overlap and no count is open.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>

#include "core/base/index.hpp"

namespace convscope {

/// to[i] = f(from[i]); both may be the same place.
template <class F>
void each_cell(const float* from, float* to, Index count, F f) {
  constexpr Index kBlock = 16;
  float block[kBlock];
  Index i = 0;
  for (; i + kBlock <= count; i += kBlock) {
    for (Index k = 0; k < kBlock; ++k) block[k] = f(from[i + k]);
    std::copy_n(block, kBlock, to + i);
  }
  for (; i < count; ++i) to[i] = f(from[i]);
}

/// e^x within 3e-7 of itself: 2^k times a polynomial over half a binary order on both sides. Infinite where
/// no float is that large, 0 below e^-86 (5e-38), NaN of NaN.
inline float quick_exp(float x) {
  constexpr float most = 88.72283F, least = -86.0F;
  const float within = x > most ? most : x < least ? least : x != x ? 0.0F : x;
  const float scaled = within * 1.44269504F;
  const auto k = static_cast<std::int32_t>(scaled + (scaled < 0 ? -0.5F : 0.5F));
  const auto whole = static_cast<float>(k);
  const float r = within - whole * 0.693359375F + whole * 2.12194440e-4F;  // ln 2 in two parts
  const float p =
      1 +
      r * (1 + r * (0.5F + r * (1.0F / 6 +
                                r * (1.0F / 24 + r * (1.0F / 120 + r * (1.0F / 720 + r * (1.0F / 5040)))))));
  const float half = std::bit_cast<float>((k + 126) << 23);  // 2^k is too large for e^88.7
  const float value = p * half * 2;
  return x != x ? x : x > most ? std::numeric_limits<float>::infinity() : x < least ? 0.0F : value;
}
inline float quick_sigmoid(float x) {
  return 1 / (1 + quick_exp(-x));
}
/// Its series near 0, where the quotient would lose digits.
inline float quick_tanh(float x) {
  const float square = x * x;
  const float series =
      x *
      (1 + square * (-1.0F / 3 + square * (2.0F / 15 + square * (-17.0F / 315 + square * (62.0F / 2835)))));
  const float quotient = 1 - 2 / (1 + quick_exp(2 * x));
  return square < 0.0625F ? series : quotient;
}

}  // namespace convscope
