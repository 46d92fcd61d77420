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

#include "core/tensor/tensor.hpp"

namespace convscope {

/// Of a picture [N, C, H, W] with values 0..255 that was enlarged by `factor` >= 2. Nothing for pictures with
/// fewer than 8 * factor rows or columns.
std::optional<double> checkerboard_energy(const Tensor<float>& picture, Index factor);

}  // namespace convscope
