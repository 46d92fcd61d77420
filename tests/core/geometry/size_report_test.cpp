// Size arithmetic with its reasons, against sliding and counting.
#include "core/geometry/size_report.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include "tests/core/geometry/layers.hpp"
#include "tests/core/support/print.hpp"
#include "tests/core/support/random_layer.hpp"

namespace convscope {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using testing::Dice;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::layer;

ConvReport conv(const Shape& input, const Layer& l) {
  return report(conv_geometry(input, l), input);
}
TransposedReport transposed(const Shape& input, const Layer& l) {
  return report_transposed(transposed_geometry(input, l));
}

/// Input pixels that no window reads, by walking over all windows.
Index unread_by_sliding(const Geometry& g) {
  Index all = 1, read = 1;
  for (const Axis& a : g.axes) {
    std::set<Index> seen;
    for (Index o = 0; o < a.windows; ++o)
      for (Index k = 0; k < a.taps; ++k) {
        const Index i = o * a.stride + k * a.dilation - a.pad;
        if (i >= 0 && i < a.pixels) seen.insert(i);
      }
    all *= a.pixels;
    read *= static_cast<Index>(seen.size());
  }
  return all - read;
}

TEST(ConvReport, OfNumbersMd) {
  const ConvReport padded = conv({6}, layer(3, 2, 1));
  EXPECT_EQ(padded.output, Shape{3});
  EXPECT_EQ(padded.remainder, Shape{1});
  EXPECT_EQ(padded.unread, 0);  // the row that is left over belongs to the padding
  EXPECT_EQ(conv({6}, layer(3, 2, 0)).unread, 1);
  EXPECT_EQ(conv({224, 224}, layer(7, 2, 3)).output, (Shape{112, 112}));
}

TEST(ConvReport, EqualsSlidingOnRandomGeometries) {
  Dice dice(6);
  int unread = 0, convolutions = 0;
  while (convolutions < 3000) {
    const testing::Case c = testing::random_case(dice);
    if (c.op.transposed()) continue;
    ++convolutions;
    const Resolved resolved = conv_geometry(c.input, c.layer);
    const ConvReport r = report(resolved, c.input);
    EXPECT_EQ(r.output, resolved.geometry.windows());
    EXPECT_EQ(r.unread, unread_by_sliding(resolved.geometry)) << c;
    unread += r.unread > 0;
    for (std::size_t axis = 0; axis < c.input.rank(); ++axis) {
      const Axis& a = resolved.geometry.axes[axis];
      // The padded input ends at pixels + end; the last window at its origin + reach.
      const Index end = a.pixels + resolved.sides[axis].end;
      EXPECT_EQ(r.remainder[axis], end - (window_origin(a, a.windows - 1) + reach(a))) << c;
    }
    // The named output padding takes the transposed operator back to the input size.
    Layer back = c.layer;
    back.output_padding = r.transpose_output_padding;
    EXPECT_EQ(transposed_geometry(r.output, back).geometry.pixels(), c.input) << c;
    if (HasFailure()) return;
  }
  EXPECT_GT(unread, 500);
}

TEST(ConvReport, HugeSizesAreCountedWithoutVisitingThem) {
  // A stride of 3 over a kernel of 2 leaves every third pixel unread.
  const ConvReport third = conv({2000000000}, layer(2, 3, 0));
  EXPECT_EQ(third.output, Shape{666666667});
  EXPECT_EQ(third.unread, 666666666);
  EXPECT_EQ(third.remainder, Shape{0});
  EXPECT_EQ(conv({2000000000}, layer(3, 2, 0)).unread, 1);
  EXPECT_EQ(conv({kLargestIndex}, layer(2, 1, 0, 1 << 30)).unread, 1);  // the middle one
  EXPECT_EQ(conv({kLargestIndex}, layer(1 << 30, 1 << 30, 0)).unread, (1 << 30) - 1);
  EXPECT_EQ(conv({kLargestIndex}, layer(1 << 30, 1, 0)).unread, 0);
  EXPECT_EQ(conv({kLargestIndex}, layer(2, 1, 0, kLargestIndex - 1)).unread, kLargestIndex - 2);
  EXPECT_EQ(conv({1 << 29, 1 << 29}, layer(1, 2, 0)).unread, (Index{1} << 58) - (Index{1} << 56));
}

TEST(ConvReport, SaysItInWordsAndNumbers) {
  const ConvReport r = conv({6}, layer(3, 2, 0));
  EXPECT_THAT(r.words,
              ElementsAre("⌊(n + 2p − d(k−1) − 1) / s⌋ + 1 = ⌊(6 + 2·0 − 1·(3−1) − 1) / 2⌋ + 1 = 2.",
                          "The first window takes 3 of 6 cells; in the other 3, 1 step of 2 fits.",
                          "The last window leaves 1 cell of the padded input; output padding 1 brings "
                          "the transposed operator back to 6.",
                          "No window reads 1 of the 6 input pixels."));
  EXPECT_THAT(conv({6, 5}, layer(3, 2, 0)).words, Contains(HasSubstr("Axis 1: ")));
}

TEST(Formulas, HoldTheirNumbers) {
  const Resolved r = conv_geometry({5}, layer(3, 2, 1));
  const SizeFormula f = conv_formula(r.geometry.axes[0], r.sides[0]);
  EXPECT_EQ(f.names, "⌊(n + 2p − d(k−1) − 1) / s⌋ + 1");
  EXPECT_EQ(f.numbers, "⌊(5 + 2·1 − 1·(3−1) − 1) / 2⌋ + 1");
  EXPECT_EQ(f.result, "3");
  EXPECT_EQ(conv_formula(r.geometry.axes[0], {-1, 2}).numbers, "⌊(5 + (−1) + 2 − 1·(3−1) − 1) / 2⌋ + 1");
  const Resolved t = transposed_geometry({4}, layer(3, 2, 1, 1, 1));
  const SizeFormula g = transposed_formula(t.geometry.axes[0], t.sides[0]);
  EXPECT_EQ(g.names, "(n−1)s − 2p + d(k−1) + 1 + op");
  EXPECT_EQ(g.numbers, "(4−1)·2 − 2·1 + 1·(3−1) + 1 + 1");
  EXPECT_EQ(g.result, "8");
  Layer crop = layer(3, 2, 0);
  crop.padding.sides = {{-1, 1}};
  const Resolved c = transposed_geometry({4}, crop);
  EXPECT_EQ(transposed_formula(c.geometry.axes[0], c.sides[0]).numbers,
            "(4−1)·2 − (−1) − 1 + 1·(3−1) + 1 + 0");
}

TEST(TransposedReport, DirectPaddingIsTheReachLessThePadding) {
  // numbers.md: d(k-1) - p on each side, the output padding at the end.
  for (Index k = 1; k <= 5; ++k)
    for (Index s = 1; s <= 4; ++s)
      for (Index d = 1; d <= 3; ++d)
        for (Index p = -1; p <= 3; ++p)
          for (Index op = 0; op < std::max(s, d); ++op) {
            if (6 * s - 2 * p + d * (k - 1) + 1 + op < 1) continue;
            EXPECT_THAT(transposed({7}, layer(k, s, p, d, op)).direct_padding,
                        ElementsAre(Sides{d * (k - 1) - p, d * (k - 1) - p + op}));
          }
  // The widespread k - p - 1 is right without dilation only.
  EXPECT_THAT(transposed({7}, layer(3, 1, 1)).direct_padding, ElementsAre(Sides{1, 1}));
  EXPECT_THAT(transposed({7}, layer(3, 1, 1, 2)).direct_padding, ElementsAre(Sides{3, 3}));
}

TEST(TransposedReport, SaysItInWordsAndNumbers) {
  const TransposedReport r = transposed({4}, layer(3, 2, 1, 1, 1));
  EXPECT_EQ(r.output, Shape{8});
  EXPECT_THAT(
      r.words,
      ElementsAre("(n−1)s − 2p + d(k−1) + 1 + op = (4−1)·2 − 2·1 + 1·(3−1) + 1 + 1 = 8.",
                  "4 stamps of 3 cells, 2 apart, cover 9; padding removes 2; output padding brings 1 back.",
                  "As a direct convolution: insert 1 zero between the inputs, pad by 1 and 2, "
                  "correlate with the rotated kernel at stride 1.",
                  "Interior output pixels get 1 to 2 contributions: the overlap is uneven."));
  EXPECT_THAT(
      transposed({1, 2}, layer(3, 1, 0)).words,
      AllOf(Contains("Axis 0: one stamp covers 3 cells."),
            Contains("Axis 1: as a direct convolution: pad by 2 and 2, correlate with the rotated kernel at "
                     "stride 1.")));
  EXPECT_THAT(conv({5}, layer(3, 4, 0)).words,
              Contains("The first window takes 3 of 5 cells; no further one fits."));
  EXPECT_THAT(transposed({4}, layer(4, 2, 1)).words,
              Contains("Every interior output pixel gets 2 contributions: the overlap is even."));
}

/// Contributions of pixels far from both borders, by stamping.
Overlap overlap_by_stamping(Index k, Index s, Index d) {
  std::map<Index, Index> count;
  const Index reach = d * (k - 1) + 1, windows = 2 * reach + 2 * s;
  for (Index o = 0; o < windows; ++o)
    for (Index tap = 0; tap < k; ++tap) ++count[o * s + tap * d];
  Overlap out{windows, 0};
  for (Index i = reach; i < reach + s; ++i) {
    out.min = std::min(out.min, count[i]);
    out.max = std::max(out.max, count[i]);
  }
  return out;
}

TEST(Overlap, EqualsStamping) {
  for (Index k = 1; k <= 9; ++k)
    for (Index s = 1; s <= 8; ++s)
      for (Index d = 1; d <= 6; ++d) {
        const Overlap expected = overlap_by_stamping(k, s, d);
        const Overlap found = transposed({5}, layer(k, s, 0, d)).overlap;
        EXPECT_EQ(found.min, expected.min) << "k " << k << " s " << s << " d " << d;
        EXPECT_EQ(found.max, expected.max) << "k " << k << " s " << s << " d " << d;
        EXPECT_EQ(found.even(), expected.min == expected.max);
        // Axes multiply.
        const Overlap square = transposed({5, 5}, layer(k, s, 0, d)).overlap;
        EXPECT_EQ(square.min, expected.min * expected.min);
        EXPECT_EQ(square.max, expected.max * expected.max);
      }
}

TEST(Overlap, OfNumbersMd) {
  const auto of = [](Index k, Index s, Shape size) { return transposed(size, layer(k, s, 0)).overlap; };
  EXPECT_EQ(of(3, 2, {9}).min, 1);
  EXPECT_EQ(of(3, 2, {9}).max, 2);
  EXPECT_EQ(of(3, 2, {9, 9}).max, 4);
  EXPECT_EQ(of(5, 2, {9}).min, 2);
  EXPECT_EQ(of(5, 2, {9}).max, 3);
  EXPECT_EQ(of(5, 2, {9, 9}).max, 9);
  EXPECT_EQ(of(5, 2, {9, 9}).min, 4);
  EXPECT_TRUE(of(4, 2, {9, 9}).even());
}

TEST(Overlap, OfHugeKernels) {
  const Overlap o = transposed({1}, layer(2000000001, 2, 0)).overlap;
  EXPECT_EQ(o.min, 1000000000);
  EXPECT_EQ(o.max, 1000000001);
}

}  // namespace
}  // namespace convscope
