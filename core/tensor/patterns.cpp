#include "core/tensor/patterns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/tensor/random.hpp"

namespace convscope {

namespace {

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
      throw Error("w", fmt::format("{} has no form of {} weights", name, to_string(taps)),
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

/// Neighbours `beside` along each axis, and in the middle what makes the sum 0, and `more`.
std::vector<double> cross(std::string_view name, const Shape& taps, double beside, double more) {
  need_taps(name, taps, 3);
  std::vector<double> plane(static_cast<std::size_t>(element_count(taps)), 0.0);
  const Shape centre = middle(taps);
  for (std::size_t axis = 0; axis < taps.rank(); ++axis)
    for (Index side : {-1, 1}) {
      Shape at = centre;
      at[axis] += side;
      plane[static_cast<std::size_t>(ravel(at, taps))] = beside;
    }
  plane[static_cast<std::size_t>(ravel(centre, taps))] =
      more - 2.0 * beside * static_cast<double>(taps.rank());
  return plane;
}

std::vector<double> emboss(const Shape& taps) {
  need_taps("emboss", taps, 3);
  need_rank("emboss", taps, 2);
  if (taps.rank() == 1) return {-1, 1, 1};
  return {-2, -1, 0, -1, 1, 1, 0, 1, 2};
}

Tensor<double> counting_from_1(const Shape& shape, std::uint64_t) {
  return counting(shape, 1);
}
Tensor<double> counting_from_0(const Shape& shape, std::uint64_t) {
  return counting(shape, 0);
}
Tensor<double> all_ones(const Shape& shape, std::uint64_t) {
  return Tensor<double>(shape, 1.0);
}

/// Whole numbers from 0 to `count` - 1.
Tensor<double> dice(const Shape& shape, std::uint64_t seed, Index count) {
  Tensor<double> out(shape);
  SplitMix random(seed);
  for (double& value : out.values()) value = static_cast<double>(random.below(count));
  return out;
}

Tensor<double> impulse(const Shape& shape, std::uint64_t) {
  Tensor<double> out(shape);
  const Shape spatial = shape.tail(2);
  const Index plane = element_count(spatial), centre = ravel(middle(spatial), spatial);
  for (Index start = 0; start < out.size(); start += plane) out[start + centre] = 1;
  return out;
}

constexpr PatternInfo kInputs[] = {
    {"ramp", "1, 2, 3, …", counting_from_1},
    {"arange", "0, 1, 2, …", counting_from_0},
    {"ones", "all 1", all_ones},
    {"zeros", "all 0", [](const Shape& shape, std::uint64_t) { return Tensor<double>(shape); }},
    {"impulse", "1 in the middle, 0 elsewhere", impulse},
    {"random", "whole numbers from 0 to 9, by seed",
     [](const Shape& shape, std::uint64_t seed) { return dice(shape, seed, 10); }},
};

/// A plane for each channel pair: plane(taps, window channel, whether the pair is on the diagonal).
template <class Plane>
Tensor<double> in_planes(const Shape& shape, Plane&& plane) {
  Tensor<double> out(shape);
  const Shape taps = shape.tail(2);
  Index start = 0;
  for (Index a = 0; a < shape[0]; ++a)
    for (Index b = 0; b < shape[1]; ++b, start += element_count(taps))
      std::ranges::copy(plane(taps, a, a % shape[1] == b), out.data() + start);
  return out;
}

std::vector<double> box(const Shape& taps) {
  const auto count = static_cast<std::size_t>(element_count(taps));
  return std::vector<double>(count, 1.0 / static_cast<double>(count));
}

Tensor<double> identity(const Shape& shape, std::uint64_t) {
  return in_planes(shape, [](const Shape& taps, Index, bool diagonal) {
    std::vector<double> plane(static_cast<std::size_t>(element_count(taps)), 0.0);
    if (diagonal) plane[static_cast<std::size_t>(ravel(middle(taps), taps))] = 1;
    return plane;
  });
}

/// The window channel's filter: bit by bit, from the last axis on, whether it differs along an axis.
Tensor<double> haar(const Shape& shape, std::uint64_t) {
  return in_planes(shape, [](const Shape& taps, Index filter, bool) {
    need_taps("haar", taps, 2);
    const Index filters = Index{1} << taps.rank();
    if (filter >= filters)
      throw Error("w", fmt::format("haar has {} filters", filters),
                  "as many channels on the strided side at most");
    return product(taps, [&](std::size_t axis, Index t, Index) {
      const bool difference = (filter >> (taps.rank() - 1 - axis)) & 1;
      return (difference && t == 1 ? -1 : 1) / std::sqrt(2.0);
    });
  });
}

Tensor<double> quarters(const Shape& shape, std::uint64_t seed) {
  Tensor<double> out = dice(shape, seed, 9);
  for (double& value : out.values()) value = (value - 4) / 4;
  return out;
}

/// The same plane for every channel pair.
template <std::vector<double> (*plane)(const Shape& taps)>
Tensor<double> everywhere(const Shape& shape, std::uint64_t) {
  return in_planes(shape, [](const Shape& taps, Index, bool) { return plane(taps); });
}

constexpr PatternInfo kKernels[] = {
    {"box", "the mean: every weight 1 / their number", everywhere<box>},
    {"ones", "all 1", all_ones},
    {"ramp", "1, 2, 3, …", counting_from_1},
    {"arange", "0, 1, 2, …", counting_from_0},
    {"identity", "1 in the middle, 0 elsewhere", identity},
    {"gaussian", "a bell, sum 1", everywhere<gaussian>},
    {"bilinear", "a triangle: linear interpolation", everywhere<bilinear>},
    {"sobel-x", "differences along x, smoothed along y (3 × 3)",
     everywhere<[](const Shape& taps) { return sobel("sobel-x", taps, 1); }>},
    {"sobel-y", "differences along y, smoothed along x (3 × 3)",
     everywhere<[](const Shape& taps) { return sobel("sobel-y", taps, 0); }>},
    {"laplacian", "sum of second differences (3 weights an axis)",
     everywhere<[](const Shape& taps) { return cross("laplacian", taps, 1, 0); }>},
    {"sharpen", "identity minus the Laplacian (3 weights an axis)",
     everywhere<[](const Shape& taps) { return cross("sharpen", taps, -1, 1); }>},
    {"emboss", "a diagonal relief (3 × 3)", everywhere<emboss>},
    {"haar", "orthonormal averages and differences (2 weights an axis)", haar},
    {"random", "multiples of 1/4 from −1 to 1, by seed", quarters},
};

/// Errors: Error(field, "'NAME' is no WHAT", ...), where random, the last one, is followed by `seed`.
const PatternInfo& known(std::span<const PatternInfo> patterns, std::string_view name, std::string_view field,
                         std::string_view what, std::string_view seed) {
  if (const auto* pattern = find_row(patterns, name)) return *pattern;
  throw Error(field, fmt::format("'{}' is no {}", name, what),
              fmt::format("{}{}, a list [..] or a file", listed(names_of(patterns), Listing::commas), seed));
}

}  // namespace

std::span<const PatternInfo> input_patterns() {
  return kInputs;
}
std::span<const PatternInfo> kernel_patterns() {
  return kKernels;
}

Tensor<double> input_pattern(std::string_view name, const Shape& shape, std::uint64_t seed) {
  return known(kInputs, name, "in", "pattern", ":SEED").make(shape, seed);
}

Tensor<double> kernel_pattern(std::string_view name, const Shape& shape, std::uint64_t seed) {
  return known(kKernels, name, "w", "kernel", "").make(shape, seed);
}

}  // namespace convscope
