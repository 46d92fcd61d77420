// Weighted sums over the windows of a plane, for measures whose window is a product of two profiles.
#pragma once

#include <span>
#include <vector>

#include "core/base/index.hpp"

namespace convscope {

/// A plane of cells, row by row.
struct Plane {
  Index height = 0, width = 0;
  std::vector<float> cells{};
  Plane() = default;
  Plane(Index rows, Index columns)
      : height(rows), width(columns), cells(static_cast<std::size_t>(rows * columns)) {}
  float* row(Index y) { return cells.data() + y * width; }
  const float* row(Index y) const { return cells.data() + y * width; }
};

/// For each window that lies wholly in the plane the sum of down[i] * across[j] * cell (i, j) of it.
Plane windowed(const Plane& plane, std::span<const double> down, std::span<const double> across);

/// exp(-x^2 / (2 sigma^2)) for x = -radius to radius.
std::vector<double> bell(double sigma, Index radius);
/// Times the number that makes the sum 1.
std::vector<double> of_sum_one(std::vector<double> profile);

}  // namespace convscope
