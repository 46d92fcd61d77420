// The facts of the project's page of numbers, one by one, computed by our operators.
// Whole numbers are compared exactly. Where thirds or square roots enter, a rounded factor and a few rounded
// sums are off by less than 1e-14 of values below 10.
#include <gmock/gmock.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/matrix/sparse.hpp"
#include "core/ops/activation.hpp"
#include "core/ops/operator.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::dot;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Pointwise;
using Values = std::vector<double>;

constexpr double kRounded = 1e-14;
const Values kBox{1.0 / 3, 1.0 / 3, 1.0 / 3};
const Values kRamp{1, 2, 3, 4, 5};

struct Numbers {
  Index s = 1, p = 0, op = 0, d = 1;
};

Layer layer_of(const Shape& kernel, Numbers n) {
  Layer layer;
  layer.kernel = kernel;
  layer.stride = {n.s};
  layer.padding.sides = {{n.p, n.p}};
  layer.output_padding = {n.op};
  layer.dilation = {n.d};
  return layer;
}

Tensor<double> plane(const Shape& size, Values values) {
  return {with_channels(1, 1, size), std::move(values)};
}
Values flat(const Tensor<double>& t) {
  return {t.values().begin(), t.values().end()};
}
Shape length(const Values& values) {
  return {static_cast<Index>(values.size())};
}

Operator conv_op(const Shape& size, const Shape& kernel, Numbers n = {}) {
  return make_operator(Direction::convolution, size, layer_of(kernel, n));
}
Operator transposed_op(const Shape& size, const Shape& kernel, Numbers n = {}) {
  return make_operator(Direction::transposed, size, layer_of(kernel, n));
}
/// One axis, one channel.
Values conv(const Values& x, const Values& w, Numbers n = {}) {
  return flat(forward(conv_op(length(x), length(w), n), plane(length(x), x), plane(length(w), w)));
}
Values transposed(const Values& x, const Values& w, Numbers n = {}) {
  return flat(forward(transposed_op(length(x), length(w), n), plane(length(x), x), plane(length(w), w)));
}

/// Two axes, one channel; squares.
Shape square(const Values& values) {
  const auto side = static_cast<Index>(std::lround(std::sqrt(static_cast<double>(values.size()))));
  return {side, side};
}
Values conv2(const Values& x, const Values& w, Numbers n = {}) {
  return flat(forward(conv_op(square(x), square(w), n), plane(square(x), x), plane(square(w), w)));
}
Values transposed2(const Values& x, const Values& w, Numbers n = {}) {
  return flat(forward(transposed_op(square(x), square(w), n), plane(square(x), x), plane(square(w), w)));
}

Values counting(Index first, Index count) {
  Values values;
  for (Index i = 0; i < count; ++i) values.push_back(static_cast<double>(first + i));
  return values;
}
Values ones(Index count) {
  return Values(static_cast<std::size_t>(count), 1.0);
}

Eigen::MatrixXd dense(const Operator& op, const Values& w) {
  const SparseMatrix m = matrix_of(op, Tensor<double>(op.geometry.weights(), w));
  Eigen::MatrixXd out = Eigen::MatrixXd::Zero(m.rows, m.columns);
  for (Index r = 0; r < m.rows; ++r)
    for (std::size_t i = 0; i < m.row_columns(r).size(); ++i)
      out(r, m.row_columns(r)[i]) += m.row_values(r)[i];
  return out;
}
Index rank_of(const Eigen::MatrixXd& matrix) {
  return Eigen::FullPivLU<Eigen::MatrixXd>(matrix).rank();
}

auto near(const Values& expected) {
  return Pointwise(DoubleNear(kRounded), expected);
}

TEST(NumbersOneAxis, BoxWithoutPadding) {
  EXPECT_THAT(conv(kRamp, kBox), near({2, 3, 4}));
  EXPECT_THAT(transposed({2, 3, 4}, kBox), near({2. / 3, 5. / 3, 3, 7. / 3, 4. / 3}));
  const Eigen::MatrixXd c = dense(conv_op({5}, {3}), kBox);
  ASSERT_EQ(c.rows(), 3);
  ASSERT_EQ(c.cols(), 5);
  EXPECT_EQ(rank_of(c), 3);
  const Eigen::VectorXd least = c.completeOrthogonalDecomposition().solve(Eigen::Vector3d(2, 3, 4));
  const Values pre_image(least.data(), least.data() + 5);
  EXPECT_THAT(pre_image, near({.75, .75, 4.5, 3.75, 3.75}));
  EXPECT_THAT(conv({.75, .75, 4.5, 3.75, 3.75}, kBox), near({2, 3, 4}));
}

TEST(NumbersOneAxis, BoxWithPadding) {
  EXPECT_THAT(conv(kRamp, kBox, {.p = 1}), near({1, 2, 3, 4, 3}));
  EXPECT_THAT(transposed({1, 2, 3, 4, 3}, kBox, {.p = 1}), near({1, 2, 3, 10. / 3, 7. / 3}));
  const Values other{5, 1, 4, 2, 3};
  EXPECT_THAT(transposed(conv(other, kBox, {.p = 1}), kBox, {.p = 1}),
              near({16. / 9, 23. / 9, 26. / 9, 7. / 3, 14. / 9}));
  EXPECT_EQ(rank_of(dense(conv_op({5}, {3}, {.p = 1}), ones(3))), 4);
  EXPECT_THAT(conv({1, -1, 0, 1, -1}, ones(3), {.p = 1}), ElementsAre(0, 0, 0, 0, 0));
}

TEST(NumbersOneAxis, TheSameBoxIsSingularForEveryThirdSize) {
  for (Index n = 1; n <= 20; ++n) {
    const bool singular = rank_of(dense(conv_op({n}, {3}, {.p = 1}), ones(3))) < n;
    EXPECT_EQ(singular, n % 3 == 2) << n;
  }
}

TEST(NumbersOneAxis, BoxWithStrideTwo) {
  EXPECT_THAT(conv(kRamp, kBox, {.s = 2}), near({2, 4}));
  EXPECT_THAT(transposed({2, 4}, kBox, {.s = 2, .op = 1}), near({2. / 3, 2. / 3, 2, 4. / 3, 4. / 3, 0}));
  EXPECT_THAT(transposed({2, 4}, kBox, {.s = 2}), near({2. / 3, 2. / 3, 2, 4. / 3, 4. / 3}));
}

TEST(NumbersOneAxis, TheScatterDoesNotMirrorTheKernel) {
  EXPECT_THAT(transposed({1, 2, 3}, {1, 2, 3}), ElementsAre(1, 4, 10, 12, 9));
  // In the zero-padded form an unmirrored kernel is wrong.
  EXPECT_THAT(conv({1, 2, 3}, {1, 2, 3}, {.p = 2}), ElementsAre(3, 8, 14, 8, 3));
  EXPECT_THAT(conv({1, 2, 3}, {3, 2, 1}, {.p = 2}), ElementsAre(1, 4, 10, 12, 9));
}

TEST(NumbersOneAxis, AdjointTest) {
  const Tensor<double> x = plane({5}, kRamp), y = plane({3}, {1, -1, 2}), w = plane({3}, {1, 2, 3});
  const Operator c = conv_op({5}, {3}), t = transposed_op({3}, {3});
  EXPECT_EQ(dot(forward(c, x, w), y), 46);
  EXPECT_EQ(dot(x, forward(t, y, w)), 46);
  EXPECT_EQ(dot(x, forward(t, y, plane({3}, {3, 2, 1}))), 38);
}

TEST(NumbersOneAxis, Differences) {
  EXPECT_THAT(conv(kRamp, {-1, 0, 1}), ElementsAre(2, 2, 2));
  EXPECT_THAT(transposed({2, 2, 2}, {-1, 0, 1}), ElementsAre(-2, -2, 0, 2, 2));
}

TEST(NumbersOneAxis, Stamps) {
  EXPECT_THAT(transposed({1, 2, 3}, {.5, 1, .5}, {.s = 2}), ElementsAre(.5, 1, 1.5, 2, 2.5, 3, 1.5));
  EXPECT_THAT(transposed({1, 2, 3, 4}, {1, 10, 100}, {.s = 2, .p = 1, .op = 1}),
              ElementsAre(10, 102, 20, 203, 30, 304, 40, 400));
  Layer keras = layer_of({3}, {.s = 2});
  keras.padding.rule = Padding::Rule::same;
  keras.dialect = Dialect::keras;
  keras.output_padding = {};
  const Operator same = make_operator(Direction::transposed, {4}, keras);
  EXPECT_THAT(flat(forward(same, plane({4}, {1, 2, 3, 4}), plane({3}, {1, 10, 100}))),
              ElementsAre(1, 10, 102, 20, 203, 30, 304, 40));
}

TEST(NumbersCancelling, TheDeltaKernelGivesBackWhatItGot) {
  EXPECT_EQ(transposed(conv({5, 1, 4, 2, 3}, {0, 1, 0}, {.p = 1}), {0, 1, 0}, {.p = 1}),
            Values({5, 1, 4, 2, 3}));
}

TEST(NumbersCancelling, BothHaarFiltersReturnTheInputOneOnlyProjects) {
  Layer layer = layer_of({2}, {.s = 2});
  layer.channels = {2, 1, 1};
  const Operator bank = make_operator(Direction::convolution, {4}, layer);
  const double r = std::numbers::sqrt2 / 2;
  const Tensor<double> filters({2, 1, 2}, {r, r, r, -r}), x = plane({4}, {1, 2, 3, 4});
  EXPECT_THAT(flat(input_gradient(bank, forward(bank, x, filters), filters)), near({1, 2, 3, 4}));
  const Values projected = transposed(conv({1, 2, 3, 4}, {1, 1}, {.s = 2}), {1, 1}, {.s = 2});
  EXPECT_THAT(projected, ElementsAre(3, 3, 7, 7));  // halved: 1.5, 1.5, 3.5, 3.5
}

TEST(NumbersCancelling, TheOtherOrderScalesByTheKernelsSquare) {
  EXPECT_THAT(conv(transposed({3, 5}, {1, 2}, {.s = 2}), {1, 2}, {.s = 2}), ElementsAre(15, 25));
}

TEST(NumbersCancelling, ReluLosesNothingWhereNothingIsNegative) {
  for (const Numbers n : {Numbers{}, Numbers{.p = 1}, Numbers{.s = 2}}) {
    const Values y = conv(kRamp, kBox, n);
    EXPECT_EQ(flat(activate(Activation::relu, plane(length(y), y))), y);
  }
  const Values negative = conv({5, 4, 3, 2, 1}, {-1, 0, 1});
  EXPECT_NE(flat(activate(Activation::relu, plane(length(negative), negative))), negative);
}

TEST(NumbersTwoAxes, SmallStamps) {
  const Values x{0, 1, 2, 3};
  EXPECT_THAT(transposed2(x, x), ElementsAre(0, 0, 1, 0, 4, 6, 4, 12, 9));
  EXPECT_THAT(transposed2(x, x, {.p = 1}), ElementsAre(4));
  EXPECT_THAT(transposed2(x, x, {.s = 2}), ElementsAre(0, 0, 0, 1, 0, 0, 2, 3, 0, 2, 0, 3, 4, 6, 6, 9));
  EXPECT_THAT(transposed2({1, 2, 3, 4}, {.25, .25, .25, .25}),
              ElementsAre(.25, .75, .5, 1, 2.5, 1.5, .75, 1.75, 1));
  EXPECT_THAT(transposed2({1, 2, 3, 4}, {1, 0, 0, 1}), ElementsAre(1, 2, 0, 3, 5, 2, 0, 3, 4));
  EXPECT_THAT(transposed2({1, 2, 3, 4}, {1, 0, 0, 1}, {.s = 2}),
              ElementsAre(1, 0, 2, 0, 0, 1, 0, 2, 3, 0, 4, 0, 0, 3, 0, 4));
}

TEST(NumbersTwoAxes, BackwardOfTheSmallStamp) {
  const Operator op = transposed_op({2, 2}, {2, 2});
  const Tensor<double> x = plane({2, 2}, {0, 1, 2, 3}), above = plane({3, 3}, counting(0, 9));
  EXPECT_THAT(flat(input_gradient(op, above, x)), ElementsAre(19, 25, 37, 43));
  EXPECT_THAT(flat(weight_gradient(op, x, above)), ElementsAre(19, 25, 37, 43));
  EXPECT_EQ(dot(forward(op, x, x), above), 228);
}

TEST(NumbersTwoAxes, ConvolutionAsAMatrix) {
  const Values x = counting(0, 9), k{1, 2, 3, 4};
  EXPECT_THAT(conv2(x, k), ElementsAre(27, 37, 57, 67));
  Eigen::MatrixXd expected(4, 9);
  expected << 1, 2, 0, 3, 4, 0, 0, 0, 0,  //
      0, 1, 2, 0, 3, 4, 0, 0, 0,          //
      0, 0, 0, 1, 2, 0, 3, 4, 0,          //
      0, 0, 0, 0, 1, 2, 0, 3, 4;
  EXPECT_EQ(dense(conv_op({3, 3}, {2, 2}), k), expected);
  EXPECT_EQ(dense(transposed_op({2, 2}, {2, 2}), k), expected.transpose());
  EXPECT_THAT(transposed2({27, 37, 57, 67}, k), ElementsAre(27, 91, 74, 138, 400, 282, 171, 429, 268));
}

TEST(NumbersTwoAxes, TheFiveByFiveExample) {
  const Values i{3, 3, 2, 1, 0, 0, 0, 1, 3, 1, 3, 1, 2, 2, 3, 2, 0, 0, 2, 2, 2, 0, 0, 0, 1};
  const Values k{0, 1, 2, 2, 2, 0, 0, 1, 2};
  EXPECT_THAT(conv2(i, k), ElementsAre(12, 12, 17, 10, 17, 19, 9, 6, 14));
  EXPECT_THAT(conv2(i, k, {.s = 2, .p = 1}), ElementsAre(6, 17, 3, 8, 17, 13, 6, 4, 4));
}

TEST(NumbersDensity, OfTheMatrixAndItsTranspose) {
  const auto check = [](Index n, Index nonzeros, Index cells) {
    const SparseMatrix m = matrix_of(conv_op({n, n}, {3, 3}), plane({3, 3}, ones(9)));
    EXPECT_EQ(m.nonzeros(), nonzeros);
    EXPECT_EQ(m.rows * m.columns, cells);
    EXPECT_DOUBLE_EQ(m.density(), static_cast<double>(nonzeros) / static_cast<double>(cells));
    EXPECT_EQ(transpose(m).density(), m.density());
  };
  check(4, 36, 64);
  check(6, 144, 576);
  check(32, 8100, 921600);
}

/// T of a constant input with a kernel of ones, without the ramps at the borders.
Values interior(Index k, Index s, Index layers, Index period) {
  Values y = ones(40);
  Index border = 0;
  for (Index i = 0; i < layers; ++i) {
    y = transposed(y, ones(k), {.s = s});
    border = border * s + k;
  }
  const Index from = (border + period - 1) / period * period;
  return {y.begin() + from, y.begin() + from + period};
}
double ratio(const Values& values) {
  return *std::max_element(values.begin(), values.end()) / *std::min_element(values.begin(), values.end());
}

TEST(NumbersOverlap, ContributionsPerPixel) {
  EXPECT_THAT(transposed(ones(4), ones(3), {.s = 2}), ElementsAre(1, 1, 2, 1, 2, 1, 2, 1, 1));
  EXPECT_EQ(ratio(interior(3, 2, 1, 2)), 2);
  EXPECT_EQ(ratio(interior(5, 2, 1, 2)), 1.5);
  EXPECT_EQ(ratio(interior(4, 2, 1, 2)), 1);
  EXPECT_THAT(interior(3, 2, 2, 4), ::testing::UnorderedElementsAre(3, 2, 3, 1));
  EXPECT_EQ(ratio(interior(3, 2, 2, 4)), 3);
  EXPECT_EQ(ratio(interior(3, 2, 3, 8)), 5);
}

TEST(NumbersOverlap, EvenOverlapIsNeitherNecessaryNorSufficient) {
  const auto inside = [](const Values& w) {
    const Values y = transposed(ones(8), w, {.s = 2});
    return Values(y.begin() + 4, y.begin() + 8);
  };
  EXPECT_THAT(inside({.5, 1, .5}), ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(inside({1, 0, 1, 0}), ElementsAre(2, 0, 2, 0));
}

TEST(NumbersOverlap, PhaseSumsDecideOnAConstantInput) {
  // Interior pixels of phase r hold the sum of the taps t with t = r mod s.
  testing::Dice dice(50);
  for (int n = 0; n < 200; ++n) {
    const Index k = dice.roll(1, 7), s = dice.roll(1, 5);
    const Tensor<double> w = testing::small_integers({k}, static_cast<std::uint64_t>(n));
    const Values y = transposed(ones(20), flat(w), {.s = s});
    for (Index r = 0; r < s; ++r) {
      double sum = 0;
      for (Index t = r; t < k; t += s) sum += w[t];
      EXPECT_EQ(y[static_cast<std::size_t>(10 * s + r)], sum) << "k " << k << " s " << s;
    }
  }
}

TEST(NumbersOverlap, SpectrumOfTheTwoDimensionalBox) {
  const Index side = 2 * 6 + 1;
  const Values y = transposed2(ones(36), ones(9), {.s = 2});
  const auto at = [&](Index row, Index column) { return y[static_cast<std::size_t>(row * side + column)]; };
  const double a = at(4, 4), b = at(4, 5), c = at(5, 4), d = at(5, 5), dc = a + b + c + d;
  const double across = (a - b + c - d) / dc, down = (a + b - c - d) / dc, diagonal = (a - b - c + d) / dc;
  EXPECT_DOUBLE_EQ(across, 1.0 / 3);
  EXPECT_DOUBLE_EQ(down, 1.0 / 3);
  EXPECT_DOUBLE_EQ(diagonal, 1.0 / 9);
  EXPECT_NEAR(across * across + down * down + diagonal * diagonal, 0.2346, 5e-5);  // four decimals are given
}

TEST(NumbersOverlap, TheGradientOfAStridedConvolutionHasItToo) {
  const Operator op = conv_op({7}, {3}, {.s = 2});
  EXPECT_THAT(flat(input_gradient(op, plane({3}, ones(3)), plane({3}, ones(3)))),
              ElementsAre(1, 1, 2, 1, 2, 1, 1));
}

TEST(NumbersOverlap, NearestThenConvolutionIsATransposedConvolution) {
  testing::Dice dice(51);
  for (int n = 0; n < 100; ++n) {
    const Values x = flat(testing::small_integers({dice.roll(1, 9)}, static_cast<std::uint64_t>(2 * n)));
    const Values w = flat(testing::small_integers({3}, static_cast<std::uint64_t>(2 * n + 1)));
    Values doubled;
    for (double v : x) doubled.insert(doubled.end(), 2, v);
    const double a = w[0], b = w[1], c = w[2];
    EXPECT_EQ(conv(doubled, w, {.p = 1}), transposed(x, {c, b + c, a + b, a}, {.s = 2, .p = 1}));
  }
}

TEST(NumbersClaims, ConvolutionIsEquivariantByMultiplesOfTheStride) {
  const Values x = flat(testing::small_integers({12}, 1)), w{1, -2, 3};
  Values shifted(x.begin() + 2, x.end());
  const Values y = conv(x, w, {.s = 2});
  EXPECT_EQ(conv(shifted, w, {.s = 2}), Values(y.begin() + 1, y.end()));
}

TEST(NumbersClaims, ALayerIsAMatrixWithSharedWeightsAndZeros) {
  const Operator op = conv_op({4, 4}, {3, 3});
  EXPECT_EQ(element_count(op.geometry.weights()), 9);
  const SparseMatrix m = matrix_of(op, plane({3, 3}, ones(9)));
  EXPECT_EQ(m.rows * m.columns, 64);
}

TEST(NumbersClaims, OutputPaddingGetsRealSumsWhereTheKernelReachesIt) {
  EXPECT_THAT(transposed({1, 2}, {1, 10, 100}, {.s = 2, .p = 1}), ElementsAre(10, 102, 20));
  EXPECT_THAT(transposed({1, 2}, {1, 10, 100}, {.s = 2, .p = 1, .op = 1}), ElementsAre(10, 102, 20, 200));
}

}  // namespace
}  // namespace convscope
