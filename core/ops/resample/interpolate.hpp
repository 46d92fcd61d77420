// Interpolation by a whole factor: each is a transposed convolution with a sampled profile, once along each
// axis. Half-pixel centres, edges replicated.
#pragma once

#include "core/ops/resample/upsampler.hpp"

namespace convscope {

/// Every pixel repeated. torch.nn.functional.interpolate(mode="nearest").
Upsampler nearest(Index factor);
/// A triangle, interpolate(mode="bilinear", align_corners=False).
Upsampler bilinear(Index factor);
/// The cubic convolution of Keys, "Cubic convolution interpolation for digital image processing", IEEE
/// Transactions on Acoustics, Speech, and Signal Processing 29(6) (1981), with a = -0.75 as
/// interpolate(mode="bicubic", align_corners=False) has it.
Upsampler bicubic(Index factor);
/// The same with a = -0.5, which reproduces parabolas: what Keys proposed, the spline of Catmull and Rom
/// (1974), and the bicubic of MATLAB's imresize and of Pillow.
Upsampler catmull_rom(Index factor);
/// Mitchell and Netravali, "Reconstruction filters in computer graphics", SIGGRAPH (1988), with B = C = 1/3:
/// it smooths a little, as it does not pass through the small picture's values.
Upsampler mitchell(Index factor);
/// sinc(x) sinc(x/3) for |x| < 3, each phase scaled to sum 1: Pillow's LANCZOS. Pillow renormalises at the
/// edges instead of replicating them; elsewhere, and on a picture with replicated edges, the two are equal.
Upsampler lanczos3(Index factor);

/// Any of them with an enlarged pixel's place in the small picture as another framework has it.
Upsampler resampled(const Profile& profile, ResizeCoordinates coordinates, ResizeRounding rounding,
                    Index factor);

/// The row [1, taps] of their profiles as sampled, not scaled.
Tensor<double> catmull_rom_taps(Index factor);
Tensor<double> lanczos3_taps(Index factor);

}  // namespace convscope
