// The matrix against the operator it stands for.
#include "core/matrix/sparse.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "core/base/error.hpp"
#include "core/geometry/contributions.hpp"
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
    EXPECT_EQ(Tensor<double>(y.shape(), convscope::apply(m, x.values())), forward(c.op, x, w)) << c;
    std::vector<double> turned(static_cast<std::size_t>(m.columns));
    apply_transposed<double>(m, y.values(), turned);
    EXPECT_EQ(Tensor<double>(x.shape(), turned), input_gradient(c.op, y, w)) << c;
    const SparseMatrix t = transpose(m);
    EXPECT_EQ(Tensor<double>(x.shape(), convscope::apply(t, y.values())), input_gradient(c.op, y, w)) << c;
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

using Cells = std::vector<std::pair<Index, Index>>;  // column, weight

// The rows that the relation has, contact by contact and sorted: what the closed form must write.
std::vector<Cells> rows_by_contacts(const Operator& op) {
  const Geometry& g = op.geometry;
  std::vector<Cells> rows(static_cast<std::size_t>(
      op.transposed() ? g.channels.pixel * element_count(op.pixels) : element_count(g.window_tensor(1))));
  for (Index window = 0; window < element_count(g.window_tensor(1)); ++window)
    for_each_contribution(g, Side::window, window, [&](const Contribution& c) {
      const Index pixel = user_cell(op, c.pixel);
      rows[static_cast<std::size_t>(op.transposed() ? pixel : window)].emplace_back(
          op.transposed() ? window : pixel, c.weight);
    });
  for (Cells& row : rows) std::ranges::stable_sort(row, {}, [](const auto& cell) { return cell.first; });
  return rows;
}

TEST(SparseMatrix, EveryRowHoldsItsContacts) {
  Dice dice(31);
  for (int n = 0; n < 400; ++n) {
    const Case c = testing::random_case(dice);
    // Weights that are their own index: a value says which weight it is.
    Tensor<double> w(c.op.geometry.weights());
    for (Index i = 0; i < w.size(); ++i) w[i] = static_cast<double>(i);
    const SparseMatrix m = matrix_of(c.op, w);
    const std::vector<Cells> expected = rows_by_contacts(c.op);
    ASSERT_EQ(m.rows, static_cast<Index>(expected.size())) << c;
    for (Index r = 0; r < m.rows; ++r) {
      Cells row;
      for (std::size_t i = 0; i < m.row_columns(r).size(); ++i)
        row.emplace_back(m.row_columns(r)[i], static_cast<Index>(m.row_values(r)[i]));
      ASSERT_EQ(row, expected[static_cast<std::size_t>(r)]) << c << " row " << r;
    }
  }
}

TEST(SparseMatrix, AWindowsEntriesAreThoseOfItsRow) {
  Dice dice(32);
  for (int n = 0; n < 200; ++n) {
    const Case c = testing::random_case(dice);
    Operator conv = c.op;
    conv.direction = Direction::convolution;
    const std::vector<Cells> expected = rows_by_contacts(conv);
    for (std::size_t r = 0; r < expected.size(); ++r) {
      Cells row;
      for (const MatrixEntry& entry : entries_of_window(c.op, static_cast<Index>(r)))
        row.emplace_back(entry.column, entry.weight);
      ASSERT_EQ(row, expected[r]) << c << " row " << r;
    }
  }
}

// Sizes at which rows are written, and products made, by several pieces at once, with long lines, planes,
// volumes and channels: float and double, both directions, against the plain sums.
TEST(SparseMatrix, LargeOnesAreTheSameInPieces) {
  const struct {
    Shape size, kernel, stride, dilation;
    Channels channels;
    BorderMode border;
  } cases[] = {
      {{40000}, {7}, {3}, {2}, {1, 1, 1}, BorderMode::zeros},
      {{90, 131}, {5, 4}, {1, 1}, {1, 1}, {2, 3, 1}, BorderMode::zeros},
      {{120, 77}, {3, 5}, {2, 3}, {1, 2}, {4, 6, 2}, BorderMode::zeros},
      {{23, 31, 29}, {3, 2, 3}, {1, 2, 1}, {1, 1, 1}, {1, 2, 1}, BorderMode::zeros},
      {{90, 100}, {5, 5}, {1, 1}, {1, 1}, {1, 2, 1}, BorderMode::circular},
      {{100, 90}, {5, 3}, {2, 1}, {1, 1}, {2, 1, 1}, BorderMode::reflect},
  };
  for (const auto& one : cases) {
    SCOPED_TRACE(to_string(one.size));
    Layer layer;
    layer.kernel = one.kernel;
    layer.stride = one.stride;
    layer.dilation = one.dilation;
    layer.channels = one.channels;
    layer.padding.sides = {{2, 2}};
    Operator op = make_operator(Direction::convolution, one.size, layer, one.border);
    CompressedRows<float> reused;
    for (const Direction direction : {Direction::convolution, Direction::transposed}) {
      op.direction = direction;
      const Tensor<double> w = small_integers(op.geometry.weights(), 1);
      const Tensor<double> x = small_integers(with_channels(1, op.input_channels(), op.input_size()), 2);
      const Tensor<double> y = small_integers(with_channels(1, op.output_channels(), op.output_size()), 3);
      const SparseMatrix m = matrix_of(op, w);
      EXPECT_GT(m.nonzeros(), 1 << 16);
      const Tensor<double> result = forward(op, x, w);
      EXPECT_TRUE(std::ranges::equal(convscope::apply(m, x.values()), result.values()));
      std::vector<double> back(static_cast<std::size_t>(m.columns), 7);
      apply_transposed<double>(m, y.values(), back);
      const Tensor<double> expected = input_gradient(op, y, w);
      EXPECT_TRUE(std::ranges::equal(back, expected.values()));
      Tensor<float> narrow(w.shape());
      std::ranges::copy(w.values(), narrow.data());
      write_matrix(op, narrow, reused);  // over another matrix
      EXPECT_TRUE(std::ranges::equal(reused.row_start, m.row_start));
      EXPECT_TRUE(std::ranges::equal(reused.column, m.column));
      EXPECT_TRUE(std::ranges::equal(reused.values, m.values));
      std::vector<float> from(x.values().begin(), x.values().end()), to(static_cast<std::size_t>(m.rows));
      apply<float>(reused, from, to);
      EXPECT_TRUE(std::ranges::equal(to, result.values()));
    }
  }
}

TEST(SparseMatrix, ProductsOfWhatHoldsNothing) {
  const SparseMatrix empty{3, 2, {0, 0, 0, 0}, {}, {}};
  EXPECT_EQ(convscope::apply(empty, std::vector<double>{1, 2}), (std::vector<double>{0, 0, 0}));
  std::vector<double> back{5, 5};
  apply_transposed<double>(empty, std::vector<double>{1, 2, 3}, back);
  EXPECT_EQ(back, (std::vector<double>{0, 0}));
}

TEST(SparseMatrix, RowStartsFrameTheEntries) {
  Layer layer;
  layer.stride = {2};
  const Operator op = make_operator(Direction::convolution, {5}, layer);
  const SparseMatrix m = matrix_of(op, Tensor<double>({1, 1, 3}, {5, 6, 7}));
  EXPECT_THAT(m.row_start, ::testing::ElementsAre(0, 3, 6));
  EXPECT_THAT(m.row_columns(1), ::testing::ElementsAre(2, 3, 4));
  EXPECT_THAT(m.row_values(1), ::testing::ElementsAre(5, 6, 7));
  EXPECT_THAT(entries_of_window(op, 1),
              ::testing::ElementsAre(MatrixEntry{2, 0}, MatrixEntry{3, 1}, MatrixEntry{4, 2}));
  EXPECT_DOUBLE_EQ(m.density(), 0.6);
  EXPECT_EQ(SparseMatrix{}.density(), 0);
}

TEST(SparseMatrix, ABorderMayReadOneCellTwice) {
  Layer layer;
  layer.padding.sides = {{1, 1}};
  const Operator op = make_operator(Direction::convolution, {3}, layer, BorderMode::replicate);
  const SparseMatrix m = matrix_of(op, Tensor<double>({1, 1, 3}, {1, 2, 4}));
  EXPECT_THAT(m.row_columns(0), ::testing::ElementsAre(0, 0, 1));
  EXPECT_THAT(m.row_values(0), ::testing::ElementsAre(1, 2, 4));
  EXPECT_THAT(entries_of_window(op, 0),
              ::testing::ElementsAre(MatrixEntry{0, 0}, MatrixEntry{0, 1}, MatrixEntry{1, 2}));
}

TEST(SparseMatrix, WhatExceedsTheBudgetIsRefusedBeforeItIsMade) {
  Layer layer;
  const Operator op = make_operator(Direction::convolution, {1000, 1000}, layer);
  const Tensor<double> w({1, 1, 3, 3});
  // 9 · 998² entries of 12 bytes and 1000² + 998² row starts of 8.
  testing::expect_error([&] { matrix_of(op, w, Budget{100 << 20}); },
                        "size: would need 0.1 GiB of memory (at most 0.0977 GiB; use a smaller size or fewer "
                        "channels)");
  // Windows over nothing but padding: hardly an entry, but two thousand million rows.
  layer.kernel = {1};
  layer.padding.sides = {{1000000000, 1000000000}};
  const Operator sparse = make_operator(Direction::convolution, {1}, layer);
  EXPECT_THROW(matrix_of(sparse, Tensor<double>({1, 1, 1})), Error);
}

}  // namespace
}  // namespace convscope
