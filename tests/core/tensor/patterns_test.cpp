// Named fillings.
#include "core/tensor/patterns.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>

#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using ::testing::DoubleEq;
using ::testing::Each;
using ::testing::ElementsAre;
using Numbers = std::vector<double>;

Numbers input(std::string_view name, const Shape& shape, std::uint64_t seed = 0) {
  const Tensor<double> t = input_pattern(name, shape, seed);
  EXPECT_EQ(t.shape(), shape);
  return {t.values().begin(), t.values().end()};
}
Numbers kernel(std::string_view name, const Shape& shape, std::uint64_t seed = 0) {
  const Tensor<double> t = kernel_pattern(name, shape, seed);
  EXPECT_EQ(t.shape(), shape);
  return {t.values().begin(), t.values().end()};
}

TEST(InputPatterns, AreWhatTheirNamesSay) {
  EXPECT_THAT(input("ramp", {1, 1, 4}), ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(input("arange", {1, 2, 2}), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(input("ones", {1, 1, 2, 2}), Each(1));
  EXPECT_THAT(input("zeros", {1, 1, 2, 2}), Each(0));
  EXPECT_THAT(input("impulse", {1, 2, 5}), ElementsAre(0, 0, 1, 0, 0, 0, 0, 1, 0, 0));
  EXPECT_THAT(input("impulse", {1, 1, 3, 2}), ElementsAre(0, 0, 1, 0, 0, 0));
}

TEST(InputPatterns, RandomOnesRepeatBySeed) {
  const Numbers a = input("random", {1, 1, 200}, 7);
  EXPECT_EQ(a, input("random", {1, 1, 200}, 7));
  EXPECT_NE(a, input("random", {1, 1, 200}, 8));
  for (double v : a) EXPECT_TRUE(v >= 0 && v <= 9 && v == std::floor(v)) << v;
  for (double v = 0; v <= 9; ++v) EXPECT_THAT(a, ::testing::Contains(v));
}

TEST(KernelPatterns, AreWhatTheirNamesSay) {
  EXPECT_THAT(kernel("box", {1, 1, 2, 2}), Each(.25));
  EXPECT_THAT(kernel("ones", {1, 1, 3}), Each(1));
  EXPECT_THAT(kernel("arange", {1, 1, 3}), ElementsAre(0, 1, 2));
  EXPECT_THAT(kernel("identity", {1, 1, 3}), ElementsAre(0, 1, 0));
  EXPECT_THAT(kernel("identity", {2, 2, 1}), ElementsAre(1, 0, 0, 1));
  EXPECT_THAT(kernel("sobel-x", {1, 1, 3, 3}), ElementsAre(-1, 0, 1, -2, 0, 2, -1, 0, 1));
  EXPECT_THAT(kernel("sobel-y", {1, 1, 3, 3}), ElementsAre(-1, -2, -1, 0, 0, 0, 1, 2, 1));
  EXPECT_THAT(kernel("sobel-x", {1, 1, 3}), ElementsAre(-1, 0, 1));
  EXPECT_THAT(kernel("laplacian", {1, 1, 3, 3}), ElementsAre(0, 1, 0, 1, -4, 1, 0, 1, 0));
  EXPECT_THAT(kernel("sharpen", {1, 1, 3, 3}), ElementsAre(0, -1, 0, -1, 5, -1, 0, -1, 0));
  EXPECT_THAT(kernel("bilinear", {1, 1, 4}), ElementsAre(.25, .75, .75, .25));
  EXPECT_THAT(kernel("bilinear", {1, 1, 3}), ElementsAre(.5, 1, .5));
  EXPECT_THAT(kernel("random", {1, 1, 50}, 3), Each(::testing::AllOf(::testing::Ge(-1), ::testing::Le(1))));
}

TEST(KernelPatterns, EveryNameIsKnownAndFitsSomewhere) {
  for (const PatternInfo& info : kernel_patterns()) {
    const Index taps = info.name == "haar" ? 2 : 3;
    EXPECT_NO_THROW(kernel_pattern(info.name, {1, 1, taps, taps}, 0)) << info.name;
    EXPECT_FALSE(info.help.empty());
  }
  for (const PatternInfo& info : input_patterns())
    EXPECT_NO_THROW(input_pattern(info.name, {1, 1, 3, 3}, 0)) << info.name;
}

TEST(KernelPatterns, AGaussianIsABellThatSumsToOne) {
  for (Index k : {1, 2, 3, 5, 8}) {
    const Numbers g = kernel("gaussian", {1, 1, k});
    EXPECT_DOUBLE_EQ(std::accumulate(g.begin(), g.end(), 0.0), 1.0);
    for (std::size_t i = 0; i < g.size(); ++i) EXPECT_THAT(g[i], DoubleEq(g[g.size() - 1 - i]));
    for (std::size_t i = 1; i < (g.size() + 1) / 2; ++i) EXPECT_GT(g[i], g[i - 1]);
  }
}

TEST(KernelPatterns, HaarFiltersAreOrthonormal) {
  const Numbers h = kernel("haar", {4, 1, 2, 2});
  for (std::size_t a = 0; a < 4; ++a)
    for (std::size_t b = 0; b < 4; ++b) {
      double product = 0;
      for (std::size_t i = 0; i < 4; ++i) product += h[4 * a + i] * h[4 * b + i];
      EXPECT_NEAR(product, a == b ? 1 : 0, 1e-15) << a << ", " << b;  // one rounding of 1/√2 squared
    }
}

TEST(KernelPatterns, RefuseSizesThatTheyDoNotHave) {
  using testing::expect_error;
  expect_error(
      [] {
        kernel_pattern("sobel-x", {1, 1, 5, 5}, 0);
      },
      "w: sobel-x has no form of 5 × 5 weights (kernel 3 on every axis)");
  expect_error(
      [] {
        kernel_pattern("sobel-x", {1, 1, 3, 3, 3}, 0);
      },
      "w: sobel-x has no form on 3 axes (at most 2 spatial axes)");
  expect_error(
      [] {
        kernel_pattern("haar", {5, 1, 2, 2}, 0);
      },
      "w: haar has 4 filters (as many channels on the strided side at most)");
  EXPECT_THROW(kernel_pattern("nonsense", {1, 1, 3}, 0), Error);
  expect_error(
      [] {
        input_pattern("nonsense", {1, 1, 3}, 0);
      },
      "in: 'nonsense' is no pattern (ramp, arange, ones, zeros, impulse, random:SEED, a list [..] or a "
      "file)");
}

}  // namespace
}  // namespace convscope
