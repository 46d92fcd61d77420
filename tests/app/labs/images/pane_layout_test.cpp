#include "app/labs/images/stage_view.hpp"

#include <gmock/gmock.h>

namespace convscope {
namespace {

constexpr Extent kPhoto{600, 400};
constexpr Rect kPane{100, 50, 300, 300};

TEST(PaneLayout, AGridShowsThePicturesAsLargeAsItCan) {
  const std::vector<Rect> wide = grid_panes({0, 0, 800, 200}, 4, kPhoto, 0, 0);
  ASSERT_EQ(wide.size(), 4u);
  EXPECT_EQ(wide[3].y, 0) << "a row";
  const std::vector<Rect> tall = grid_panes({0, 0, 300, 900}, 4, kPhoto, 0, 0);
  EXPECT_EQ(tall[3].x, 0) << "a column";
  const std::vector<Rect> square = grid_panes({10, 20, 600, 420}, 4, kPhoto, 10, 0);
  EXPECT_EQ(square[1], (Rect{315, 20, 295, 205}));
  EXPECT_EQ(square[2], (Rect{10, 235, 295, 205}));
  EXPECT_TRUE(grid_panes({0, 0, 100, 100}, 0, kPhoto, 0, 0).empty());
  EXPECT_EQ(grid_panes({0, 0, 800, 200}, 4, kPhoto, 0, 0, 300)[2].x, 0) << "two columns, for the names";
  EXPECT_EQ(grid_panes({0, 0, 100, 100}, 1, kPhoto, 0, 0, 300).size(), 1u);
}

TEST(PaneLayout, FittingShowsAllOfItInTheMiddle) {
  EXPECT_EQ(fitting_zoom(kPane, kPhoto), 0.5);
  EXPECT_EQ(placed({}, kPane, kPhoto, 1), (Rect{100, 100, 300, 200}));
  EXPECT_EQ(fitting_zoom(kPane, {110, 100}), 2) << "whole, above 1";
}

TEST(PaneLayout, PicturesStandOnWholeDevicePixels) {
  for (const double density : {1.0, 2.0, 1.5}) {
    const Rect r = placed({100.37, 77.91, 3}, kPane, kPhoto, density);
    EXPECT_DOUBLE_EQ(r.x * density, std::round(r.x * density));
    EXPECT_DOUBLE_EQ(r.y * density, std::round(r.y * density));
  }
}

TEST(PaneLayout, ZoomingKeepsWhatIsUnderThePointer) {
  const Point at{180, 260};
  for (const double zoom : {0.7, 2.0, 11.0}) {
    const Viewport v{200, 150, zoom};
    for (const double factor : {1.25, 3.0}) {
      const Viewport next = zoomed(v, kPane, kPhoto, factor, at);
      const Point before{v.x + (at.x - kPane.centre().x) / v.zoom, v.y + (at.y - kPane.centre().y) / v.zoom};
      const Point after{next.x + (at.x - kPane.centre().x) / next.zoom,
                        next.y + (at.y - kPane.centre().y) / next.zoom};
      EXPECT_NEAR(before.x, after.x, 1e-9);
      EXPECT_NEAR(before.y, after.y, 1e-9);
      EXPECT_NEAR(next.zoom, zoom * factor, 1e-9);
    }
  }
}

TEST(PaneLayout, ZoomHasItsEnds) {
  EXPECT_EQ(zoomed({300, 200, 0.6}, kPane, kPhoto, 0.1, {200, 200}), Viewport{}) << "all of it";
  EXPECT_EQ(zoomed({300, 200, 100}, kPane, kPhoto, 100, {200, 200}).zoom, kMostZoom);
}

TEST(PaneLayout, PanningKeepsTheMiddleOverThePicture) {
  EXPECT_EQ(panned({}, kPane, kPhoto, 50, 50), Viewport{}) << "all of it is seen";
  const Viewport v = panned({300, 200, 2}, kPane, kPhoto, 30, -20);
  EXPECT_EQ(v, (Viewport{285, 210, 2}));
  EXPECT_EQ(panned({300, 200, 2}, kPane, kPhoto, 1e9, -1e9), (Viewport{0, 400, 2}));
}

TEST(PaneLayout, PixelsAreFoundAndBeyondThereAreNone) {
  const Rect r{100, 100, 300, 200};
  EXPECT_EQ(pixel_under(r, kPhoto, {100, 100}), (PixelPlace{0, 0}));
  EXPECT_EQ(pixel_under(r, kPhoto, {399.9, 299.9}), (PixelPlace{599, 399}));
  EXPECT_FALSE(pixel_under(r, kPhoto, {99.9, 150}));
  EXPECT_FALSE(pixel_under(r, kPhoto, {200, 300}));
  EXPECT_EQ(rect_of(r, kPhoto, {60, 40, 20, 10}), (Rect{130, 120, 10, 5}));
}

TEST(PaneLayout, LevelsAreFineEnough) {
  EXPECT_EQ(level_for(3), 0);
  EXPECT_EQ(level_for(1), 0);
  EXPECT_EQ(level_for(0.6), 0);
  EXPECT_EQ(level_for(0.5), 1);
  EXPECT_EQ(level_for(0.3), 1);
  EXPECT_EQ(level_for(0.25), 2);
  EXPECT_EQ(level_for(1.0 / 64), 6);
}

TEST(PaneLayout, OnlyTilesInViewAreNamed) {
  const TileRange all = tiles_in({0, 0, 1000, 1000}, {0, 0, 600, 400}, kPhoto, 256);
  EXPECT_EQ(all.end_column, 3);
  EXPECT_EQ(all.end_row, 2);
  const TileRange part = tiles_in({300, 0, 100, 100}, {0, 0, 600, 400}, kPhoto, 256);
  EXPECT_EQ(part.first_column, 1);
  EXPECT_EQ(part.end_column, 2);
  EXPECT_EQ(part.end_row, 1);
  const TileRange none = tiles_in({700, 0, 100, 100}, {0, 0, 600, 400}, kPhoto, 256);
  EXPECT_EQ(none.first_column, none.end_column);
}

TEST(PaneLayout, ASelectionHasBothItsCorners) {
  EXPECT_EQ(between({5, 9}, {2, 11}), (PixelArea{2, 9, 4, 3}));
  EXPECT_EQ(between({3, 3}, {3, 3}), (PixelArea{3, 3, 1, 1}));
}

}  // namespace
}  // namespace convscope
