#include "core/matrix/coverage.hpp"

#include <algorithm>

#include "core/geometry/contributions.hpp"

namespace convscope {

MatrixWindow whole_matrix(const Operator& op) {
  const Channels& c = op.geometry.channels;
  return {0, 0, c.window * element_count(op.geometry.windows()), c.pixel * element_count(op.pixels)};
}

MatrixWindow clamped(const MatrixWindow& wanted, const Operator& op) {
  const MatrixWindow all = whole_matrix(op);
  if (wanted.empty()) return all;
  MatrixWindow out;
  out.rows = std::min(wanted.rows, all.rows);
  out.columns = std::min(wanted.columns, all.columns);
  out.row = std::clamp<Index>(wanted.row, 0, all.rows - out.rows);
  out.column = std::clamp<Index>(wanted.column, 0, all.columns - out.columns);
  return out;
}

Tensor<float> coverage(const Operator& op, const MatrixWindow& w, Index height, Index width) {
  Tensor<float> count(Shape{height, width});
  for (Index r = 0; r < w.rows; ++r) {
    float* line = count.data() + r * height / w.rows * width;
    for_each_contribution(op.geometry, Side::window, w.row + r, [&](const Contribution& c) {
      const Index column = user_cell(op, c.pixel) - w.column;
      if (column >= 0 && column < w.columns) ++line[column * width / w.columns];
    });
  }
  // Image cells differ by a row or a column in size where the division leaves a remainder.
  const auto span = [](Index i, Index parts, Index whole) {
    const auto first = [&](Index part) { return ceil_div(part * whole, parts); };
    return first(i + 1) - first(i);
  };
  for (Index i = 0; i < count.size(); ++i)
    count[i] = std::min(1.0F, count[i] / static_cast<float>(span(i / width, height, w.rows) *
                                                            span(i % width, width, w.columns)));
  return count;
}

}  // namespace convscope
