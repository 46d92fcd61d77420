#include "core/enlarging/backward.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.hpp"
#include "core/ops/fast/plan.hpp"
#include "core/ops/pooling.hpp"
#include "core/ops/resample/layers.hpp"

namespace convscope {

namespace {

/// The mean of the channels, minus the mean of all.
Tensor<float> as_fed(const Tensor<float>& picture) {
  const Index channels = picture.shape()[1], plane = picture.shape()[2] * picture.shape()[3];
  Tensor<float> out({1, 1, picture.shape()[2], picture.shape()[3]});
  double mean = 0;
  for (Index i = 0; i < plane; ++i) {
    for (Index c = 0; c < channels; ++c) out[i] += picture[c * plane + i] / static_cast<float>(channels);
    mean += static_cast<double>(out[i]) / static_cast<double>(plane);
  }
  for (float& value : out.values()) value -= static_cast<float>(mean);
  return out;
}

/// Means of the phases between the pixels that are `margin` away from the edges.
void take_phase_means(BackwardPattern& pattern, Index stride, Index margin) {
  const Index height = pattern.of_ones.shape()[2], width = pattern.of_ones.shape()[3];
  pattern.phase_means = Tensor<double>(Shape{stride, stride});
  Tensor<double> counts(Shape{stride, stride});
  const Axis rows{.pixels = height, .stride = stride}, columns{.pixels = width, .stride = stride};
  for (Index y = margin; y < height - margin; ++y)
    for (Index x = margin; x < width - margin; ++x) {
      const Index phase = phase_of_pixel(rows, y) * stride + phase_of_pixel(columns, x);
      pattern.phase_means[phase] += static_cast<double>(pattern.of_ones[y * width + x]);
      counts[phase] += 1;
    }
  for (Index p = 0; p < counts.size(); ++p) pattern.phase_means[p] /= std::max(counts[p], 1.0);
  const auto values = pattern.phase_means.values();
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  // Gradients are single precision.
  pattern.spread = *most - *least <= 1e-5 * std::abs(mean) ? 0 : (*most - *least) / std::abs(mean);
}

/// Weights that add up to 1, so that an output is a mean.
Tensor<float> as_weights(const Tensor<double>& kernel) {
  const double sum = std::accumulate(kernel.values().begin(), kernel.values().end(), 0.0);
  Tensor<float> out({1, 1, kernel.shape()[0], kernel.shape()[1]});
  for (Index t = 0; t < out.size(); ++t) out[t] = static_cast<float>(sum == 0 ? kernel[t] : kernel[t] / sum);
  return out;
}

BackwardPattern convolution(const Tensor<float>& x, const Tensor<double>& kernel, Index stride) {
  const auto axis = [&](Index pixels, Index taps) {
    return Axis{pixels, (pixels - taps) / stride + 1, taps, stride, 1, 0};
  };
  const Geometry g{{axis(x.shape()[2], kernel.shape()[0]), axis(x.shape()[3], kernel.shape()[1])}, {1, 1, 1}};
  const Tensor<float> weights = as_weights(kernel);
  BackwardPattern out;
  Tensor<float> y;
  fast::gather(g, x, weights, y);
  fast::scatter(g, y, weights, out.of_loss);  // d/dy of half the sum of y^2 is y
  fast::scatter(g, Tensor<float>(y.shape(), 1.0F), weights, out.of_ones);
  return out;
}

BackwardPattern max_pooling(const Tensor<float>& x, Index taps, Index stride) {
  const MaxPooled<float> pooled = max_pool(x, taps, stride);
  BackwardPattern out;
  out.of_loss = max_pool_gradient(pooled, pooled.values, x.shape());
  out.of_ones = max_pool_gradient(pooled, Tensor<float>(pooled.values.shape(), 1.0F), x.shape());
  out.follows_picture = true;
  return out;
}

}  // namespace

Backward backward_patterns(const Tensor<float>& picture, const Tensor<double>& kernel,
                           const std::string& name, Index stride) {
  const Index side = std::min(picture.shape()[2], picture.shape()[3]);
  const Index reach = std::max({kernel.shape()[0], kernel.shape()[1], 2 * stride});
  const Index least = 2 * reach + 4 * stride;
  if (side < least)
    throw Error("picture", fmt::format("{} pixels are too few for a gradient's interior", side),
                fmt::format("at least {0} × {0}", least));
  Backward out;
  out.picture = as_fed(picture);
  out.stride = stride;
  const auto add = [&](BackwardPattern pattern, const char* title, std::string detail) {
    pattern.name = title;
    pattern.detail = std::move(detail);
    take_phase_means(pattern, stride, reach);
    out.patterns.push_back(std::move(pattern));
  };
  add(convolution(out.picture, kernel, stride), "convolution", name);
  add(max_pooling(out.picture, stride + 1, stride), "max-pooling",
      fmt::format("{0} × {0}, stride {1}", stride + 1, stride));
  add(convolution(out.picture, kernel_plane("bilinear", 2 * stride, 0), stride), "convolution",
      fmt::format("bilinear {}, stride {}", 2 * stride, stride));
  add(convolution(out.picture, kernel_plane("uniform", stride, 0), stride), "average pooling",
      fmt::format("{0} × {0}, stride {0}", stride));
  return out;
}

}  // namespace convscope
