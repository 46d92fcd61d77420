// Singular values by other ways than the dense decomposition, against NumPy's (tests/oracle).
#include <gmock/gmock.h>

#include <cmath>

#include "core/matrix/analysis.hpp"
#include "core/ops/dense_singular_values.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

using testing::CaseLine;
using testing::small_integers;

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
  for (std::size_t i = 0; i < layer.kernel.rank(); ++i)
    layer.padding.sides.push_back({c.shape("front")[i], c.shape("back")[i]});
  layer.channels = {c.shape("c")[1], c.shape("c")[0], c.number("g")};
  const Operator op = make_operator(Direction::convolution, c.shape("size"), layer,
                                    c.name() == "circular" ? BorderMode::circular : BorderMode::zeros);
  const Shape shape = op.geometry.weights();
  return {op, c.has("w") ? c.tensor("w", shape)
                         : small_integers(shape, static_cast<std::uint64_t>(c.number("seed")))};
}

Tensor<double> dense(const SparseMatrix& m) {
  Tensor<double> out(Shape{m.rows, m.columns});
  for (Index r = 0; r < m.rows; ++r)
    for (std::size_t i = 0; i < m.row_columns(r).size(); ++i)
      out[r * m.columns + m.row_columns(r)[i]] += m.row_values(r)[i];
  return out;
}

void expect_values(const std::vector<double>& found, const CaseLine& c) {
  const std::vector<double> at = c.numbers("at"), expected = c.numbers("values");
  ASSERT_EQ(static_cast<Index>(found.size()), std::min(c.number("rows"), c.number("columns")));
  for (std::size_t i = 0; i < at.size(); ++i)
    EXPECT_NEAR(found[static_cast<std::size_t>(at[i])], expected[i], 5e-13 * (1e-300 + expected[0])) << at[i];
}

TEST(SpectrumSlow, AgreesWithNumPy) {
  int circular = 0;
  for (const CaseLine& c : testing::case_lines("spectra.txt")) {
    SCOPED_TRACE(c.name() + " " + c.text("size") + " k " + c.text("k") + " seed " + c.text("seed"));
    const Example e = example(c);
    const bool wraps = c.name() == "circular";
    EXPECT_EQ(wraps_around(e.op), wraps);
    const Analysis a = analyse(e.op, e.weights);
    EXPECT_EQ(a.method, wraps ? SpectrumMethod::fourier : SpectrumMethod::decomposition);
    EXPECT_EQ(a.rows, c.number("rows"));
    EXPECT_EQ(a.columns, c.number("columns"));
    EXPECT_EQ(a.rank, c.number("rank"));
    EXPECT_EQ(a.nullity, a.columns - a.rank);
    expect_values(a.singular_values, c);
    const double scale = std::max(a.singular_values.front(), 1e-300);
    EXPECT_NEAR(a.gram_scale, c.numbers("gram")[0], 1e-12 * scale * scale);
    if (scale > 1e-300) {
      EXPECT_NEAR(a.gram_distance, c.numbers("gram")[1], 1e-11);
    }
    // Whatever vectors there are: they are lost, and of small matrices all of them are there.
    const Index vectors = a.null_space.shape()[0];
    if (std::max(a.rows, a.columns) <= kLargestBasis) {
      EXPECT_EQ(vectors, a.nullity);
    } else if (a.nullity > 0) {
      EXPECT_GT(vectors, 0);
    }
    const LinearMap map = map_of(e.op, e.weights);
    for (Index i = 0; i < vectors; ++i) {
      const std::span<const double> v(a.null_space.data() + i * a.columns,
                                      static_cast<std::size_t>(a.columns));
      double length = 0;
      for (const double x : v) length += x * x;
      EXPECT_NEAR(length, 1, 1e-12);
      for (const double y : map.apply(v)) EXPECT_NEAR(y, 0, 1e-9 * scale);
    }
    circular += wraps;
  }
  EXPECT_EQ(circular, 18);
}

TEST(Spectrum, OfTheTransposedOperatorIsTheSame) {
  for (const CaseLine& c : testing::case_lines("spectra.txt")) {
    if (c.name() != "circular" || c.number("columns") > 200) continue;
    SCOPED_TRACE(c.text("size") + " seed " + c.text("seed"));
    Example e = example(c);
    e.op.direction = Direction::transposed;
    const Analysis a = analyse(e.op, e.weights);
    EXPECT_EQ(a.rows, c.number("columns"));
    EXPECT_EQ(a.columns, c.number("rows"));
    EXPECT_EQ(a.rank, c.number("rank"));
    expect_values(a.singular_values, c);
  }
}

// The way to two diagonals at sizes of the decomposition, tall and wide ones, against NumPy.
TEST(Spectrum, OfTwoDiagonalsAgreesWithNumPy) {
  for (const CaseLine& c : testing::case_lines("spectra.txt")) {
    if (c.number("columns") > 500) continue;  // those of zero borders come this way above
    SCOPED_TRACE(c.name() + " " + c.text("size") + " seed " + c.text("seed"));
    const Example e = example(c);
    expect_values(singular_values(dense(matrix_of(e.op, e.weights))), c);
  }
  EXPECT_NEAR(singular_values(Tensor<double>(Shape{1, 1}, -3.0)).front(), 3, 1e-15);
  EXPECT_EQ(singular_values(Tensor<double>(Shape{3, 2})), (std::vector<double>{0, 0}));
}

TEST(Spectrum, OnlyWhatWrapsAroundIsTransformed) {
  const auto op = [](Index n, Index k, Index stride, Sides pad, BorderMode mode) {
    Layer layer;
    layer.kernel = {k};
    layer.stride = {stride};
    layer.padding.sides = {pad};
    return make_operator(Direction::convolution, {n}, layer, mode);
  };
  EXPECT_TRUE(wraps_around(op(6, 3, 1, {2, 0}, BorderMode::circular)));
  EXPECT_TRUE(wraps_around(op(6, 1, 1, {0, 0}, BorderMode::zeros)));
  EXPECT_FALSE(wraps_around(op(6, 3, 1, {1, 1}, BorderMode::zeros)));
  EXPECT_FALSE(wraps_around(op(6, 3, 1, {1, 1}, BorderMode::reflect)));
  EXPECT_FALSE(wraps_around(op(6, 3, 1, {0, 0}, BorderMode::circular)));
  EXPECT_FALSE(wraps_around(op(7, 4, 2, {1, 1}, BorderMode::circular))) << "2 does not divide 7";
}

TEST(Spectrum, LanczosBoundsWhatTheOthersFind) {
  for (const CaseLine& c : testing::case_lines("spectra.txt")) {
    SCOPED_TRACE(c.name() + " " + c.text("size") + " seed " + c.text("seed"));
    const Example e = example(c);
    const std::vector<double> values = c.numbers("values");
    const Extremes x = extreme_singular_values(map_of(e.op, e.weights), 60);
    EXPECT_LE(x.largest, values.front() * (1 + 1e-12));
    EXPECT_GE(x.largest + x.error, values.front() * (1 - 1e-12));
    EXPECT_NEAR(x.largest, values.front(), 2e-3 * values.front());
    EXPECT_GE(x.smallest_at_most, values.back() - 1e-12 * values.front());
  }
}

TEST(Spectrum, CanBeStopped) {
  const auto stopped_after = [](int calls, const auto& work) {
    std::stop_source stop;
    int told = 0;
    const Progress progress(stop.get_token(), [&](double share) {
      EXPECT_GE(share, 0);
      EXPECT_LE(share, 1);
      if (++told == calls) stop.request_stop();
    });
    EXPECT_THROW(work(progress), Stopped);
    EXPECT_LE(told, calls + 1);
  };
  const Tensor<double> any = small_integers({200, 150}, 3);
  stopped_after(20, [&](const Progress& p) { singular_values(any, p); });
  Layer layer;
  layer.kernel = {3, 3};
  layer.padding.sides = {{1, 1}};
  const Operator ring = make_operator(Direction::convolution, {64, 64}, layer, BorderMode::circular);
  const Tensor<double> w = small_integers(ring.geometry.weights(), 1);
  stopped_after(1, [&](const Progress& p) { circular_singular_values(ring, w, p); });
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(extreme_singular_values(map_of(ring, w), 60, Progress(stop.get_token())).steps, 1);
}

TEST(Spectrum, RefusesWhatDoesNotFit) {
  Layer layer;
  layer.kernel = {3, 3};
  layer.padding.sides = {{1, 1}};
  const Operator ring = make_operator(Direction::convolution, {300, 300}, layer, BorderMode::circular);
  EXPECT_THROW(analyse(ring, Tensor<double>(ring.geometry.weights(), 1.0), {}, Budget{1 << 20}), Error);
  EXPECT_THROW(analyse(ring, Tensor<double>(ring.geometry.weights(), std::nan(""))), Error);
}

TEST(Spectrum, SurvivesHugeAndTinyTaps) {
  Layer layer;
  layer.padding.sides = {{1, 1}};
  const Operator ring = make_operator(Direction::convolution, {9}, layer, BorderMode::circular);
  for (const double scale : {1e300, 1e-300}) {
    const Analysis a = analyse(ring, Tensor<double>({1, 1, 3}, {scale, scale, scale}));
    EXPECT_EQ(a.rank, 7);
    EXPECT_NEAR(a.singular_values.front() / scale, 3, 1e-14);
  }
}

}  // namespace
}  // namespace convscope
