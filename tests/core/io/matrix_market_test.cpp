#include "core/io/matrix_market.hpp"

#include <gtest/gtest.h>

#include "core/tensor/patterns.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/random_layer.hpp"

namespace convscope {
namespace {

using testing::expect_error;

SparseMatrix conv_matrix() {
  Layer layer;
  layer.kernel = {2};
  return matrix_of(make_operator(Direction::convolution, {3, 3}, layer),
                   Tensor<double>({1, 1, 2, 2}, {1, 2, 3, 4}));
}

TEST(MatrixMarket, WritesTheMatrixOfAConvolution) {
  // numbers.md: rows [1,2,0,3,4,0,0,0,0], [0,1,2,0,3,4,0,0,0], [0,0,0,1,2,0,3,4,0], [0,0,0,0,1,2,0,3,4].
  EXPECT_EQ(matrix_market_text(conv_matrix()),
            "%%MatrixMarket matrix coordinate real general\n4 9 16\n"
            "1 1 1\n1 2 2\n1 4 3\n1 5 4\n2 2 1\n2 3 2\n2 5 3\n2 6 4\n"
            "3 4 1\n3 5 2\n3 7 3\n3 8 4\n4 5 1\n4 6 2\n4 8 3\n4 9 4\n");
}

TEST(MatrixMarket, AddsUpEqualPositionsAndKeepsZeros) {
  const SparseMatrix m{2, 3, {0, 3, 4}, {0, 0, 2, 1}, {1, 0.5, 0, -0.0}};
  EXPECT_EQ(matrix_market_text(m),
            "%%MatrixMarket matrix coordinate real general\n2 3 3\n1 1 1.5\n1 3 0\n2 2 0\n");
}

TEST(MatrixMarket, ReadsBackExactly) {
  testing::Dice dice(17);
  for (int i = 0; i < 200; ++i) {
    const testing::Case c = testing::random_case(dice);
    Tensor<double> weights = kernel_pattern("random", c.op.geometry.weights(), static_cast<std::uint64_t>(i));
    for (double& w : weights.values()) w /= 3;  // no short decimals
    const SparseMatrix expected = merged(matrix_of(c.op, weights));
    EXPECT_EQ(parse_matrix_market(matrix_market_text(expected), "k"), expected) << c;
  }
}

// More entries than a piece of text holds, more different values than are remembered, and the longest ones.
TEST(MatrixMarket, LargeOnesAreWrittenInOrder) {
  SparseMatrix m{3000, 100, {0}, {}, {}};
  testing::Dice dice(18);
  for (Index r = 0; r < m.rows; ++r) {
    for (Index c = r % 7; c < m.columns; c += 1 + r % 2) {
      m.column.push_back(static_cast<std::int32_t>(c));
      const double value = static_cast<double>(dice.roll(-999999, 999999));
      m.values.push_back(r % 3 == 0 ? value : value * -1.2345678912345678e-301);
    }
    m.row_start.push_back(m.nonzeros());
  }
  EXPECT_GT(m.nonzeros(), 1 << 17);
  EXPECT_TRUE(parse_matrix_market(matrix_market_text(m), "k") == m);
}

TEST(MatrixMarket, ReadsWhatOthersWrite) {
  const SparseMatrix m = parse_matrix_market(
      "%%matrixmarket MATRIX Coordinate Integer Symmetric\r\n% a comment\r\n\r\n 2\t2  2 \r\n2 1 5\r\n"
      "%between\r\n1 1 -3",
      "k");
  EXPECT_EQ(m.rows, 2);
  EXPECT_EQ(convscope::apply(m, std::vector<double>{1, 10}), (std::vector<double>{-3 + 50, 5}));
}

TEST(MatrixMarket, NamesTheLineThatIsWrong) {
  const std::string head = "%%MatrixMarket matrix coordinate real general\n";
  const auto parse = [&](const std::string& text) { return [text] { parse_matrix_market(text, "k"); }; };
  const std::string headers = " (%%MatrixMarket matrix coordinate, real or integer, general or symmetric)";
  for (const std::string text : {"", "hello", "%%MatrixMarket matrix array real general\n1 1\n2\n",
                                 "%%MatrixMarket matrix coordinate complex general\n1 1 1\n1 1 1 1\n",
                                 "%%MatrixMarket matrix coordinate pattern general\n1 1 1\n1 1\n"})
    EXPECT_THROW(parse_matrix_market(text, "k"), Error) << text;
  expect_error(parse("hello"), "k: line 1: no header of a matrix that can be read" + headers);
  expect_error(parse(head), "k: line 1: no sizes (three whole numbers: rows, columns, entries)");
  expect_error(parse(head + "2 2\n"), "k: line 2: no sizes (three whole numbers: rows, columns, entries)");
  expect_error(parse(head + "2 -2 1\n1 1 1\n"),
               "k: line 2: no sizes (three whole numbers: rows, columns, entries)");
  expect_error(parse(head + "2 2 1\n1 3 1\n"),
               "k: line 3: position 1, 3 is outside (rows 1 to 2, columns 1 to 2)");
  expect_error(parse(head + "2 2 1\n0 1 1\n"),
               "k: line 3: position 0, 1 is outside (rows 1 to 2, columns 1 to 2)");
  expect_error(parse(head + "2 2 1\n1 1 nan\n"), "k: line 3: no entry (row, column and a finite value)");
  expect_error(parse(head + "2 2 1\n1 1\n"), "k: line 3: no entry (row, column and a finite value)");
  expect_error(parse(head + "2 2 2\n1 1 1\n%........\n"),
               "k: line 4: the text ends after 1 of 2 entries (all entries)");
  expect_error(parse(head + "2 2 1\n1 1 1\n2 2 2\n"),
               "k: line 4: text after the last entry (1 entry, as announced)");
}

TEST(MatrixMarket, BelievesNoSizesBeforeMemory) {
  const std::string head = "%%MatrixMarket matrix coordinate real general\n";
  EXPECT_THROW(parse_matrix_market(head + "2 2 2147483647\n1 1 1\n", "k"), Error);
  EXPECT_THROW(parse_matrix_market(head + "2147483647 2 1\n1 1 1\n", "k"), Error);
  const std::string empty_rows = head + "1000 2 1\n1 1 1\n";
  EXPECT_EQ(parse_matrix_market(empty_rows, "k").rows, 1000);
  EXPECT_THROW(parse_matrix_market(empty_rows, "k", Budget{7999}), Error);
}

TEST(MatrixMarket, SurvivesTheTextCutAnywhere) {
  const std::string text = matrix_market_text(conv_matrix());
  // Without its last line feed the text is still whole, and a last value of 4 has no shorter form.
  for (std::size_t length = 0; length + 2 < text.size(); ++length)
    EXPECT_THROW(parse_matrix_market(text.substr(0, length), "k"), Error) << length;
}

}  // namespace
}  // namespace convscope
