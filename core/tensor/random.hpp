// Random numbers that are the same on every machine, which std::uniform_* and std::normal_* do not promise.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

#include "core/base/index.hpp"

namespace convscope {

/// SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators").
class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  /// A whole number from 0 to bound - 1.
  Index below(Index bound) { return static_cast<Index>(next() % static_cast<std::uint64_t>(bound)); }
  /// Uniform in (0, 1].
  double unit() { return static_cast<double>((next() >> 11) + 1) * 0x1p-53; }
  /// Normal with mean 0 and deviation 1: G. E. P. Box and M. E. Muller, Ann. Math. Statist. 29 (1958)
  /// 610-611.
  double normal() {
    const double radius = std::sqrt(-2 * std::log(unit()));
    return radius * std::cos(2 * std::numbers::pi * unit());
  }

 private:
  std::uint64_t state_;
};

}  // namespace convscope
