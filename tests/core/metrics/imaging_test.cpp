// Spectral images of kernels: against NumPy, and against the table by which they are defined.
#include "core/metrics/imaging.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>

#include "core/enlarging/kernel_traits.hpp"
#include "core/metrics/image.hpp"
#include "core/metrics/layer_imaging.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "core/ops/resample/layers.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"

namespace convscope {
namespace {

using testing::case_lines;
using testing::CaseLine;
using ::testing::DoubleNear;
using ::testing::ElementsAre;

constexpr double kPlaces[][2] = {{0, 0}, {0, .05}, {0, .125}, {0, .25}, {.1, .3}, {.45, .05}};

TEST(Imaging, AgreesWithNumPy) {
  int kernels = 0;
  for (const CaseLine& line : case_lines("imaging.txt")) {
    if (line.name() != "kernel") continue;
    SCOPED_TRACE("factor " + line.text("factor") + ", " + line.text("shape") + ": " +
                 line.text("taps").substr(0, 60));
    ++kernels;
    const Index factor = line.number("factor");
    const Tensor<double> kernel = line.tensor("taps", line.shape("shape"));
    const bool flat = kernel.shape().rank() == 1;
    const std::vector<double> gains = line.numbers("gains");
    for (std::size_t i = 0; i < gains.size(); ++i)
      EXPECT_NEAR(alias_gain(kernel, factor, std::span(kPlaces[i]).subspan(flat ? 1 : 0)), gains[i],
                  1e-12 * (1 + gains[i]));
    EXPECT_EQ(order(kernel, factor), line.number("order"));
    if (flat) continue;
    // The oracle is a sum over 270,000 frequencies.
    const double ratio = line.numbers("imaging")[0];
    EXPECT_NEAR(imaging_ratio(kernel, factor), ratio, 2e-5 * ratio + 1e-9);
  }
  EXPECT_EQ(kernels, 55);
}

/// The table's rows in percent, of the upsamplers themselves, across and as products.
TEST(Imaging, OfUpsamplersIsThatOfTheTable) {
  const auto square = [](std::vector<double> k) {
    const auto n = static_cast<Index>(k.size());
    Tensor<double> out(Shape{n, n});
    for (Index i = 0; i < n * n; ++i)
      out[i] = k[static_cast<std::size_t>(i / n)] * k[static_cast<std::size_t>(i % n)];
    return conv_transpose(normalised(out, 2), 2);
  };
  struct Row {
    const char* name;
    Upsampler up;
    double spread;
    std::vector<double> gains;
    Index order;
  };
  const Row rows[] = {
      {"nearest", nearest(2), 0, {0, 7.87, 19.9, 41.4}, 1},
      {"[1,1,1,1]", square({1, 1, 1, 1}), 0, {0, 7.87, 19.9, 41.4}, 1},
      {"[.5,1,.5]", square({.5, 1, .5}), 0, {0, .62, 3.96, 17.2}, 2},
      {"bilinear", bilinear(2), 0, {0, .05, .79, 7.11}, 3},
      {"bilinear kernel", square({1, 3, 3, 1}), 0, {0, .05, .79, 7.11}, 3},
      {"own", square({-.25, 0, 1.5, 1, -.25, 0}), 0, {0, 7.96, 21.0, 45.8}, 1},
      {"bicubic", bicubic(2), 0, {0, 1.41, 2.68, 1.07}, 1},
      {"lanczos3", lanczos3(2), 0, {0, .53, .29, 1.04}, 1},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const Tensor<double> kernel = effective_kernel(row.up, 2);
    for (std::size_t i = 0; i < 4; ++i)
      EXPECT_NEAR(100 * alias_gain(kernel, 2, kPlaces[i]), row.gains[i], row.gains[i] < 10 ? .005 : .05);
    const KernelTraits traits = kernel_traits(row.up, 2);
    EXPECT_EQ(traits.order, row.order);
    EXPECT_EQ(traits.phase_spread, row.spread);
  }
  // In a picture a wave across meets the images that a constant has from row to row as well.
  const Tensor<double> ones({3}, 1.0);
  const double table[] = {33.3, 32.8, 29.8, 17.2};
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_NEAR(100 * alias_gain(ones, 2, std::span(kPlaces[i]).subspan(1)), table[i], .05);
  EXPECT_EQ(order(ones, 2), 0);
  const double still[] = {0, .25};
  EXPECT_NEAR(alias_gain(Tensor<double>({3, 3}, 1.0), 2, still), 1.0 / 3, 1e-12);
}

TEST(Imaging, RatiosAreThoseOfTheDefinition) {
  const auto ratio = [](const Upsampler& up) { return kernel_traits(up, 2).imaging; };
  for (const Upsampler& up : {bilinear(2), bicubic(2), lanczos3(2)}) {
    EXPECT_GT(ratio(up), .004);
    EXPECT_LT(ratio(up), .008);
  }
  EXPECT_NEAR(ratio(nearest(2)), .0862, .0001);
  // Three phases copy, one is sharpened by all eight neighbours.
  Tensor<double> kernels(Shape{4, 3, 3});
  for (Index phase = 0; phase < 4; ++phase) kernels[phase * 9 + 4] = 1;
  for (Index t = 0; t < 9; ++t) kernels[t] = t == 4 ? 9 : -1;
  const KernelTraits sharp = kernel_traits(pixel_shuffle(kernels, 2), 2);
  EXPECT_EQ(sharp.phase_spread, 0);
  EXPECT_GT(sharp.imaging, 1);
}

/// Whatever the steps: the effective kernel's traits are those of the layers.
TEST(Imaging, OfLayersAndLargeKernels) {
  const Upsampler twice = stacked(bilinear(2), bilinear(2));
  EXPECT_EQ(kernel_traits(twice, 4).order, 3);
  const Upsampler uneven = conv_transpose(Tensor<double>({3, 3}, 4.0 / 9), 2);
  EXPECT_EQ(kernel_traits(stacked(uneven, bilinear(2)), 4).order, 0);
  EXPECT_EQ(kernel_traits(stacked(uneven, uneven), 4).order, 0);
  EXPECT_GT(kernel_traits(stacked(uneven, uneven), 4).imaging, kernel_traits(uneven, 2).imaging);
  // A single far tap of a large sub-pixel kernel is not overlooked.
  Tensor<double> far(Shape{4, 31, 31});
  for (Index phase = 0; phase < 4; ++phase) far[phase * 961 + (phase == 3 ? 0 : 480)] = 1;
  const Tensor<double> kernel = effective_kernel(pixel_shuffle(far, 2), 2);
  double sum = 0;
  for (double tap : kernel.values()) sum += tap;
  EXPECT_EQ(sum, 4);
  EXPECT_EQ(kernel.shape()[0], 2 + 2 * 30);
}

TEST(Imaging, RampsAndDisplacement) {
  EXPECT_EQ(kernel_traits(bilinear(2), 2).ramp_spread, 0);
  EXPECT_NEAR(kernel_traits(nearest(2), 2).ramp_spread, .5, 1e-12);
  EXPECT_NEAR(kernel_traits(nearest(4), 4).ramp_spread, .75, 1e-12);
  for (const Index taps : {2, 3, 4, 5, 6, 7}) {
    const KernelTraits t = kernel_traits(conv_transpose(Tensor<double>({taps, taps}, 1.0), 2), 2);
    EXPECT_NEAR(t.down, taps % 2 == 0 ? 0 : .5, 1e-12) << taps;
    EXPECT_NEAR(t.right, t.down, 1e-12);
  }
  EXPECT_THAT(displacement(Tensor<double>({4, 4}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0}), 2),
              ElementsAre(DoubleNear(1.5, 1e-12), DoubleNear(.5, 1e-12)));
}

TEST(Imaging, SurvivesKernelsWithoutASum) {
  const Tensor<double> none(Shape{3, 3}), edge({1, 2}, {1.0, -1.0});
  EXPECT_EQ(order(none, 2), 0);
  EXPECT_EQ(alias_gain(none, 2, kPlaces[1]), 0);
  EXPECT_TRUE(std::isinf(imaging_ratio(none, 2)));
  EXPECT_TRUE(std::isinf(alias_gain(edge, 2, kPlaces[0])));
  EXPECT_EQ(order(edge, 2), 0);
  EXPECT_EQ(ramp_spread(edge, 2), 0);
}

/// Weights as files hold them have the order that they were meant to have.
TEST(Imaging, OrdersSurviveSinglePrecision) {
  Tensor<double> kernel = effective_kernel(bilinear(3), 3);
  for (double& tap : kernel.values()) tap = static_cast<double>(static_cast<float>(tap));
  EXPECT_EQ(order(kernel, 3), 2);
  kernel[0] += .001;
  EXPECT_EQ(order(kernel, 3), 0);
}

TEST(PhaseErrors, AgreeWithNumPy) {
  int results = 0;
  for (const CaseLine& line : case_lines("imaging.txt")) {
    if (line.name() != "result") continue;
    ++results;
    const Index s = line.number("factor");
    const Shape size = line.shape("size"), shape{1, 3, size[0], size[1]};
    const auto seed = static_cast<std::uint64_t>(line.number("seed"));
    const Tensor<double> x = testing::small_integers(shape, seed),
                         e = testing::small_integers(shape, seed + 1);
    Tensor<float> original(shape), result(shape);
    constexpr double kStrength[] = {1, -2, .5};
    for (Index i = 0; i < x.size(); ++i) {
      const Index row = i / size[1] % size[0], column = i % size[1];
      const double pattern = (row % s == 0 ? 2 : 0) + (column % s == 1 ? 1 : 0);
      original[i] = static_cast<float>(x[i] * 9 + 100);
      result[i] = original[i] + static_cast<float>(e[i] + pattern * kStrength[i / size[1] / size[0]]);
    }
    EXPECT_NEAR(grid_levels(original, result, s), line.numbers("levels")[0], 1e-9);
    EXPECT_NEAR(phase_mse_ratio(original, result, s), line.numbers("ratio")[0], 1e-9);
    EXPECT_EQ(grid_levels(original, original, s), 0);
    EXPECT_EQ(phase_mse_ratio(original, original, s), 1);
  }
  EXPECT_EQ(results, 5);
  // One wrong pixel, and a picture smaller than the factor.
  Tensor<float> flat({1, 1, 4, 4}), spot = flat;
  spot[5] = 8;
  EXPECT_TRUE(std::isinf(phase_mse_ratio(flat, spot, 2)));
  EXPECT_NEAR(grid_levels(flat, spot, 2), std::sqrt(3.0) / 2, 1e-12);  // means 0, 0, 0, 2
  EXPECT_EQ(phase_mse_ratio(spot, flat, 8), std::numeric_limits<double>::infinity());
}

TEST(Imaging, GainsOfManyKernelsAreThoseOfTheirPowers) {
  const Tensor<double> one({1, 3, 4}, {1, 2, -1, .5, 3, 1, 0, 2, .25, 1, -2, 1});
  const GainCurves curves = alias_gains_together(one, 2, 48);
  ASSERT_EQ(curves.along.size(), 49u);
  const Tensor<double> alone({3, 4}, {one.values().begin(), one.values().end()});
  for (const Index i : {Index{0}, Index{7}, Index{24}, Index{48}}) {
    const double f = static_cast<double>(i) / 96, d = f / std::sqrt(2.0);
    const auto gain = [&](double down, double right) {
      return alias_gain(alone, 2, std::array{down, right});
    };
    const auto at = static_cast<std::size_t>(i);
    EXPECT_NEAR(curves.along[at], std::max(gain(f, 0), gain(0, f)), 1e-9);
    EXPECT_NEAR(curves.diagonal[at], std::max(gain(d, d), gain(d, -d)), 1e-9);
  }
  // A tent, which sums to 16 and has no images at rest, beside a box, which sums to 9 and has one of 3.
  const Tensor<double> rows({2, 3, 3}, {1, 2, 1, 2, 4, 2, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
  const GainCurves both = alias_gains_together(rows, 2, 4);
  EXPECT_NEAR(both.along[0], std::sqrt(9.0 / (256 + 81)), 1e-9);
  const Tensor<double> even({1, 2, 2}, 1.0);
  EXPECT_EQ(alias_gains_together(even, 2, 4).along[0], 0);
}

}  // namespace
}  // namespace convscope
