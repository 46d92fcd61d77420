#include "core/ops/resample/interpolate.hpp"

#include <cmath>
#include <functional>
#include <numbers>

namespace convscope {

namespace {

/// The profile at the distances between enlarged pixels and a small pixel's centre, which lie half a pixel
/// off for even factors; each phase scaled to sum 1.
Upsampler interpolation(Index factor, Index support, const std::function<double(double)>& profile) {
  const Index taps = 2 * support * factor - factor % 2;
  Tensor<double> row(Shape{1, taps});
  for (Index t = 0; t < taps; ++t) {
    const double x = static_cast<double>(t) - static_cast<double>(taps - 1) / 2;
    row[t] = profile(std::abs(x) / static_cast<double>(factor));
  }
  for (Index phase = 0; phase < factor; ++phase) {
    double sum = 0;
    for (Index t = phase; t < taps; t += factor) sum += row[t];
    for (Index t = phase; t < taps; t += factor) row[t] /= sum;
  }
  const Tensor<double> column(Shape{taps, 1}, {row.values().begin(), row.values().end()});
  return {{Transposed{row, {1, factor}}, Transposed{column, {factor, 1}}}};
}

double cubic(double x) {
  constexpr double a = -0.75;
  if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
}

double sinc(double x) {
  return x == 0 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
}

}  // namespace

Upsampler nearest(Index factor) {
  const auto n = factor;
  return {{Transposed{Tensor<double>(Shape{1, n}, 1.0), {1, n}},
           Transposed{Tensor<double>(Shape{n, 1}, 1.0), {n, 1}}}};
}

Upsampler bilinear(Index factor) {
  return interpolation(factor, 1, [](double x) { return 1 - x; });
}

Upsampler bicubic(Index factor) {
  return interpolation(factor, 2, cubic);
}

Upsampler lanczos3(Index factor) {
  return interpolation(factor, 3, [](double x) { return x < 3 ? sinc(x) * sinc(x / 3) : 0; });
}

}  // namespace convscope
