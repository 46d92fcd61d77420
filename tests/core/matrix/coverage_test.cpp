#include "core/matrix/coverage.hpp"

#include <gtest/gtest.h>

#include "core/geometry/contributions.hpp"
#include "core/matrix/sparse.hpp"

namespace convscope {
namespace {

Operator conv(const Shape& size, Index kernel, Index stride, Sides pad,
              BorderMode border = BorderMode::zeros) {
  Layer layer;
  layer.kernel = {kernel};
  layer.stride = {stride};
  layer.padding.sides = {pad};
  return make_operator(Direction::convolution, size, layer, border);
}

// One image cell for each matrix cell: the pattern of the stored matrix itself.
TEST(Coverage, OfSingleCellsIsThePattern) {
  for (BorderMode border : {BorderMode::zeros, BorderMode::reflect}) {
    const Operator op = conv({5, 4}, 3, 2, {1, 1}, border);
    const Tensor<double> ones(op.geometry.weights(), 1.0);
    const SparseMatrix m = matrix_of(op, ones);
    const MatrixWindow all = whole_matrix(op);
    EXPECT_EQ(all, (MatrixWindow{0, 0, m.rows, m.columns}));
    const Tensor<float> image = coverage(op, all, m.rows, m.columns);
    for (Index r = 0; r < m.rows; ++r)
      for (Index c = 0; c < m.columns; ++c) {
        bool stored = false;
        for (const Index column : m.row_columns(r)) stored = stored || column == c;
        EXPECT_EQ(image[r * m.columns + c] > 0, stored) << r << ", " << c;
      }
  }
}

// However coarse the image, the entries that it stands for are all counted.
TEST(Coverage, CountsEveryEntryOnce) {
  const Operator op = conv({9, 7}, 3, 1, {1, 1});
  const MatrixWindow all = whole_matrix(op);
  for (Index height : {1, 4, 7, 63})
    for (Index width : {1, 5, 63}) {
      const Tensor<float> image = coverage(op, all, height, width);
      double total = 0;
      for (Index i = 0; i < image.size(); ++i) {
        Index cells = 0;
        for (Index r = 0; r < all.rows; ++r)
          for (Index c = 0; c < all.columns; ++c)
            cells += r * height / all.rows == i / width && c * width / all.columns == i % width;
        total += static_cast<double>(image[i]) * static_cast<double>(cells);
      }
      EXPECT_NEAR(total, static_cast<double>(count_contributions(op.geometry)), 1e-3)
          << height << " x " << width;
    }
}

TEST(Coverage, OfAWindowIsThePartOfTheWhole) {
  const Operator op = conv({6, 6}, 3, 1, {0, 0});
  const MatrixWindow part{3, 10, 5, 12};
  const Tensor<float> whole = coverage(op, whole_matrix(op), 16, 36), image = coverage(op, part, 5, 12);
  for (Index i = 0; i < image.size(); ++i) EXPECT_EQ(image[i], whole[(3 + i / 12) * 36 + 10 + i % 12]);
}

TEST(Coverage, WindowsAreBroughtInside) {
  const Operator op = conv({5}, 3, 1, {0, 0});
  EXPECT_EQ(clamped(MatrixWindow{}, op), (MatrixWindow{0, 0, 3, 5}));
  EXPECT_EQ(clamped(MatrixWindow{2, 4, 2, 2}, op), (MatrixWindow{1, 3, 2, 2}));
  EXPECT_EQ(clamped(MatrixWindow{-7, -7, 100, 2}, op), (MatrixWindow{0, 0, 3, 2}));
}

}  // namespace
}  // namespace convscope
