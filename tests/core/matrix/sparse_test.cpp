// The matrix against the operator it stands for.
#include "core/matrix/sparse.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "core/base/error.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/print.hpp"
#include "tests/core/support/random_layer.hpp"

namespace convscope {
namespace {

using testing::Case;
using testing::Dice;
using testing::small_integers;

TEST(SparseMatrix, TimesAVectorEqualsTheOperator) {
  Dice dice(30);
  int borders = 0;
  for (int n = 0; n < 800; ++n) {
    const Case c = testing::random_case(dice);
    const auto seed = static_cast<std::uint64_t>(n);
    const Tensor<double> w = small_integers(c.op.geometry.weights(), 3 * seed);
    const Tensor<double> x =
        small_integers(with_channels(1, c.op.input_channels(), c.op.input_size()), 3 * seed + 1);
    const Tensor<double> y =
        small_integers(with_channels(1, c.op.output_channels(), c.op.output_size()), 3 * seed + 2);
    const SparseMatrix m = matrix_of(c.op, w);
    ASSERT_EQ(m.rows, y.size()) << c;
    ASSERT_EQ(m.columns, x.size()) << c;
    EXPECT_EQ(Tensor<double>(y.shape(), apply(m, x.values())), forward(c.op, x, w)) << c;
    const SparseMatrix t = transpose(m);
    EXPECT_EQ(Tensor<double>(x.shape(), apply(t, y.values())), input_gradient(c.op, y, w)) << c;
    EXPECT_EQ(transpose(t), m) << c;
    // The transposed operator's matrix is the transpose, entry by entry.
    Operator other = c.op;
    other.direction = c.op.transposed() ? Direction::convolution : Direction::transposed;
    EXPECT_EQ(matrix_of(other, w), t) << c;
    EXPECT_EQ(m.nonzeros(), count_contributions(c.op.geometry)) << c;
    borders += c.op.border.active();
    if (HasFailure()) return;
  }
  EXPECT_GT(borders, 100);
}

TEST(SparseMatrix, EveryEntryKnowsItsWeight) {
  Dice dice(31);
  for (int n = 0; n < 300; ++n) {
    const Case c = testing::random_case(dice);
    // Weights that are their own index: a value must be the weight that the entry names.
    Tensor<double> w(c.op.geometry.weights());
    for (Index i = 0; i < w.size(); ++i) w[i] = static_cast<double>(i);
    const SparseMatrix m = matrix_of(c.op, w);
    ASSERT_EQ(m.values.size(), m.entries.size());
    for (std::size_t i = 0; i < m.entries.size(); ++i)
      ASSERT_EQ(m.values[i], static_cast<double>(m.entries[i].weight)) << c;
    for (Index r = 0; r < m.rows; ++r) {
      const auto row = m.row(r);
      ASSERT_TRUE(std::is_sorted(row.begin(), row.end(), [](auto& a, auto& b) {
        return a.column < b.column;
      })) << c;
      for (const auto& entry : row) ASSERT_TRUE(entry.column >= 0 && entry.column < m.columns) << c;
    }
    if (HasFailure()) return;
  }
}

TEST(SparseMatrix, RowStartsFrameTheEntries) {
  Layer layer;
  layer.stride = {2};
  const SparseMatrix m =
      matrix_of(make_operator(Direction::convolution, {5}, layer), Tensor<double>({1, 1, 3}, {5, 6, 7}));
  EXPECT_EQ(m.row_start, (std::vector<Index>{0, 3, 6}));
  EXPECT_THAT(m.row(1), ::testing::ElementsAre(SparseMatrix::Entry{2, 0}, SparseMatrix::Entry{3, 1},
                                               SparseMatrix::Entry{4, 2}));
  EXPECT_THAT(m.row_values(1), ::testing::ElementsAre(5, 6, 7));
  EXPECT_DOUBLE_EQ(m.density(), 0.6);
  EXPECT_EQ(SparseMatrix{}.density(), 0);
}

TEST(SparseMatrix, ABorderMayReadOneCellTwice) {
  Layer layer;
  layer.padding.sides = {{1, 1}};
  const Operator op = make_operator(Direction::convolution, {3}, layer, BorderMode::replicate);
  const SparseMatrix m = matrix_of(op, Tensor<double>({1, 1, 3}, {1, 2, 4}));
  EXPECT_THAT(m.row(0), ::testing::ElementsAre(SparseMatrix::Entry{0, 0}, SparseMatrix::Entry{0, 1},
                                               SparseMatrix::Entry{1, 2}));
}

TEST(SparseMatrix, WhatExceedsTheBudgetIsRefusedBeforeItIsMade) {
  Layer layer;
  const Operator op = make_operator(Direction::convolution, {1000, 1000}, layer);
  const Tensor<double> w({1, 1, 3, 3});
  // 9 · 998² entries of 24 bytes and 1000² + 998² row starts of 8.
  testing::expect_error([&] { matrix_of(op, w, Budget{100 << 20}); },
                        "size: would need 0.2 GiB of memory (at most 0.0977 GiB; use a smaller size or fewer "
                        "channels)");
  // Windows over nothing but padding: hardly an entry, but two thousand million rows.
  layer.kernel = {1};
  layer.padding.sides = {{1000000000, 1000000000}};
  const Operator sparse = make_operator(Direction::convolution, {1}, layer);
  EXPECT_THROW(matrix_of(sparse, Tensor<double>({1, 1, 1})), Error);
}

}  // namespace
}  // namespace convscope
