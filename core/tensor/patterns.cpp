#include "core/tensor/patterns.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "core/base/error.hpp"
#include "core/tensor/random.hpp"

namespace convscope {

namespace {

constexpr PatternInfo kInputs[] = {
    {"ramp", "1, 2, 3, …"},
    {"arange", "0, 1, 2, …"},
    {"ones", "all 1"},
    {"zeros", "all 0"},
    {"impulse", "1 in the middle, 0 elsewhere"},
    {"random", "whole numbers from 0 to 9, by seed"},
};

constexpr PatternInfo kKernels[] = {
    {"box", "the mean: every tap 1 / number of taps"},
    {"ones", "all 1"},
    {"ramp", "1, 2, 3, …"},
    {"arange", "0, 1, 2, …"},
    {"identity", "1 in the middle, 0 elsewhere"},
    {"gaussian", "a bell, sum 1"},
    {"bilinear", "a triangle: linear interpolation"},
    {"sobel-x", "differences along x, smoothed along y (3 × 3)"},
    {"sobel-y", "differences along y, smoothed along x (3 × 3)"},
    {"laplacian", "sum of second differences (3 taps an axis)"},
    {"sharpen", "identity minus the Laplacian (3 taps an axis)"},
    {"emboss", "a diagonal relief (3 × 3)"},
    {"haar", "orthonormal averages and differences (2 taps an axis)"},
    {"random", "multiples of 1/4 from −1 to 1, by seed"},
};

Tensor<double> counting(const Shape& shape, double first) {
  Tensor<double> out(shape);
  std::iota(out.values().begin(), out.values().end(), first);
  return out;
}

Shape middle(const Shape& spatial) {
  Shape at = spatial;
  for (std::size_t i = 0; i < at.rank(); ++i) at[i] = (spatial[i] - 1) / 2;
  return at;
}

void need_taps(std::string_view name, const Shape& taps, Index each) {
  for (Index extent : taps)
    if (extent != each)
      throw Error("w", fmt::format("{} has no form of {} taps", name, to_string(taps)),
                  fmt::format("kernel {} on every axis", each));
}

void need_rank(std::string_view name, const Shape& taps, std::size_t most) {
  if (taps.rank() > most)
    throw Error("w", fmt::format("{} has no form on {} axes", name, taps.rank()),
                fmt::format("at most {} spatial axes", most));
}

/// The outer product of one profile for each axis.
template <class Profile>
std::vector<double> product(const Shape& taps, Profile&& profile) {
  std::vector<double> plane(static_cast<std::size_t>(element_count(taps)), 1.0);
  for (Index cell = 0; cell < static_cast<Index>(plane.size()); ++cell) {
    const Shape at = unravel(cell, taps);
    for (std::size_t axis = 0; axis < taps.rank(); ++axis)
      plane[static_cast<std::size_t>(cell)] *= profile(axis, at[axis], taps[axis]);
  }
  return plane;
}

std::vector<double> gaussian(const Shape& taps) {
  auto plane = product(taps, [](std::size_t, Index t, Index k) {
    const double sigma = 0.3 * (static_cast<double>(k - 1) * 0.5 - 1) + 0.8;  // OpenCV's rule for a size
    const double x = static_cast<double>(t) - static_cast<double>(k - 1) / 2;
    return std::exp(-x * x / (2 * sigma * sigma));
  });
  const double sum = std::accumulate(plane.begin(), plane.end(), 0.0);
  for (double& value : plane) value /= sum;
  return plane;
}

std::vector<double> bilinear(const Shape& taps) {
  return product(taps, [](std::size_t, Index t, Index k) {
    const Index half = (k + 1) / 2;
    return 1 - std::abs(static_cast<double>(t) - static_cast<double>(k - 1) / 2) / static_cast<double>(half);
  });
}

/// Differences along one axis, the smoothing 1,2,1 along the other.
std::vector<double> sobel(std::string_view name, const Shape& taps, std::size_t along) {
  need_taps(name, taps, 3);
  need_rank(name, taps, 2);
  constexpr double difference[] = {-1, 0, 1}, smooth[] = {1, 2, 1};
  if (taps.rank() == 1) along = 0;
  return product(taps,
                 [&](std::size_t axis, Index t, Index) { return axis == along ? difference[t] : smooth[t]; });
}

std::vector<double> laplacian(const Shape& taps, double centre_sign) {
  std::vector<double> plane(static_cast<std::size_t>(element_count(taps)), 0.0);
  const Shape centre = middle(taps);
  for (std::size_t axis = 0; axis < taps.rank(); ++axis)
    for (Index side : {-1, 1}) {
      Shape at = centre;
      at[axis] += side;
      plane[static_cast<std::size_t>(ravel(at, taps))] = centre_sign;
    }
  plane[static_cast<std::size_t>(ravel(centre, taps))] =
      -2.0 * centre_sign * static_cast<double>(taps.rank());
  return plane;
}

std::vector<double> emboss(const Shape& taps) {
  need_taps("emboss", taps, 3);
  need_rank("emboss", taps, 2);
  if (taps.rank() == 1) return {-1, 1, 1};
  return {-2, -1, 0, -1, 1, 1, 0, 1, 2};
}

std::vector<double> haar(const Shape& taps, Index filter) {
  return product(taps, [&](std::size_t axis, Index t, Index) {
    const bool difference = (filter >> (taps.rank() - 1 - axis)) & 1;
    return (difference && t == 1 ? -1 : 1) / std::sqrt(2.0);
  });
}

/// One plane for the channel pair (window channel, pixel channel in its group).
std::vector<double> kernel_plane(std::string_view name, const Shape& taps, Index window_channel) {
  const auto count = static_cast<std::size_t>(element_count(taps));
  if (name == "box") return std::vector<double>(count, 1.0 / static_cast<double>(count));
  if (name == "ones") return std::vector<double>(count, 1.0);
  if (name == "gaussian") return gaussian(taps);
  if (name == "bilinear") return bilinear(taps);
  if (name == "sobel-x") return sobel(name, taps, 1);
  if (name == "sobel-y") return sobel(name, taps, 0);
  if (name == "emboss") return emboss(taps);
  if (name == "laplacian" || name == "sharpen") {
    need_taps(name, taps, 3);
    std::vector<double> plane = laplacian(taps, name == "laplacian" ? 1 : -1);
    if (name == "sharpen") plane[static_cast<std::size_t>(ravel(middle(taps), taps))] += 1;
    return plane;
  }
  if (name == "haar") {
    need_taps(name, taps, 2);
    if (window_channel >= Index{1} << taps.rank())
      throw Error("w", fmt::format("haar has {} filters", Index{1} << taps.rank()),
                  "as many channels on the strided side at most");
    return haar(taps, window_channel);
  }
  std::string names;
  for (const PatternInfo& info : kKernels) names += fmt::format("{}{}", names.empty() ? "" : ", ", info.name);
  throw Error("w", fmt::format("'{}' is no kernel", name), names + ", a list [..] or a file");
}

}  // namespace

std::span<const PatternInfo> input_patterns() {
  return kInputs;
}
std::span<const PatternInfo> kernel_patterns() {
  return kKernels;
}

Tensor<double> input_pattern(std::string_view name, const Shape& shape, std::uint64_t seed) {
  if (name == "ramp") return counting(shape, 1);
  if (name == "arange") return counting(shape, 0);
  if (name == "ones") return Tensor<double>(shape, 1.0);
  if (name == "zeros") return Tensor<double>(shape);
  Tensor<double> out(shape);
  if (name == "random") {
    SplitMix random(seed);
    for (double& value : out.values()) value = static_cast<double>(random.below(10));
    return out;
  }
  if (name == "impulse") {
    const Shape spatial = shape.tail(2);
    const Index plane = element_count(spatial), centre = ravel(middle(spatial), spatial);
    for (Index start = 0; start < out.size(); start += plane) out[start + centre] = 1;
    return out;
  }
  throw Error("in", fmt::format("'{}' is no pattern", name),
              "ramp, arange, ones, zeros, impulse, random:SEED, a list [..] or a file");
}

Tensor<double> kernel_pattern(std::string_view name, const Shape& shape, std::uint64_t seed) {
  if (name == "ramp") return counting(shape, 1);
  if (name == "arange") return counting(shape, 0);
  Tensor<double> out(shape);
  if (name == "random") {
    SplitMix random(seed);
    for (double& value : out.values()) value = static_cast<double>(random.below(9) - 4) / 4;
    return out;
  }
  const Shape taps = shape.tail(2);
  const Index plane = element_count(taps);
  for (Index a = 0; a < shape[0]; ++a)
    for (Index b = 0; b < shape[1]; ++b) {
      const Index start = (a * shape[1] + b) * plane;
      if (name == "identity") {
        if (a % shape[1] == b) out[start + ravel(middle(taps), taps)] = 1;
        continue;
      }
      const std::vector<double> values = kernel_plane(name, taps, a);
      std::copy(values.begin(), values.end(), out.data() + start);
    }
  return out;
}

}  // namespace convscope
