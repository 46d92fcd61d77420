#include "core/metrics/flat_fold.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace convscope {

namespace {

/// From one period to the next.
constexpr float kStep = 8;
/// Pixels of a phase below which nothing is said.
constexpr double kFew = 40;
constexpr double kDark = 16;

/// Sums over rectangles of a plane.
class Sums {
 public:
  template <class Value>
  Sums(Index height, Index width, Value&& value) : width_(width + 1) {
    sums_.resize(static_cast<std::size_t>((height + 1) * width_));
    for (Index y = 0; y < height; ++y) {
      double row = 0;
      for (Index x = 0; x < width; ++x) {
        row += value(y, x);
        sums_[static_cast<std::size_t>((y + 1) * width_ + x + 1)] =
            row + sums_[static_cast<std::size_t>(y * width_ + x + 1)];
      }
    }
  }
  double operator()(Index top, Index left, Index rows, Index columns) const {
    const auto at = [&](Index y, Index x) { return sums_[static_cast<std::size_t>(y * width_ + x)]; };
    return at(top + rows, left + columns) - at(top, left + columns) - at(top + rows, left) + at(top, left);
  }

 private:
  Index width_;
  std::vector<double> sums_;
};

/// The mean of period x period cells around one, of which an even number has halves at both ends.
double mean_around(const Sums& sums, Index y, Index x, Index period) {
  const Index half = period / 2;
  const auto area = static_cast<double>(period * period);
  if (period % 2 == 1) return sums(y - half, x - half, period, period) / area;
  double mean = 0;
  for (Index dy = 0; dy < 2; ++dy)
    for (Index dx = 0; dx < 2; ++dx) mean += sums(y - half + dy, x - half + dx, period, period) / area / 4;
  return mean;
}

}  // namespace

FlatFold::FlatFold(const Tensor<float>& picture, Index period) : period_(period) {
  const Index height = picture.shape()[2], width = picture.shape()[3], half = period / 2;
  const Index reach = period + half + 1, side = reach + half + 1;
  const float* const values = picture.data();
  const auto steps = [&](Index y, Index x) {
    if (y + period >= height || x + period >= width) return 1.0;
    const float* const at = values + y * width + x;
    return std::abs(at[period] - at[0]) > kStep || std::abs(at[period * width] - at[0]) > kStep ? 1.0 : 0.0;
  };
  const Sums bad(height, width, steps);
  const Sums sums(height, width,
                  [&](Index y, Index x) { return static_cast<double>(values[y * width + x]); });
  shares_.resize(static_cast<std::size_t>(period * period));
  std::vector<double> counts(shares_.size());
  for (Index y = reach; y + reach < height; ++y)
    for (Index x = reach; x + reach < width; ++x) {
      if (bad(y - reach, x - reach, side, side) > 0) continue;
      const double mean = mean_around(sums, y, x, period);
      if (mean < kDark) continue;
      const auto phase = static_cast<std::size_t>(y % period * period + x % period);
      shares_[phase] += (static_cast<double>(values[y * width + x]) - mean) / mean;
      counts[phase] += 1;
    }
  for (std::size_t phase = 0; phase < counts.size(); ++phase) {
    known_ = known_ && counts[phase] >= kFew;
    shares_[phase] /= std::max(1.0, counts[phase]);
  }
}

std::complex<double> FlatFold::wave(Index a, Index b) const {
  std::complex<double> sum = 0;
  for (Index y = 0; y < period_; ++y)
    for (Index x = 0; x < period_; ++x)
      sum += shares_[static_cast<std::size_t>(y * period_ + x)] *
             std::polar(1.0, -2 * std::numbers::pi * static_cast<double>((a * y + b * x) % period_) /
                                 static_cast<double>(period_));
  return sum / static_cast<double>(period_ * period_);
}

}  // namespace convscope
