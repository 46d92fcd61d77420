// How different a picture looks from the one that it should be: MS-SSIM and FLIP.
//
// Pictures are [N, C, H, W] with values 0..255 and the same shape.
#pragma once

#include <optional>

#include "core/base/progress.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// The least side of a picture that has five scales of 11 pixels.
inline constexpr Index kLeastMsSsim = 11 << 4;

/// Wang, Simoncelli and Bovik, "Multiscale structural similarity for image quality assessment", Asilomar
/// Conference on Signals, Systems and Computers (2003), equation 7 with the exponents 0.0448, 0.2856, 0.3001,
/// 0.2363 and 0.1333: contrast and structure at five scales, luminance at the last, each averaged over the
/// windows of SSIM (image.hpp), between scales the means of 2 x 2 pixels. An average below 0 counts as 0, so
/// that the result is a number. Of each channel, averaged over the channels. 1 for equal pictures; nothing
/// for a picture with fewer than kLeastMsSsim rows or columns.
std::optional<double> ms_ssim(const Tensor<float>& a, const Tensor<float>& b, const Progress& progress = {});

/// Pixels per degree of the viewer's field of view: a 4K display, 0.7 m wide, seen from 0.7 m.
inline constexpr double kPixelsPerDegree = 67.02064327658226;

/// Andersson, Nilsson, Akenine-Moller, Oskarsson, Astrom and Fairchild, "FLIP: A difference evaluator for
/// alternating images", Proceedings of the ACM on Computer Graphics and Interactive Techniques 3(2) (2020),
/// for pictures of low dynamic range: the mean of the map, from 0 for equal pictures to 1. One channel is
/// grey. Precondition: 1 or 3 channels.
double flip(const Tensor<float>& original, const Tensor<float>& result, const Progress& progress = {});

}  // namespace convscope
