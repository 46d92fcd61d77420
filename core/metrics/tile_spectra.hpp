// Complex spectra of a picture's tiles at the multiples of 1/base, with the power around each.
#pragma once

#include <complex>
#include <vector>

#include "core/base/progress.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// One tile of one channel.
struct TileSpectrum {
  Index top = 0, left = 0;
  double brightness = 0;  ///< mean under the window, 0..255
  double clipped = 0;     ///< share of its pixels that are black
  /// Coefficients of the periodic pattern, in grey levels, with phases as from the picture's top left corner;
  /// [base * base], that of (a, b) is of a/base cycles a pixel downwards and b/base across.
  std::vector<std::complex<double>> waves{};
  /// Of each the expected power without a pattern: the largest of the means of the bins around it (2 to 4
  /// away), those above and below, and those beside it, plus that of rounding to 8 bits.
  std::vector<double> around{};
};

struct TileSpectra {
  Index base = 0;
  Index size = 0;  ///< of a tile's side, a multiple of base
  Index channels = 0;
  std::vector<TileSpectrum> tiles{};  ///< channel by channel
  /// Peaks of period s are far enough from each other to have surroundings of their own.
  bool resolves(Index period) const { return size >= 8 * period; }
};

/// Tiles of about 64 pixels a side, half a tile apart or further, at most `most` along each axis; under a
/// Hann window. Without tiles where the picture [1, C, H, W] is smaller than 8 pixels for every one of base /
/// 4, at least 16.
TileSpectra tile_spectra(const Tensor<float>& picture, Index base, Index most, const Progress& progress = {});

}  // namespace convscope
