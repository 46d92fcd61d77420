// The two factories: size rules of PyTorch, TensorFlow, Keras and ONNX.
#include "core/geometry/geometry.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "tests/core/geometry/layers.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::Dice;
using testing::layer;
using testing::pixels;
using testing::ruled;
using testing::windows;
using Rule = Padding::Rule;

TEST(ConvGeometry, SizesOfNumbersMd) {
  EXPECT_EQ(windows(4, layer(3, 1, 0)), 2);
  EXPECT_EQ(windows(5, layer(4, 1, 2)), 6);
  EXPECT_EQ(windows(5, layer(3, 1, 1)), 5);
  EXPECT_EQ(windows(5, layer(3, 1, 2)), 7);
  EXPECT_EQ(windows(5, layer(3, 2, 0)), 2);
  EXPECT_EQ(windows(5, layer(3, 2, 1)), 3);
  EXPECT_EQ(windows(6, layer(3, 2, 1)), 3);
  EXPECT_EQ(windows(7, layer(3, 1, 0, 2)), 3);
  EXPECT_EQ(windows(224, layer(7, 2, 3)), 112);
  EXPECT_EQ(windows(6, ruled(3, 1, 1, Rule::full)), 8);
  EXPECT_EQ(windows(6, layer(3, 1, -1)), 2);
}

TEST(ConvGeometry, WindowsAreThoseThatFitIntoThePaddedInput) {
  Dice dice(4);
  int made = 0;
  for (int n = 0; n < 5000; ++n) {
    Layer l = layer(dice.roll(1, 6), dice.roll(1, 5), 0, dice.roll(1, 4));
    const Sides sides{dice.roll(-3, 6), dice.roll(-3, 6)};
    l.padding.sides = {sides};
    const Index size = dice.roll(1, 20), wide = l.dilation[0] * (l.kernel[0] - 1) + 1;
    Index fit = 0;  // by sliding, not by dividing
    for (Index at = -sides.begin; at + wide <= size + sides.end; at += l.stride[0]) ++fit;
    if (fit == 0) {
      EXPECT_THROW(conv_geometry({size}, l), Error);
      continue;
    }
    const Resolved r = conv_geometry({size}, l);
    EXPECT_EQ(r.geometry.axes[0], (Axis{size, fit, l.kernel[0], l.stride[0], l.dilation[0], sides.begin}));
    EXPECT_EQ(r.sides[0], sides);
    ++made;
  }
  EXPECT_GT(made, 2000);
}

TEST(ConvGeometry, SameIsTensorFlows) {
  // tf.nn.convolution: o = ceil(n / s), total = max((o-1)s + reach - n, 0), the odd one at the end.
  for (Index n = 1; n <= 17; ++n)
    for (Index k = 1; k <= 6; ++k)
      for (Index s = 1; s <= 5; ++s)
        for (Index d = 1; d <= 3; ++d) {
          const Index o = (n + s - 1) / s, total = std::max((o - 1) * s + d * (k - 1) + 1 - n, Index{0});
          const Resolved upper = conv_geometry({n}, ruled(k, s, d, Rule::same));
          EXPECT_EQ(upper.geometry.axes[0].windows, o);
          EXPECT_EQ(upper.sides[0], (Sides{total / 2, total - total / 2}));
          EXPECT_EQ(upper.geometry.axes[0].pad, total / 2);
          // ONNX SAME_LOWER differs in the side of the odd one only.
          const Resolved lower = conv_geometry({n}, ruled(k, s, d, Rule::same_lower));
          EXPECT_EQ(lower.geometry.axes[0].windows, o);
          EXPECT_EQ(lower.sides[0], (Sides{total - total / 2, total / 2}));
        }
}

TEST(ConvGeometry, ValidIsTensorFlows) {
  for (Index n = 1; n <= 17; ++n)
    for (Index k = 1; k <= 6; ++k)
      for (Index s = 1; s <= 5; ++s)
        for (Index d = 1; d <= 3; ++d) {
          const Index reach = d * (k - 1) + 1;
          if (n < reach) continue;
          EXPECT_EQ(windows(n, ruled(k, s, d, Rule::valid)),
                    (n - reach + s) / s);  // ceil((n - reach + 1) / s)
        }
}

TEST(ConvGeometry, FullListsEveryWindowThatTouchesTheInput) {
  const Resolved r = conv_geometry({6, 5}, [] {
    Layer l = ruled(3, 1, 2, Rule::full);
    l.kernel = {3, 2};
    return l;
  }());
  EXPECT_EQ(r.geometry.windows(), (Shape{10, 7}));
  EXPECT_EQ(r.sides, (std::vector<Sides>{{4, 4}, {2, 2}}));
}

TEST(ConvGeometry, OneNumberServesAllAxesOrEachHasItsOwn) {
  Layer l = layer(3, 2, 1);
  EXPECT_EQ(conv_geometry({9, 8, 7}, l).geometry.windows(), (Shape{5, 4, 4}));
  l.kernel = {3, 2, 1};
  l.stride = {1, 2, 3};
  l.padding.sides = {{0, 1}, {1, 0}, {2, 2}};
  const Geometry g = conv_geometry({9, 8, 7}, l).geometry;
  EXPECT_EQ(g.windows(), (Shape{8, 4, 4}));
  EXPECT_EQ(g.pixels(), (Shape{9, 8, 7}));
  EXPECT_EQ(g.taps(), (Shape{3, 2, 1}));
}

TEST(TransposedGeometry, SizesFollowPyTorchsFormula) {
  for (Index n = 1; n <= 6; ++n)
    for (Index k = 1; k <= 5; ++k)
      for (Index s = 1; s <= 4; ++s)
        for (Index d = 1; d <= 3; ++d)
          for (Index p = -1; p <= 3; ++p)
            for (Index op = 0; op < std::max(s, d); ++op) {
              const Index size = (n - 1) * s - 2 * p + d * (k - 1) + 1 + op;
              if (size < 1)
                EXPECT_THROW(transposed_geometry({n}, layer(k, s, p, d, op)), Error);
              else
                EXPECT_EQ(pixels(n, layer(k, s, p, d, op)), size);
            }
}

TEST(TransposedGeometry, SizesOfNumbersMd) {
  Layer l = layer(5, 3, 2);
  l.channels = {10, 20, 1};
  EXPECT_EQ(conv_geometry({16, 16}, l).geometry.windows(), (Shape{6, 6}));
  EXPECT_EQ(transposed_geometry({6, 6}, l).geometry.pixels(), (Shape{16, 16}));
  for (Index extra : {0, 1, 2}) {  // 16, 17 and 18 come down to the same 6
    EXPECT_EQ(windows(16 + extra, layer(5, 3, 2)), 6);
    EXPECT_EQ(pixels(6, layer(5, 3, 2, 1, extra)), 16 + extra);
  }
  EXPECT_EQ(transposed_geometry({3, 3}, layer(2, 1, 0)).geometry.pixels(), (Shape{4, 4}));
  EXPECT_EQ(transposed_geometry({3, 3}, layer(2, 2, 0)).geometry.pixels(), (Shape{6, 6}));
  EXPECT_EQ(transposed_geometry({3, 3}, layer(2, 1, 0, 2)).geometry.pixels(), (Shape{5, 5}));
  EXPECT_EQ(transposed_geometry({4, 4}, ruled(3, 2, 1, Rule::same, Dialect::keras)).geometry.pixels(),
            (Shape{8, 8}));
  EXPECT_EQ(transposed_geometry({4, 4}, ruled(3, 1, 1, Rule::valid, Dialect::keras)).geometry.pixels(),
            (Shape{6, 6}));
}

TEST(TransposedGeometry, OutputPaddingReturnsTheSizeThatConvolutionConsumed) {
  for (Index n = 1; n <= 20; ++n)
    for (Index k = 1; k <= 5; ++k)
      for (Index s = 1; s <= 5; ++s)
        for (Index d = 1; d <= 3; ++d)
          for (Index p = 0; p <= 3; ++p) {
            const Index spare = n + 2 * p - d * (k - 1) - 1;
            if (spare < 0) continue;
            EXPECT_EQ(pixels(windows(n, layer(k, s, p, d)), layer(k, s, p, d, spare % s)), n);
          }
}

TEST(TransposedGeometry, KerasRules) {
  for (Index n = 1; n <= 8; ++n)
    for (Index k = 1; k <= 6; ++k)
      for (Index s = 1; s <= 5; ++s)
        for (Index d = 1; d <= 3; ++d) {
          const Index reach = d * (k - 1) + 1;
          EXPECT_EQ(pixels(n, ruled(k, s, d, Rule::same, Dialect::keras)), n * s);
          EXPECT_EQ(pixels(n, ruled(k, s, d, Rule::valid, Dialect::keras)),
                    n * s + std::max<Index>(reach - s, 0));
          for (Index op = 1; op < s; ++op) {
            // keras: (n-1)s + reach - 2 pad + op, pad = reach / 2 for SAME and 0 for VALID
            EXPECT_EQ(pixels(n, ruled(k, s, d, Rule::valid, Dialect::keras, op)), (n - 1) * s + reach + op);
            EXPECT_EQ(pixels(n, ruled(k, s, d, Rule::same, Dialect::keras, op)),
                      (n - 1) * s + reach - 2 * (reach / 2) + op);
          }
        }
}

TEST(TransposedGeometry, SameIsTheGradientOfTensorFlowsSameConvolution) {
  // The leading pad is that of the convolution which goes the other way.
  for (Index n = 1; n <= 8; ++n)
    for (Index k = 1; k <= 6; ++k)
      for (Index s = 1; s <= 5; ++s)
        for (Rule rule : {Rule::same, Rule::same_lower}) {
          const Axis t = transposed_geometry({n}, ruled(k, s, 1, rule)).geometry.axes[0];
          EXPECT_EQ(t, conv_geometry({n * s}, ruled(k, s, 1, rule)).geometry.axes[0]);
        }
}

TEST(TransposedGeometry, OutputSizeChoosesAmongTheSizesThatComeDownToTheInput) {
  for (Index s = 1; s <= 4; ++s)
    for (Index size = 1; size <= 25; ++size)
      for (Rule rule : {Rule::numbers, Rule::same, Rule::same_lower}) {
        Layer l = ruled(3, s, 1, rule);
        l.padding.sides = {{1, 0}};
        l.output_size = {size};
        Layer down = l;
        const bool fits = size + (rule == Rule::numbers ? 1 : 99) >= 3 && windows(size, down) == 5;
        if (fits)
          EXPECT_EQ(transposed_geometry({5}, l).geometry.axes[0],
                    conv_geometry({size}, down).geometry.axes[0]);
        else
          EXPECT_THROW(transposed_geometry({5}, l), Error) << size << " from 5, stride " << s;
      }
}

TEST(TransposedGeometry, OnnxOutputShapeChoosesThePads) {
  // total = s(n-1) + op + reach - output_shape; SAME_UPPER gives the smaller half to the beginning,
  // everything else the larger.
  for (Index n = 1; n <= 5; ++n)
    for (Index k = 1; k <= 5; ++k)
      for (Index s = 1; s <= 3; ++s)
        for (Index op = 0; op < s; ++op)
          for (Index wanted = 1; wanted <= 12; ++wanted)
            for (Rule rule : {Rule::numbers, Rule::same, Rule::same_lower}) {
              Layer l = ruled(k, s, 1, rule, Dialect::onnx, op);
              l.output_size = {wanted};
              const Index total = std::max<Index>(s * (n - 1) + op + k - wanted, 0);
              const Resolved r = transposed_geometry({n}, l);
              EXPECT_EQ(r.geometry.axes[0].pixels, wanted);
              EXPECT_EQ(r.sides[0], (rule == Rule::same ? Sides{total / 2, total - total / 2}
                                                        : Sides{total - total / 2, total / 2}));
            }
}

TEST(Geometry, WeightsHaveOneLayoutForBothDirections) {
  Layer l = layer(3, 1, 1);
  l.kernel = {3, 2};
  l.channels = {4, 6, 2};
  EXPECT_EQ(conv_geometry({5, 5}, l).geometry.weights(), (Shape{4, 3, 3, 2}));
  EXPECT_EQ(transposed_geometry({5, 5}, l).geometry.weights(), (Shape{4, 3, 3, 2}));
  const Geometry g = conv_geometry({5, 6}, l).geometry;
  EXPECT_EQ(g.pixel_tensor(3), (Shape{3, 6, 5, 6}));
  EXPECT_EQ(g.window_tensor(3), (Shape{3, 4, 5, 7}));
  EXPECT_EQ(g.three_axes()[0], Axis{});
  EXPECT_EQ(g.three_axes()[2], g.axes[1]);
}

TEST(ConvGeometry, TheLargestSizesThatAreLegal) {
  const Index large = kLargestIndex;
  EXPECT_EQ(windows(large, layer(1, 1, 0)), large);
  EXPECT_EQ(windows(large, layer(large, 1, 0)), 1);
  EXPECT_EQ(windows(large, layer(2, large, 0, large - 1)), 1);
  EXPECT_EQ(windows(large, ruled(3, 2, 1, Rule::same)), (large + 1) / 2);
  EXPECT_EQ(pixels(large, layer(1, 1, 0)), large);
  EXPECT_EQ(pixels(2, layer(1, large - 1, 0)), large);
}

}  // namespace
}  // namespace convscope
