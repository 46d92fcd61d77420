#include "core/metrics/spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "core/base/parallel.hpp"

namespace convscope {

namespace {

using Complex = std::complex<double>;

constexpr Index kTile = 64, kMargin = 16, kMostTiles = 32, kNear = 2, kFar = 4;

struct Tiling {
  Index size, rows, columns, margin, height, width;
  Index start(Index extent, Index count, Index i) const {
    const Index last = extent - 2 * margin - size;
    return margin + (count > 1 ? last * i / (count - 1) : last / 2);
  }
};

std::optional<Tiling> tiling(Index height, Index width, Index factor) {
  const Index least = std::min(height, width);
  const Index size = std::min((kTile + factor - 1) / factor, least / factor) * factor;
  if (size < 8 * factor) return std::nullopt;
  const Index margin = std::min(kMargin, (least - size) / 2);
  const auto count = [&](Index extent) {
    return std::min(kMostTiles, (extent - 2 * margin - size) / (size / 2) + 1);
  };
  return Tiling{size, count(height), count(width), margin, height, width};
}

/// The rows and columns of the spectrum at which peaks and their surroundings lie.
std::vector<bool> near_peaks(Index size, Index factor) {
  std::vector<bool> wanted(static_cast<std::size_t>(size));
  for (Index a = 0; a < factor; ++a)
    for (Index d = -kFar; d <= kFar; ++d)
      wanted[static_cast<std::size_t>((a * size / factor + d + size) % size)] = true;
  return wanted;
}

/// The spectrum of tiles at the wanted rows and columns only: for those near peaks a plain DFT is less work
/// than a whole fast transform.
class Spectrum {
 public:
  Spectrum(Index size, const std::vector<bool>& wanted) : size_(size), place_(wanted.size(), -1) {
    for (Index u = 0; u < size; ++u)
      if (wanted[static_cast<std::size_t>(u)]) {
        place_[static_cast<std::size_t>(u)] = static_cast<Index>(bins_.size());
        bins_.push_back(u);
      }
    for (Index x = 0; x < size; ++x) {
      const double angle = 2 * std::numbers::pi * static_cast<double>(x) / static_cast<double>(size);
      hann_.push_back(0.5 - 0.5 * std::cos(angle));
      turn_.push_back(std::polar(1.0, -angle));
    }
  }

  Index size() const { return size_; }
  Index wrapped(Index u) const { return (u + size_) % size_; }
  std::vector<double> zeros() const { return std::vector<double>(bins_.size() * bins_.size()); }
  double at(const std::vector<double>& power, Index u, Index v) const {
    return power[static_cast<std::size_t>(place_[static_cast<std::size_t>(wrapped(u))]) * bins_.size() +
                 static_cast<std::size_t>(place_[static_cast<std::size_t>(wrapped(v))])];
  }

  /// Adds |DFT|^2 of the tile whose rows are `stride` apart.
  void add(const float* tile, Index stride, std::vector<double>& power) const {
    double mean = 0;
    for (Index y = 0; y < size_; ++y)
      for (Index x = 0; x < size_; ++x) mean += static_cast<double>(tile[y * stride + x]);
    mean /= static_cast<double>(size_ * size_);
    const auto n = static_cast<std::size_t>(size_);
    std::vector<double> line(n), real(n * bins_.size()), imaginary(n * bins_.size());
    for (std::size_t y = 0; y < n; ++y) {
      const float* row = tile + static_cast<Index>(y) * stride;
      for (std::size_t x = 0; x < n; ++x)
        line[x] = (static_cast<double>(row[x]) - mean) * hann_[x] * hann_[y];
      for (std::size_t b = 0; b < bins_.size(); ++b) {
        Complex sum = 0;
        for (std::size_t x = 0; x < n; ++x) sum += line[x] * turn(bins_[b], x);
        real[b * n + y] = sum.real();
        imaginary[b * n + y] = sum.imag();
      }
    }
    for (std::size_t v = 0; v < bins_.size(); ++v)
      for (std::size_t u = 0; u < bins_.size(); ++u) {
        double re = 0, im = 0;
        for (std::size_t y = 0; y < n; ++y) {
          const Complex t = turn(bins_[u], y);
          re += real[v * n + y] * t.real() - imaginary[v * n + y] * t.imag();
          im += real[v * n + y] * t.imag() + imaginary[v * n + y] * t.real();
        }
        power[u * bins_.size() + v] += re * re + im * im;
      }
  }

  /// Of white noise with variance 1, in one bin.
  double noise() const {
    double sum = 0;
    for (double h : hann_) sum += h * h;
    return sum * sum;
  }

 private:
  const Complex& turn(Index u, std::size_t x) const {
    return turn_[static_cast<std::size_t>(u) * x % static_cast<std::size_t>(size_)];
  }
  Index size_;
  std::vector<Index> bins_, place_;
  std::vector<double> hann_;
  std::vector<Complex> turn_;
};

/// P at the spectrum's bins.
std::vector<double> averaged(const Tensor<float>& picture, const Tiling& tiles, const Spectrum& spectrum) {
  const Index planes = picture.shape()[0] * picture.shape()[1];
  std::vector<std::vector<double>> parts(static_cast<std::size_t>(planes * tiles.rows), spectrum.zeros());
  in_parallel(planes * tiles.rows, [&](Index piece) {
    const Index y = tiles.start(tiles.height, tiles.rows, piece % tiles.rows);
    const float* rows = picture.data() + (piece / tiles.rows * tiles.height + y) * tiles.width;
    for (Index i = 0; i < tiles.columns; ++i)
      spectrum.add(rows + tiles.start(tiles.width, tiles.columns, i), tiles.width,
                   parts[static_cast<std::size_t>(piece)]);
  });
  std::vector<double> power = spectrum.zeros();
  for (const auto& part : parts)
    for (std::size_t i = 0; i < power.size(); ++i)
      power[i] += part[i] / static_cast<double>(planes * tiles.rows * tiles.columns);
  return power;
}

/// `at(u, v)`: the power in a bin.
template <class At>
std::vector<SpectrumPeak> peaks_of(Index size, Index factor, double rounding, At&& at) {
  std::vector<SpectrumPeak> out;
  for (Index peak = 1; peak < factor * factor; ++peak) {
    const Index row = peak / factor, column = peak % factor;
    const Index u = row * size / factor, v = column * size / factor;
    double ring = 0, bins = 0;
    for (Index i = -kFar; i <= kFar; ++i)
      for (Index j = -kFar; j <= kFar; ++j) {
        if (std::max(std::abs(i), std::abs(j)) < kNear) continue;
        ring += at(u + i, v + j);
        bins += 1;
      }
    out.push_back({row, column, at(u, v), ring / bins + rounding});
  }
  return out;
}

}  // namespace

std::optional<double> checkerboard_energy(const Tensor<float>& picture, Index factor) {
  const auto tiles = tiling(picture.shape()[2], picture.shape()[3], factor);
  if (!tiles) return std::nullopt;
  const Spectrum spectrum(tiles->size, near_peaks(tiles->size, factor));
  const std::vector<double> power = averaged(picture, *tiles, spectrum);
  return checkerboard_energy(peaks_of(tiles->size, factor, spectrum.noise() / 12,
                                      [&](Index u, Index v) { return spectrum.at(power, u, v); }));
}

double PowerSpectrum::at(Index u, Index v) const {
  return power[(u % size + size) % size * size + (v % size + size) % size];
}

std::optional<PowerSpectrum> power_spectrum(const Tensor<float>& picture, Index factor) {
  const auto tiles = tiling(picture.shape()[2], picture.shape()[3], factor);
  if (!tiles) return std::nullopt;
  const Index n = tiles->size;
  const Spectrum spectrum(n, std::vector<bool>(static_cast<std::size_t>(n), true));
  return PowerSpectrum{n, factor, {Shape{n, n}, averaged(picture, *tiles, spectrum)}, spectrum.noise() / 12};
}

std::vector<SpectrumPeak> peaks(const PowerSpectrum& s) {
  return peaks_of(s.size, s.factor, s.rounding, [&](Index u, Index v) { return s.at(u, v); });
}

double checkerboard_energy(const std::vector<SpectrumPeak>& peaks) {
  double power = 0, surroundings = 0;
  for (const SpectrumPeak& peak : peaks) {
    power += peak.power;
    surroundings += peak.surroundings;
  }
  return power / surroundings;
}

}  // namespace convscope
