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
/// sinc(x) sinc(x/3) for |x| < 3, each phase scaled to sum 1: Pillow's LANCZOS. Pillow renormalises at the
/// edges instead of replicating them; elsewhere, and on a picture with replicated edges, the two are equal.
Upsampler lanczos3(Index factor);

}  // namespace convscope
