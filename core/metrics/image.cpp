#include "core/metrics/image.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/parallel.hpp"
#include "core/geometry/axis.hpp"

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

/// Window means of a row's a, b, a^2, b^2 and ab, one after the other.
struct Moments {
  std::vector<double> columns[5];  // windows along y only, for every pixel of the row
  std::vector<double> rows[5];     // along x too, width - 10 of them

  explicit Moments(Index width) {
    for (auto& m : columns) m.resize(static_cast<std::size_t>(width));
    for (auto& m : rows) m.resize(static_cast<std::size_t>(width - kWindow + 1));
  }
  /// `a`, `b`: the first of the window's eleven rows.
  void take(const float* a, const float* b, Index width, const std::array<double, 6>& w) {
    for (auto& m : columns) m.assign(m.size(), 0.0);
    for (Index y = 0; y < kWindow; ++y) {
      const double weight = w[static_cast<std::size_t>(std::abs(y - kWindow / 2))];
      const float* p = a + y * width;
      const float* q = b + y * width;
      double* sums[5] = {columns[0].data(), columns[1].data(), columns[2].data(), columns[3].data(),
                         columns[4].data()};
      for (Index x = 0; x < width; ++x) {
        // Centred, which leaves variances as they are and loses fewer digits.
        const double u = static_cast<double>(p[x]) - 127.5, v = static_cast<double>(q[x]) - 127.5;
        sums[0][x] += weight * u;
        sums[1][x] += weight * v;
        sums[2][x] += weight * u * u;
        sums[3][x] += weight * v * v;
        sums[4][x] += weight * u * v;
      }
    }
    for (int i = 0; i < 5; ++i) {
      const double* from = columns[i].data() + kWindow / 2;
      double* to = rows[i].data();
      const auto count = static_cast<Index>(rows[i].size());
      for (Index x = 0; x < count; ++x) to[x] = w[0] * from[x];
      for (Index d = 1; d <= kWindow / 2; ++d)
        for (Index x = 0; x < count; ++x)
          to[x] += w[static_cast<std::size_t>(d)] * (from[x - d] + from[x + d]);
    }
  }
  double similarity(std::size_t x) const {
    constexpr double c1 = 0.01 * 255 * 0.01 * 255, c2 = 0.03 * 255 * 0.03 * 255;
    const double u = rows[0][x], v = rows[1][x], p = u + 127.5, q = v + 127.5;
    const double variances = rows[2][x] - u * u + rows[3][x] - v * v, covariance = rows[4][x] - u * v;
    return (2 * p * q + c1) * (2 * covariance + c2) / ((p * p + q * q + c1) * (variances + c2));
  }
};

/// The sums of result - original and of its square, of each channel and phase.
class PhaseErrors {
 public:
  PhaseErrors(const Tensor<float>& original, const Tensor<float>& result, Index factor)
      : rows_{.stride = factor}, phases_(factor * factor), channels_(original.shape()[1]) {
    sums_.resize(static_cast<std::size_t>(channels_ * phases_));
    const Index height = original.shape()[2], width = original.shape()[3];
    for (Index line = 0; line < original.shape()[0] * channels_ * height; ++line) {
      const float* from = original.data() + line * width;
      const float* to = result.data() + line * width;
      Sums* into = &sums_[static_cast<std::size_t>(line / height % channels_ * phases_ +
                                                   phase_of_pixel(rows_, line % height) * factor)];
      for (Index x = 0; x < width; ++x) {
        const double error = static_cast<double>(to[x]) - static_cast<double>(from[x]);
        Sums& sums = into[x % factor];
        sums.error += error;
        sums.square += error * error;
        sums.count += 1;
      }
    }
  }
  Index channels() const { return channels_; }
  bool has(Index phase) const { return of(0, phase).count > 0; }
  double mean(Index channel, Index phase) const {
    return of(channel, phase).error / of(channel, phase).count;
  }
  /// Of all channels.
  double mean_square(Index phase) const {
    double square = 0, count = 0;
    for (Index channel = 0; channel < channels_; ++channel) {
      square += of(channel, phase).square;
      count += of(channel, phase).count;
    }
    return square / count;
  }

 private:
  struct Sums {
    double error = 0, square = 0, count = 0;
  };
  const Sums& of(Index channel, Index phase) const {
    return sums_[static_cast<std::size_t>(channel * phases_ + phase)];
  }
  Axis rows_;
  Index phases_, channels_;
  std::vector<Sums> sums_;
};

}  // namespace

double mean_squared_error(const Tensor<float>& a, const Tensor<float>& b) {
  double sum = 0;
  for (Index i = 0; i < a.size(); ++i) {
    const double difference = static_cast<double>(a[i]) - static_cast<double>(b[i]);
    sum += difference * difference;
  }
  return sum / static_cast<double>(a.size());
}

double psnr(double mean_squared_error) {
  if (mean_squared_error == 0) return std::numeric_limits<double>::infinity();
  return 10 * std::log10(255.0 * 255.0 / mean_squared_error);
}

std::optional<double> psnr_of_luma(const Tensor<float>& a, const Tensor<float>& b, Index border) {
  // The offset of 16 is the same in both. Channels that are not there weigh nothing.
  constexpr double kRgb[] = {65.481 / 255, 128.553 / 255, 24.966 / 255};
  const Index channels = a.shape()[1], height = a.shape()[2], width = a.shape()[3];
  const Index rows = height - 2 * border, columns = width - 2 * border, plane = height * width;
  if (rows < 1 || columns < 1) return std::nullopt;
  double sum = 0;
  for (Index n = 0; n < a.shape()[0]; ++n)
    for (Index y = border; y < border + rows; ++y)
      for (Index x = border; x < border + columns; ++x) {
        double difference = 0;
        for (Index c = 0; c < channels; ++c) {
          const Index i = (n * channels + c) * plane + y * width + x;
          difference +=
              (channels == 1 ? 1 : kRgb[c]) * (static_cast<double>(a[i]) - static_cast<double>(b[i]));
        }
        sum += difference * difference;
      }
  return psnr(sum / static_cast<double>(a.shape()[0] * rows * columns));
}

std::optional<double> ssim(const Tensor<float>& a, const Tensor<float>& b, const Progress& progress) {
  const Index height = a.shape()[2], width = a.shape()[3], planes = a.shape()[0] * a.shape()[1];
  if (height < kWindow || width < kWindow) return std::nullopt;
  const Index windows = height - kWindow + 1, bands = (windows + kBandRows - 1) / kBandRows;
  const std::array<double, 6> w = window();
  std::vector<double> sums(static_cast<std::size_t>(planes * bands));
  const auto similarity_of = [&](Index piece) {
    const Index plane = piece / bands, first = piece % bands * kBandRows;
    Moments moments(width);
    double sum = 0;
    for (Index y = first; y < std::min(first + kBandRows, windows); ++y) {
      const Index start = (plane * height + y) * width;
      moments.take(a.data() + start, b.data() + start, width, w);
      for (std::size_t x = 0; x < moments.rows[0].size(); ++x) sum += moments.similarity(x);
    }
    sums[static_cast<std::size_t>(piece)] = sum;
  };
  in_parallel(planes * bands, similarity_of, progress);
  double sum = 0;
  for (double part : sums) sum += part;
  return sum / static_cast<double>(planes * windows * (width - kWindow + 1));
}

double grid_levels(const Tensor<float>& original, const Tensor<float>& result, Index factor) {
  const PhaseErrors errors(original, result, factor);
  double squares = 0, values = 0;
  for (Index channel = 0; channel < errors.channels(); ++channel) {
    double mean = 0, count = 0;
    for (Index phase = 0; phase < factor * factor; ++phase)
      if (errors.has(phase)) {
        mean += errors.mean(channel, phase);
        count += 1;
      }
    mean /= count;
    for (Index phase = 0; phase < factor * factor; ++phase)
      if (errors.has(phase)) squares += std::pow(errors.mean(channel, phase) - mean, 2);
    values += count;
  }
  return std::sqrt(squares / values);
}

double phase_mse_ratio(const Tensor<float>& original, const Tensor<float>& result, Index factor) {
  const PhaseErrors errors(original, result, factor);
  double least = std::numeric_limits<double>::infinity(), most = 0;
  for (Index phase = 0; phase < factor * factor; ++phase)
    if (errors.has(phase)) {
      least = std::min(least, errors.mean_square(phase));
      most = std::max(most, errors.mean_square(phase));
    }
  return most == least ? 1 : most / least;
}

}  // namespace convscope
