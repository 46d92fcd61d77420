// The two factories: size rules of PyTorch, TensorFlow, Keras and ONNX, and every sentence that they refuse
// with.
#include "core/geometry/geometry.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::Dice;
using testing::expect_error;
using Rule = Padding::Rule;

Layer layer(Index k, Index s, Index p, Index d = 1, Index op = 0) {
  Layer out;
  out.kernel = {k};
  out.stride = {s};
  out.padding.sides = {{p, p}};
  out.dilation = {d};
  out.output_padding = {op};
  return out;
}

Layer ruled(Index k, Index s, Index d, Rule rule, Dialect dialect = Dialect::pytorch, Index op = 0) {
  Layer out = layer(k, s, 0, d, op);
  out.padding.rule = rule;
  out.dialect = dialect;
  return out;
}

Index windows(Index n, const Layer& l) {
  return conv_geometry({n}, l).geometry.axes[0].windows;
}
Index pixels(Index n, const Layer& l) {
  return transposed_geometry({n}, l).geometry.axes[0].pixels;
}

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

template <class Change>
Layer changed(Change change) {
  Layer l = layer(3, 1, 0);
  change(l);
  return l;
}

TEST(GeometryErrors, NumbersOutOfRange) {
  const Layer plain = layer(3, 1, 0);
  expect_error([&] { conv_geometry({}, plain); }, "size: 0 spatial axes (1, 2 or 3 spatial axes)");
  expect_error([&] { conv_geometry({4, 4, 4, 4}, plain); }, "size: 4 spatial axes (1, 2 or 3 spatial axes)");
  expect_error(
      [&] {
        conv_geometry({5, 0}, plain);
      },
      "size: 0 is too small (a whole number from 1 to 2147483647)");
  expect_error([&] { conv_geometry({-3}, plain); },
               "size: -3 is too small (a whole number from 1 to 2147483647)");
  expect_error([&] { conv_geometry({kLargestIndex + 1}, plain); },
               "size: 2147483648 is too large (a whole number from 1 to 2147483647)");
  expect_error([&] { conv_geometry({5}, changed([](Layer& l) { l.kernel = {0}; })); },
               "kernel: 0 is too small (a whole number from 1 to 2147483647)");
  expect_error([&] { conv_geometry({5}, changed([](Layer& l) { l.stride = {0}; })); },
               "stride: 0 is too small (a whole number from 1 to 2147483647)");
  expect_error([&] { conv_geometry({5}, changed([](Layer& l) { l.dilation = {-1}; })); },
               "dilation: -1 is too small (a whole number from 1 to 2147483647)");
  expect_error([&] { transposed_geometry({5}, changed([](Layer& l) { l.output_padding = {-1}; })); },
               "output-padding: -1 is too small (a whole number from 0 to 2147483647)");
  expect_error([&] { transposed_geometry({5}, changed([](Layer& l) { l.output_size = {0}; })); },
               "output-size: 0 is too small (a whole number from 1 to 2147483647)");
  expect_error(
      [&] {
        conv_geometry({5}, changed([](Layer& l) { l.padding.sides = {{0, kLargestIndex + 1}}; }));
      },
      "padding: 2147483648 is too large (from -2147483647 to 2147483647)");
}

TEST(GeometryErrors, ListsOfTheWrongLength) {
  expect_error(
      [] {
        conv_geometry({5, 5, 5}, changed([](Layer& l) { l.stride = {1, 2}; }));
      },
      "stride: 2 numbers for 3 axes (one number for all axes, or 3)");
  expect_error([] { conv_geometry({5}, changed([](Layer& l) { l.kernel = {}; })); },
               "kernel: 0 numbers for 1 axes (one number for all axes, or 1)");
  expect_error(
      [] {
        conv_geometry({5, 5, 5}, changed([](Layer& l) { l.padding.sides = {{}, {}}; }));
      },
      "padding: 2 entries for 3 axes (one for all axes, or 3)");
}

TEST(GeometryErrors, ChannelsAndGroups) {
  const auto with = [](Index window, Index pixel, Index groups) {
    return changed([&](Layer& l) { l.channels = {window, pixel, groups}; });
  };
  expect_error([&] { conv_geometry({5}, with(0, 1, 1)); },
               "channels: 0 output channels (from 1 to 2147483647)");
  expect_error([&] { transposed_geometry({5}, with(0, 1, 1)); },
               "channels: 0 input channels (from 1 to 2147483647)");
  expect_error([&] { conv_geometry({5}, with(1, 1, 0)); }, "groups: 0 is too small (1 or more)");
  expect_error([&] { conv_geometry({5}, with(6, 4, 3)); },
               "groups: 3 does not divide the 4 input and 6 output channels (a common divisor of the input "
               "and output channels)");
  expect_error([&] { transposed_geometry({5}, with(6, 4, 3)); },
               "groups: 3 does not divide the 6 input and 4 output channels (a common divisor of the input "
               "and output channels)");
}

TEST(GeometryErrors, KernelsThatDoNotFit) {
  expect_error(
      [] { conv_geometry({4}, layer(5, 1, 0)); },
      "kernel: reaches over 5 cells, the padded input has 4 (a reach, dilation × (kernel − 1) + 1, of "
      "at most 4)");
  expect_error(
      [] {
        conv_geometry({9, 4}, layer(3, 1, 1, 3));
      },
      "kernel: reaches over 7 cells, the padded input has 6 on axis 1 (a reach, dilation × (kernel − "
      "1) + 1, of at most 6)");
  expect_error([] { conv_geometry({4}, layer(1, 1, -2)); },
               "padding: crops all of the 4 cells (at least -3 in total)");
}

TEST(GeometryErrors, OutputPaddingsAndSizes) {
  expect_error([] { transposed_geometry({4}, layer(3, 2, 0, 1, 2)); },
               "output-padding: 2 is too large (less than max(stride, dilation) = 2)");
  EXPECT_EQ(pixels(4, layer(3, 2, 0, 3, 2)), 15);  // PyTorch's bound is the larger of the two
  expect_error([] { transposed_geometry({4}, ruled(3, 2, 3, Rule::numbers, Dialect::keras, 2)); },
               "output-padding: 2 is too large (less than stride = 2)");
  expect_error([] { transposed_geometry({4}, ruled(3, 2, 1, Rule::same, Dialect::pytorch, 1)); },
               "output-padding: 1 with padding 'same', which fixes the size (0)");
  expect_error([] { transposed_geometry({2}, layer(3, 1, 2)); },
               "padding: removes 4 of 4 output cells (at most 3 in total)");
  const auto sized = [](Index size, Rule rule, Index p = 0) {
    Layer l = ruled(3, 2, 1, rule);
    l.padding.sides = {{p, p}};
    l.output_size = {size};
    return l;
  };
  expect_error([&] { transposed_geometry({4}, sized(11, Rule::numbers)); },
               "output-size: 11 cannot be reached (from 9 to 10)");
  expect_error(
      [&] {
        transposed_geometry({4, 4}, sized(8, Rule::numbers));
      },
      "output-size: 8 cannot be reached on axis 0 (from 9 to 10)");
  expect_error([&] { transposed_geometry({4}, sized(6, Rule::same)); },
               "output-size: 6 cannot be reached (from 7 to 8)");
  expect_error([&] { transposed_geometry({2}, sized(3, Rule::numbers, 5)); },
               "padding: removes 10 of 5 output cells (at most 5 in total)");
  Layer both = sized(9, Rule::numbers);
  both.output_padding = {1};
  expect_error([&] { transposed_geometry({4}, both); },
               "output-size: given together with an output padding (one of the two)");
}

TEST(GeometryErrors, TheNamedLimitsAreExact) {
  // What a sentence calls legal works, its neighbour does not.
  EXPECT_NO_THROW(conv_geometry({4}, layer(4, 1, 0)));
  Layer crop = layer(1, 1, 0);
  crop.padding.sides = {{-3, 0}};
  EXPECT_NO_THROW(conv_geometry({4}, crop));
  Layer removing = layer(3, 1, 0);
  removing.padding.sides = {{3, 0}};
  EXPECT_EQ(pixels(2, removing), 1);
  removing.padding.sides = {{5, 0}};
  removing.stride = {2};
  removing.output_size = {1};
  EXPECT_EQ(pixels(2, removing), 1);
}

TEST(GeometryErrors, SizesThatNoMemoryCouldHold) {
  const Index large = kLargestIndex;
  expect_error(
      [&] {
        conv_geometry({large, large, large}, layer(1, 1, 0));
      },
      "size: 1 × 1 × 2147483647 × 2147483647 × 2147483647 elements are more than memory can address "
      "(fewer than 2^59 elements)");
  expect_error(
      [&] {
        conv_geometry({large, large}, layer(large, 1, 0));
      },
      "kernel: 1 × 1 × 2147483647 × 2147483647 elements are more than memory can address (fewer than "
      "2^59 elements)");
  expect_error([&] { conv_geometry({large}, layer(1, 1, 1)); },
               "size: the output would have 2147483649 windows (at most 2147483647)");
  expect_error([&] { transposed_geometry({large}, layer(3, 2, 0)); },
               "size: the output would have 4294967295 pixels (at most 2147483647)");
  expect_error([&] { transposed_geometry({large}, layer(large, large, 0, large)); },
               "size: the output would have 9223372023969873925 pixels (at most 2147483647)");
  expect_error([&] { conv_geometry({large}, ruled(3, 3, large, Rule::full)); },
               "padding: comes to 4294967294 (at most 2147483647)");
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
