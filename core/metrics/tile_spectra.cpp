#include "core/metrics/tile_spectra.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/parallel.hpp"
#include "core/geometry/axis.hpp"
#include "core/metrics/rows.hpp"

namespace convscope {

namespace {

constexpr Index kTile = 64, kMargin = 8, kNear = 2, kFar = 4;
constexpr float kBlack = 2;

/// A whole discrete Fourier transform of real n x n tiles by two products of matrices: n is no power of two.
class Transform {
 public:
  explicit Transform(Index n) : n_(n), half_(n / 2 + 1) {
    columns_ = ceil_div(2 * half_, rows::kColumns) * rows::kColumns;
    across_.resize(static_cast<std::size_t>(n * columns_));
    down_.resize(static_cast<std::size_t>(2 * n * n));
    for (Index x = 0; x < n; ++x) {
      const double turn = 2 * std::numbers::pi / static_cast<double>(n);
      hann_.push_back(0.5 - 0.5 * std::cos(turn * static_cast<double>(x)));
      for (Index i = 0; i < n; ++i) {
        const double angle = turn * static_cast<double>(i * x % n);
        down_[static_cast<std::size_t>(i * n + x)] = std::cos(angle);
        down_[static_cast<std::size_t>((n + i) * n + x)] = -std::sin(angle);
        if (i >= half_) continue;
        across_[static_cast<std::size_t>(x * columns_ + i)] = std::cos(angle);
        across_[static_cast<std::size_t>(x * columns_ + half_ + i)] = -std::sin(angle);
      }
    }
  }

  double window(Index y, Index x) const {
    return hann_[static_cast<std::size_t>(y)] * hann_[static_cast<std::size_t>(x)];
  }
  /// The bins (u, v), v to n/2, of a tile that the window was laid on.
  std::vector<std::complex<double>> operator()(const std::vector<double>& tile) const {
    std::vector<double> lines(static_cast<std::size_t>(n_ * columns_)),
        both(static_cast<std::size_t>(2 * n_ * columns_));
    rows::product(tile.data(), n_, n_, across_.data(), columns_, lines.data());
    rows::product(down_.data(), 2 * n_, n_, lines.data(), columns_, both.data());
    std::vector<std::complex<double>> out(static_cast<std::size_t>(n_ * half_));
    for (Index u = 0; u < n_; ++u) {
      const double* const cosines = both.data() + u * columns_;
      const double* const sines = both.data() + (n_ + u) * columns_;
      for (Index v = 0; v < half_; ++v)
        out[static_cast<std::size_t>(u * half_ + v)] = {cosines[v] - sines[half_ + v],
                                                        sines[v] + cosines[half_ + v]};
    }
    return out;
  }

 private:
  Index n_, half_, columns_ = 0;
  std::vector<double> hann_, across_, down_;
};

/// Bins of one tile at any place: they repeat, and (u, v) is the conjugate of (-u, -v).
struct Bins {
  const std::vector<std::complex<double>>& values;
  Index n;
  std::complex<double> at(Index u, Index v) const {
    const Index half = n / 2 + 1, row = (u % n + n) % n, column = (v % n + n) % n;
    if (column < half) return values[static_cast<std::size_t>(row * half + column)];
    return std::conj(values[static_cast<std::size_t>((n - row) % n * half + n - column)]);
  }
  double power(Index u, Index v) const { return std::norm(at(u, v)); }
};

double mean_power_around(const Bins& bins, Index u, Index v) {
  double ring = 0, row = 0, column = 0;
  int of_ring = 0, of_line = 0;
  for (Index du = -kFar; du <= kFar; ++du)
    for (Index dv = -kFar; dv <= kFar; ++dv) {
      if (std::max(std::abs(du), std::abs(dv)) < kNear) continue;
      const double power = bins.power(u + du, v + dv);
      ring += power;
      ++of_ring;
      if (std::abs(du) <= 1) {
        row += power;
        ++of_line;
      }
      if (std::abs(dv) <= 1) column += power;
    }
  return std::max({ring / of_ring, row / of_line, column / of_line});
}

struct Layout {
  Index extent, count, size, margin;
  Index start(Index i) const {
    const Index last = extent - 2 * margin - size;
    return margin + (count > 1 ? last * i / (count - 1) : last / 2);
  }
};
Layout layout(Index extent, Index size, Index most) {
  const Index margin = std::clamp<Index>((extent - size) / 2, 0, kMargin);
  return {extent, std::min(most, (extent - 2 * margin - size) / (size / 2) + 1), size, margin};
}

}  // namespace

TileSpectra tile_spectra(const Tensor<float>& picture, Index base, Index most, const Progress& progress) {
  const Index channels = picture.shape()[1], height = picture.shape()[2], width = picture.shape()[3];
  const Index fitting = std::min(height, width) / base * base;
  const Index n = std::min(ceil_div(kTile, base) * base, fitting);
  TileSpectra out{base, n, channels};
  if (n < std::max<Index>(16, 2 * base)) return out;
  const Layout down = layout(height, n, most), across = layout(width, n, most);
  const Transform transform(n);
  const auto side = static_cast<double>(n);
  const double scale = 4 / (side * side);             // the window sums to n^2 / 4
  const double rounding = 2.25 / (side * side) / 12;  // of its squares, (3/8)^2
  out.tiles.resize(static_cast<std::size_t>(channels * down.count * across.count));
  const auto work = [&](Index i) {
    const Index channel = i / (down.count * across.count), place = i % (down.count * across.count);
    TileSpectrum tile{.top = down.start(place / across.count), .left = across.start(place % across.count)};
    const float* const first = picture.data() + (channel * height + tile.top) * width + tile.left;
    std::vector<double> values(static_cast<std::size_t>(n * n));
    for (Index y = 0; y < n; ++y)
      for (Index x = 0; x < n; ++x) {
        const float value = first[y * width + x];
        tile.brightness += transform.window(y, x) * static_cast<double>(value) * scale;
        tile.clipped += value < kBlack ? 1 / (side * side) : 0;
      }
    for (Index y = 0; y < n; ++y)
      for (Index x = 0; x < n; ++x)
        values[static_cast<std::size_t>(y * n + x)] =
            (static_cast<double>(first[y * width + x]) - tile.brightness) * transform.window(y, x) * scale;
    const std::vector<std::complex<double>> spectrum = transform(values);
    const Bins bins{spectrum, n};
    for (Index a = 0; a < base; ++a)
      for (Index b = 0; b < base; ++b) {
        const double turn = -2 * std::numbers::pi *
                            static_cast<double>((a * tile.top + b * tile.left) % base) /
                            static_cast<double>(base);
        const Index u = a * (n / base), v = b * (n / base);
        tile.waves.push_back(bins.at(u, v) * std::polar(1.0, turn));
        tile.around.push_back(mean_power_around(bins, u, v) + rounding);
      }
    out.tiles[static_cast<std::size_t>(i)] = std::move(tile);
  };
  in_parallel(std::ssize(out.tiles), work, progress);
  return out;
}

}  // namespace convscope
