// What must hold between the operators whatever the geometry, exactly, on whole numbers.
#include <gmock/gmock.h>

#include <map>

#include "core/ops/convolve.hpp"
#include "core/ops/operator.hpp"
#include "tests/core/support/print.hpp"
#include "tests/core/support/random_layer.hpp"

namespace convscope {
namespace {

using testing::Case;
using testing::Dice;
using testing::dot;
using testing::small_integers;

struct Data {
  Tensor<double> x, w, y;  ///< an input, weights, and a gradient of the output
};

Data data_of(const Operator& op, std::uint64_t seed) {
  return {small_integers(with_channels(2, op.input_channels(), op.input_size()), 3 * seed),
          small_integers(op.geometry.weights(), 3 * seed + 1),
          small_integers(with_channels(2, op.output_channels(), op.output_size()), 3 * seed + 2)};
}

/// Calls f(case, data) for `count` random operators of every kind.
template <class F>
void for_random_operators(int count, std::uint64_t seed, F&& f) {
  Dice dice(seed);
  for (int n = 0; n < count && !::testing::Test::HasFailure(); ++n) {
    const Case c = testing::random_case(dice);
    std::ostringstream name;
    name << c;
    SCOPED_TRACE(name.str());
    f(c, data_of(c.op, seed * 100000 + static_cast<std::uint64_t>(n)));
  }
}

/// The same geometry in the other direction.
Operator turned(Operator op) {
  op.direction = op.transposed() ? Direction::convolution : Direction::transposed;
  return op;
}

TEST(Algebra, TheInputGradientIsTheAdjoint) {
  std::map<BorderMode, int> modes;
  for_random_operators(1200, 20, [&](const Case& c, const Data& d) {
    EXPECT_EQ(dot(forward(c.op, d.x, d.w), d.y), dot(d.x, input_gradient(c.op, d.y, d.w)));
    ++modes[c.op.border.mode];
  });
  for (const auto& [mode, count] : modes) EXPECT_GT(count, 50) << to_string(mode);
  EXPECT_EQ(modes.size(), 4u);
}

TEST(Algebra, ConvolutionAndTransposedAreEachOthersGradient) {
  for_random_operators(600, 21, [](const Case& c, const Data& d) {
    const Operator other = turned(c.op);
    EXPECT_EQ(forward(other, d.y, d.w), input_gradient(c.op, d.y, d.w));
    EXPECT_EQ(input_gradient(other, d.x, d.w), forward(c.op, d.x, d.w));
    // <Cx, y> = <x, Ty>, as the factories build the two.
    EXPECT_EQ(dot(forward(c.op, d.x, d.w), d.y), dot(d.x, forward(other, d.y, d.w)));
  });
}

TEST(Algebra, TheWeightGradientIsTheAdjointInTheWeights) {
  for_random_operators(1200, 22, [](const Case& c, const Data& d) {
    const Tensor<double> dw = weight_gradient(c.op, d.x, d.y);
    ASSERT_EQ(dw.shape(), d.w.shape());
    EXPECT_EQ(dot(forward(c.op, d.x, d.w), d.y), dot(d.w, dw));
    // The same for both directions, with the roles exchanged.
    EXPECT_EQ(dw, weight_gradient(turned(c.op), d.y, d.x));
  });
}

TEST(Algebra, OperatorsAreLinear) {
  for_random_operators(300, 23, [](const Case& c, const Data& d) {
    const Tensor<double> other = small_integers(d.x.shape(), 999);
    Tensor<double> sum = d.x;
    for (Index i = 0; i < sum.size(); ++i) sum[i] = 3 * sum[i] - 2 * other[i];
    const Tensor<double> a = forward(c.op, d.x, d.w), b = forward(c.op, other, d.w);
    const Tensor<double> all = forward(c.op, sum, d.w);
    for (Index i = 0; i < all.size(); ++i) ASSERT_EQ(all[i], 3 * a[i] - 2 * b[i]);
  });
}

TEST(Algebra, ABorderIsAPaddedInputConvolvedWithoutPadding) {
  int tried = 0;
  for_random_operators(800, 24, [&](const Case& c, const Data& d) {
    if (c.op.transposed() || !c.op.border.active()) return;
    ++tried;
    Layer bare = c.layer;
    bare.padding.sides.clear();
    for (const Sides& sides : c.op.sides)
      bare.padding.sides.push_back({std::min<Index>(sides.begin, 0), std::min<Index>(sides.end, 0)});
    const Tensor<double> padded = pad(c.op.border, d.x);
    const Operator op = make_operator(Direction::convolution, padded.shape().tail(2), bare);
    EXPECT_EQ(forward(op, padded, d.w), forward(c.op, d.x, d.w));
  });
  EXPECT_GT(tried, 100);
}

TEST(Algebra, TheDirectFormEqualsTheScatter) {
  // numbers.md: insert stride - 1 zeros, pad by direct_padding, correlate with the rotated kernel, stride 1.
  Dice dice(25);
  for (int n = 0; n < 300; ++n) {
    Layer l;
    const Index size = dice.roll(1, 7), k = dice.roll(1, 5), s = dice.roll(1, 4), d = dice.roll(1, 3);
    l.kernel = {k};
    l.stride = {s};
    l.dilation = {d};
    l.padding.sides = {{dice.roll(-2, 3), dice.roll(-2, 3)}};
    l.output_padding = {dice.roll(0, std::max(s, d) - 1)};
    if ((size - 1) * s + d * (k - 1) + 1 - l.padding.sides[0].begin - l.padding.sides[0].end +
            l.output_padding[0] <
        1)
      continue;
    const Operator op = make_operator(Direction::transposed, {size}, l);
    const auto seed = static_cast<std::uint64_t>(n);
    const Tensor<double> x = small_integers({1, 1, size}, 2 * seed),
                         w = small_integers({1, 1, k}, 2 * seed + 1);
    Tensor<double> spread({1, 1, (size - 1) * s + 1}), rotated = w;
    for (Index i = 0; i < size; ++i) spread[i * s] = x[i];
    for (Index i = 0; i < k; ++i) rotated[i] = w[k - 1 - i];
    Layer direct;
    direct.kernel = {k};
    direct.dilation = {d};
    direct.padding.sides = {
        {d * (k - 1) - l.padding.sides[0].begin, d * (k - 1) - l.padding.sides[0].end + l.output_padding[0]}};
    const Operator conv = make_operator(Direction::convolution, {spread.shape()[2]}, direct);
    EXPECT_EQ(forward(conv, spread, rotated), forward(op, x, w)) << to_string(l.padding);
  }
}

TEST(Algebra, BiasAndItsGradient) {
  Tensor<double> y({2, 2, 2}, {1, 2, 3, 4, 5, 6, 7, 8});
  EXPECT_EQ(bias_gradient(y), Tensor<double>({2}, {1 + 2 + 5 + 6, 3 + 4 + 7 + 8}));
  const double bias[] = {10, -1};
  add_bias(y, std::span<const double>(bias));
  EXPECT_EQ(y, Tensor<double>({2, 2, 2}, {11, 12, 2, 3, 15, 16, 6, 7}));
}

TEST(Algebra, FloatEqualsDoubleOnSmallIntegers) {
  for_random_operators(200, 26, [](const Case& c, const Data& d) {
    const auto narrow = [](const Tensor<double>& t) {
      return Tensor<float>(t.shape(), std::vector<float>(t.values().begin(), t.values().end()));
    };
    EXPECT_EQ(forward(c.op, narrow(d.x), narrow(d.w)), narrow(forward(c.op, d.x, d.w)));
    EXPECT_EQ(input_gradient(c.op, narrow(d.y), narrow(d.w)), narrow(input_gradient(c.op, d.y, d.w)));
    EXPECT_EQ(weight_gradient(c.op, narrow(d.x), narrow(d.y)), narrow(weight_gradient(c.op, d.x, d.y)));
  });
}

TEST(Algebra, ResultsOverwriteWhatWasThere) {
  const Geometry g{{Axis{4, 2, 3, 1, 1, 0}}, {}};
  const Tensor<double> x({1, 1, 4}, {1, 2, 3, 4}), w({1, 1, 3}, {1, 1, 1});
  Tensor<double> y({7, 7}, 99.0);
  gather(g, x, w, y);
  EXPECT_EQ(y, Tensor<double>({1, 1, 2}, {6, 9}));
  gather(g, x, w, y);
  EXPECT_EQ(y, Tensor<double>({1, 1, 2}, {6, 9}));
}

}  // namespace
}  // namespace convscope
