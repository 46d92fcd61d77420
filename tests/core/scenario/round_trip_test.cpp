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

TEST(RoundTrip, RefusesWhatOverflows) {
  testing::expect_error([] { trip_of("conv 3 k2 in=[1e308,1e308,1e308] w=[1e10,1]"); },
                        "in: the output overflows (smaller values in the input and the kernel)");
  testing::expect_error([] { trip_of("conv 2 k1 in=[1e200,1e200] w=[1e108]"); },
                        "in: what returns overflows (smaller values in the input and the kernel)");
}

}  // namespace
}  // namespace convscope
