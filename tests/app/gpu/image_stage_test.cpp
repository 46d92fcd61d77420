// Known tiles in, exact pixels out.
#include "app/gpu/image_stage.hpp"

#include <gmock/gmock.h>

#include <epoxy/gl.h>

#include <array>

#include "app/gpu/offscreen.hpp"
#include "core/base/error.hpp"

namespace convscope {
namespace {

using Rgba = std::array<float, 4>;

TilePixels tile(int width, int height, const std::vector<Rgba>& pixels) {
  auto values = std::make_shared<std::vector<float>>();
  for (const Rgba& p : pixels) values->insert(values->end(), p.begin(), p.end());
  return {values, *values, width, height};
}

TilePixels plain(float grey) {
  return tile(1, 1, {{grey, grey, grey, 255}});
}

class ImageStageTest : public ::testing::Test {
 protected:
  Color at(unsigned texture, int width, int height, int x, int y) {
    std::vector<std::uint8_t> all(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
    glBindTexture(GL_TEXTURE_2D, texture);
    glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, all.data());
    const std::size_t i =
        (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 4;
    return {all[i], all[i + 1], all[i + 2], all[i + 3]};
  }
  /// One pane over all of 8 x 8 pixels, the picture with it.
  StageDrawing drawing(PaneKind kind, std::vector<TilePixels> layers) {
    const Rect all{0, 0, 8, 8};
    StageDrawing d{.width = 8, .height = 8, .kind = kind};
    d.panes.push_back({.rect = all, .picture = all});
    for (std::size_t i = 0; i < layers.size(); ++i)
      d.tiles.push_back({.pixels = layers[i], .rect = all, .clip = all, .layer = static_cast<int>(i)});
    return d;
  }
  Color drawn(const StageDrawing& d, int x, int y) {
    painter.begin_frame();
    const StagePicture picture = painter.draw(0, d);
    EXPECT_TRUE(picture.complete);
    return at(picture.texture, d.width, d.height, x, y);
  }

  OffscreenContext context;
  ImageStagePainter painter;
};

TEST_F(ImageStageTest, MagnifiedPixelsAreSquaresOfTheirExactColour) {
  const auto d =
      drawing(PaneKind::plain,
              {tile(2, 2, {{10, 20, 30, 255}, {40, 50, 60, 255}, {70, 80, 90, 255}, {255, 0, 1, 255}})});
  for (int y = 0; y < 4; ++y)
    for (int x = 0; x < 4; ++x) {
      EXPECT_EQ(drawn(d, x, y), (Color{10, 20, 30, 255}));
      EXPECT_EQ(drawn(d, x + 4, y), (Color{40, 50, 60, 255}));
      EXPECT_EQ(drawn(d, x, y + 4), (Color{70, 80, 90, 255}));
      EXPECT_EQ(drawn(d, x + 4, y + 4), (Color{255, 0, 1, 255}));
    }
}

TEST_F(ImageStageTest, ReducedPixelsAreMixed) {
  auto d = drawing(PaneKind::plain, {tile(2, 1, {{0, 0, 0, 255}, {200, 100, 50, 255}})});
  d.tiles[0].rect = {0, 0, 1, 1};
  d.panes[0].picture = {0, 0, 1, 1};
  EXPECT_EQ(drawn(d, 0, 0), (Color{100, 50, 25, 255}));
  EXPECT_EQ(drawn(d, 1, 0), (Color{0, 0, 0, 0})) << "beyond the picture nothing is drawn";
}

TEST_F(ImageStageTest, AClipEndsATileOnAPixel) {
  // As the two sides of a split do.
  auto d = drawing(PaneKind::plain, {plain(10), plain(200)});
  d.tiles[0].clip = {0, 0, 3, 8};
  d.tiles[1].clip = {3, 0, 5, 8};
  EXPECT_EQ(drawn(d, 2, 5), (Color{10, 10, 10, 255}));
  EXPECT_EQ(drawn(d, 3, 5), (Color{200, 200, 200, 255}));
}

TEST_F(ImageStageTest, DifferencesAreSignedAroundNeutralAndReachTheEnds) {
  const Palette& colors = palette(Theme::light);
  EXPECT_EQ(drawn(drawing(PaneKind::difference, {plain(77), plain(77)}), 4, 4), diverging(colors, 0));
  auto d = drawing(PaneKind::difference, {plain(100), plain(116)});
  d.gain = 16;
  EXPECT_EQ(drawn(d, 4, 4), diverging(colors, 1)) << "16 · 16 is more than the scale holds";
  d = drawing(PaneKind::difference, {plain(255), plain(0)});
  EXPECT_EQ(drawn(d, 4, 4), diverging(colors, -1));
  d.theme = Theme::dark;
  EXPECT_EQ(drawn(d, 4, 4), diverging(palette(Theme::dark), -1));
}

TEST_F(ImageStageTest, ErrorsHaveTheColoursOfTheirSizeWhateverTheirSign) {
  auto d = drawing(PaneKind::error, {plain(100), plain(109)});
  EXPECT_EQ(drawn(d, 4, 4), sequential(9 / 255.0));
  d = drawing(PaneKind::error, {plain(109), plain(100)});
  d.gain = 4;
  EXPECT_EQ(drawn(d, 4, 4), sequential(36 / 255.0));
}

TEST_F(ImageStageTest, ErrorsOfColourDoNotCancelEachOther) {
  // Red 60 more, blue 60 less: grey stays what it is, and the picture does not.
  const auto from = tile(1, 1, {{100, 100, 100, 255}});
  auto d = drawing(PaneKind::difference, {from, tile(1, 1, {{160, 100, 40, 255}})});
  EXPECT_EQ(drawn(d, 4, 4), diverging(palette(Theme::light), 40 / 255.0)) << "red weighs more: lighter";
  d = drawing(PaneKind::difference, {from, tile(1, 1, {{40, 100, 160, 255}})});
  EXPECT_EQ(drawn(d, 4, 4), diverging(palette(Theme::light), -40 / 255.0));
  d.kind = PaneKind::error;
  EXPECT_EQ(drawn(d, 4, 4), sequential(40 / 255.0));
}

TEST_F(ImageStageTest, TilesThatTouchLeaveNoGap) {
  for (const int samples : {1, 2, 3})
    for (const double edge : {3.0, 3.25, 3.5, 3.75, 2.1666667}) {
      auto d = drawing(PaneKind::error, {plain(10), plain(10)});
      d.samples = samples;
      d.tiles.push_back({.pixels = plain(10), .rect = {0, 0, 8, 8}, .clip = {0, 0, 8, 8}, .layer = 1});
      d.tiles[0].rect = d.tiles[0].clip = {0, 0, edge, 8};
      d.tiles[1].rect = d.tiles[1].clip = {edge, 0, 8 - edge, 8};
      d.tiles[1].layer = 0;
      for (int x = 0; x < 8; ++x) EXPECT_EQ(drawn(d, x, 3), sequential(0)) << edge << ' ' << samples;
    }
}

TEST_F(ImageStageTest, ErrorsOfReducedPixelsDoNotCancelEachOther) {
  // Two pixels to one of the device: one is 40 more, the other 40 less.
  auto d = drawing(PaneKind::error, {tile(2, 1, {{100, 100, 100, 255}, {100, 100, 100, 255}}),
                                     tile(2, 1, {{140, 140, 140, 255}, {60, 60, 60, 255}})});
  for (PlacedTile& t : d.tiles) t.rect = {0, 0, 1, 1};
  EXPECT_EQ(drawn(d, 0, 0), sequential(0)) << "one sample sees the mean of both";
  d.samples = 2;
  EXPECT_EQ(drawn(d, 0, 0), sequential(40 / 255.0));
  d.samples = 3;
  EXPECT_EQ(drawn(d, 0, 0), sequential(40 / 255.0)) << "nor where a sample falls between pixels";
  d.samples = 2;
  d.kind = PaneKind::difference;
  EXPECT_EQ(drawn(d, 0, 0), diverging(palette(Theme::light), 0)) << "signed ones do";
}

TEST_F(ImageStageTest, TransparentPixelsLieOnACheckeredGround) {
  auto d = drawing(PaneKind::plain, {tile(1, 1, {{255, 0, 0, 0}})});
  d.density = 0.5;  // squares of 4 pixels
  const Color a = drawn(d, 1, 1), b = drawn(d, 5, 1);
  EXPECT_NE(a, b);
  EXPECT_EQ(a, drawn(d, 5, 5));
  EXPECT_EQ(a.r, a.g) << "nothing of the transparent red";
}

TEST_F(ImageStageTest, WhatIsNotThereYetHasTheColourOfAnEmptyCell) {
  EXPECT_EQ(drawn(drawing(PaneKind::plain, {}), 4, 4), palette(Theme::light).cell);
  EXPECT_EQ(drawn(drawing(PaneKind::difference, {plain(3)}), 4, 4), palette(Theme::light).cell);
}

TEST_F(ImageStageTest, ValuesBeyondTheRangeAreShownAtItsEnds) {
  EXPECT_EQ(drawn(drawing(PaneKind::plain, {plain(300)}), 4, 4), (Color{255, 255, 255, 255}));
  EXPECT_EQ(drawn(drawing(PaneKind::plain, {plain(-20)}), 4, 4), (Color{0, 0, 0, 255}));
}

TEST_F(ImageStageTest, DrawsAndUploadsNothingTwice) {
  const auto d = drawing(PaneKind::difference, {plain(1), plain(2)});
  drawn(d, 0, 0);
  const auto before = painter.counts();
  EXPECT_EQ(before.uploads, 2u);
  for (int i = 0; i < 5; ++i) drawn(d, 0, 0);
  EXPECT_EQ(painter.counts().drawings, before.drawings);
  auto moved = d;
  moved.gain = 2;
  drawn(moved, 0, 0);
  EXPECT_EQ(painter.counts().drawings, before.drawings + 1);
  EXPECT_EQ(painter.counts().uploads, 2u);
}

TEST_F(ImageStageTest, ManyTilesTakeSeveralFrames) {
  StageDrawing d = drawing(PaneKind::plain, {});
  for (int i = 0; i < ImageStagePainter::kUploads + 3; ++i)
    d.tiles.push_back({.pixels = plain(static_cast<float>(i)), .rect = {0, 0, 8, 8}, .clip = {0, 0, 8, 8}});
  painter.begin_frame();
  EXPECT_FALSE(painter.draw(0, d).complete);
  painter.begin_frame();
  EXPECT_TRUE(painter.draw(0, d).complete);
}

TEST_F(ImageStageTest, TexturesGoWithTheirTiles) {
  drawn(drawing(PaneKind::plain, {plain(1)}), 0, 0);
  drawn(drawing(PaneKind::plain, {plain(2)}), 0, 0);
  painter.begin_frame();
  EXPECT_EQ(painter.counts().textures, 1u);
}

TEST_F(ImageStageTest, LeavesOpenGlAsItWas) {
  const Framebuffer own(4, 6);
  own.bind();
  glEnable(GL_BLEND);
  glEnable(GL_SCISSOR_TEST);
  painter.draw(0, drawing(PaneKind::plain, {plain(9)}));
  std::array<GLint, 4> viewport{};
  glGetIntegerv(GL_VIEWPORT, viewport.data());
  EXPECT_THAT(viewport, ::testing::ElementsAre(0, 0, 4, 6));
  EXPECT_TRUE(glIsEnabled(GL_BLEND));
  EXPECT_TRUE(glIsEnabled(GL_SCISSOR_TEST));
  glDisable(GL_SCISSOR_TEST);
  clear({1, 2, 3, 255});
  EXPECT_EQ(own.read().rgba[0], 1) << "the framebuffer that was bound is bound again";
  EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
}

constexpr const char* kVertex =
    "#version 330 core\nuniform float x;\nvoid main() { gl_Position = vec4(x); }\n";
constexpr const char* kFragment = "#version 330 core\nout vec4 c;\nvoid main() { c = vec4(1.0); }\n";

std::string complaint(const char* vertex, const char* fragment, std::string_view uniform) {
  try {
    Program::from_source("probe", vertex, fragment, {uniform});
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST(Program, BrokenShadersAreNamedWithTheDriversWords) {
  const OffscreenContext context;
  EXPECT_EQ(complaint(kVertex, kFragment, "x"), "");
  EXPECT_THAT(
      complaint(kVertex, "#version 330 core\nout vec4 c;\nvoid main() { c = nonsense; }\n", "x"),
      ::testing::AllOf(::testing::HasSubstr("shader"), ::testing::HasSubstr("probe.frag does not compile"),
                       ::testing::HasSubstr("nonsense")));
  EXPECT_THAT(complaint("void", kFragment, "x"), ::testing::HasSubstr("probe.vert does not compile"));
  EXPECT_THAT(complaint(kVertex, kFragment, "y"), ::testing::HasSubstr("it has no uniform 'y'"));
}

}  // namespace
}  // namespace convscope
