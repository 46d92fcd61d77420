#include "core/ops/resample/reduce.hpp"

#include <cmath>

#include "core/ops/fast/plan.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "core/ops/resample/region.hpp"

namespace convscope {

namespace {

/// Enlarging's relation along one axis, whose pixels are the large picture's, without the windows that an
/// enlarging adds at the edges.
Axis small_windows(const Step& enlarging, std::size_t axis, Index n, Index factor) {
  const StepAxis widened = step_axis(enlarging, axis, n / factor);
  Axis out = widened.axis;
  out.windows = n / factor;
  out.pad = -pixel_under(widened.axis, widened.before, 0);
  return out;
}

Tensor<float> gathered(const Tensor<float>& x, const Axis& vertical, const Axis& horizontal,
                       const Tensor<double>& taps) {
  const Index planes = x.shape()[1];
  Tensor<float> weights(Shape{planes, 1, vertical.taps, horizontal.taps}), out;
  for (Index i = 0; i < weights.size(); ++i) weights[i] = static_cast<float>(taps[i % taps.size()]);
  fast::gather({{vertical, horizontal}, {planes, planes, planes}}, x, weights, out);
  return out;
}

/// One sweep along an axis; every small pixel is divided by the sum of the taps that it has in the picture.
Tensor<float> sweep(const Tensor<float>& x, const Tensor<double>& taps, std::size_t axis, Index factor) {
  const Shape strides{axis == 0 ? factor : 1, axis == 1 ? factor : 1};
  const Index n = x.shape()[2 + axis], across = x.shape()[3 - axis];
  const Axis moved = small_windows(Transposed{taps, strides}, axis, n, factor);
  const Axis still{.pixels = across, .windows = across}, one{};
  Tensor<float> out = axis == 0 ? gathered(x, moved, still, taps) : gathered(x, still, moved, taps);
  const Tensor<float> ones(Shape{1, 1, axis == 0 ? n : 1, axis == 1 ? n : 1}, 1.0F);
  const Tensor<float> sums = axis == 0 ? gathered(ones, moved, one, taps) : gathered(ones, one, moved, taps);
  const Index inner = axis == 0 ? across : 1;
  for (Index i = 0; i < out.size(); ++i) out[i] /= sums[i / inner % moved.windows];
  return out;
}

}  // namespace

Index reach_of(ReducingFilter filter, Index factor) {
  switch (filter) {
    case ReducingFilter::area:
      return 0;
    case ReducingFilter::bicubic:
      return 2 * factor;
    case ReducingFilter::lanczos3:
      break;
  }
  return 3 * factor;
}

Tensor<float> reduced(const Tensor<float>& x, Index factor, ReducingFilter filter) {
  if (filter == ReducingFilter::area) return shrink_area(x, factor);
  const Tensor<double> row =
      filter == ReducingFilter::bicubic ? catmull_rom_taps(factor) : lanczos3_taps(factor);
  const Tensor<double> column(Shape{row.size(), 1}, {row.values().begin(), row.values().end()});
  const Index height = x.shape()[2] / factor * factor, width = x.shape()[3] / factor * factor;
  const bool fits = height == x.shape()[2] && width == x.shape()[3];
  return sweep(sweep(fits ? x : cropped(x, {0, 0, height, width}), row, 1, factor), column, 0, factor);
}

Index blur_reach(double sigma) {
  return static_cast<Index>(std::ceil(4 * sigma));
}

Tensor<float> blurred(const Tensor<float>& x, double sigma) {
  const Index reach = blur_reach(sigma), taps = 2 * reach + 1;
  std::vector<double> profile(static_cast<std::size_t>(taps));
  double sum = 0;
  for (Index t = 0; t < taps; ++t) {
    const double z = static_cast<double>(t - reach) / sigma;
    sum += profile[static_cast<std::size_t>(t)] = std::exp(-z * z / 2);
  }
  for (double& tap : profile) tap /= sum;
  const Upsampler blur{{Filter{Tensor<double>(Shape{1, 1, taps}, profile)},
                        Filter{Tensor<double>(Shape{1, taps, 1}, profile)}}};
  return enlarge(blur, x);
}

}  // namespace convscope
