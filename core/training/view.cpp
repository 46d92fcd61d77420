#include "core/training/view.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace convscope {

namespace {

constexpr Index kSide = 96, kBlock = 8;

/// Means of blocks of 8 × 8, which no texture reaches.
struct Blocks {
  explicit Blocks(const Tensor<float>& picture)
      : height(picture.shape()[2]),
        width(picture.shape()[3]),
        rows(height / kBlock),
        columns(width / kBlock) {
    means.assign(static_cast<std::size_t>(rows * columns), 0);
    for (Index c = 0; c < picture.shape()[1]; ++c)
      for (Index y = 0; y < rows * kBlock; ++y) {
        const float* const row = picture.data() + (c * height + y) * width;
        for (Index x = 0; x < columns * kBlock; ++x) means[at(y / kBlock, x / kBlock)] += row[x];
      }
  }
  std::size_t at(Index row, Index column) const { return static_cast<std::size_t>(row * columns + column); }
  /// How far a block is from its four neighbours' mean.
  double edge(Index row, Index column) const {
    return std::abs(4 * means[at(row, column)] - means[at(row - 1, column)] - means[at(row + 1, column)] -
                    means[at(row, column - 1)] - means[at(row, column + 1)]);
  }
  /// Of all blocks inside of that many, from there on.
  double edges(Index row, Index column, Index tall, Index wide) const {
    double sum = 0;
    for (Index y = row + 1; y + 1 < row + tall; ++y)
      for (Index x = column + 1; x + 1 < column + wide; ++x) sum += edge(y, x);
    return sum;
  }
  Index height, width, rows, columns;
  std::vector<double> means;
};

}  // namespace

Region telling_part(const Tensor<float>& picture, Index factor) {
  const Blocks blocks(picture);
  const auto side = [&](Index n) { return std::min(n, kSide) / factor * factor; };
  Region best{(blocks.height - side(blocks.height)) / 2, (blocks.width - side(blocks.width)) / 2,
              side(blocks.height), side(blocks.width)};
  const Index tall = best.height / kBlock, wide = best.width / kBlock;
  double most = 0;
  for (Index row = 0; row + tall <= blocks.rows && tall * kBlock <= best.height; ++row)
    for (Index column = 0; column + wide <= blocks.columns; ++column) {
      const double edges = blocks.edges(row, column, tall, wide);
      const Index top = row * kBlock, left = column * kBlock;
      if (edges <= most || top + best.height > blocks.height || left + best.width > blocks.width) continue;
      most = edges;
      best.top = top;
      best.left = left;
    }
  return best;
}

}  // namespace convscope
