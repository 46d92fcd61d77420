// Where a grid is, and its pattern.
#include "core/metrics/grid_evidence.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace convscope {
namespace {

/// Waves and noise, rounded; over the left half a pattern of `period` that is `levels` bright at (1, 0).
Tensor<float> half_printed(Index height, Index width, Index period, double levels) {
  std::mt19937 random(5);
  std::normal_distribution<double> noise(0, 1.5);
  Tensor<float> out({1, 1, height, width});
  for (Index y = 0; y < height; ++y)
    for (Index x = 0; x < width; ++x) {
      const auto v = static_cast<double>(x), u = static_cast<double>(y);
      double value = 128 + 40 * std::sin(0.03 * v) * std::cos(0.021 * u) + noise(random);
      if (x < width / 2 && y % period == 1 && x % period == 0) value += levels;
      out[y * width + x] = static_cast<float>(std::round(std::clamp(value, 0.0, 255.0)));
    }
  return out;
}

double mean_of(const GridEvidence& e, Index first, Index end) {
  double sum = 0;
  for (Index y = 0; y < e.rows; ++y)
    for (Index x = first; x < end; ++x) sum += e.map[static_cast<std::size_t>(y * e.columns + x)];
  return sum / static_cast<double>(e.rows * (end - first));
}

TEST(GridEvidence, SaysWhereTheGridIs) {
  for (const Index period : {2, 3, 5}) {
    const Tensor<float> picture = half_printed(240, 480, period, 8);
    const FoundGrid grid{.period = {period, period}, .phase = {1, 0}};
    const GridEvidence e = grid_evidence(picture, grid);
    EXPECT_EQ(e.cell % period, 0);
    EXPECT_EQ(e.fold.shape(), (Shape{period, period}));
    // The brightest place of the fold is where it was put.
    const auto brightest = std::max_element(e.fold.values().begin(), e.fold.values().end());
    EXPECT_EQ(brightest - e.fold.values().begin(), period) << period;
    const Index half = e.columns / 2;
    // 8 levels at one of n phases: root mean square 8 sqrt(n - 1) / n.
    const auto n = static_cast<double>(period * period);
    EXPECT_NEAR(mean_of(e, 1, half - 1), 8 * std::sqrt(n - 1) / n, 0.25) << period;
    EXPECT_LT(mean_of(e, half + 1, e.columns), 0.1) << period;
    EXPECT_NEAR(e.share, 0.5, 0.1);
  }
}

TEST(GridEvidence, TextureIsNoPlace) {
  // A pattern of period 2 that turns round from cell to cell is no grid anywhere on the whole.
  Tensor<float> picture({1, 1, 128, 128});
  for (Index y = 0; y < 128; ++y)
    for (Index x = 0; x < 128; ++x) picture[y * 128 + x] = (y + x + x / 8) % 2 == 0 ? 120.0F : 136.0F;
  const GridEvidence e = grid_evidence(picture, {.period = {2, 2}});
  EXPECT_LT(e.most, 1);
}

TEST(GridEvidence, OfJpegItIsTheStepsAtBlocks) {
  // Blocks of 8 with a mean of their own in the upper half, a ramp below.
  std::mt19937 random(9);
  std::vector<double> means(std::size_t{32} * 32);
  for (double& mean : means) mean = static_cast<double>(random() % 12);
  Tensor<float> picture({1, 3, 256, 256});
  for (Index c = 0; c < 3; ++c)
    for (Index y = 0; y < 256; ++y)
      for (Index x = 0; x < 256; ++x)
        picture[(c * 256 + y) * 256 + x] =
            static_cast<float>(y < 128 ? 100 + means[static_cast<std::size_t>(y / 8 * 32 + x / 8)]
                                       : 100 + 0.3 * static_cast<double>(x));
  const FoundGrid grid{.period = {8, 8}, .phase = {0, 0}, .cause = GridCause::jpeg};
  const GridEvidence e = grid_evidence(picture, grid);
  ASSERT_EQ(e.fold.shape(), (Shape{8, 8}));
  const auto largest = std::max_element(e.fold.values().begin(), e.fold.values().end());
  EXPECT_EQ(largest - e.fold.values().begin(), 0);  // where rows and columns of blocks begin
  const Index half = e.rows / 2;
  double above = 0, below = 0;
  for (Index x = 0; x < e.columns; ++x) {
    for (Index y = 0; y < half - 1; ++y) above += e.map[static_cast<std::size_t>(y * e.columns + x)];
    for (Index y = half + 1; y < e.rows; ++y) below += e.map[static_cast<std::size_t>(y * e.columns + x)];
  }
  EXPECT_GT(above, 20 * below);
}

TEST(GridEvidence, OddSizesAndOneAxis) {
  const FoundGrid stripes{.period = {1, 4}, .phase = {0, 2}};
  Tensor<float> picture({1, 1, 37, 101}, 100.0F);
  for (Index y = 0; y < 37; ++y)
    for (Index x = 2; x < 101; x += 4) picture[y * 101 + x] = 108;
  const GridEvidence e = grid_evidence(picture, stripes, 4);
  EXPECT_EQ(e.fold.shape(), (Shape{1, 4}));
  EXPECT_LE(e.columns, 4);
  EXPECT_EQ(static_cast<Index>(e.map.size()), e.rows * e.columns);
  EXPECT_GT(*std::ranges::min_element(e.map), 2.5);
}

}  // namespace
}  // namespace convscope
