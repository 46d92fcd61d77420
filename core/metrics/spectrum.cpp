#include "core/metrics/spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/parallel.hpp"
#include "core/metrics/rows.hpp"

namespace convscope {

namespace {

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

/// The spectrum of tiles at the wanted frequencies only: for those near peaks a plain DFT is less work than a
/// whole fast transform, and it is two products of small matrices. Tiles are real, so half of the columns
/// says everything. `wanted`: symmetric, as they are around 0.
class Spectrum {
 public:
  Spectrum(Index size, const std::vector<bool>& wanted)
      : size_(static_cast<std::size_t>(size)), place_(wanted.size()) {
    std::vector<std::size_t> bins;
    for (std::size_t u = 0; u < size_; ++u) {
      place_[u] = bins.size();
      if (wanted[u]) bins.push_back(u);
    }
    bins_ = bins.size();
    half_ = static_cast<std::size_t>(std::upper_bound(bins.begin(), bins.end(), size_ / 2) - bins.begin());
    columns_ = (2 * half_ + rows::kColumns - 1) / rows::kColumns * rows::kColumns;
    across_.resize(size_ * columns_);
    down_.resize(2 * bins_ * size_);
    for (std::size_t x = 0; x < size_; ++x) {
      const double turn = 2 * std::numbers::pi / static_cast<double>(size);
      hann_.push_back(0.5 - 0.5 * std::cos(turn * static_cast<double>(x)));
      for (std::size_t i = 0; i < bins_; ++i) {
        const double angle = turn * static_cast<double>(bins[i] * x % size_);
        down_[i * size_ + x] = std::cos(angle);
        down_[(bins_ + i) * size_ + x] = -std::sin(angle);
        if (i >= half_) continue;
        across_[x * columns_ + i] = std::cos(angle);
        across_[x * columns_ + half_ + i] = -std::sin(angle);
      }
    }
  }

  std::vector<double> zeros() const { return std::vector<double>(bins_ * half_); }
  /// Bins repeat, and (u, v) has the power of (-u, -v).
  double at(const std::vector<double>& power, Index u, Index v) const {
    std::size_t row = wrapped(u), column = wrapped(v);
    if (column > size_ / 2) {
      row = wrapped(-u);
      column = wrapped(-v);
    }
    return power[place_[row] * half_ + place_[column]];
  }

  /// Where a tile is worked on.
  struct Room {
    std::vector<double> tile, rows, both;
  };
  /// Adds |DFT|^2 of the tile whose rows are `stride` apart.
  void add(const float* tile, Index stride, Room& room, std::vector<double>& power) const {
    room.tile.resize(size_ * size_);
    room.rows.resize(size_ * columns_);
    room.both.resize(2 * bins_ * columns_);
    double mean = 0;
    for (std::size_t y = 0; y < size_; ++y)
      for (std::size_t x = 0; x < size_; ++x)
        mean += static_cast<double>(tile[static_cast<Index>(y) * stride + static_cast<Index>(x)]);
    mean /= static_cast<double>(size_ * size_);
    for (std::size_t y = 0; y < size_; ++y)
      for (std::size_t x = 0; x < size_; ++x)
        room.tile[y * size_ + x] =
            (static_cast<double>(tile[static_cast<Index>(y) * stride + static_cast<Index>(x)]) - mean) *
            hann_[x] * hann_[y];
    const auto n = static_cast<Index>(size_), columns = static_cast<Index>(columns_);
    rows::product(room.tile.data(), n, n, across_.data(), columns, room.rows.data());
    rows::product(down_.data(), static_cast<Index>(2 * bins_), n, room.rows.data(), columns,
                  room.both.data());
    for (std::size_t u = 0; u < bins_; ++u) {
      const double* const cosines = room.both.data() + u * columns_;
      const double* const sines = room.both.data() + (bins_ + u) * columns_;
      for (std::size_t v = 0; v < half_; ++v) {
        const double real = cosines[v] - sines[half_ + v], imaginary = sines[v] + cosines[half_ + v];
        power[u * half_ + v] += real * real + imaginary * imaginary;
      }
    }
  }

  /// Of white noise with variance 1, in one bin.
  double noise() const {
    double sum = 0;
    for (double h : hann_) sum += h * h;
    return sum * sum;
  }

 private:
  std::size_t wrapped(Index u) const {
    const auto n = static_cast<Index>(size_);
    return static_cast<std::size_t>((u % n + n) % n);
  }
  std::size_t size_, bins_ = 0, half_ = 0, columns_ = 0;
  std::vector<std::size_t> place_;  ///< of a wanted bin among them; the first half_ are not above n/2
  std::vector<double> hann_;
  std::vector<double> across_;  ///< [n, columns_]: cosines of the first half_ bins, then -sines, then zeros
  std::vector<double> down_;    ///< [2 bins_, n]: cosines of all bins, then -sines
};

/// P at the spectrum's bins.
std::vector<double> averaged(const Tensor<float>& picture, const Tiling& tiles, const Spectrum& spectrum,
                             const Progress& progress = {}) {
  const Index planes = picture.shape()[0] * picture.shape()[1];
  std::vector<std::vector<double>> parts(static_cast<std::size_t>(planes * tiles.rows), spectrum.zeros());
  const auto add_row = [&](Index piece) {
    const Index y = tiles.start(tiles.height, tiles.rows, piece % tiles.rows);
    const float* first = picture.data() + (piece / tiles.rows * tiles.height + y) * tiles.width;
    Spectrum::Room room;
    for (Index i = 0; i < tiles.columns; ++i)
      spectrum.add(first + tiles.start(tiles.width, tiles.columns, i), tiles.width, room,
                   parts[static_cast<std::size_t>(piece)]);
  };
  in_parallel(planes * tiles.rows, add_row, progress);
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

std::optional<double> checkerboard_energy(const Tensor<float>& picture, Index factor,
                                          const Progress& progress) {
  const auto tiles = tiling(picture.shape()[2], picture.shape()[3], factor);
  if (!tiles) return std::nullopt;
  const Spectrum spectrum(tiles->size, near_peaks(tiles->size, factor));
  const std::vector<double> power = averaged(picture, *tiles, spectrum, progress);
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
  const std::vector<double> half = averaged(picture, *tiles, spectrum);
  PowerSpectrum out{n, factor, Tensor<double>(Shape{n, n}), spectrum.noise() / 12};
  for (Index i = 0; i < n * n; ++i) out.power[i] = spectrum.at(half, i / n, i % n);
  return out;
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
