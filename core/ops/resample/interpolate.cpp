#include "core/ops/resample/interpolate.hpp"

#include <cmath>
#include <functional>
#include <numbers>

namespace convscope {

namespace {

/// The profile at the distances between enlarged pixels and a small pixel's centre, which lie half a pixel
/// off for even factors.
Tensor<double> sampled(Index factor, Index support, const std::function<double(double)>& profile) {
  const Index taps = 2 * support * factor - factor % 2;
  Tensor<double> row(Shape{1, taps});
  for (Index t = 0; t < taps; ++t) {
    const double x = static_cast<double>(t) - static_cast<double>(taps - 1) / 2;
    row[t] = profile(std::abs(x) / static_cast<double>(factor));
  }
  return row;
}

/// Each phase scaled to sum 1.
Upsampler interpolation(Index factor, Tensor<double> row) {
  const Index taps = row.size();
  for (Index phase = 0; phase < factor; ++phase) {
    double sum = 0;
    for (Index t = phase; t < taps; t += factor) sum += row[t];
    for (Index t = phase; t < taps; t += factor) row[t] /= sum;
  }
  const Tensor<double> column(Shape{taps, 1}, {row.values().begin(), row.values().end()});
  return {{Transposed{row, {1, factor}}, Transposed{column, {factor, 1}}},
          {0, static_cast<double>(taps + taps * factor)}};
}

/// Equation (8) of Mitchell and Netravali; Keys' cubic of parameter a is B = 0, C = -a.
double cubic(double x, double b, double c) {
  if (x < 1) return (((12 - 9 * b - 6 * c) * x - (18 - 12 * b - 6 * c)) * x * x + 6 - 2 * b) / 6;
  if (x < 2)
    return (((-b - 6 * c) * x + (6 * b + 30 * c)) * x * x - (12 * b + 48 * c) * x + 8 * b + 24 * c) / 6;
  return 0;
}

Tensor<double> sampled_cubic(Index factor, double b, double c) {
  return sampled(factor, 2, [=](double x) { return cubic(x, b, c); });
}

Upsampler cubic_interpolation(Index factor, double b, double c) {
  return interpolation(factor, sampled_cubic(factor, b, c));
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
  return interpolation(factor, sampled(factor, 1, [](double x) { return 1 - x; }));
}

Upsampler bicubic(Index factor) {
  return cubic_interpolation(factor, 0, 0.75);
}

Upsampler catmull_rom(Index factor) {
  return cubic_interpolation(factor, 0, 0.5);
}

Upsampler mitchell(Index factor) {
  return cubic_interpolation(factor, 1.0 / 3, 1.0 / 3);
}

Upsampler lanczos3(Index factor) {
  return interpolation(factor, lanczos3_taps(factor));
}

Tensor<double> catmull_rom_taps(Index factor) {
  return sampled_cubic(factor, 0, 0.5);
}

Tensor<double> lanczos3_taps(Index factor) {
  return sampled(factor, 3, [](double x) { return x < 3 ? sinc(x) * sinc(x / 3) : 0; });
}

}  // namespace convscope
