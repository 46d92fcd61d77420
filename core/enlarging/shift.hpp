// Kernels that move the picture: with an odd taps - stride the enlarged picture lies half a pixel off, and a
// part of what its PSNR lacks is that alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/enlarging/kernel_traits.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// Shifts below are none, in output pixels.
inline constexpr double kLeastShift = 0.05;
bool is_shifted(const KernelTraits& kernel);

/// "half a pixel down and to the right", "0.25 pixels up"; empty where it is not.
std::string shift_words(const KernelTraits& kernel);

/// The picture [N, C, H, W] by so many pixels further, less than some (windowed sinc, 6 pixels wide); its
/// edges are repeated.
Tensor<float> moved(const Tensor<float>& picture, double down, double right);

/// By how much the PSNR against the original, moved by the same amount (windowed sinc, 6 pixels wide), is
/// above that against the original, in decibels; nothing where the kernel does not move or nothing differs.
/// Pictures [N, C, H, W].
std::optional<double> psnr_lost_to_shift(const KernelTraits& kernel, const Tensor<float>& original,
                                         const Tensor<float>& result);

/// Of aligned corners.
inline constexpr std::string_view kStretched = "is stretched from its middle to its corners";

/// "lies half a pixel down and to the right: 4.9 dB of its PSNR are lost to that"; empty where it does not.
std::string shift_note(const KernelTraits& kernel, const Tensor<float>& original,
                       const Tensor<float>& result);

}  // namespace convscope
