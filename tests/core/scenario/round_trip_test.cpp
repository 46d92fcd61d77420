// There and back again, with the numbers of the project's page.
#include "core/scenario/round_trip.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "core/scenario/spec_line.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using ::testing::DoubleNear;
using ::testing::HasSubstr;
using ::testing::Pointwise;
using Values = std::vector<double>;

RoundTrip trip_of(const std::string& spec, const LeastSquaresOptions& options = {}) {
  const Derived derived(parse_spec(spec));
  return round_trip(derived, options);
}

TEST(RoundTrip, OfTheExamples) {
  const struct {
    const char* spec;
    Values output, returned;
    Index rank, nullity, output_padding;
  } cases[] = {
      {"conv 5 k3", {2, 3, 4}, {2. / 3, 5. / 3, 3, 7. / 3, 4. / 3}, 3, 2, 0},
      {"conv 5 k3 p1", {1, 2, 3, 4, 3}, {1, 2, 3, 10. / 3, 7. / 3}, 4, 1, 0},
      {"conv 5 k3 s2", {2, 4}, {2. / 3, 2. / 3, 2, 4. / 3, 4. / 3}, 2, 3, 0},
      {"conv 6 k3 s2", {2, 4}, {2. / 3, 2. / 3, 2, 4. / 3, 4. / 3, 0}, 2, 4, 1},
      {"conv 5 k3 w=[-1,0,1]", {2, 2, 2}, {-2, -2, 0, 2, 2}, 3, 2, 0},
      {"conv 4 k2 s2 w=haar", {3 / std::sqrt(2.), 7 / std::sqrt(2.)}, {1.5, 1.5, 3.5, 3.5}, 2, 2, 0},
      {"conv 4 k1", {1, 2, 3, 4}, {1, 2, 3, 4}, 4, 0, 0},
      {"conv 3x3 k2x2 in=arange w=[1,2;3,4]",
       {27, 37, 57, 67},
       {27, 91, 74, 138, 400, 282, 171, 429, 268},
       4,
       5,
       0},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.spec);
    const RoundTrip trip = trip_of(c.spec);
    EXPECT_THAT(trip.output.values(), Pointwise(DoubleNear(1e-14), c.output));
    EXPECT_THAT(trip.returned.values(), Pointwise(DoubleNear(1e-13), c.returned));
    ASSERT_TRUE(trip.analysis.has_value());
    EXPECT_EQ(trip.analysis->rank, c.rank);
    EXPECT_EQ(trip.analysis->nullity, c.nullity);
    EXPECT_EQ(trip.output_padding[0], c.output_padding);
    EXPECT_LT(trip.least_squares.residual, 1e-12);
  }
}

TEST(RoundTrip, LeastSquaresOfTheRamp) {
  EXPECT_THAT(trip_of("conv 5 k3").pre_image.values(),
              Pointwise(DoubleNear(1e-13), Values{.75, .75, 4.5, 3.75, 3.75}));
  // The bias is known, so it is taken off; what a ReLU cut is not.
  EXPECT_THAT(trip_of("conv 5 k3 b=[7]").pre_image.values(),
              Pointwise(DoubleNear(1e-13), Values{.75, .75, 4.5, 3.75, 3.75}));
  const RoundTrip cut = trip_of("conv 3 k1 in=[-1,2,3] act=relu");
  EXPECT_THAT(cut.pre_image.values(), Pointwise(DoubleNear(1e-14), Values{0, 2, 3}));
}

TEST(RoundTrip, TheOtherOrderOfATransposedConvolution) {
  const RoundTrip trip = trip_of("tconv 2 k2 s2 in=[3,5] w=[1,2]");
  EXPECT_THAT(trip.returned.values(), Pointwise(DoubleNear(0), Values{15, 25}));
  EXPECT_EQ(trip.analysis->rows, 4);
  EXPECT_EQ(trip.analysis->columns, 2);
  EXPECT_NEAR(trip.analysis->gram_scale, 5, 1e-14);
  EXPECT_TRUE(trip.output_padding.empty());
}

TEST(RoundTrip, MirroringDoesNotHelp) {
  const RoundTrip trip = trip_of("conv 5 k3 w=[-1,0,1]");
  EXPECT_THAT(trip.mirrored.values(), Pointwise(DoubleNear(0), Values{2, 2, 0, -2, -2}));
  EXPECT_EQ(trip.max_error, 4);
  EXPECT_EQ(trip.mirrored_max_error, 7);
}

TEST(RoundTrip, TheHaarBankReturnsEverything) {
  const RoundTrip trip = trip_of("conv 4 k2 s2 c1>2 w=haar");
  EXPECT_LT(trip.max_error, 1e-14);
  EXPECT_TRUE(trip.analysis->orthonormal_columns());
}

TEST(RoundTrip, TheShapeOfSeventeenAndEighteenReturnsToo) {
  for (Index n : {16, 17, 18}) {
    const std::string size = std::to_string(n);
    const RoundTrip trip =
        trip_of("conv " + size + "x" + size + " k5 s3 p2 c10>20 w=random:1", {.most_iterations = 3});
    EXPECT_EQ(trip.output.shape(), (Shape{1, 20, 6, 6}));
    EXPECT_EQ(trip.returned.shape(), (Shape{1, 10, n, n}));
    EXPECT_EQ(trip.output_padding, (Shape{n - 16, n - 16}));
    EXPECT_FALSE(trip.analysis.has_value());
    EXPECT_THAT(trip.refusal, HasSubstr("too many to find its rank"));
    EXPECT_EQ(trip.least_squares.iterations(), 3);
  }
}

TEST(RoundTrip, OfAZeroKernel) {
  const RoundTrip trip = trip_of("conv 5 k2 w=[0,0]");
  EXPECT_EQ(trip.analysis->rank, 0);
  EXPECT_TRUE(std::isinf(trip.analysis->condition));
  EXPECT_EQ(trip.max_error, 5);
  EXPECT_EQ(trip.pre_image, Tensor<double>(Shape{1, 1, 5}));
}

ThereAndBack there_and_back_of(const std::string& spec, std::optional<Index> output_padding = {}) {
  return there_and_back(Derived(parse_spec(spec)), output_padding);
}

TEST(ThereAndBack, TheWayBackIsTheAdjoint) {
  for (const char* spec :
       {"conv 7 k3 s2 p1 c2>3 w=random:1", "conv 6x5 k3x2 s2x1 w=random:2", "tconv 4 k3 s2 p1 op1",
        "conv 6 k3 psame border=circular w=random:3", "conv 6 k3 p2 border=reflect"}) {
    SCOPED_TRACE(spec);
    const Derived d(parse_spec(spec));
    const ThereAndBack trip = there_and_back(d);
    EXPECT_EQ(trip.returned, input_gradient(d.op(), d.output(), d.weights()));
    EXPECT_TRUE(trip.shape_returns());
  }
}

TEST(ThereAndBack, AnotherOutputPaddingGivesAnotherShape) {
  const ThereAndBack right = there_and_back_of("conv 6 k3 s2"), less = there_and_back_of("conv 6 k3 s2", 0);
  EXPECT_EQ(right.output_padding, Shape{1});
  EXPECT_EQ(less.output_padding, Shape{0});
  EXPECT_THAT(less.returned.values(),
              Pointwise(DoubleNear(1e-14), Values{2. / 3, 2. / 3, 2, 4. / 3, 4. / 3}));
  EXPECT_FALSE(less.shape_returns());
  EXPECT_THAT(less.error.values(),
              Pointwise(DoubleNear(1e-14), Values{-1. / 3, -4. / 3, -1, -8. / 3, -11. / 3, -6}));
  EXPECT_EQ(outcome(less, nullptr).sentence, "another shape: 5 cells are not the input's 6");
  testing::expect_error([] { there_and_back_of("conv 6 k3 s2", 2); },
                        "output-padding: 2 is out of range (0 to 1, below max(stride, dilation))");
  testing::expect_error(
      [] { there_and_back_of("tconv 6 k3 s2", 0); },
      "output-padding: the way back is a convolution, which has none (a convolution there)");
  testing::expect_error(
      [] { there_and_back_of("conv 6 k3 p1 border=circular", 0); },
      "output-padding: with a border the way back is its adjoint, whose shape is the input's "
      "(border zeros)");
}

TEST(ThereAndBack, Outcomes) {
  const struct {
    const char* spec;
    bool returns, always;
    const char* sentence;
  } cases[] = {
      {"conv 5 k3", false, false, "lost: 2 of 5 directions (rank 3)"},
      {"conv 5 k1", true, true, "comes back exactly: the columns are orthonormal"},
      {"conv 4 k2 s2 c1>2 w=haar", true, true, "comes back exactly: the columns are orthonormal"},
      {"conv 4 k2 s2 w=haar in=[1,1,2,2]", true, false,
       "this input comes back, others do not: 2 of 4 directions are lost (rank 2)"},
      {"conv 4 k3 p1", false, false, "nothing is lost (rank 4 = 4), but the transpose is not the inverse"},
      {"tconv 2 k2 s2 in=[3,5] w=[1,2]", false, false,
       "comes back 5 times as large: the columns are orthogonal, of length 2.23607"},
      {"conv 3 k1 in=[-1,2,3] act=relu", false, false,
       "the columns are orthonormal, but the activation changed 1 of 3 values"},
      {"conv 3 k1 in=[1,2,3] act=relu", true, true, "comes back exactly: the columns are orthonormal"},
      {"conv 3 k1 b=[1]", false, false, "the columns are orthonormal, but the bias comes back as well"},
      {"conv 5 k2 w=[0,0]", false, false, "lost: 5 of 5 directions (rank 0)"},
      {"conv 6 k3 w=[1,-2,1] in=[1,4,2,6,3,5] act=relu", false, false,
       "lost: 2 of 6 directions (rank 4), and the activation changed 2 of 4 values"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.spec);
    const RoundTrip trip = trip_of(c.spec);
    const Outcome v = outcome(trip, &*trip.analysis);
    EXPECT_EQ(v.sentence, c.sentence);
    EXPECT_EQ(v.returns, c.returns);
    EXPECT_EQ(v.always, c.always);
  }
  const ThereAndBack large = there_and_back_of("conv 40x40 k3 s2");
  EXPECT_EQ(outcome(large, nullptr).sentence, "lost: at least 1239 of 1600 directions (rank at most 361)");
}

TEST(RoundTrip, RefusesWhatOverflows) {
  testing::expect_error([] { trip_of("conv 3 k2 in=[1e308,1e308,1e308] w=[1e10,1]"); },
                        "in: the output overflows (smaller values in the input and the kernel)");
  testing::expect_error([] { trip_of("conv 2 k1 in=[1e200,1e200] w=[1e108]"); },
                        "in: what returns overflows (smaller values in the input and the kernel)");
}

}  // namespace
}  // namespace convscope
