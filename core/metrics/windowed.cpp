#include "core/metrics/windowed.hpp"

#include <cmath>
#include <numeric>

namespace convscope {

namespace {

/// into[x] += weight * from[x]
void add_row(float* into, const float* from, float weight, Index count) {
  for (Index x = 0; x < count; ++x) into[x] += weight * from[x];
}

}  // namespace

Plane windowed(const Plane& plane, std::span<const double> down, std::span<const double> across) {
  const auto tall = std::ssize(down), wide = std::ssize(across);
  Plane lines(plane.height - tall + 1, plane.width);
  for (Index y = 0; y < lines.height; ++y)
    for (Index i = 0; i < tall; ++i)
      add_row(lines.row(y), plane.row(y + i), static_cast<float>(down[static_cast<std::size_t>(i)]),
              plane.width);
  Plane out(lines.height, plane.width - wide + 1);
  for (Index y = 0; y < out.height; ++y)
    for (Index j = 0; j < wide; ++j)
      add_row(out.row(y), lines.row(y) + j, static_cast<float>(across[static_cast<std::size_t>(j)]),
              out.width);
  return out;
}

std::vector<double> bell(double sigma, Index radius) {
  std::vector<double> out;
  for (Index x = -radius; x <= radius; ++x)
    out.push_back(std::exp(-static_cast<double>(x * x) / (2 * sigma * sigma)));
  return out;
}

std::vector<double> of_sum_one(std::vector<double> profile) {
  const double sum = std::accumulate(profile.begin(), profile.end(), 0.0);
  for (double& weight : profile) weight /= sum;
  return profile;
}

}  // namespace convscope
