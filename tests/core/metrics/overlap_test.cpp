// Stacked overlap against stamping ones upon ones, and the known ratios.
#include "core/metrics/overlap.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "core/geometry/geometry.hpp"
#include "core/geometry/size_report.hpp"
#include "tests/core/support/dice.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;

Axis transposed_axis(Index n, Index k, Index s, Index pad = 0, Index dilation = 1, Index extra = 0) {
  Layer layer{.kernel = {k}, .stride = {s}, .dilation = {dilation}, .output_padding = {extra}};
  layer.padding.sides = {{pad, pad}};
  return transposed_geometry({n}, layer).geometry.axes[0];
}

/// Every input cell adds itself to all cells that its stamp covers.
std::vector<double> stamped(const std::vector<double>& input, const Axis& axis) {
  std::vector<double> out(static_cast<std::size_t>(axis.pixels));
  for (Index o = 0; o < axis.windows; ++o)
    for (Index k = 0; k < axis.taps; ++k) {
      const Index i = o * axis.stride + k * axis.dilation - axis.pad;
      if (i >= 0 && i < axis.pixels) out[static_cast<std::size_t>(i)] += input[static_cast<std::size_t>(o)];
    }
  return out;
}

TEST(StackedOverlap, OfNumbersMd) {
  const auto stack = stacked_overlap(transposed_axis(6, 3, 2), 5);
  ASSERT_EQ(stack.size(), 5u);
  EXPECT_THAT(stack[0].counts, ElementsAre(1, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 1));
  EXPECT_THAT(stack[0].pattern, ElementsAre(2, 1));
  EXPECT_THAT(stack[1].pattern, ElementsAre(3, 2, 3, 1));
  std::vector<double> ratios;
  for (const OverlapLayer& layer : stack) ratios.push_back(layer.max / layer.min);
  EXPECT_THAT(ratios, ElementsAre(2, 3, 5, 8, 13));  // Fibonacci's, as in Stern's diatomic sequence
  const auto five = stacked_overlap(transposed_axis(6, 5, 2), 1);
  EXPECT_EQ(five[0].max / five[0].min, 1.5);
  double count = 1;
  for (const OverlapLayer& layer : stacked_overlap(transposed_axis(6, 4, 2, 1), 5)) {
    EXPECT_TRUE(layer.even());
    EXPECT_EQ(layer.max, count *= 2);
  }
}

TEST(StackedOverlap, OfAStridedConvolutionsGradient) {
  const Axis axis = conv_geometry({7}, {.kernel = {3}, .stride = {2}}).geometry.axes[0];
  EXPECT_THAT(stacked_overlap(axis, 1)[0].counts, ElementsAre(1, 1, 2, 1, 2, 1, 1));
}

TEST(StackedOverlap, InteriorIsWhereNoEndIsFelt) {
  const auto stack = stacked_overlap(transposed_axis(4, 3, 2), 1);
  EXPECT_EQ(stack[0].first, 1);
  EXPECT_EQ(stack[0].end, 8);
  EXPECT_FALSE(stack[0].inside(0));
  EXPECT_TRUE(stack[0].inside(7));
  const auto none = stacked_overlap(transposed_axis(1, 5, 1), 1);
  EXPECT_EQ(none[0].first, none[0].end);
}

TEST(StackedOverlap, EqualsStampingAndRepeatsInside) {
  testing::Dice dice(90);
  for (int n = 0; n < 400; ++n) {
    const Index k = dice.roll(1, 6), s = dice.roll(1, 4), d = dice.roll(1, 3);
    const Index extra = dice.roll(0, std::max(s, d) - 1);
    const Index size = dice.roll(1, 40), pad = dice.roll(0, (d * (k - 1) + 1) / 2);
    if ((size - 1) * s - 2 * pad + d * (k - 1) + 1 + extra < 1) continue;
    const Axis axis = transposed_axis(size, k, s, pad, d, extra);
    std::vector<double> counts(static_cast<std::size_t>(size), 1.0);
    Index before = size;
    const auto stack = stacked_overlap(axis, 4);
    ASSERT_FALSE(stack.empty());
    for (const OverlapLayer& layer : stack) {
      // The next layer is the one that a transposed convolution of this output would have.
      ASSERT_EQ(layer.axis, transposed_axis(before, k, s, pad, d, extra));
      counts = stamped(counts, layer.axis);
      before = layer.axis.pixels;
      ASSERT_EQ(layer.counts, counts);
      ASSERT_LE(layer.first, layer.end);
      const auto period = static_cast<Index>(layer.pattern.size());
      for (Index i = layer.first; i < layer.end; ++i)
        ASSERT_EQ(counts[static_cast<std::size_t>(i)], layer.pattern[static_cast<std::size_t>(i % period)])
            << "k " << k << " s " << s << " d " << d << " pad " << pad << " pixel " << i;
      EXPECT_EQ(layer.min, *std::min_element(layer.pattern.begin(), layer.pattern.end()));
      EXPECT_EQ(layer.max, *std::max_element(layer.pattern.begin(), layer.pattern.end()));
    }
    // One layer: what the size report says in closed form.
    const Overlap one = overlap(Geometry{.axes = {axis}});
    EXPECT_EQ(stack[0].min, static_cast<double>(one.min));
    EXPECT_EQ(stack[0].max, static_cast<double>(one.max));
  }
}

TEST(StackedOverlap, EndsWhereNothingIsLeftOrTooMuch) {
  EXPECT_EQ(stacked_overlap(transposed_axis(5, 2, 1, 1), 9).size(), 4u);  // 5, 4, 3, 2, 1
  EXPECT_EQ(stacked_overlap(transposed_axis(4, 8, 16), 5).size(), 2u);    // the pattern has 16 · 16 cells
  EXPECT_EQ(stacked_overlap(transposed_axis(9000, 2, 2), 5).size(), 1u);
  const auto wide = stacked_overlap(transposed_axis(2, 1, 1000), 1);
  ASSERT_EQ(wide.size(), 1u);
  EXPECT_TRUE(wide[0].pattern.empty());
}

}  // namespace
}  // namespace convscope
