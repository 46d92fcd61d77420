#include "app/export/color_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

namespace convscope {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::SizeIs;

Image row(const std::vector<Color>& colors) {
  Image image{static_cast<int>(colors.size()), 1, {}};
  for (const Color c : colors) image.rgba.insert(image.rgba.end(), {c.r, c.g, c.b, c.a});
  return image;
}

TEST(ColorTable, IsExactForFewColours) {
  ColorCount count;
  count.add(row({{9, 9, 9, 255}, {1, 2, 3, 255}, {9, 9, 9, 255}, {1, 2, 4, 0}}));
  EXPECT_EQ(count.distinct(), 3u);
  EXPECT_THAT(count.choose(3), ElementsAre(Color{1, 2, 3, 255}, Color{1, 2, 4, 255}, Color{9, 9, 9, 255}));
}

TEST(ColorTable, HasAtLeastOneColour) {
  EXPECT_THAT(ColorCount{}.choose(255), ElementsAre(Color{0, 0, 0, 255}));
}

TEST(ColorTable, CoversAGradientEvenly) {
  std::vector<Color> colors;
  colors.reserve(2000);
  for (int i = 0; i < 1000; ++i)
    colors.push_back({static_cast<std::uint8_t>(i / 4), static_cast<std::uint8_t>(255 - i / 4),
                      static_cast<std::uint8_t>(i % 4 * 9), 255});
  ColorCount count;
  count.add(row(colors));
  NearestColor nearest(count.choose(64));
  EXPECT_THAT(nearest.table(), SizeIs(::testing::AllOf(::testing::Ge(60u), ::testing::Le(64u))));
  for (const Color c : colors) {
    const Color n = nearest.table()[nearest(c.r, c.g, c.b)];
    EXPECT_LE(std::abs(c.r - n.r), 8);
    EXPECT_LE(std::abs(c.g - n.g), 8);
  }
}

TEST(ColorTable, KeepsColoursOfLargeAreas) {
  // The smoothed edges between two areas must not tint the areas.
  std::vector<Color> colors(20000, Color{246, 247, 249, 255});
  colors.insert(colors.end(), 9000, Color{0, 114, 178, 255});
  for (int i = 0; i < 3000; ++i)
    colors.push_back({static_cast<std::uint8_t>(i * 7 % 251), static_cast<std::uint8_t>(i * 13 % 241),
                      static_cast<std::uint8_t>(i * 29 % 239), 255});
  ColorCount count;
  count.add(row(colors));
  const std::vector<Color> table = count.choose(255);
  EXPECT_THAT(table, Contains(Color{246, 247, 249, 255}));
  EXPECT_THAT(table, Contains(Color{0, 114, 178, 255}));
  EXPECT_LE(table.size(), 255u);
}

TEST(ColorTable, DoesNotDependOnTheOrder) {
  std::vector<Color> colors;
  colors.reserve(2000);
  for (int i = 0; i < 2000; ++i)
    colors.push_back({static_cast<std::uint8_t>(i * 7), static_cast<std::uint8_t>(i * 13),
                      static_cast<std::uint8_t>(i / 9), 255});
  ColorCount forwards, backwards;
  forwards.add(row(colors));
  backwards.add(row({colors.rbegin(), colors.rend()}));
  EXPECT_EQ(forwards.choose(100), backwards.choose(100));
}

}  // namespace
}  // namespace convscope
