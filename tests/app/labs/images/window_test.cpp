// The lab of images in the window: what commands, pointer and keys show.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "app/labs/images/stage_view.hpp"
#include "app/labs/images/state.hpp"
#include "core/base/error.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

/// The stage of the lab alone, with a constant grey picture: what each contender makes of it is known.
class WindowImages : public ::testing::Test {
 protected:
  WindowImages() {
    ImageSettings settings = state().settings();
    settings.picture = "test:constant";
    settings.contenders = {settings.contenders[0], settings.contenders[1], settings.contenders[3]};
    state().change(settings);
    window.run("images; panels none; table off; image-zoom fit");
  }
  ImagesState& state() { return window.desk().state<ImagesState>(); }
  ImageStage& stage() { return state().stage; }
  /// At a place of the window in logical pixels; a logical pixel is one of the device's.
  Color at(double x, double y) {
    const Image image = window.picture();
    const std::size_t i =
        (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x)) *
        4;
    return {image.rgba[i], image.rgba[i + 1], image.rgba[i + 2], 255};
  }
  /// Where the lone pane's picture is, as the stage lays it out.
  Rect picture() {
    const Point middle = this->middle();
    const Rect pane{middle.x - stage().pane_width / 2, middle.y - stage().pane_height / 2, stage().pane_width,
                    stage().pane_height};
    return placed(stage().viewport, pane, {state().width(), state().height()}, 1);
  }
  /// Of the lone pane: found by the pointer, which says what it is over.
  Point middle() {
    const double y0 = edge({kWidth / 2.0, 200}, 0, -1), y1 = edge({kWidth / 2.0, 200}, 0, 1);
    const double x0 = edge({kWidth / 2.0, 200}, -1, 0), x1 = edge({kWidth / 2.0, 200}, 1, 0);
    return {(x0 + x1) / 2, (y0 + y1) / 2};
  }
  /// How far the picture reaches from a place in it.
  double edge(Point from, int dx, int dy) {
    double inside = 0, outside = 1000;
    while (outside - inside > 0.6) {
      const double half = (inside + outside) / 2;
      move({from.x + dx * half, from.y + dy * half});
      (stage().pointed ? inside : outside) = half;
    }
    return (dx != 0 ? from.x + dx * inside : from.y + dy * inside);
  }
  void move(Point p) {
    window.application().input().push(PointerEvent{p.x, p.y});
    window.frames(2);
  }

  static constexpr std::size_t kUneven = 4;  ///< the subject of the kernel 3 at stride 2
  static constexpr int kWidth = 900, kHeight = 600;
  Offscreen window{"tconv 3x3 k3 s2 p1 op1 w=bilinear", kWidth, kHeight, 1};
};

TEST_F(WindowImages, ASplitShowsTheFirstLeftAndTheSecondRightOfItsEdge) {
  // On a constant picture the original is one grey, the uneven kernel four.
  window.run("compare split; subjects 0 4; split 0.5; image-zoom 1600; image-pan 100 100");
  ASSERT_EQ(state().subject_name(kUneven), "conv-transpose");
  const double y = 420;
  const auto original = state().pixel(0, 100, 100);
  ASSERT_TRUE(original);
  const auto grey = static_cast<std::uint8_t>(std::lround((*original)[0]));
  EXPECT_EQ(at(120, y), (Color{grey, grey, grey, 255}));
  EXPECT_EQ(at(300, y), (Color{grey, grey, grey, 255}));
  int other = 0;
  for (int x = 500; x < 800; x += 3) other += at(x, y) != Color{grey, grey, grey, 255};
  EXPECT_GT(other, 60) << "right of the edge the pattern stands";
  window.run("split 0.9");
  EXPECT_EQ(at(600, y), (Color{grey, grey, grey, 255})) << "the edge has moved";
}

TEST_F(WindowImages, ASplitWhoseEdgeIsBesideThePictureWaitsForNothing) {
  // The same picture on both sides: nothing but the edge tells where it is.
  window.run("compare split; subjects 0 0; split 0.5; image-zoom fit; mouse 5 5");
  const Point middle = this->middle();
  move({5, 5});
  const auto right = static_cast<int>(middle.x + stage().pane_width / 2),
             top = static_cast<int>(middle.y - stage().pane_height / 2);
  const auto corner = [&] {
    std::vector<Color> colors;
    for (int y = top + 4; y < top + 28; ++y)
      for (int x = right - 90; x < right - 4; ++x) colors.push_back(at(x, y));
    return colors;
  };
  const std::vector<Color> whole = corner();
  for (const char* share : {"0", "0.02"}) {
    window.run(std::string("split ") + share + "; wait 5");
    EXPECT_TRUE(corner() == whole) << share;
  }
}

TEST_F(WindowImages, TheDifferenceOfEqualPicturesIsNeutral) {
  window.run("compare difference; subjects 0 2; gain 64; image-zoom 400");
  EXPECT_EQ(at(kWidth / 2.0, 300), diverging(palette(Theme::light), 0)) << "nearest keeps a constant";
  window.run("subjects 0 4");
  EXPECT_NE(at(kWidth / 2.0, 300), diverging(palette(Theme::light), 0));
  window.run("compare error; subjects 3 3");
  EXPECT_EQ(at(kWidth / 2.0, 300), sequential(0));
}

TEST_F(WindowImages, AZoomedPixelHasItsExactColour) {
  window.run("compare flip; subjects 4 0; image-zoom 3000; image-pan 40 41");
  const auto pixel = state().pixel(kUneven, 40, 41);
  ASSERT_TRUE(pixel);
  const auto byte = static_cast<std::uint8_t>(std::lround(std::clamp((*pixel)[0], 0.0F, 255.0F)));
  const Point centre = middle();
  move({5, 5});
  // Above the number that stands in its middle there is none; the pane's middle is the pixel's.
  EXPECT_EQ(at(centre.x - 11, centre.y - 11), (Color{byte, byte, byte, 255}));
}

TEST_F(WindowImages, TheFlipShowsTheSecondWhileSpaceIsHeld) {
  window.run("compare flip; subjects 0 4; image-zoom 800");
  EXPECT_FALSE(stage().flipped);
  const Image first = window.picture();
  window.application().input().push(KeyEvent{compat::Key::space, true});
  window.frames(3);
  EXPECT_TRUE(stage().flipped);
  EXPECT_NE(window.picture().rgba, first.rgba);
  window.application().input().push(KeyEvent{compat::Key::space, false});
  window.frames(3);
  EXPECT_FALSE(stage().flipped);
}

TEST_F(WindowImages, TheWheelKeepsThePixelUnderThePointer) {
  window.run("compare split; image-zoom 300");
  for (const Point p : {Point{200, 250}, Point{700, 400}}) {
    move(p);
    ASSERT_TRUE(stage().pointed);
    const PixelPlace before = *stage().pointed;
    window.run("wheel 3");
    EXPECT_GT(stage().viewport.zoom, 3);
    window.run("wheel -1; wheel 5");
    EXPECT_NEAR(static_cast<double>(stage().pointed->x), static_cast<double>(before.x), 1);
    EXPECT_NEAR(static_cast<double>(stage().pointed->y), static_cast<double>(before.y), 1);
    window.run("image-zoom 300");
  }
  window.run("wheel -40");
  EXPECT_EQ(stage().viewport, Viewport{}) << "out of it, all is in view";
}

TEST_F(WindowImages, DraggingMovesAllPanesAndShiftSelects) {
  window.run("image-zoom 200; image-pan 200 200; compare grid");
  const Viewport before = stage().viewport;
  window.run("drag 120 260 100 250");
  EXPECT_NEAR(stage().viewport.x - before.x, 10, 0.01);
  EXPECT_NEAR(stage().viewport.y - before.y, 5, 0.01);
  EXPECT_TRUE(stage().selection.empty());
  window.application().input().push(KeyEvent{compat::Key::shift, true});
  window.run("drag 100 260 140 280");
  window.application().input().push(KeyEvent{compat::Key::shift, false});
  window.frames(2);
  EXPECT_NEAR(static_cast<double>(stage().selection.width), 21, 1);
  EXPECT_NEAR(static_cast<double>(stage().selection.height), 11, 1);
  EXPECT_THAT(state().measured_area(), ::testing::HasSubstr("selection"));
  window.run("key Esc");
  EXPECT_TRUE(stage().selection.empty());
}

TEST_F(WindowImages, ASelectionIsDraggedByItsCorners) {
  window.run("compare flip; image-zoom 400; image-pan 250 250");
  const Rect all = picture();
  const double pixel = all.w / static_cast<double>(state().width()), way = 5 * pixel;
  for (const bool right : {false, true})
    for (const bool bottom : {false, true}) {
      window.run("select 240 240 20 20");
      const double x = all.x + (right ? 260 : 240) * pixel, y = all.y + (bottom ? 260 : 240) * pixel;
      window.run("drag " + std::to_string(x) + " " + std::to_string(y) + " " +
                 std::to_string(right ? x + way : x - way) + " " +
                 std::to_string(bottom ? y + way : y - way));
      const PixelArea& s = stage().selection;
      EXPECT_NEAR(static_cast<double>(s.x), right ? 240 : 235, 1);
      EXPECT_NEAR(static_cast<double>(s.y), bottom ? 240 : 235, 1);
      EXPECT_NEAR(static_cast<double>(s.x + s.width), right ? 265 : 260, 1);
      EXPECT_NEAR(static_cast<double>(s.y + s.height), bottom ? 265 : 260, 1);
    }
}

TEST_F(WindowImages, TheSplitsEdgeIsDragged) {
  window.run("compare split; split 0.5");
  const double middle = kWidth / 2.0;
  window.run("drag 450 300 600 300");
  EXPECT_NEAR(stage().split, 0.5 + 150.0 / stage().pane_width, 0.02) << middle;
  EXPECT_EQ(stage().viewport, Viewport{}) << "the picture stays";
}

TEST_F(WindowImages, KeysChooseHowPicturesStand) {
  using enum ImageStage::Layout;
  for (const auto& [key, layout] :
       {std::pair{"S", split}, {"F", flip}, {"D", difference}, {"E", error}, {"G", grid}}) {
    window.run(std::string("key ") + key);
    EXPECT_EQ(stage().layout, layout) << key;
  }
  window.run("key =; key =");
  EXPECT_GT(stage().viewport.zoom, 0);
  window.run("key 0");
  EXPECT_EQ(stage().viewport.zoom, 0);
  window.run("key O");
  EXPECT_EQ(stage().viewport.zoom, 1);
  window.run("subjects 0 2; key ]");
  EXPECT_EQ(stage().second, 3u);
  window.run("key [; key [");
  EXPECT_EQ(stage().second, state().subjects() - 1) << "round about";
  window.run("key W");
  EXPECT_EQ(stage().mode, ImageStage::Mode::why);
}

TEST_F(WindowImages, APlotsMeasureIsChosenByNameKeyAndClick) {
  window.run("plot ssim");
  EXPECT_EQ(stage().mode, ImageStage::Mode::plots);
  EXPECT_EQ(stage().plot, 2u);
  window.run("key M");
  EXPECT_EQ(stage().plot, 3u);
  window.run("plot imaging; plot");
  EXPECT_EQ(stage().plot, 0u) << "round about";
  // Five segments in the second row of the bar, each as wide as the longest name.
  window.run("click 40 120");
  EXPECT_EQ(stage().plot, 0u);
  window.run("click 200 120");
  EXPECT_EQ(stage().plot, 1u);
}

TEST_F(WindowImages, AnAudienceSeesTheTableWhenItIsAskedFor) {
  window.run("table on; presentation on");
  EXPECT_FALSE(stage().presented_table);
  const Image without = window.picture();
  window.run("table");
  EXPECT_TRUE(stage().presented_table);
  EXPECT_NE(window.picture().rgba, without.rgba);
  EXPECT_TRUE(stage().drawer) << "the desk's own is another one";
  window.run("table off; presentation off");
  EXPECT_TRUE(stage().drawer);
}

TEST_F(WindowImages, WrongWordsChangeNothing) {
  const ImageStage before = stage();
  for (const char* command : {"subjects 0 99",
                              "subjects -1 0",
                              "gain 0",
                              "gain 65",
                              "split 2",
                              "image-zoom 0",
                              "image-zoom far",
                              "image-pan 9999 0",
                              "point 1",
                              "point -1 0",
                              "select 0 0 0 5",
                              "select 500 500 100 100",
                              "select 1 2",
                              "compare them",
                              "image-mode when",
                              "sort-table size",
                              "sort-table mse sideways",
                              "choose-contender 0",
                              "loupe maybe",
                              "plot mse",
                              "table perhaps"})
    EXPECT_THROW(window.run(command), Error) << command;
  EXPECT_EQ(stage().viewport, before.viewport);
  EXPECT_EQ(stage().selection, before.selection);
  EXPECT_EQ(stage().second, before.second);
  EXPECT_EQ(stage().gain, before.gain);
}

TEST_F(WindowImages, ASortedColumnHasItsArrowAndAClickTurnsIt) {
  window.run("sort-table psnr");
  EXPECT_EQ(stage().sort, &metric("psnr"));
  EXPECT_TRUE(stage().descending) << "the best first";
  window.run("sort-table psnr up");
  EXPECT_FALSE(stage().descending);
  // The drawer is 40 high at its head, 28 at the titles, 27 a row, the original's first, and 10 at its foot;
  // which column stands last depends on how many there is room for.
  const int top = kHeight - (40 + 28 + 4 * 27 + 10);
  const std::string title = " 860 " + std::to_string(top + 54);
  window.run("table on; click" + title);
  const Metric* const last = stage().sort;
  ASSERT_NE(last, nullptr);
  EXPECT_NE(last, &metric("psnr"));
  EXPECT_EQ(stage().descending, last->more_is_better) << "the best first";
  window.run("click" + title);
  EXPECT_EQ(stage().sort, last);
  EXPECT_NE(stage().descending, last->more_is_better);
  window.run("sort-table name; click 100 " + std::to_string(top + 68 + 27 + 13));
  EXPECT_EQ(stage().contender, 0u);
  EXPECT_EQ(stage().second, 2u);
}

TEST_F(WindowImages, AClickOnAPictureChoosesItsContender) {
  // Five panes in two rows of three: the fifth is the last contender's.
  EXPECT_EQ(stage().contender, 2u) << "there are but three";
  window.run("choose-contender 1; click 450 450");
  EXPECT_EQ(stage().contender, 2u);
  EXPECT_EQ(stage().second, 4u);
  window.run("click 120 220");
  EXPECT_EQ(stage().contender, 2u) << "the original is none";
}

TEST_F(WindowImages, TheLoupeAndTheNumbersFollowThePointer) {
  window.run("panels right; point 200 100");
  ASSERT_TRUE(state().pixel(4, 200, 100)) << "the loupe has asked for the tiles at full size";
  const Image with = window.picture();
  window.run("loupe off");
  EXPECT_NE(window.picture().rgba, with.rgba);
}

TEST_F(WindowImages, AnotherPictureIsSeenAsAWholeAndWithoutASelection) {
  window.run("image-zoom 400; select 10 10 50 40");
  ImageSettings settings = state().settings();
  settings.picture = "test:gradient";
  state().change(settings);
  window.run("wait 1");
  EXPECT_EQ(stage().viewport, Viewport{});
  EXPECT_TRUE(stage().selection.empty());
}

TEST_F(WindowImages, NothingIsDrawnWhileNothingChanges) {
  window.run("compare split; image-zoom 300; mouse 5 5");
  window.frames(10);
  EXPECT_FALSE(window.application().restless());
}

}  // namespace
}  // namespace convscope
