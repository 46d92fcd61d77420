// Checkerboard energy: how far a picture's spectrum stands out at the frequencies of an enlarging's period.
//
// Enlarging by s with unequal phases multiplies the picture by a pattern of period s, which shows as peaks at
// the multiples of 1/s cycles a pixel (Odena, Dumoulin and Olah, "Deconvolution and checkerboard artifacts",
// Distill 2016; peaks against their surroundings as in Zhang, Karaman and Chang, "Detecting and simulating
// artifacts in GAN fake images", WIFS 2019). Border ramps are no checkerboard: only the interior counts.
//
// The definition:
//   tiles      n x n pixels, n the smallest multiple of s from 64 on, or the largest one that fits a smaller
//              picture, at least 8 s; at least 16 pixels (as far as there is room) away from every edge, half
//              a tile apart or further, at most 32 along each axis, spread evenly
//   power      P(u, v): |DFT|^2 of (tile - its mean) * Hann window (periodic, along both axes), averaged over
//              tiles and channels (Welch's method)
//   peaks      the s * s - 1 bins (a n/s, b n/s), 0 <= a, b < s, without a = b = 0
//   surroundings  of each, the mean of P over the bins that are 2 to 4 bins away in the larger of the two
//              directions (the Hann window spreads a peak over 1 bin), plus the power of rounding to 8 bits,
//              1/12 in each pixel, below which no pattern is seen
//   energy     the sum of P over the peaks / the sum of their surroundings
//
// Interpolations of photographs give 0.2 to about 10 (what they leave of a picture's low frequencies lies
// close around the multiples), checkerboards hundreds to thousands.
#pragma once

#include <optional>
#include <vector>

#include "core/base/progress.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// Of a picture [N, C, H, W] with values 0..255 that was enlarged by `factor` >= 2. Nothing for pictures with
/// fewer than 8 * factor rows or columns.
std::optional<double> checkerboard_energy(const Tensor<float>& picture, Index factor,
                                          const Progress& progress = {});

/// P of the definition, at every frequency: bin (u, v) of n x n is u/n cycles a pixel downwards, v/n across.
struct PowerSpectrum {
  Index size = 0;        ///< n
  Index factor = 2;      ///< s
  Tensor<double> power;  ///< [n, n]
  double rounding = 0;   ///< what rounding to 8 bits adds to every bin
  /// Bins repeat after n, also below 0.
  double at(Index u, Index v) const;
};
/// Nothing for the same pictures as above.
std::optional<PowerSpectrum> power_spectrum(const Tensor<float>& picture, Index factor);

/// A non-zero multiple of 1/s: (row/s, column/s) cycles a pixel.
struct SpectrumPeak {
  Index row = 0, column = 0;  ///< 0 to s - 1
  double power = 0;
  double surroundings = 0;  ///< with the rounding
  double energy() const { return power / surroundings; }
};
/// The s * s - 1 peaks, row by row.
std::vector<SpectrumPeak> peaks(const PowerSpectrum& spectrum);
/// The checkerboard energy: all peaks' power over all their surroundings.
double checkerboard_energy(const std::vector<SpectrumPeak>& peaks);

}  // namespace convscope
