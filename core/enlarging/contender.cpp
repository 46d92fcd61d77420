#include "core/enlarging/contender.hpp"

#include <algorithm>
#include <utility>

#include "core/enlarging/light.hpp"
#include "core/ops/resample/interpolate.hpp"

namespace convscope {

namespace {

/// Channels [first, first + count) of [1, C, H, W].
Tensor<float> channels(const Tensor<float>& x, Index first, Index count) {
  const Index plane = x.shape()[2] * x.shape()[3];
  Tensor<float> out({1, count, x.shape()[2], x.shape()[3]});
  std::copy_n(x.data() + first * plane, count * plane, out.data());
  return out;
}

}  // namespace

std::optional<KernelTraits> kernel_traits(const Contender& contender, Index factor) {
  const auto* linear = std::get_if<Upsampler>(&contender);
  return linear && is_stationary(*linear) ? std::optional(kernel_traits(*linear, factor)) : std::nullopt;
}

Cost cost_of(const Contender& contender, const Shape& picture) {
  if (const auto* linear = std::get_if<Upsampler>(&contender)) return cost_of(*linear, picture);
  return std::get<1>(contender)->cost(picture);
}

Tensor<float> enlarge_seen(const WholeEnlarger& enlarger, const Tensor<float>& planes, bool has_alpha,
                           bool linear, Index factor, const Progress& progress) {
  if (!has_alpha) return enlarger.enlarge(linear ? srgb_values(planes) : planes, progress);
  const Index colors = planes.shape()[1] - 1;
  const Tensor<float> seen = linear ? seen_planes(planes, true, true) : Tensor<float>();
  const Tensor<float> small =
      linear ? working_planes(channels(seen, 0, colors), channels(seen, colors, 1), false) : planes;
  const Tensor<float> made = enlarger.enlarge(channels(small, 0, colors), progress);
  const Tensor<float> opacity = enlarge(bicubic(factor), channels(small, colors, 1));
  Tensor<float> out({1, colors + 1, made.shape()[2], made.shape()[3]});
  std::ranges::copy(made.values(), out.data());
  std::ranges::copy(opacity.values(), out.data() + made.size());
  return seen_planes(std::move(out), true, false);
}

}  // namespace convscope
