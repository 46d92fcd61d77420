// True deconvolution of scenarios beside the transposed operator.
#include "core/scenario/deconvolution.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "core/scenario/spec_line.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using ::testing::DoubleNear;
using testing::expect_error;
using ::testing::HasSubstr;
using ::testing::Pointwise;
using Values = std::vector<double>;

Deconvolution of(const char* spec, const DeconvolutionSettings& settings = {},
                 const Progress& progress = {}) {
  return deconvolve(Derived(parse_spec(spec)), settings, progress);
}

TEST(Deconvolution, LeastSquaresOfTheRampIsTheShortestPreImage) {
  const Deconvolution d = of("conv 5 k3");
  EXPECT_TRUE(d.converged);
  EXPECT_THAT(d.transposed.values(), Pointwise(DoubleNear(1e-14), Values{2. / 3, 5. / 3, 3, 7. / 3, 4. / 3}));
  EXPECT_THAT(d.iterates.front().values(), Pointwise(DoubleNear(0), Values(5, 0)));
  EXPECT_THAT(d.iterates.back().values(), Pointwise(DoubleNear(1e-13), Values{.75, .75, 4.5, 3.75, 3.75}));
  EXPECT_EQ(d.iterates.size(), d.residuals.size());
  EXPECT_EQ(d.iterates.size(), d.errors.size());
  EXPECT_NEAR(d.residuals.front(), std::sqrt(29.0), 1e-13);
  EXPECT_LT(d.residuals.back(), 1e-12);
  EXPECT_DOUBLE_EQ(d.errors.front(), 5);
  EXPECT_NEAR(d.errors.back(), 1.5, 1e-12);
  EXPECT_FALSE(d.inverse);
  EXPECT_THAT(d.no_inverse, HasSubstr("does not wrap around"));
}

TEST(Deconvolution, ARegularConvolutionIsUndoneByLeastSquaresAndNotByItsTranspose) {
  const Deconvolution d = of("conv 4 k3 p1");
  EXPECT_LT(d.errors.back(), 1e-12);
  EXPECT_GT(d.transposed_error, 0.5);
}

TEST(Deconvolution, TikhonovShrinksTheSolution) {
  // One cell, one tap 2: x = 2 y / (4 + lambda).
  const Deconvolution d = of("conv 1 k1 in=[3] w=[2]", {.lambda = 4});
  EXPECT_NEAR(d.iterates.back()[0], 2 * 6 / 8.0, 1e-14);
  EXPECT_NEAR(d.residuals.back(), 3, 1e-14);
}

TEST(Deconvolution, NoiseIsRepeatableAndScaled) {
  const Deconvolution a = of("conv 5 k3", {.noise = 0.1}), b = of("conv 5 k3", {.noise = 0.1}),
                      c = of("conv 5 k3", {.noise = 0.1, .seed = 2});
  EXPECT_EQ(a.seen, b.seen);
  EXPECT_NE(a.seen, c.seen);
  for (Index i = 0; i < 3; ++i) EXPECT_LT(std::abs(a.seen[i] - static_cast<double>(i + 2)), 4 * 0.1 * 4);
}

TEST(Deconvolution, TheCircularInverseBringsBackWhatItCan) {
  const Deconvolution five = of("conv 5 k3 psame border=circular");
  ASSERT_TRUE(five.inverse);
  EXPECT_LT(five.inverse_error, 1e-12);
  const Deconvolution six = of("conv 6 k3 psame border=circular");
  EXPECT_FALSE(six.inverse);
  EXPECT_EQ(
      six.no_inverse,
      "the kernel removes frequency 2 of 6, so its input is lost; needs a kernel or a size for which no "
      "frequency vanishes");
}

TEST(Deconvolution, StepsAreBoundedAndCanBeCancelled) {
  std::stop_source stop;
  int told = 0;
  const Progress three(stop.get_token(), [&](double) {
    if (++told == 3) stop.request_stop();
  });
  const Deconvolution cut = of("conv 12x12 k5 p2 w=gaussian", {}, three);
  EXPECT_TRUE(cut.cancelled);
  EXPECT_EQ(cut.iterates.size(), 4u);
  const Deconvolution ill = of("conv 48x48 k9 p4 w=gaussian in=random:1");
  EXPECT_FALSE(ill.converged);
  EXPECT_EQ(static_cast<Index>(ill.iterates.size()), kMostIterates + 1);
  for (double value : ill.iterates.back().values()) EXPECT_TRUE(std::isfinite(value));
}

TEST(Deconvolution, OfAZeroKernelIsZero) {
  const Deconvolution d = of("conv 5 k3 psame border=circular w=[0,0,0]");
  EXPECT_TRUE(d.converged);
  EXPECT_EQ(d.iterates.size(), 1u);
  EXPECT_THAT(d.no_inverse, HasSubstr("removes frequency 0 of 5"));
}

TEST(Deconvolution, RefusesWhatCannotBe) {
  expect_error([] { of("conv 5 k3", {.lambda = -1}); },
               "lambda: -1 is no damping (a finite number of 0 or more)");
  expect_error([] { of("conv 5 k3", {.noise = -1}); },
               "noise: -1 is no deviation (a finite number of 0 or more)");
  expect_error([] { of("conv 3 k2 in=[1e308,1e308,1e308] w=[1e10,1]"); },
               "output: holds a value that is not finite (finite values)");
}

}  // namespace
}  // namespace convscope
