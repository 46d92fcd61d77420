// Phase sums against what a transposed convolution makes of a constant.
#include "core/metrics/checkerboard.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "core/ops/operator.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using Numbers = std::vector<double>;

PhaseSums of(const Numbers& taps, Index stride, Index dilation = 1) {
  const Axis axis{.taps = static_cast<Index>(taps.size()), .stride = stride, .dilation = dilation};
  return phase_sums(std::span(&axis, 1), taps);
}

TEST(PhaseSums, OfNumbersMd) {
  EXPECT_TRUE(of({.5, 1, .5}, 2).even());
  EXPECT_EQ(of({.5, 1, .5}, 2).spread(), 0);
  EXPECT_THAT(of({1, 0, 1, 0}, 2).sums, ElementsAre(2, 0));
  EXPECT_EQ(of({1, 0, 1, 0}, 2).spread(), 2);
  EXPECT_THAT(of({1, 1, 1}, 2).sums, ElementsAre(2, 1));
  EXPECT_DOUBLE_EQ(of({1, 1, 1}, 2).spread(), 1 / 1.5);
}

TEST(PhaseSums, AreTheInteriorOfAConstantsImage) {
  testing::Dice dice(60);
  for (int n = 0; n < 300; ++n) {
    Layer layer;
    layer.kernel = {dice.roll(1, 6), dice.roll(1, 4)};
    layer.stride = {dice.roll(1, 4), dice.roll(1, 3)};
    layer.dilation = {dice.roll(1, 3), dice.roll(1, 2)};
    const Operator op = make_operator(Direction::transposed, {30, 14}, layer);
    const Tensor<double> w = testing::small_integers(op.geometry.weights(), static_cast<std::uint64_t>(n));
    const Tensor<double> y = forward(op, Tensor<double>({1, 1, 30, 14}, 1.0), w);
    const PhaseSums sums = phase_sums(op.geometry.axes, w.values());
    ASSERT_EQ(static_cast<Index>(sums.sums.size()), layer.stride[0] * layer.stride[1]);
    for (Index a = 0; a < layer.stride[0]; ++a)
      for (Index b = 0; b < layer.stride[1]; ++b)
        ASSERT_EQ(sums.sums[static_cast<std::size_t>(a * layer.stride[1] + b)],
                  y.at({0, 0, 18 * layer.stride[0] + a, 7 * layer.stride[1] + b}));
    EXPECT_EQ(sums.min, *std::min_element(sums.sums.begin(), sums.sums.end()));
    EXPECT_EQ(sums.max, *std::max_element(sums.sums.begin(), sums.sums.end()));
    double total = 0;
    for (double sum : sums.sums) total += sum;
    EXPECT_DOUBLE_EQ(sums.mean, total / static_cast<double>(sums.sums.size()));
  }
}

TEST(PhaseSums, RoundingIsNoCheckerboardButSmallKernelsCanHaveOne) {
  EXPECT_TRUE(of({.1, .3, .2, 0}, 2).even());
  EXPECT_TRUE(of({.1 + .2, .3}, 2).even());
  EXPECT_TRUE(of({.1, 0, .2, 0, -.3, 0}, 2).even());
  EXPECT_FALSE(of({1e-12, 2e-12}, 2).even());
  EXPECT_TRUE(of({0, 0, 0}, 2).even());
  EXPECT_TRUE(std::isinf(of({1, -1}, 2).spread()));
}

TEST(PhaseSums, OfStridesFarLargerThanTheKernel) {
  const std::vector<Axis> axes(2, Axis{.taps = 1, .stride = kLargestIndex});
  const double one[] = {1};
  const PhaseSums sums = phase_sums(axes, one);
  EXPECT_TRUE(sums.sums.empty());
  EXPECT_EQ(sums.min, 0);
  EXPECT_EQ(sums.max, 1);
  EXPECT_FALSE(sums.even());
}

}  // namespace
}  // namespace convscope
