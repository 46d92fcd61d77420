#include "core/enlarging/shift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/metrics/image.hpp"

namespace convscope {

namespace {

double windowed_sinc(double x) {
  const auto sinc = [](double at) {
    return at == 0 ? 1 : std::sin(std::numbers::pi * at) / (std::numbers::pi * at);
  };
  return std::abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0;
}

/// The taps that move a line by `shift` pixels to its end, with sum 1.
Tensor<double> moving_taps(double shift) {
  const auto reach = static_cast<Index>(std::ceil(std::abs(shift))) + 3;
  Tensor<double> taps(Shape{2 * reach + 1});
  double sum = 0;
  for (Index t = 0; t < taps.size(); ++t)
    sum += taps[t] = windowed_sinc(static_cast<double>(t - reach) + shift);
  for (double& tap : taps.values()) tap /= sum;
  return taps;
}

std::string along(double shift, std::string_view forth, std::string_view back) {
  if (std::abs(shift) < kLeastShift) return "";
  return std::string(shift > 0 ? forth : back);
}

std::string amount(double shift) {
  return std::abs(std::abs(shift) - 0.5) < 0.005 ? "half a pixel"
                                                 : fmt::format("{:.2g} pixels", std::abs(shift));
}

}  // namespace

Tensor<float> moved(const Tensor<float>& picture, double down, double right) {
  const Tensor<double> column = moving_taps(down), row = moving_taps(right);
  const Upsampler mover{
      {Filter{{Shape{1, 1, row.size()}, {row.values().begin(), row.values().end()}}},
       Filter{{Shape{1, column.size(), 1}, {column.values().begin(), column.values().end()}}}}};
  return enlarge(mover, picture);
}

bool is_shifted(const KernelTraits& kernel) {
  return std::max(std::abs(kernel.down), std::abs(kernel.right)) >= kLeastShift;
}

std::string shift_words(const KernelTraits& kernel) {
  const std::string vertical = along(kernel.down, "down", "up"),
                    horizontal = along(kernel.right, "to the right", "to the left");
  if (vertical.empty() && horizontal.empty()) return "";
  if (vertical.empty()) return amount(kernel.right) + " " + horizontal;
  if (horizontal.empty()) return amount(kernel.down) + " " + vertical;
  if (amount(kernel.down) == amount(kernel.right))
    return fmt::format("{} {} and {}", amount(kernel.down), vertical, horizontal);
  return fmt::format("{} {} and {} {}", amount(kernel.down), vertical, amount(kernel.right), horizontal);
}

std::optional<double> psnr_lost_to_shift(const KernelTraits& kernel, const Tensor<float>& original,
                                         const Tensor<float>& result) {
  if (!is_shifted(kernel)) return std::nullopt;
  const double error = mean_squared_error(original, result);
  const double there = mean_squared_error(moved(original, kernel.down, kernel.right), result);
  if (error == 0 || there == 0) return std::nullopt;
  return psnr(there) - psnr(error);
}

std::string shift_note(const KernelTraits& kernel, const Tensor<float>& original,
                       const Tensor<float>& result) {
  if (!is_shifted(kernel)) return "";
  const auto lost = psnr_lost_to_shift(kernel, original, result);
  const std::string where = "lies " + shift_words(kernel);
  if (!lost || *lost < 0.05) return where;
  return fmt::format("{}: {:.1f} dB of its PSNR are lost to that", where, *lost);
}

}  // namespace convscope
