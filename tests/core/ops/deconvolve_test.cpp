// Deconvolution against NumPy (tests/oracle/make_deconvolution_cases.py) and against itself.
#include "core/ops/deconvolve.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/expect_near.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::CaseLine;
using testing::expect_error;
using testing::expect_near;
using testing::small_integers;

struct Picture {
  Tensor<float> sharp, blurred;
  Tensor<double> kernel;
};

Picture picture(const CaseLine& c) {
  const auto seed = static_cast<std::uint64_t>(c.number("seed"));
  const Shape size = c.shape("size");
  const Tensor<double> whole = small_integers(size, seed);
  Picture out{Tensor<float>(with_channels(1, 1, size)), Tensor<float>(with_channels(1, 1, size)),
              small_integers(c.shape("k"), seed + 50)};
  double sum = 0;
  for (double& tap : out.kernel.values()) sum += tap = std::abs(tap);
  for (double& tap : out.kernel.values()) tap /= sum;
  const auto blurred = c.numbers("blurred");
  for (Index i = 0; i < whole.size(); ++i) {
    out.sharp[i] = static_cast<float>(std::abs(whole[i]) + 1);
    out.blurred[i] = static_cast<float>(blurred[static_cast<std::size_t>(i)]);
  }
  return out;
}

TEST(Deconvolve, AgreesWithNumPy) {
  std::size_t count = 0;
  for (const CaseLine& c : testing::case_lines("deconvolution.txt")) {
    SCOPED_TRACE(c.text("size"));
    const Picture p = picture(c);
    expect_near(blur(p.sharp, p.kernel), c.numbers("blurred"), 1e-6);
    // The picture was rounded to float before; filters raise that by at most 1 / (2 sqrt(noise)), and
    // Richardson-Lucy by a few times for each iteration.
    const double noise = c.numbers("noise")[0];
    expect_near(wiener(p.blurred, p.kernel, noise), c.numbers("wiener"), 2e-5);
    expect_near(tikhonov(p.blurred, p.kernel, noise), c.numbers("tikhonov"), 2e-5);
    expect_near(transposed_blur(p.blurred, p.kernel), c.numbers("turned"), 1e-6);
    expect_near(richardson_lucy(p.blurred, p.kernel, static_cast<int>(c.number("iterations"))),
                c.numbers("lucy"), 2e-5);
    ++count;
  }
  EXPECT_EQ(count, 5u);
}

TEST(Deconvolve, WithoutNoiseWienerIsTheInverse) {
  const Tensor<double> kernel(Shape{3, 3}, {0, 1, 0, 1, 6, 2, 0, 1, 0});
  Tensor<float> x(Shape{2, 2, 5, 4});
  for (Index i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i * 7 % 11);
  const Tensor<float> back = wiener(blur(x, kernel), kernel, 0);
  for (Index i = 0; i < x.size(); ++i) EXPECT_NEAR(back[i], x[i], 2e-5) << i;
}

TEST(Deconvolve, LucyKeepsTheSumAndStaysPositive) {
  const Tensor<double> kernel(Shape{1, 3}, {.25, .5, .25});
  Tensor<float> y(Shape{1, 1, 1, 8});
  y[3] = 8;
  RichardsonLucy work(y, kernel);
  for (int i = 0; i < 30; ++i) {
    work.step();
    const Tensor<float> x = work.estimate();
    double sum = 0;
    for (float value : x.values()) {
      EXPECT_GE(value, 0);
      sum += value;
    }
    EXPECT_NEAR(sum, 8, 1e-4);
  }
  EXPECT_EQ(work.iterations(), 30);
  Tensor<float> black(Shape{1, 1, 2, 2});
  EXPECT_EQ(richardson_lucy(black, Tensor<double>(Shape{1, 1}, 1), 5), black);
}

TEST(Deconvolve, LucyCanBeCancelled) {
  const Tensor<double> kernel(Shape{1, 2}, {1, 1});
  const Tensor<float> y(Shape{1, 1, 1, 5}, {1, 2, 3, 4, 5});
  std::stop_source stop;
  const Progress three(stop.get_token(), [&](double share) {
    if (share >= 0.03) stop.request_stop();
  });
  const Tensor<float> cut = richardson_lucy(y, kernel, 100, three);
  EXPECT_EQ(cut, richardson_lucy(y, kernel, 3));
  EXPECT_NE(cut, richardson_lucy(y, kernel, 4));
}

struct Wrapping {
  Operator op;
  Tensor<double> weights;
};
Wrapping wrapping(const Shape& size, const Shape& kernel, std::vector<double> w, Index dilation = 1,
                  Channels channels = {}) {
  Layer layer;
  layer.channels = channels;
  layer.kernel = kernel;
  layer.dilation = {dilation};
  layer.padding.rule = Padding::Rule::same;
  const Operator op = make_operator(Direction::convolution, size, layer, BorderMode::circular);
  return {op, Tensor<double>(op.geometry.weights(), std::move(w))};
}

TEST(CircularInverse, GivesTheInputBackOnOneToThreeAxes) {
  const Wrapping cases[] = {
      wrapping({5}, {3}, {1. / 3, 1. / 3, 1. / 3}),
      wrapping({7}, {4}, {1, 2, 3, 5}),
      wrapping({8}, {3}, {1, 3, 1}, 2),
      wrapping({5, 4}, {3, 2}, {1, 2, 9, 1, 0, 1}),
      wrapping({3, 4, 5}, {2, 2, 2}, {9, 1, 1, 0, 1, 2, 0, 1}),
  };
  for (const Wrapping& c : cases) {
    const Tensor<double> x = small_integers(with_channels(1, 1, c.op.input_size()), 3);
    const Tensor<double> back = circular_inverse(c.op, c.weights, forward(c.op, x, c.weights));
    for (Index i = 0; i < x.size(); ++i) EXPECT_NEAR(back[i], x[i], 1e-12) << i;
  }
}

TEST(CircularInverse, GivesSeveralChannelsBack) {
  const auto random = [](Channels channels, const Shape& size, const Shape& kernel, std::uint64_t seed) {
    Wrapping out = wrapping(size, kernel, {}, 1, channels);
    out.weights = small_integers(out.op.geometry.weights(), seed);
    return out;
  };
  // Window channels, pixel channels, groups: square, more outputs than inputs, groups.
  const Wrapping cases[] = {random({2, 2, 1}, {5}, {3}, 4), random({3, 2, 1}, {4, 5}, {2, 3}, 5),
                            random({4, 2, 2}, {6}, {3}, 6)};
  for (const Wrapping& c : cases) {
    SCOPED_TRACE(to_string(c.op.geometry.weights()));
    const Response r = response(c.op, c.weights);
    ASSERT_TRUE(r.invertible());
    const Tensor<double> x = small_integers(with_channels(1, c.op.input_channels(), c.op.input_size()), 3);
    const Tensor<double> back = circular_inverse(c.op, c.weights, forward(c.op, x, c.weights));
    ASSERT_EQ(back.shape(), x.shape());
    for (Index i = 0; i < x.size(); ++i) EXPECT_NEAR(back[i], x[i], 1e-11) << i;
  }
}

TEST(CircularInverse, RefusesChannelsThatMixIntoEachOther) {
  // Both outputs are the sum of both inputs: their difference is lost at every frequency.
  const Wrapping sum = wrapping({4}, {1}, {1, 1, 1, 1}, 1, {2, 2, 1});
  expect_error(
      [&] {
        circular_inverse(sum.op, sum.weights, Tensor<double>(Shape{1, 2, 4}));
      },
      "w: the kernel removes frequency 0 of 4, so its input is lost (a kernel or a size for which no "
      "frequency vanishes)");
  const Wrapping fewer = wrapping({4}, {1}, {1, 2}, 1, {1, 2, 1});
  expect_error(
      [&] {
        circular_inverse(fewer.op, fewer.weights, Tensor<double>(Shape{1, 1, 4}));
      },
      "channels: 2 to 1 channel: some of the input is lost (at least as many output as input "
      "channels)");
}

TEST(CircularInverse, ResponseOfTheBox) {
  // (1 + 2 cos(2 pi f / n)) / 3 vanishes for n divisible by 3.
  const Response five = [] {
    const Wrapping c = wrapping({5}, {3}, {1. / 3, 1. / 3, 1. / 3});
    return response(c.op, c.weights);
  }();
  EXPECT_TRUE(five.invertible());
  EXPECT_NEAR(five.largest, 1, 1e-15);
  EXPECT_NEAR(five.smallest, std::abs(1 + 2 * std::cos(4 * std::acos(-1.0) / 5)) / 3, 1e-15);
  const Wrapping six = wrapping({6}, {3}, {1. / 3, 1. / 3, 1. / 3});
  EXPECT_FALSE(response(six.op, six.weights).invertible());
  expect_error(
      [&] {
        circular_inverse(six.op, six.weights, Tensor<double>(Shape{1, 1, 6}));
      },
      "w: the kernel removes frequency 2 of 6, so its input is lost (a kernel or a size for which no "
      "frequency vanishes)");
}

TEST(CircularInverse, OfWeightsWhoseSquaresOverflowOrVanish) {
  for (const double unit : {1e200, 1e-200}) {
    SCOPED_TRACE(unit);
    const Wrapping c = wrapping({5}, {2}, {3 * unit, unit, unit, 0, 0, unit, 4 * unit, unit}, 1, {2, 2, 1});
    EXPECT_TRUE(response(c.op, c.weights).invertible());
    const Tensor<double> x = small_integers(with_channels(1, 2, {5}), 3);
    const Tensor<double> back = circular_inverse(c.op, c.weights, forward(c.op, x, c.weights));
    for (Index i = 0; i < x.size(); ++i) EXPECT_NEAR(back[i], x[i], 1e-12) << i;
  }
}

TEST(CircularInverse, RefusesWhatDoesNotWrap) {
  const std::string sentence =
      "border: the convolution does not wrap around to the same size (border=circular, stride 1 and padding "
      "same)";
  Layer layer;
  layer.padding.rule = Padding::Rule::same;
  const Tensor<double> w(Shape{1, 1, 3}, 1);
  expect_error([&] { response(make_operator(Direction::convolution, {5}, layer), w); }, sentence);
  expect_error(
      [&] {
        Layer strided = layer;
        strided.stride = {2};
        response(make_operator(Direction::convolution, {5}, strided, BorderMode::circular), w);
      },
      sentence);
  expect_error(
      [&] { response(make_operator(Direction::convolution, {5}, Layer{}, BorderMode::circular), w); },
      sentence);
  const Wrapping five = wrapping({5}, {3}, {1, 3, 1});
  const double inf = std::numeric_limits<double>::infinity();
  expect_error(
      [&] {
        circular_inverse(five.op, five.weights, Tensor<double>(Shape{1, 1, 5}, inf));
      },
      "output: holds a value that is not finite (finite values)");
  const Wrapping zero = wrapping({5}, {3}, {0, 0, 0});
  expect_error(
      [&] {
        circular_inverse(zero.op, zero.weights, Tensor<double>(Shape{1, 1, 5}));
      },
      "w: the kernel removes frequency 0 of 5, so its input is lost (a kernel or a size for which no "
      "frequency vanishes)");
}

TEST(Deconvolve, RefusesWhatCannotBe) {
  const Tensor<float> y(Shape{1, 1, 4, 4}, 1);
  const auto kernel = [](const std::vector<double>& taps) {
    return Tensor<double>(Shape{1, static_cast<Index>(taps.size())}, taps);
  };
  const double nan = std::nan("");
  expect_error(
      [&] {
        wiener(y, kernel({1, 1}), 0);
      },
      "noise: 0, but the kernel removes frequency 0 × 2 of 4 × 4 (above 0)");
  expect_error(
      [&] {
        wiener(y, kernel({1, 1}), -1);
      },
      "noise: -1 is no ratio of powers (a finite number of 0 or more)");
  expect_error(
      [&] {
        wiener(y, kernel({1, 1}), nan);
      },
      "noise: nan is no ratio of powers (a finite number of 0 or more)");
  expect_error(
      [&] {
        tikhonov(y, kernel({1, 1}), 0);
      },
      "lambda: 0, but the kernel removes frequency 0 × 2 of 4 × 4 (above 0)");
  expect_error(
      [&] {
        tikhonov(y, kernel({1, 1}), -1);
      },
      "lambda: -1 is no weight of a penalty (a finite number of 0 or more)");
  expect_error(
      [&] {
        tikhonov(y, kernel({1, -1}), 0.1);
      },
      "kernel: sums to 0, so the picture's mean is lost (weights with another sum)");
  expect_error(
      [&] {
        blur(y, kernel({1, nan}));
      },
      "kernel: holds a value that is not finite (finite weights)");
  expect_error(
      [&] {
        blur(y, kernel({1, 1, 1, 1, 1}));
      },
      "kernel: 1 × 5 on a picture of 4 × 4 (a kernel no larger than the picture)");
  expect_error([&] { blur(y, Tensor<double>(Shape{2}, 1)); }, "kernel: 2 is no plane ([height, width])");
  expect_error(
      [&] {
        richardson_lucy(y, kernel({2, -1}), 3);
      },
      "kernel: has the negative weight -1 (weights of 0 or more for this method)");
  expect_error(
      [&] {
        richardson_lucy(y, kernel({0, 0}), 3);
      },
      "kernel: is 0 everywhere (at least one weight above 0)");
  expect_error([&] { richardson_lucy(y, kernel({1}), 1001); },
               "iterations: 1001 is out of range (from 0 to 1000)");
  expect_error(
      [&] {
        blur(Tensor<float>(Shape{1, 1, 2, 2}, std::numeric_limits<float>::infinity()), kernel({1}));
      },
      "picture: holds a value that is not finite (finite values)");
}

}  // namespace
}  // namespace convscope
