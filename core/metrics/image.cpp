#include "core/metrics/image.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "core/base/parallel.hpp"
#include "core/geometry/axis.hpp"
#include "core/metrics/rows.hpp"

namespace convscope {

namespace {

constexpr Index kWindow = 11;
constexpr Index kBandRows = 64;

/// One side of the symmetric profile: w[0] in the middle, w[5] at the ends.
std::array<double, 6> window() {
  std::array<double, 6> w{};
  double sum = 0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    const auto x = static_cast<double>(i);
    w[i] = std::exp(-x * x / (2 * 1.5 * 1.5));
    sum += (i == 0 ? 1 : 2) * w[i];
  }
  for (double& value : w) value /= sum;
  return w;
}

/// Of one picture's bands of rows: those of a plane from the top, plane by plane.
struct Bands {
  Index planes, height, of_plane = ceil_div(height, kBandRows);
  Index count() const { return planes * of_plane; }
  Index plane(Index band) const { return band / of_plane; }
  Index first(Index band) const { return band % of_plane * kBandRows; }
  Index end(Index band) const { return std::min(first(band) + kBandRows, height); }
};

}  // namespace

PhaseErrors::PhaseErrors(const Tensor<float>& original, const Tensor<float>& result, Index factor)
    : channels_(original.shape()[1]) {
  const Index height = original.shape()[2], width = original.shape()[3], phases = factor * factor;
  const Axis rows{.stride = factor};
  const auto cells = static_cast<std::size_t>(channels_ * phases);
  errors_.resize(cells);
  squares_.resize(cells);
  const Bands bands{original.shape()[0] * channels_, height};
  // Each band's, added up in their order, so that the threads' does not matter.
  const auto length = static_cast<std::size_t>(phases);
  std::vector<double> parts(2 * length * static_cast<std::size_t>(bands.count()));
  in_parallel(bands.count(), [&](Index band) {
    double* const errors = parts.data() + 2 * phases * band;
    for (Index y = bands.first(band); y < bands.end(band); ++y) {
      const Index line = (bands.plane(band) * height + y) * width, phase = phase_of_pixel(rows, y) * factor;
      rows::add_errors(original.data() + line, result.data() + line, width, factor, errors + phase,
                       errors + phases + phase);
    }
  });
  for (Index band = 0; band < bands.count(); ++band)
    for (Index phase = 0; phase < phases; ++phase) {
      const auto into = static_cast<std::size_t>(bands.plane(band) % channels_ * phases + phase);
      errors_[into] += parts[static_cast<std::size_t>(2 * phases * band + phase)];
      squares_[into] += parts[static_cast<std::size_t>(2 * phases * band + phases + phase)];
    }
  const auto cells_of = [&](Index extent, Index phase) { return ceil_div(extent - phase, factor); };
  for (Index phase = 0; phase < phases; ++phase)
    counts_.push_back(
        static_cast<double>(original.shape()[0] * std::max<Index>(0, cells_of(height, phase / factor)) *
                            std::max<Index>(0, cells_of(width, phase % factor))));
}

double PhaseErrors::mean_squared_error() const {
  double sum = 0, count = 0;
  for (double square : squares_) sum += square;
  for (double cells : counts_) count += cells;
  return sum / (count * static_cast<double>(channels_));
}

double PhaseErrors::grid_levels() const {
  double squares = 0, values = 0;
  for (Index channel = 0; channel < channels_; ++channel) {
    double mean = 0, count = 0;
    for (std::size_t phase = 0; phase < counts_.size(); ++phase)
      if (counts_[phase] > 0) {
        mean += mean_of(channel, phase);
        count += 1;
      }
    mean /= count;
    for (std::size_t phase = 0; phase < counts_.size(); ++phase)
      if (counts_[phase] > 0) squares += std::pow(mean_of(channel, phase) - mean, 2);
    values += count;
  }
  return std::sqrt(squares / values);
}

double PhaseErrors::phase_mse_ratio() const {
  double least = std::numeric_limits<double>::infinity(), most = 0;
  for (std::size_t phase = 0; phase < counts_.size(); ++phase) {
    if (counts_[phase] == 0) continue;
    double square = 0;
    for (Index channel = 0; channel < channels_; ++channel)
      square += squares_[static_cast<std::size_t>(channel) * counts_.size() + phase];
    square /= counts_[phase] * static_cast<double>(channels_);
    least = std::min(least, square);
    most = std::max(most, square);
  }
  return most == least ? 1 : most / least;
}

double PhaseErrors::mean_of(Index channel, std::size_t phase) const {
  return errors_[static_cast<std::size_t>(channel) * counts_.size() + phase] / counts_[phase];
}

double mean_squared_error(const Tensor<float>& a, const Tensor<float>& b) {
  constexpr Index kCells = Index{1} << 16;
  const Index pieces = ceil_div(a.size(), kCells);
  std::vector<double> squares(static_cast<std::size_t>(pieces));
  in_parallel(pieces, [&](Index piece) {
    double errors = 0;
    const Index first = piece * kCells;
    rows::add_errors(a.data() + first, b.data() + first, std::min(kCells, a.size() - first), 1, &errors,
                     &squares[static_cast<std::size_t>(piece)]);
  });
  return std::accumulate(squares.begin(), squares.end(), 0.0) / static_cast<double>(a.size());
}

double psnr(double mean_squared_error) {
  if (mean_squared_error == 0) return std::numeric_limits<double>::infinity();
  return 10 * std::log10(255.0 * 255.0 / mean_squared_error);
}

std::optional<double> psnr_of_luma(const Tensor<float>& a, const Tensor<float>& b, Index border) {
  // The offset of 16 is the same in both.
  constexpr double kRgb[] = {65.481 / 255, 128.553 / 255, 24.966 / 255}, kOne = 1;
  const Index channels = a.shape()[1], height = a.shape()[2], width = a.shape()[3];
  const Index rows = height - 2 * border, columns = width - 2 * border, plane = height * width;
  if (rows < 1 || columns < 1) return std::nullopt;
  const double* const weights = channels == 1 ? &kOne : kRgb;
  std::vector<double> sums(static_cast<std::size_t>(a.shape()[0] * rows));
  in_parallel(ceil_div(std::ssize(sums), kBandRows), [&](Index band) {
    for (Index i = band * kBandRows; i < std::min((band + 1) * kBandRows, static_cast<Index>(sums.size()));
         ++i) {
      const float *of_a[3], *of_b[3];
      for (Index c = 0; c < channels; ++c) {
        const Index first = (i / rows * channels + c) * plane + (border + i % rows) * width + border;
        of_a[c] = a.data() + first;
        of_b[c] = b.data() + first;
      }
      sums[static_cast<std::size_t>(i)] = rows::weighted_squares(of_a, of_b, weights, channels, columns);
    }
  });
  const double sum = std::accumulate(sums.begin(), sums.end(), 0.0);
  return psnr(sum / static_cast<double>(a.shape()[0] * rows * columns));
}

std::optional<double> ssim(const Tensor<float>& a, const Tensor<float>& b, const Progress& progress) {
  const Index height = a.shape()[2], width = a.shape()[3], planes = a.shape()[0] * a.shape()[1];
  if (height < kWindow || width < kWindow) return std::nullopt;
  const Bands bands{planes, height - kWindow + 1};
  const std::array<double, 6> w = window();
  std::vector<double> sums(static_cast<std::size_t>(bands.count()));
  const auto similarity_of = [&](Index band) {
    const Index first = (bands.plane(band) * height + bands.first(band)) * width;
    sums[static_cast<std::size_t>(band)] = rows::similarities(a.data() + first, b.data() + first, width,
                                                              bands.end(band) - bands.first(band), w.data());
  };
  in_parallel(bands.count(), similarity_of, progress);
  const double sum = std::accumulate(sums.begin(), sums.end(), 0.0);
  return sum / static_cast<double>(planes * bands.height * (width - kWindow + 1));
}

double grid_levels(const Tensor<float>& original, const Tensor<float>& result, Index factor) {
  return PhaseErrors(original, result, factor).grid_levels();
}

double phase_mse_ratio(const Tensor<float>& original, const Tensor<float>& result, Index factor) {
  return PhaseErrors(original, result, factor).phase_mse_ratio();
}

}  // namespace convscope
