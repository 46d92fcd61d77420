// How far a picture is from the one that it should be: MSE, PSNR, SSIM.
//
// Pictures are [N, C, H, W] with values 0..255 and the same shape; every channel of every picture counts the
// same.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/progress.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// Mean of the squared differences.
double mean_squared_error(const Tensor<float>& a, const Tensor<float>& b);

/// 10 log10(255^2 / MSE) in decibels; infinite for equal pictures.
double psnr(double mean_squared_error);

/// PSNR as super-resolution papers print it: of the luma of ITU-R BT.601 in video range, which is MATLAB's
/// rgb2ycbcr, Y = 16 + (65.481 R + 128.553 G + 24.966 B) / 255, not rounded, with peak 255; `border` rows and
/// columns on every side do not count. One channel is its own luma. Nothing where the border leaves nothing.
/// Precondition: 1 or 3 channels.
std::optional<double> psnr_of_luma(const Tensor<float>& a, const Tensor<float>& b, Index border);

/// Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural
/// similarity", IEEE Transactions on Image Processing 13(4) (2004), equation 13: Gaussian window of 11 x 11
/// with sigma 1.5 and sum 1, K1 = 0.01, K2 = 0.03, L = 255; the mean over all windows that lie wholly in the
/// picture and over the channels. Nothing for a picture with fewer than 11 rows or columns, where no window
/// lies.
std::optional<double> ssim(const Tensor<float>& a, const Tensor<float>& b, const Progress& progress = {});

// Pixels whose rows and columns leave the same remainders modulo s = `factor` >= 2 are a phase; there are
// s * s, or fewer in a picture below s pixels a side.

/// The errors of both measures that follow, and of the mean squared one, by one reading of the two pictures.
class PhaseErrors {
 public:
  PhaseErrors(const Tensor<float>& original, const Tensor<float>& result, Index factor);
  double mean_squared_error() const;
  double grid_levels() const;
  double phase_mse_ratio() const;

 private:
  double mean_of(Index channel, std::size_t phase) const;
  Index channels_;
  std::vector<double> errors_, squares_;  ///< sums, by channel and phase
  std::vector<double> counts_;            ///< of a channel's cells, by phase
};

/// The grid that `result` prints on `original`: of each phase the mean of result - original, about their
/// mean, root mean square over phases and channels, in grey levels.
double grid_levels(const Tensor<float>& original, const Tensor<float>& result, Index factor);
/// The mean squared error of the worst phase over that of the best: 1 when all are equal, also when all are
/// 0, and infinite when only some are.
double phase_mse_ratio(const Tensor<float>& original, const Tensor<float>& result, Index factor);

}  // namespace convscope
