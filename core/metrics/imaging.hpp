// What a kernel does to what is not constant: spectral images.
//
// An enlarging by s with kernel h, whose Fourier transform is H in cycles per output pixel, turns a wave of f
// cycles per input pixel into one of f/s and, weaker, into its images (f + m)/s, m = 1 to s - 1 along each
// axis. Equal phase sums make the images of f = 0 vanish; how fast they grow with f tells what a kernel does
// to ramps and to texture. After Strang and Fix, "A Fourier analysis of the finite element variational
// method" (1971), and Sugawara, Shiota and Kiya, "Checkerboard artifacts free convolutional neural networks",
// APSIPA (2019).
//
// Kernels are those of transposed convolutions with stride = factor: [n] or [kh, kw], of finite weights.
#pragma once

#include <span>
#include <vector>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// The largest of the images' magnitudes over that of the wave itself: max over m of |H((f + m)/s)| /
/// |H(f/s)|, over the s - 1 (in a plane s * s - 1) images. 0 at f = 0 exactly when the phase sums are equal;
/// infinite where the wave itself vanishes. `frequency`: cycles per input pixel, one for each axis.
double alias_gain(const Tensor<double>& kernel, Index factor, std::span<const double> frequency);

/// The multiplicity of H's zeros at m/s, the least over m: an order of L reproduces polynomials of a degree
/// below L without a pattern. 0: a constant already has one; 1: flat areas are flat; 2: ramps too.
///
/// It is counted by moments: order L holds exactly when for each degree below L the sums of t^degree h(t)
/// over the taps of a phase are equal for all phases; equal up to the rounding of weights in float32.
Index order(const Tensor<double>& kernel, Index factor);

/// How far apart the centres of the phases are that a ramp shows, in input pixels: what a ramp of g levels a
/// pixel gains is a pattern g times this from peak to peak. 0 for order 2, and 1/2 for nearest by 2.
double ramp_spread(const Tensor<double>& kernel, Index factor);

/// Where a kernel [kh, kw] moves a picture, vertically and horizontally: its centre of gravity, in output
/// pixels down and to the right of the enlarged pixel's centre, when the kernel is centred as Transposed is
/// (core/ops/resample/upsampler.hpp). 1/2 for symmetric kernels with an odd taps - factor. 0 for taps that
/// sum to 0.
std::vector<double> displacement(const Tensor<double>& kernel, Index factor);

/// The band of imaging_ratio(), in cycles per input pixel.
inline constexpr double kLeastFrequency = 1.0 / 64, kMostFrequency = 0.5;
/// The power of all images over the power of the wave itself for an isotropic picture whose power falls as
/// 1/f^2, as photographs do, with |f| from 1/64 to 1/2. Interpolations have about 0.005; infinite where
/// nothing of the picture is left. `kernel`: [kh, kw].
///
/// In closed form: with the kernel's autocorrelation a and the picture's autocovariance r (at distances in
/// input pixels), the wave's power is the sum of a(d) r(|d|/s) over all d, and with the images that of
/// s * s a(d) r(|d|/s) over the d that are multiples of s along both axes.
double imaging_ratio(const Tensor<double>& kernel, Index factor);

}  // namespace convscope
