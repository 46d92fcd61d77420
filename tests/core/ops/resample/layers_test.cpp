// Learnable ways of enlarging: against PyTorch, their adjoints, their kernels and repairs.
#include "core/ops/resample/layers.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/ops/resample/interpolate.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/expect_near.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::Dice;
using testing::dot;
using testing::expect_near;
using testing::small_integers;

Tensor<double> plane(const Tensor<double>& kernels) {
  const Index k = kernels.shape()[1];
  return {Shape{k, k}, {kernels.values().begin(), kernels.values().begin() + k * k}};
}

TEST(UpsamplingLayers, EqualPyTorch) {
  int count = 0;
  for (const auto& line : testing::case_lines("upsampling.txt")) {
    if (!line.has("conv-transpose")) continue;
    ++count;
    const Shape size = line.shape("size");
    const Index s = line.number("factor"), taps = line.number("taps");
    SCOPED_TRACE(to_string(size) + " by " + std::to_string(s) + ", taps " + std::to_string(taps));
    const auto seed = static_cast<std::uint64_t>(line.number("seed"));
    const Tensor<double> x = small_integers(with_channels(1, 1, size), seed);
    const Tensor<double> kernels = small_integers({s * s, taps, taps}, seed + 1000);
    const Shape big{1, 1, size[0] * s, size[1] * s};
    EXPECT_EQ(enlarge(conv_transpose(plane(kernels), s), x), line.tensor("conv-transpose", big));
    EXPECT_EQ(enlarge(pixel_shuffle(kernels, s), x), line.tensor("pixel-shuffle", big));
    EXPECT_EQ(enlarge(nearest_conv(plane(kernels), s), x), line.tensor("nearest-conv", big));
    expect_near(enlarge(bilinear_conv(plane(kernels), s), x), line.tensor("bilinear-conv", big), 1e-6);
  }
  EXPECT_EQ(count, 36);
}

/// Every kind of upsampler on kernels of whole numbers, one and two layers.
std::vector<std::pair<Index, Upsampler>> upsamplers(Dice& dice) {
  const auto kernel = [&](Shape shape) {
    return small_integers(shape, static_cast<std::uint64_t>(dice.roll(0, 99)));
  };
  const Index s = dice.roll(2, 5), k = dice.roll(1, 6), other = dice.roll(2, 3);
  const Upsampler first = conv_transpose(kernel({k, dice.roll(1, 6)}), s);
  return {{s, nearest(s)},
          {s, bilinear(s)},
          {s, bicubic(s)},
          {s, lanczos3(s)},
          {s, first},
          {s, pixel_shuffle(kernel({s * s, k, k}), s)},
          {s, nearest_conv(kernel({k, k}), s)},
          {s, bilinear_conv(kernel({k, k}), s)},
          {s * other, stacked(first, pixel_shuffle(kernel({other * other, 3, 3}), other))}};
}

TEST(UpsamplingLayers, AdjointsAreExact) {
  Dice dice(4);
  for (int round = 0; round < 40; ++round) {
    const Shape input = with_channels(dice.roll(1, 2), dice.roll(1, 3), {dice.roll(1, 6), dice.roll(1, 6)});
    const Tensor<double> x = small_integers(input, static_cast<std::uint64_t>(round));
    int kind = 0;
    for (const auto& [s, up] : upsamplers(dice)) {
      const Tensor<double> ax = enlarge(up, x);
      ASSERT_EQ(ax.shape(), (Shape{input[0], input[1], input[2] * s, input[3] * s}));
      const Tensor<double> y = small_integers(ax.shape(), static_cast<std::uint64_t>(round) + 500);
      const double left = dot(ax, y), right = dot(x, enlarge_adjoint(up, y, input.tail(2)));
      EXPECT_NEAR(left, right, 1e-9 * (1 + std::abs(left)))
          << "kind " << kind << ", input " << to_string(input);
      ++kind;
    }
  }
}

TEST(UpsamplingLayers, BandsOfALargePictureJoin) {
  // Pictures above 2^15 cells are made in bands; rows of one picture stand alone in another.
  const Tensor<double> x = small_integers({1, 2, 90, 70}, 1);
  for (const auto& up :
       {conv_transpose(small_integers({5, 5}, 2), 4), nearest_conv(small_integers({4, 4}, 3), 4)}) {
    const Tensor<double> whole = enlarge(up, x);
    const Index from = 40, rows = 12, spare = 5;
    Tensor<double> part({1, 2, rows, 70});
    for (Index c = 0; c < 2; ++c)
      std::copy_n(x.data() + (c * 90 + from) * 70, rows * 70, part.data() + c * rows * 70);
    const Tensor<double> large = enlarge(up, part);
    for (Index c = 0; c < 2; ++c)
      for (Index i = spare * 4 * 280; i < (rows - spare) * 4 * 280; ++i)
        ASSERT_EQ(large[c * rows * 4 * 280 + i], whole[(c * 90 + from) * 4 * 280 + i]);
  }
}

TEST(UpsamplingLayers, AConstantShowsThePhaseSums) {
  const Tensor<float> x({1, 1, 4, 5}, 3.0F);
  // A box of 3 at stride 2: 1, 2 and 4 contributions.
  const Tensor<double> box({3, 3}, 1.0);
  const Tensor<float> y = enlarge(conv_transpose(box, 2), x);
  std::map<float, int> count;
  for (float value : y.values()) ++count[value];
  EXPECT_EQ(count, (std::map<float, int>{{3.0F, 20}, {6.0F, 40}, {12.0F, 20}}));
  const Tensor<double> phases = phase_response(conv_transpose(box, 2), 2);
  EXPECT_THAT(phases.values(), ::testing::UnorderedElementsAre(1, 2, 2, 4));
}

TEST(UpsamplingLayers, ATransposedConvolutionIsCentredOnTheEnlargedPixels) {
  // An odd kernel at factor 1 keeps its middle tap in place; with k = s each pixel becomes the kernel.
  const Tensor<double> x({1, 1, 1, 3}, {1, 2, 3});
  EXPECT_EQ(enlarge(conv_transpose(Tensor<double>({1, 3}, {0, 1, 0}), 1), x), x);
  const Tensor<double> stamp({2, 2}, {1, 10, 100, 1000});
  EXPECT_EQ(enlarge(conv_transpose(stamp, 2), x),
            Tensor<double>({1, 1, 2, 6}, {1, 10, 2, 20, 3, 30, 100, 1000, 200, 2000, 300, 3000}));
  // An odd kernel has no centre between two pixels: the half that is left over lies after the pixel.
  const Tensor<double> y = enlarge(conv_transpose(Tensor<double>({2, 3}, {1, 10, 100, 1, 10, 100}), 2), x);
  EXPECT_EQ(std::vector<double>(y.values().begin(), y.values().begin() + 6),
            (std::vector<double>{101, 10, 102, 20, 203, 30}));
}

TEST(UpsamplingLayers, SeparableKernelsTakeTwoStepsAndTheSameValues) {
  const Tensor<double> product({2, 3}, {1, 2, -3, 2, 4, -6}), other({2, 2}, {1, 2, 3, 4});
  EXPECT_EQ(conv_transpose(product, 2).steps.size(), 2u);
  EXPECT_EQ(conv_transpose(other, 2).steps.size(), 1u);
  const Tensor<double> x = small_integers({1, 1, 4, 4}, 3);
  EXPECT_EQ(enlarge(conv_transpose(product, 2), x), enlarge({{Transposed{product, {2, 2}}}}, x));
}

TEST(UpsamplingLayers, EffectiveKernelIsTheSameMapInTheInterior) {
  Dice dice(9);
  for (int round = 0; round < 10; ++round) {
    for (const auto& [s, up] : upsamplers(dice)) {
      const Tensor<double> kernel = effective_kernel(up, s);
      const Tensor<double> x = small_integers({1, 1, 25, 25}, static_cast<std::uint64_t>(round));
      const Tensor<double> a = enlarge(up, x), b = enlarge(conv_transpose(kernel, s), x);
      const Index start = 12 * s, width = 25 * s;
      for (Index i = 0; i < s * s; ++i) {
        const Index at = (start + i / s) * width + start + i % s;
        ASSERT_NEAR(a[at], b[at], 1e-9 * (1 + std::abs(a[at]))) << "factor " << s;
      }
    }
  }
}

TEST(UpsamplingKernels, KeepBrightness) {
  for (const char* name : {"uniform", "bilinear", "gaussian", "random"})
    for (Index k = 1; k <= 12; ++k)
      for (Index s : {1, 2, 3, 8}) {
        const Tensor<double> kernel = normalised(kernel_plane(name, k, 7), s);
        EXPECT_NEAR(std::accumulate(kernel.values().begin(), kernel.values().end(), 0.0),
                    static_cast<double>(s * s), 1e-12 * static_cast<double>(s * s));
        for (double tap : kernel.values()) EXPECT_GT(tap, 0);
      }
  EXPECT_NE(kernel_plane("random", 3, 1), kernel_plane("random", 3, 2));
  testing::expect_error([] { kernel_plane("box", 3, 0); },
                        "kernel: 'box' is not known (uniform, bilinear, gaussian or random:SEED)");
  testing::expect_error(
      [] {
        normalised(Tensor<double>({1, 3}, {-1, 0, 1}), 2);
      },
      "kernel: its weights sum to 0, so an enlarged picture would be black (weights with another sum)");
}

TEST(UpsamplingKernels, RandomSubKernelsAreUnevenAndIcnrIsEven) {
  for (Index s : {2, 3, 4}) {
    const auto spread = [&](const Upsampler& up) {
      const Tensor<double> phases = phase_response(up, s);
      const auto [low, high] = std::minmax_element(phases.values().begin(), phases.values().end());
      EXPECT_NEAR(std::accumulate(phases.values().begin(), phases.values().end(), 0.0),
                  static_cast<double>(s * s), 1e-9);
      return *high - *low;
    };
    const Tensor<double> random = random_sub_kernels(3, s, 5);
    EXPECT_GT(spread(pixel_shuffle(random, s)), 0.05);
    EXPECT_NEAR(spread(pixel_shuffle(equal_sub_kernels(random), s)), 0, 1e-12);
    EXPECT_NEAR(spread(pixel_shuffle(icnr(normalised(kernel_plane("random", 3, 5), 1), s), s)), 0, 1e-12);
  }
}

TEST(Repair, EqualPhaseSumsIsTheNearestSuchKernel) {
  const Tensor<double> repaired = equal_phase_sums(Tensor<double>({1, 3}, 1.0), 1);
  EXPECT_EQ(repaired, Tensor<double>({1, 3}, 1.0));
  // The box of 3 at stride 2: phases of 4, 2, 2 and 1 taps come to 9/4 each.
  EXPECT_EQ(equal_phase_sums(Tensor<double>({3, 3}, 1.0), 2),
            Tensor<double>({3, 3}, {.5625, 1.125, .5625, 1.125, 2.25, 1.125, .5625, 1.125, .5625}));
  Dice dice(3);
  for (int round = 0; round < 50; ++round) {
    const Index s = dice.roll(2, 4), k = dice.roll(s, 9);
    const Tensor<double> kernel = small_integers({k, k}, static_cast<std::uint64_t>(round));
    const Tensor<double> even = equal_phase_sums(kernel, s),
                         phases = phase_response(conv_transpose(even, s), s);
    for (double sum : phases.values()) EXPECT_NEAR(sum, phases[0], 1e-9);
    // The same sum, and every tap of a phase moves by the same amount: this is the projection.
    double sum = 0;
    for (Index t = 0; t < kernel.size(); ++t) sum += even[t] - kernel[t];
    EXPECT_NEAR(sum, 0, 1e-9);
    for (Index t = 0; t < k * k; ++t)
      if (t % k + s < k) {
        EXPECT_NEAR(even[t] - kernel[t], even[t + s] - kernel[t + s], 1e-9);
      }
  }
  testing::expect_error(
      [] {
        equal_phase_sums(Tensor<double>({3, 3}, 1.0), 4);
      },
      "kernel-size: 3 leaves phases of stride 4 without any weight (at least 4)");
}

TEST(Repair, NearestConvolutionHasAnExactlyEqualTransposedForm) {
  // numbers.md: nearest x2, then [a, b, c], is the kernel [c, b+c, a+b, a].
  EXPECT_EQ(as_transposed(Tensor<double>({1, 3}, {1, 10, 100}), 2).shape(), (Shape{2, 4}));
  const Tensor<double> four = as_transposed(Tensor<double>({1, 3}, {1, 10, 100}), 2);
  EXPECT_EQ(std::vector<double>(four.values().begin(), four.values().begin() + 4),
            (std::vector<double>{100, 110, 11, 1}));
  Dice dice(8);
  for (int round = 0; round < 60; ++round) {
    const Index s = dice.roll(1, 5);
    const Tensor<double> filter =
        small_integers({dice.roll(1, 6), dice.roll(1, 6)}, static_cast<std::uint64_t>(round));
    const Tensor<double> x =
        small_integers({1, 1, dice.roll(1, 6), dice.roll(1, 6)}, static_cast<std::uint64_t>(round) + 99);
    // Up to the borders, whose repeated cells are the same ones.
    EXPECT_EQ(enlarge(conv_transpose(as_transposed(filter, s), s), x), enlarge(nearest_conv(filter, s), x))
        << to_string(filter.shape()) << " by " << s;
  }
}

TEST(Repair, ResizeConvolutionIsFoundAgain) {
  for (Index s : {2, 3, 4}) {
    const Tensor<double> filter = small_integers({3, 3}, static_cast<std::uint64_t>(s));
    expect_near(as_resize_convolution(as_transposed(filter, s), s), filter, 1e-12);
    const Tensor<double> uneven = small_integers({6, 6}, 5);
    const Tensor<double> repaired = as_transposed(as_resize_convolution(uneven, s), s);
    const Tensor<double> phases = phase_response(conv_transpose(repaired, s), s);
    for (double sum : phases.values()) EXPECT_NEAR(sum, phases[0], 1e-9);
  }
  testing::expect_error(
      [] {
        as_resize_convolution(Tensor<double>({2, 2}, 1.0), 3);
      },
      "kernel-size: 2 leaves phases of stride 3 without any weight (at least 3)");
}

}  // namespace
}  // namespace convscope
