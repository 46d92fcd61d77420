#include "core/metrics/grid_waves.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace convscope {

namespace {

// Set as those of grid_search.cpp.
constexpr double kTestable = 12;  ///< power of the pattern in a tile over chance, from which it must show
constexpr double kBlack = 8;      ///< tiles that are too dark to show a pattern
constexpr double kInFlat = 0.3;   ///< of a wave, that must be there where nothing else is
constexpr double kBright = 200;   ///< tiles where bright phases are cut off
constexpr double kLeastShare = 0.3, kMostShare = 3;  ///< of the pattern in a tile, where it shows
constexpr double kEven = 1.7;                        ///< times a tile's share may differ from elsewhere's

Index denominator(Index numerator, Index base) {
  return numerator == 0 ? 1 : base / std::gcd(numerator, base);
}

struct Channel {
  std::span<const TileSpectrum> tiles;
  double brightness = 0;
};
Channel channel_of(const TileSpectra& spectra, Index channel) {
  const std::size_t count = spectra.tiles.size() / static_cast<std::size_t>(spectra.channels);
  Channel out{std::span(spectra.tiles).subspan(static_cast<std::size_t>(channel) * count, count)};
  for (const TileSpectrum& tile : out.tiles) out.brightness += tile.brightness / static_cast<double>(count);
  return out;
}

/// The pattern that is the same share of brightness everywhere and fits the tiles best, each by how little
/// else there is at this frequency.
Wave fitted(const TileSpectra& spectra, Index channel, Index a, Index b) {
  Wave wave{.base = spectra.base, .a = a, .b = b, .channel = channel, .spectra = &spectra};
  wave.row_period = denominator(a, spectra.base);
  wave.column_period = denominator(b, spectra.base);
  wave.order = std::lcm(wave.row_period, wave.column_period);
  const Channel of = channel_of(spectra, channel);
  std::complex<double> sum = 0;
  double weights = 0;
  for (const TileSpectrum& tile : of.tiles) {
    const double weight = tile.brightness / tile.around[wave.index()];
    sum += weight * tile.waves[wave.index()];
    weights += weight * tile.brightness;
  }
  if (weights <= 0) return wave;
  wave.gain = sum / weights;
  wave.levels = std::abs(wave.gain) * of.brightness;
  wave.significance = std::norm(sum) / weights;
  return wave;
}

}  // namespace

std::vector<Wave> significant_waves(const TileSpectra& spectra, const FlatFolds& flats, bool decisive) {
  std::vector<Wave> out;
  for (Index a = 0; a < spectra.base; ++a)
    for (Index b = 0; b < spectra.base; ++b) {
      if (a == 0 && b == 0) continue;
      Wave wave = fitted(spectra, 0, a, b);
      if (!spectra.resolves(wave.order) || wave.significance <= kSignificant) continue;
      const FlatFold& flat = flats.at(wave.order);
      wave.flat_known = flat.known();
      const double there =
          (std::conj(wave.gain) * flat.wave(a * wave.order / spectra.base, b * wave.order / spectra.base))
              .real();
      wave.in_flat = !flat.known() || !decisive || there > kInFlat * std::norm(wave.gain);
      out.push_back(wave);
    }
  return out;
}

double levels_of(std::span<const Wave> waves) {
  const TileSpectra& spectra = *waves.front().spectra;
  const Index first = spectra.channels > 1 ? 1 : 0;
  double sum = 0;
  for (const Wave& wave : waves)
    for (Index channel = first; channel < spectra.channels; ++channel) {
      const double levels = fitted(spectra, channel, wave.a, wave.b).levels;
      sum += levels * levels / static_cast<double>(spectra.channels - first);
    }
  return std::sqrt(sum);
}

double power_of(std::span<const Wave> waves) {
  double sum = 0;
  for (const Wave& wave : waves) sum += wave.levels * wave.levels;
  return sum;
}

double brightness_of(std::span<const Wave> waves) {
  return channel_of(*waves.front().spectra, 0).brightness;
}

Coverage coverage_of(std::span<const Wave> waves) {
  Coverage out;
  double testable = 0, unclipped = 0;
  for (const TileSpectrum& tile : channel_of(*waves.front().spectra, 0).tiles) {
    if (tile.brightness < kBlack) continue;
    double expected = 0, found = 0;
    for (const Wave& wave : waves) {
      const std::complex<double> predicted = wave.gain * tile.brightness;
      const double noise = tile.around[wave.index()];
      expected += std::norm(predicted) / noise;
      found += (std::conj(predicted) * tile.waves[wave.index()]).real() / noise;
    }
    if (expected < kTestable) continue;
    testable += 1;
    const double share = found / expected;
    if (share > kLeastShare && share < kMostShare) out.shown += 1;
    if (tile.brightness > kBright) continue;
    unclipped += 1;
    if (share > 1 / kEven && share < kEven) out.even += 1;
  }
  out.shown /= std::max(1.0, testable);
  out.even = unclipped > 0 ? out.even / unclipped : out.shown;
  return out;
}

}  // namespace convscope
