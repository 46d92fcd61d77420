// Repeatable randomness for tests: splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number
// generators", OOPSLA 2014), the same on every machine and in tests/oracle/*.py.
#pragma once

#include <cstdint>

#include "core/tensor/tensor.hpp"

namespace convscope::testing {

/// The mixing function alone: a well-spread 64-bit number for each counter.
inline std::uint64_t splitmix64(std::uint64_t counter) {
  std::uint64_t z = counter * 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : counter_(seed << 32) {}
  /// A whole number from low to high, both included.
  Index roll(Index low, Index high) {
    return low + static_cast<Index>(splitmix64(++counter_) % static_cast<std::uint64_t>(high - low + 1));
  }
  bool coin() { return roll(0, 1) == 1; }

 private:
  std::uint64_t counter_;
};

/// Whole numbers from -4 to 4: element i is splitmix64(2^32 * seed + i) mod 9 - 4. Sums of some thousand
/// products of them are exact in float and double alike.
inline Tensor<double> small_integers(const Shape& shape, std::uint64_t seed) {
  Tensor<double> out(shape);
  for (Index i = 0; i < out.size(); ++i)
    out[i] = static_cast<double>(splitmix64((seed << 32) + static_cast<std::uint64_t>(i)) % 9) - 4;
  return out;
}

inline double dot(const Tensor<double>& a, const Tensor<double>& b) {
  double sum = 0;
  for (Index i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace convscope::testing
