#include "core/ops/resample/interpolate.hpp"

#include <cmath>

namespace convscope {

namespace {

/// The profile at the distances between enlarged pixels and a small pixel's centre, which lie half a pixel
/// off for even factors.
Tensor<double> sampled(Index factor, const Profile& profile) {
  const Index taps = 2 * profile.support * factor - factor % 2;
  Tensor<double> row(Shape{1, taps});
  for (Index t = 0; t < taps; ++t) {
    const double x = static_cast<double>(t) - static_cast<double>(taps - 1) / 2;
    row[t] = profile.at(std::abs(x) / static_cast<double>(factor));
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

Upsampler cubic_interpolation(Index factor, double b, double c) {
  return interpolation(factor, sampled(factor, cubic_profile(b, c)));
}

}  // namespace

Upsampler nearest(Index factor) {
  const auto n = factor;
  return {{Transposed{Tensor<double>(Shape{1, n}, 1.0), {1, n}},
           Transposed{Tensor<double>(Shape{n, 1}, 1.0), {n, 1}}}};
}

Upsampler bilinear(Index factor) {
  return interpolation(factor, sampled(factor, linear_profile()));
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

Upsampler resampled(const Profile& profile, ResizeCoordinates coordinates, ResizeRounding rounding,
                    Index factor) {
  const auto f = static_cast<double>(factor), taps = static_cast<double>(2 * profile.support);
  return {{Resampled{profile, coordinates, rounding, factor, 1},
           Resampled{profile, coordinates, rounding, factor, 0}},
          {0, taps * f + taps * f * f}};
}

Tensor<double> catmull_rom_taps(Index factor) {
  return sampled(factor, cubic_profile(0, 0.5));
}

Tensor<double> lanczos3_taps(Index factor) {
  return sampled(factor, lanczos3_profile());
}

}  // namespace convscope
