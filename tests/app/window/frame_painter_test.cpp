// A frame of which only what differs was painted has the pixels of one that was painted whole.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/widgets/frame_tiles.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

/// How many bytes of the last frame are others than where all of it is painted.
std::size_t stale(Offscreen& window) {
  const Image kept = window.picture();
  window.application().paint_whole();
  const Image whole = window.picture();
  std::size_t differ = 0;
  for (std::size_t i = 0; i < whole.rgba.size(); ++i) differ += kept.rgba[i] != whole.rgba[i] ? 1 : 0;
  return differ;
}

struct Shown {
  const char *spec, *commands;
  double scale;
  friend void PrintTo(const Shown& shown, std::ostream* out) { *out << shown.commands; }
};

class KeptFramesSlow : public ::testing::TestWithParam<Shown> {};

TEST_P(KeptFramesSlow, AreWhatTheWholeWouldBe) {
  const Shown& shown = GetParam();
  Offscreen window(shown.spec, 1280, 720, shown.scale);
  window.application().enqueue(shown.commands);
  double least = 1, most = 0;
  for (int frame = 0; frame < 90; ++frame) {
    window.application().run_script();
    window.frames(1);
    const std::size_t differ = stale(window);
    ASSERT_EQ(differ, 0u) << "frame " << frame;
    least = std::min(least, window.application().painted());
    most = std::max(most, window.application().painted());
  }
  EXPECT_LT(least, 0.5);
  EXPECT_GT(most, 0);
}

INSTANTIATE_TEST_SUITE_P(
    OfTheWindow, KeptFramesSlow,
    ::testing::Values(
        Shown{"tconv 6x6 k3 s2", "layout 1; view scatter; speed 4; play", 1},
        Shown{"conv 8x8 k3 p1", "layout 4; speed 4; play; theme dark", 0.75},
        Shown{"conv 6x6 k3 p1", "layout 2; view slide; play; help; help; palette; palette; panels none", 1.5},
        Shown{"tconv 5x5 k3 s2", "layout 1; view overlap; speed 8; play; theme dark; theme light", 1},
        Shown{"conv 40x40 k3 p1", "layout 1; view matrix; speed 8; play; zoom in; zoom in", 0.5},
        Shown{"tconv 3x3 k3 s2", "images; compare split; compare flip; compare difference; image-zoom 300",
              0.5},
        Shown{"tconv 3x3 k3 s2", "claims; sizes; round-trip; training; networks; explore", 0.5}));

TEST(FrameTiles, SquaresThatDifferLieInTheRectangles) {
  const Color white{255, 255, 255, 255}, red{255, 0, 0, 255};
  FrameTiles before(300, 200, white), now(300, 200, white);
  EXPECT_TRUE(now.differing(before, {}).empty());
  now.add(PixelRect{10, 10, 20, 20}, red);
  now.add(PixelRect{290, 190, 300, 200}, red);
  EXPECT_EQ(now.differing(before, {}), (std::vector<PixelRect>{{288, 160, 300, 200}, {0, 0, 32, 32}}));
  before = now;
  EXPECT_TRUE(now.differing(before, {}).empty());
  EXPECT_EQ(now.differing(before, {{40, 40, 41, 41}}), (std::vector<PixelRect>{{32, 32, 64, 64}}));
  EXPECT_EQ(now.differing(FrameTiles(300, 199, white), {}), (std::vector<PixelRect>{{0, 0, 300, 200}}));
}

TEST(FrameTiles, TheOrderOfWhatLiesOverEachOtherCounts) {
  const Color white{255, 255, 255, 255}, red{255, 0, 0, 255}, blue{0, 0, 255, 255};
  const PixelRect left{0, 0, 20, 20}, right{10, 10, 30, 30};
  FrameTiles first(64, 64, white), second(64, 64, white);
  first.add(left, red);
  first.add(right, blue);
  second.add(right, blue);
  second.add(left, red);
  EXPECT_FALSE(second.differing(first, {}).empty());
}

TEST(FrameTiles, ManyScatteredSquaresBecomeFewRectangles) {
  const Color white{255, 255, 255, 255}, red{255, 0, 0, 255};
  const FrameTiles before(1920, 1080, white);
  FrameTiles now = before;
  std::vector<PixelRect> places;
  for (int y = 0; y < 1080; y += 150)
    for (int x = 0; x < 1920; x += 170) places.push_back({x, y, x + 9, y + 9});
  for (const PixelRect& place : places) now.add(place, red);
  const std::vector<PixelRect> rects = now.differing(before, {});
  EXPECT_LE(rects.size(), std::size_t{FrameTiles::kMostRects});
  for (const PixelRect& place : places)
    EXPECT_EQ(std::ranges::count_if(rects, [&](const PixelRect& r) { return common(r, place) == place; }), 1);
  for (std::size_t i = 0; i < rects.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) EXPECT_TRUE(common(rects[i], rects[j]).empty());
}

}  // namespace
}  // namespace convscope
