// Waves of a periodic pattern in the tiles of a picture: which are there, how strong, and where they show.
#pragma once

#include <complex>
#include <map>
#include <span>
#include <vector>

#include "core/metrics/flat_fold.hpp"
#include "core/metrics/tile_spectra.hpp"

namespace convscope {

constexpr double kSignificant = 50;  ///< times what chance gives, from which a wave is there

/// A wave of the periodic pattern, (a, b) / base cycles a pixel, in one channel; the first is their mean.
struct Wave {
  Index base = 0, a = 0, b = 0, order = 0;  ///< order: the shortest period that has it
  Index row_period = 1, column_period = 1;
  Index channel = 0;
  std::complex<double> gain{};  ///< of the pattern over brightness
  double levels = 0;            ///< of the wave at the picture's mean brightness
  double significance = 0;
  bool flat_known = false;
  bool in_flat = true;  ///< it is there where nothing else is, or there is no such place
  const TileSpectra* spectra = nullptr;
  std::size_t index() const { return static_cast<std::size_t>(a * base + b); }
};

/// By period.
using FlatFolds = std::map<Index, FlatFold>;

/// Of a family of periods that divide its base, in the mean of the channels.
std::vector<Wave> significant_waves(const TileSpectra& spectra, const FlatFolds& flats, bool decisive);

/// Of these waves, root mean square over the channels.
double levels_of(std::span<const Wave> waves);
double power_of(std::span<const Wave> waves);
/// Of the picture that they are in: the mean over its tiles and channels.
double brightness_of(std::span<const Wave> waves);

/// Shares of the tiles that could show the pattern: those that do, and those where it is as strong as
/// elsewhere.
struct Coverage {
  double shown = 0, even = 0;
};
Coverage coverage_of(std::span<const Wave> waves);

}  // namespace convscope
