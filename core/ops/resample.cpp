#include "core/ops/resample.hpp"

#include <algorithm>
#include <cmath>

#include "core/ops/border.hpp"
#include "core/ops/convolve.hpp"

namespace convscope {

namespace {

/// The same kernel plane for every channel, each on its own.
Tensor<float> depthwise(const Tensor<float>& kernel, Index channels) {
  Tensor<float> weights(with_channels(channels, 1, kernel.shape()));
  for (Index i = 0; i < weights.size(); ++i) weights[i] = kernel[i % kernel.size()];
  return weights;
}

Geometry picture_geometry(const Tensor<float>& pixels_or_windows, Axis vertical, Axis horizontal) {
  const Index channels = pixels_or_windows.shape()[1];
  return {{vertical, horizontal}, {channels, channels, channels}};
}

}  // namespace

Tensor<float> shrink_area(const Tensor<float>& x, Index factor) {
  const auto axis = [&](Index n) { return Axis{n, n / factor, factor, factor, 1, 0}; };
  const Tensor<float> box(Shape{factor, factor}, 1.0F / static_cast<float>(factor * factor));
  Tensor<float> out;
  gather(picture_geometry(x, axis(x.shape()[2]), axis(x.shape()[3])), x, depthwise(box, x.shape()[1]), out);
  return out;
}

Tensor<float> enlarge_nearest(const Tensor<float>& x, Index factor) {
  const auto axis = [&](Index n) { return Axis{n * factor, n, factor, factor, 1, 0}; };
  const Tensor<float> ones(Shape{factor, factor}, 1.0F);
  Tensor<float> out;
  scatter(picture_geometry(x, axis(x.shape()[2]), axis(x.shape()[3])), x, depthwise(ones, x.shape()[1]), out);
  return out;
}

Tensor<float> enlarge_bilinear(const Tensor<float>& x, Index factor) {
  // A triangle two factors wide, sampled at the distances between pixel centres: an even factor has its
  // centres half a pixel off, hence one tap more.
  const Index taps = 2 * factor - factor % 2;
  const auto profile = [&](Index t) {
    return 1 -
           std::abs(static_cast<double>(t) - static_cast<double>(taps - 1) / 2) / static_cast<double>(factor);
  };
  Tensor<float> kernel(Shape{taps, taps});
  for (Index t = 0; t < kernel.size(); ++t)
    kernel[t] = static_cast<float>(profile(t / taps) * profile(t % taps));
  return enlarge_transposed(x, kernel, factor);
}

Tensor<float> enlarge_transposed(const Tensor<float>& x, const Tensor<float>& kernel, Index factor) {
  const auto axis = [&](Index n, Index taps) {
    const Index around = ceil_div(taps, factor);  // input cells beyond the edge that still reach inside
    return Axis{n * factor, n + 2 * around, taps, factor, 1, around * factor + floor_div(taps - factor, 2)};
  };
  const Axis vertical = axis(x.shape()[2], kernel.shape()[0]),
             horizontal = axis(x.shape()[3], kernel.shape()[1]);
  const auto sides = [](const Axis& a, Index n) { return Sides{(a.windows - n) / 2, (a.windows - n) / 2}; };
  const Border edge{BorderMode::replicate, {sides(vertical, x.shape()[2]), sides(horizontal, x.shape()[3])}};
  Tensor<float> out;
  scatter(picture_geometry(x, vertical, horizontal), pad(edge, x), depthwise(kernel, x.shape()[1]), out);
  return out;
}

}  // namespace convscope
