// Printed grids found in pictures made by rule, whose grids are known.
#include "core/metrics/grid_search.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/enlarging/test_pictures.hpp"
#include "core/metrics/blocks.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "core/ops/resample/layers.hpp"
#include "core/tensor/random.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using Value = std::function<double(Index y, Index x)>;

Tensor<float> picture(Index height, Index width, const Value& value) {
  Tensor<float> out({1, 1, height, width});
  for (Index i = 0; i < out.size(); ++i)
    out[i] = static_cast<float>(std::clamp(std::round(value(i / width, i % width)), 0.0, 255.0));
  return out;
}

/// A smooth picture with noise.
double scene(Index y, Index x, SplitMix& dice) {
  const auto v = static_cast<double>(y), u = static_cast<double>(x);
  return 120 + 40 * std::sin(v / 31) * std::cos(u / 43) + 2 * dice.normal();
}

std::vector<FoundGrid> printed(const std::vector<FoundGrid>& grids) {
  std::vector<FoundGrid> out;
  std::ranges::copy_if(grids, std::back_inserter(out),
                       [](const FoundGrid& grid) { return grid.cause == GridCause::upsampling; });
  return out;
}

TEST(GridSearch, FindsPeriodPhaseAndLevels) {
  for (Index s = kLeastPeriod; s <= kMostPeriod; ++s) {
    SCOPED_TRACE(s);
    SplitMix dice(static_cast<std::uint64_t>(s));
    // One pixel of s * s is brighter: root mean square about the mean 6 sqrt(n - 1) / n.
    const auto n = static_cast<double>(s * s);
    const Tensor<float> p = picture(190, 230, [&](Index y, Index x) {
      const double value = scene(y, x, dice);
      return value * (1 + (y % s == 1 && x % s == s - 1 ? 0.15 : 0));
    });
    const std::vector<FoundGrid> found = printed(find_grids(p));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].period[0], s);
    EXPECT_EQ(found[0].period[1], s);
    EXPECT_EQ(found[0].phase[0], 1);
    EXPECT_EQ(found[0].phase[1], s - 1);
    EXPECT_NEAR(found[0].levels / (0.15 * 120 * std::sqrt(n - 1) / n), 1, 0.1);
    EXPECT_GT(found[0].confidence, 0.8);
    EXPECT_THAT(found[0].reason, HasSubstr("in proportion to brightness"));
    EXPECT_EQ(printed(find_grids(p, s)).size(), 1u) << "asked for by its period";
    EXPECT_TRUE(printed(find_grids(p, s == 7 ? 5 : 7)).empty()) << "and not for another";
  }
}

TEST(GridSearch, FindsWhatATransposedConvolutionPrints) {
  const Tensor<float> small = test_picture("fine-texture", 96, 100);
  Tensor<float> large = enlarge(conv_transpose(normalised(kernel_plane("uniform", 3, 0), 2), 2), small);
  for (float& value : large.values()) value = std::clamp(std::round(value), 0.0F, 255.0F);
  const std::vector<FoundGrid> found = printed(find_grids(large));
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].period[0], 2);
  EXPECT_GT(found[0].levels, 20);
  Tensor<float> even = enlarge(bilinear(2), small);
  for (float& value : even.values()) value = std::round(value);
  EXPECT_TRUE(printed(find_grids(even)).empty());
}

TEST(GridSearch, TellsTextureOfTheContent) {
  SplitMix dice(1);
  const auto stripes = picture(160, 200, [](Index, Index x) { return x % 4 < 2 ? 250.0 : 10.0; });
  for (const FoundGrid& grid : find_grids(stripes)) {
    EXPECT_EQ(grid.cause, GridCause::content);
    EXPECT_FALSE(grid.reason.empty());
  }
  EXPECT_FALSE(find_grids(stripes).empty());
  // A checked cloth in a third of a picture.
  const auto cloth = picture(200, 200, [&](Index y, Index x) {
    const bool in = y > 60 && y < 140 && x > 50 && x < 150;
    return scene(y, x, dice) + (in && (y % 3 == 0) != (x % 3 == 0) ? 40 : 0);
  });
  EXPECT_TRUE(printed(find_grids(cloth)).empty());
}

TEST(GridSearch, FindsTheBlocksOfJpeg) {
  SplitMix dice(1);
  double level = 0;
  const auto blocks = picture(160, 200, [&](Index y, Index x) {
    SplitMix of_block(static_cast<std::uint64_t>((y + 3) / 8 * 1000 + (x + 6) / 8));
    level = 128 + 6 * of_block.normal();
    return level + dice.normal();
  });
  const std::optional<BlockGrid> found = find_blocks(blocks);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->row, 5);
  EXPECT_EQ(found->column, 2);
  const std::vector<FoundGrid> grids = find_grids(blocks);
  EXPECT_TRUE(printed(grids).empty());
  ASSERT_FALSE(grids.empty());
  EXPECT_EQ(grids[0].cause, GridCause::jpeg);
  EXPECT_EQ(grids[0].phase[0], 5);
}

TEST(GridSearch, HasNothingToSayOfFlatTinyAndNoisyPictures) {
  EXPECT_TRUE(find_grids(Tensor<float>({1, 3, 100, 100}, 128.0F)).empty());
  EXPECT_TRUE(find_grids(Tensor<float>({1, 3, 100, 100})).empty()) << "black";
  EXPECT_TRUE(find_grids(Tensor<float>({1, 1, 15, 200}, 9.0F)).empty());
  EXPECT_TRUE(find_grids(Tensor<float>({1, 1, 1, 1})).empty());
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    SplitMix dice(seed);
    EXPECT_TRUE(
        find_grids(picture(120, 130, [&](Index, Index) { return 128 + 30 * dice.normal(); })).empty());
  }
}

}  // namespace
}  // namespace convscope
