// Ranks, singular values, null spaces and least squares against NumPy's (tests/oracle/make_linear_cases.py).
#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "core/matrix/analysis.hpp"
#include "core/matrix/least_squares.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::CaseLine;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using testing::expect_error;
using ::testing::Pointwise;
using testing::small_integers;
using Values = std::vector<double>;

struct Example {
  Operator op;
  Tensor<double> weights;
};

Example example(const CaseLine& c) {
  Layer layer;
  layer.kernel = c.shape("k");
  layer.stride = c.shape("s");
  layer.dilation = c.shape("d");
  layer.padding.sides.clear();
  for (Index p : c.shape("p")) layer.padding.sides.push_back({p, p});
  layer.channels = {c.shape("c")[1], c.shape("c")[0], 1};
  const Operator op = make_operator(Direction::convolution, c.shape("size"), layer);
  const Shape shape = op.geometry.weights();
  return {op, c.has("w") ? c.tensor("w", shape)
                         : small_integers(shape, static_cast<std::uint64_t>(c.number("seed")))};
}

Example one_axis(Index n, const Values& w, Index stride = 1, Index padding = 0) {
  Layer layer;
  layer.kernel = {static_cast<Index>(w.size())};
  layer.stride = {stride};
  layer.padding.sides = {{padding, padding}};
  const Operator op = make_operator(Direction::convolution, {n}, layer);
  return {op, Tensor<double>(op.geometry.weights(), w)};
}
Analysis analysis_of(const Example& e) {
  return analyse(matrix_of(e.op, e.weights));
}
const Values kBox{1. / 3, 1. / 3, 1. / 3};

double largest(std::span<const double> values) {
  double most = 0;
  for (double v : values) most = std::max(most, std::abs(v));
  return most;
}

TEST(Analysis, AgreesWithNumPy) {
  std::size_t count = 0;
  for (const CaseLine& c : testing::case_lines("linear.txt")) {
    SCOPED_TRACE(c.text("size") + " k " + c.text("k") + " seed " + c.text("seed"));
    const Example e = example(c);
    const SparseMatrix matrix = matrix_of(e.op, e.weights);
    const Analysis a = analyse(matrix);
    const Values expected = c.numbers("values");
    const double scale = std::max(expected.front(), 1e-300);
    EXPECT_THAT(a.singular_values, Pointwise(DoubleNear(1e-13 * scale), expected));
    EXPECT_EQ(a.rank, c.number("rank"));
    EXPECT_EQ(a.nullity, matrix.columns - a.rank);
    EXPECT_NEAR(a.gram_scale, c.numbers("gram")[0], 1e-12 * scale * scale);
    EXPECT_NEAR(a.gram_distance, c.numbers("gram")[1], 1e-12);
    if (c.has("condition")) {
      EXPECT_NEAR(a.condition / c.numbers("condition")[0], 1, 1e-9);
    } else {
      EXPECT_TRUE(std::isinf(a.condition));
    }
    for (const Values& vector : readable_null_space(a))
      EXPECT_LT(largest(convscope::apply(matrix, vector)), 1e-11 * scale);
    for (Index i = 0; i < a.nullity; ++i)
      for (Index j = 0; j <= i; ++j) {
        double dot = 0;
        for (Index k = 0; k < a.columns; ++k)
          dot += a.null_space[i * a.columns + k] * a.null_space[j * a.columns + k];
        EXPECT_NEAR(dot, i == j, 1e-12);
      }
    ++count;
  }
  EXPECT_EQ(count, 56u);
}

TEST(LeastSquares, AgreesWithNumPy) {
  for (const CaseLine& c : testing::case_lines("linear.txt")) {
    SCOPED_TRACE(c.text("size") + " k " + c.text("k") + " seed " + c.text("seed"));
    const Example e = example(c);
    const LinearMap map = map_of(e.op, e.weights);
    const Tensor<double> y = small_integers({map.rows}, static_cast<std::uint64_t>(c.number("seed")) + 500);
    const LeastSquares plain = least_squares(map, y.values());
    EXPECT_TRUE(plain.converged);
    const Values expected = c.numbers("least");
    EXPECT_THAT(plain.x, Pointwise(DoubleNear(1e-10 * (1 + largest(expected))), expected));
    EXPECT_NEAR(plain.curve.back(), plain.residual, 1e-8 * (1 + plain.residual));
    for (std::size_t i = 1; i < plain.curve.size(); ++i)
      EXPECT_LE(plain.curve[i], plain.curve[i - 1] * (1 + 1e-12) + 1e-12);
    const LeastSquares damped = least_squares(map, y.values(), {.lambda = .5});
    EXPECT_TRUE(damped.converged);
    EXPECT_THAT(damped.x, Pointwise(DoubleNear(1e-12), c.numbers("damped")));
    EXPECT_NEAR(damped.curve.back(), damped.residual, 1e-7 * (1 + damped.residual));
  }
}

TEST(LeastSquares, MinimumNormPreImageOfTheRamp) {
  const Example e = one_axis(5, kBox);
  const LeastSquares found = least_squares(map_of(e.op, e.weights), Values{2, 3, 4});
  EXPECT_THAT(found.x, Pointwise(DoubleNear(1e-13), Values{.75, .75, 4.5, 3.75, 3.75}));
  EXPECT_LT(found.residual, 1e-14);
  EXPECT_LE(found.iterations(), 4);
}

TEST(LeastSquares, OfATransposedOperator) {
  Layer layer;
  layer.kernel = layer.stride = {2};
  const Operator op = make_operator(Direction::transposed, {2}, layer);
  const LeastSquares found =
      least_squares(map_of(op, Tensor<double>(op.geometry.weights(), {1, 2})), Values{3, 6, 5, 10});
  EXPECT_THAT(found.x, Pointwise(DoubleNear(1e-14), Values{3, 5}));
}

TEST(LeastSquares, StepsAsItSolves) {
  const Example e = one_axis(9, {1, 2, -1}, 1, 1);
  const Values y{1, 2, 3, 4, 5, 4, 3, 2, 1};
  const LeastSquares all = least_squares(map_of(e.op, e.weights), y);
  Lsqr solver(map_of(e.op, e.weights), y);
  EXPECT_EQ(solver.residual(), all.curve.front());
  for (std::size_t i = 1; i < all.curve.size(); ++i) {
    solver.step();
    EXPECT_EQ(solver.residual(), all.curve[i]);
  }
  EXPECT_EQ(solver.x(), all.x);
  EXPECT_FALSE(solver.step());
}

TEST(LeastSquares, CanBeCancelledAndIsBounded) {
  const Example e = one_axis(200, {1, 2, 1}, 1, 1);
  const LinearMap map = map_of(e.op, e.weights);
  const Tensor<double> y = small_integers({200}, 1);
  std::stop_source stop;
  int told = 0;
  const Progress three(stop.get_token(), [&](double) {
    if (++told == 3) stop.request_stop();
  });
  const LeastSquares cut = least_squares(map, y.values(), {.progress = three});
  EXPECT_TRUE(cut.cancelled);
  EXPECT_FALSE(cut.converged);
  EXPECT_EQ(cut.iterations(), 3);
  const LeastSquares bounded = least_squares(map, y.values(), {.most_iterations = 5});
  EXPECT_FALSE(bounded.cancelled);
  EXPECT_FALSE(bounded.converged);
  EXPECT_EQ(bounded.iterations(), 5);
  // Badly conditioned (10 000) and yet solved within the bound.
  EXPECT_LT(least_squares(map, y.values()).residual, 1e-8);
}

TEST(LeastSquares, OfAZeroKernelIsZero) {
  const Example e = one_axis(5, {0, 0});
  const LeastSquares found = least_squares(map_of(e.op, e.weights), Values{1, 2, 3, 4});
  EXPECT_EQ(found.x, Values(5, 0.0));
  EXPECT_TRUE(found.converged);
  EXPECT_DOUBLE_EQ(found.residual, std::sqrt(30.0));
  EXPECT_EQ(found.iterations(), 0);
}

TEST(LeastSquares, RefusesWhatIsNoNumber) {
  const Example e = one_axis(3, {1});
  const LinearMap map = map_of(e.op, e.weights);
  const double inf = std::numeric_limits<double>::infinity();
  expect_error(
      [&] {
        least_squares(map, Values{1, inf, 2});
      },
      "output: holds a value that is not finite (finite values)");
  expect_error(
      [&] {
        least_squares(map, Values{1, 2, 3}, {.lambda = -1});
      },
      "lambda: -1 is no damping (a finite number of 0 or more)");
  const Example huge = one_axis(3, {1.7e308, 1.7e308});
  expect_error(
      [&] {
        least_squares(map_of(huge.op, huge.weights), Values{1e10, 2e10});
      },
      "w: the operator's values are not finite (smaller weights)");
}

TEST(Analysis, NullSpaceOfTheBoxIsReadable) {
  EXPECT_THAT(readable_null_space(analysis_of(one_axis(5, kBox, 1, 1))),
              ElementsAre(Values{1, -1, 0, 1, -1}));
  const auto two = readable_null_space(analysis_of(one_axis(5, kBox)));
  ASSERT_EQ(two.size(), 2u);
  for (const Values& v : two) {
    EXPECT_EQ(v[0] + v[1] + v[2], 0);
    EXPECT_EQ(v[1] + v[2] + v[3], 0);
  }
  EXPECT_TRUE(readable_null_space(analysis_of(one_axis(4, kBox, 1, 1))).empty());
}

TEST(Analysis, OrthonormalColumns) {
  EXPECT_TRUE(analysis_of(one_axis(4, {1})).orthonormal_columns());
  EXPECT_FALSE(analysis_of(one_axis(4, {2})).orthonormal_columns());
  EXPECT_FALSE(analysis_of(one_axis(4, {1}, 2)).orthonormal_columns());
  EXPECT_FALSE(analysis_of(one_axis(4, {.5, .5}, 2)).orthonormal_columns());
}

TEST(Analysis, OfAZeroKernel) {
  const Analysis a = analysis_of(one_axis(5, {0, 0}));
  EXPECT_EQ(a.rank, 0);
  EXPECT_EQ(a.nullity, 5);
  EXPECT_TRUE(std::isinf(a.condition));
  EXPECT_EQ(a.gram_scale, 0);
  EXPECT_EQ(a.gram_distance, 0);
}

TEST(Analysis, SurvivesHugeAndTinyTaps) {
  for (double scale : {1e300, 1e-300}) {
    const Analysis a = analysis_of(one_axis(5, {scale, scale, scale}, 1, 1));
    EXPECT_EQ(a.rank, 4);
    EXPECT_NEAR(a.singular_values.front() / scale, 1 + std::sqrt(3.0), 1e-12);
  }
}

TEST(Analysis, GramIsTheProductWithTheTranspose) {
  const Example e = one_axis(4, {1, 2, 3}, 1, 1);
  const Tensor<double> g = gram(matrix_of(e.op, e.weights));
  EXPECT_EQ(g, Tensor<double>(Shape{4, 4}, {5, 8, 3, 0, 8, 14, 8, 3, 3, 8, 14, 8, 0, 3, 8, 13}));
}

TEST(Analysis, RefusesWhatItCannotDo) {
  const Example large = one_axis(kLargestSvd + 1, {1});
  const std::string n = std::to_string(kLargestSvd), more = std::to_string(kLargestSvd + 1);
  const std::string sentence = "size: the matrix has " + more + " × " + more +
                               " cells, too many to find its rank and singular values (at most " + n + " × " +
                               n + ")";
  expect_error([&] { analysis_of(large); }, sentence);
  expect_error([&] { gram(matrix_of(large.op, large.weights)); }, sentence);
  expect_error(
      [] {
        analysis_of(one_axis(3, {1, std::nan("")}));
      },
      "w: the matrix holds a value that is not finite (finite weights)");
}

}  // namespace
}  // namespace convscope
