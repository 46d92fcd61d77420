// Enlarging as networks do: transposed convolution, sub-pixel convolution, resize-convolution; their kernels
// and the repairs of kernels.
//
// Sub-pixel convolution: Shi et al., "Real-time single image and video super-resolution using an efficient
// sub-pixel convolutional neural network", CVPR (2016). Resize-convolution: Odena, Dumoulin and Olah,
// "Deconvolution and checkerboard artifacts", Distill (2016).
#pragma once

#include <cstdint>
#include <string_view>

#include "core/ops/resample/upsampler.hpp"

namespace convscope {

/// Kernel [kh, kw] at stride = factor, as it is.
Upsampler conv_transpose(const Tensor<double>& kernel, Index factor);
/// A same-size convolution with factor * factor kernels [factor^2, kh, kw], then pixel shuffle.
Upsampler pixel_shuffle(const Tensor<double>& kernels, Index factor);
/// A same-size convolution with kernel [kh, kw].
Upsampler filter(const Tensor<double>& kernel);
/// Nearest or bilinear, then filter(kernel).
Upsampler nearest_conv(const Tensor<double>& kernel, Index factor);
Upsampler bilinear_conv(const Tensor<double>& kernel, Index factor);

/// The fixed smooth layer that stands behind an enlarging layer: a same-size convolution with the hold of
/// factor × factor equal taps, convolved `order` times with itself, of sum 1. Order 0 averages the phases of
/// every block, 1 is a tent. Whatever the layer before it, all phases of a constant come out equal, since the
/// hold's transform is 0 at the multiples of 1 / factor. Where its taps, (order + 1)(factor - 1) + 1 a side,
/// are even, it moves the picture half a pixel to the top left, which takes back what an odd number of taps
/// beyond the factor has moved it before. Kinoshita and Kiya, "Fixed smooth
/// convolutional layer for avoiding checkerboard artifacts in CNNs", ICASSP (2020), arXiv:2002.02117.
Upsampler hold(Index factor, Index order);

/// A plane [taps, taps] of positive weights: uniform, bilinear or gaussian as the patterns box, bilinear and
/// gaussian of tensor/patterns.hpp; random: every tap 1/4 to 9/4 in steps of 1/4, by seed. Not scaled.
/// Errors: Error("kernel", ...) for another name.
Tensor<double> kernel_plane(std::string_view name, Index taps, std::uint64_t seed);

/// The kernel [kh, kw] times the number that makes its phase sums average 1, so that an enlarged picture
/// keeps its brightness: sum = factor^2, and 1 for a filter (factor 1). Errors: Error("kernel", ...) when it
/// sums to 0.
Tensor<double> normalised(const Tensor<double>& kernel, Index factor);

/// factor^2 kernels [factor^2, taps, taps] of random weights as above, together scaled to keep brightness.
Tensor<double> random_sub_kernels(Index taps, Index factor, std::uint64_t seed);
/// factor^2 times the same kernel: Aitken et al., "Checkerboard artifact free sub-pixel convolution",
/// arXiv:1707.02937 (2017), called ICNR. The phases are then equal on every input.
Tensor<double> icnr(const Tensor<double>& kernel, Index factor);

/// The nearest kernel (least squares) whose phase sums are all equal, with the same sum: a constant picture
/// then stays constant. Every tap of a phase moves by the same amount. Errors: Error("kernel-size", ...)
/// where a phase has no tap, because the kernel is smaller than the factor.
Tensor<double> equal_phase_sums(const Tensor<double>& kernel, Index factor);
/// The nearest sub-kernels (least squares) that are all equal: each their mean.
Tensor<double> equal_sub_kernels(const Tensor<double>& kernels);
/// The nearest kernel (least squares) of the same sum whose order (core/metrics/imaging.hpp) is at least
/// `order`, 1 to kMostOrder: its phases agree in their moments of all degrees below. Order 1 is
/// equal_phase_sums. Errors: Error("repair-order", ...) where the kernel has too few taps.
Tensor<double> of_order(const Tensor<double>& kernel, Index factor, Index order);
/// The same for sub-kernels [factor^2, kh, kw].
Tensor<double> sub_kernels_of_order(const Tensor<double>& kernels, Index factor, Index order);
inline constexpr Index kMostOrder = 4;
/// A transposed kernel [n, n], n - factor even, all of whose phases are the mean of them: each pixel of a
/// block then has the same weights of the same input pixels, and the phases are equal on every picture.
Tensor<double> equal_phases(const Tensor<double>& kernel, Index factor);
/// The kernel of the transposed convolution that equals nearest_conv(filter): [a, b, c] at factor 2 gives
/// [c, b+c, a+b, a]. One longer, with a zero, where a filter of even size has its centre between two pixels.
Tensor<double> as_transposed(const Tensor<double>& filter, Index factor);
/// The filter [kh - factor + 1, kw - factor + 1] whose nearest_conv comes nearest to the transposed
/// convolution (least squares over the kernel's taps): as_transposed() of it is `kernel` repaired. Errors:
/// Error("kernel-size", ...) for a kernel smaller than the factor.
Tensor<double> as_resize_convolution(const Tensor<double>& kernel, Index factor);

}  // namespace convscope
