#include "core/ops/resample/layers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "core/tensor/patterns.hpp"

namespace convscope {

namespace {

/// The planes that need no seed, and their names among the patterns of tensor/patterns.hpp.
constexpr struct {
  std::string_view name, pattern;
} kPlanes[] = {{"uniform", "box"}, {"bilinear", "bilinear"}, {"gaussian", "gaussian"}};

Tensor<double> planes(const Shape& shape, const Tensor<double>& from) {
  return {shape, {from.values().begin(), from.values().end()}};
}

double total(const Tensor<double>& kernel) {
  return std::accumulate(kernel.values().begin(), kernel.values().end(), 0.0);
}

Cost learned_cost(const Tensor<double>& weights) {
  return {static_cast<double>(weights.size()), static_cast<double>(weights.size())};
}

Tensor<double> random_planes(Index count, Index taps, std::uint64_t seed) {
  // The pattern has multiples of 1/4 from -1 to 1.
  Tensor<double> out = planes({count, taps, taps}, kernel_pattern("random", {count, 1, taps, taps}, seed));
  for (double& value : out.values()) value += 1.25;
  return out;
}

}  // namespace

Upsampler conv_transpose(const Tensor<double>& kernel, Index factor) {
  return {transposed_steps(kernel, factor), learned_cost(kernel)};
}

Upsampler pixel_shuffle(const Tensor<double>& kernels, Index factor) {
  return {{Filter{kernels}, Shuffle{factor}}, learned_cost(kernels)};
}

Upsampler filter(const Tensor<double>& kernel) {
  return {filter_steps(kernel), learned_cost(kernel)};
}

Upsampler nearest_conv(const Tensor<double>& kernel, Index factor) {
  return stacked(nearest(factor), filter(kernel));
}

Upsampler bilinear_conv(const Tensor<double>& kernel, Index factor) {
  return stacked(bilinear(factor), filter(kernel));
}

Upsampler hold(Index factor, Index order) {
  // Whole numbers, so that every phase has exactly the same sum.
  std::vector<double> profile(1, 1.0);
  for (Index fold = 0; fold <= order; ++fold) {
    std::vector<double> next(profile.size() + static_cast<std::size_t>(factor - 1));
    for (std::size_t t = 0; t < next.size(); ++t)
      for (std::size_t u = t - std::min(t, static_cast<std::size_t>(factor - 1)); u <= t; ++u)
        if (u < profile.size()) next[t] += profile[u];
    profile = std::move(next);
  }
  const auto taps = static_cast<Index>(profile.size());
  const double sum = std::pow(static_cast<double>(factor), static_cast<double>(order + 1));
  for (double& tap : profile) tap /= sum;
  return {{Filter{Tensor<double>(Shape{1, 1, taps}, profile)},
           Filter{Tensor<double>(Shape{1, taps, 1}, profile)}},
          {0, static_cast<double>(2 * taps)}};
}

Tensor<double> kernel_plane(std::string_view name, Index taps, std::uint64_t seed) {
  const Shape plane{taps, taps};
  if (name == "random") return planes(plane, random_planes(1, taps, seed));
  const auto* known = find_row(kPlanes, name);
  if (!known) refuse_name("kernel", name, "uniform, bilinear, gaussian or random:SEED");
  return planes(plane, kernel_pattern(known->pattern, {1, 1, taps, taps}, 0));
}

Tensor<double> normalised(const Tensor<double>& kernel, Index factor) {
  double sum = total(kernel), magnitude = 0;
  for (double tap : kernel.values()) magnitude += std::abs(tap);
  if (std::abs(sum) <= 1e-9 * magnitude || magnitude == 0)
    throw Error("kernel", "its weights sum to 0, so an enlarged picture would be black",
                "weights with another sum");
  Tensor<double> out = kernel;
  for (double& tap : out.values()) tap *= static_cast<double>(factor * factor) / sum;
  return out;
}

Tensor<double> random_sub_kernels(Index taps, Index factor, std::uint64_t seed) {
  Tensor<double> out = random_planes(factor * factor, taps, seed);
  const double scale = static_cast<double>(factor * factor) / total(out);
  for (double& tap : out.values()) tap *= scale;
  return out;
}

Tensor<double> icnr(const Tensor<double>& kernel, Index factor) {
  Tensor<double> out(Shape{factor * factor, kernel.shape()[0], kernel.shape()[1]});
  for (Index t = 0; t < out.size(); ++t) out[t] = kernel[t % kernel.size()];
  return out;
}

}  // namespace convscope
