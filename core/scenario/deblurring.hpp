// A photograph blurred and made noisy, and four ways back: the transposed convolution, which blurs again, and
// three that deconvolve.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/progress.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

enum class Blur { gaussian, box, motion };
/// "gaussian", "box", "motion". Errors: Error("blur", ...).
Blur parse_blur(std::string_view name);
std::string_view to_string(Blur blur);

inline constexpr Index kLargestBlur = 31;
/// The longest side of the crop on which photographs are tried; a multiple of kCropStep.
inline constexpr Index kLargestCrop = 384, kCropStep = 16;

struct DeblurSettings {
  Blur blur = Blur::gaussian;
  Index size = 9;          ///< taps on both axes, 1 to kLargestBlur
  double noise = 2;        ///< deviation in grey levels, 0 to 64
  std::uint64_t seed = 1;  ///< of the noise
  double ratio = 0.01;     ///< Wiener's noise to signal, above 0
  double lambda = 0.01;    ///< Tikhonov's weight of slopes, above 0
  Index iterations = 30;   ///< of Richardson-Lucy, 0 to 500
  friend bool operator==(const DeblurSettings&, const DeblurSettings&) = default;
};
/// Errors: Error("size"/"noise"/"wiener"/"lambda"/"iterations", ...) out of the ranges above.
void check(const DeblurSettings& settings);

/// [size, size], sum 1: normal densities (the pattern "gaussian"), a constant, or a line from the lower left
/// to the upper right.
Tensor<double> blur_kernel(Blur blur, Index size);

/// How close a picture is to the sharp one; SSIM is missing below 11 rows or columns.
struct Quality {
  double psnr = 0;
  std::optional<double> ssim;
};

struct Deblurred {
  Tensor<float> picture;  ///< [1, 3, height, width], 0..255, not clamped; empty: not there yet
  Quality quality{};      ///< after clamping to 0..255, as it is seen
};

struct Deblurring {
  DeblurSettings settings;
  Tensor<float> sharp;
  Deblurred blurred, transposed, wiener, tikhonov, lucy;
  Index lucy_iterations = 0;  ///< done so far
};

/// The middle of a picture, at most kLargestCrop on a side and a multiple of kCropStep, where transforms are
/// fast. Errors: Error("photo", ...) with less than kCropStep pixels on a side.
Tensor<float> deblurring_crop(const Tensor<float>& picture);

/// Everything wraps around at the border. `look` is given what is ready, several times; when `progress` is
/// stopped, that is returned. Errors: as check; Error("photo", ...) not finite.
Deblurring deblur(const Tensor<float>& sharp, const DeblurSettings& settings, const Progress& progress = {},
                  const std::function<void(const Deblurring& so_far)>& look = {});

}  // namespace convscope
