// Blocks of cells in rows and columns: as large as they fit, each in its place.
#include "app/views/layout.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace convscope {
namespace {

TEST(BlockLayout, ARowIsAsLargeAsItsRoom) {
  Grid wide, small;
  const Layout row = in_a_row({block(wide, 4, 5), block(small, 2, 3)}, {.pixels = 40});
  const CellSizes cells = fitted(row, {200, 1000}, {.most = 76});
  EXPECT_NEAR(cells.main, 20, 1e-9);  // (200 - 40) / 8
  EXPECT_NEAR(fitted(row, {2000, 120}, {.most = 76}).main, 30, 1e-9);
  EXPECT_EQ(fitted(row, {2000, 2000}, {.most = 76}).main, 76);
  place(row, {10, 20, 200, 100}, cells, 0.5);
  EXPECT_NEAR(wide.at.x, 10, 1e-6);
  EXPECT_NEAR(wide.at.y, 30, 1e-6);  // 20 are left over
  EXPECT_NEAR(small.at.x, 150, 1e-6);
  EXPECT_NEAR(small.at.y, 50, 1e-6) << "in the middle of the row";
  EXPECT_EQ(small.columns, 3);
}

TEST(BlockLayout, AKernelStaysReadableBesideALargePicture) {
  Grid picture, kernel;
  const Layout row = in_a_row({block(picture, 10, 100), own_block(kernel, 3, 3)}, {.pixels = 10});
  const CellSizes cells = fitted(row, {1000, 500}, {.most = 76, .readable = 30});
  EXPECT_NEAR(cells.main, 9, 1e-9);  // (1000 - 10 - 3 * 30) / 100
  EXPECT_NEAR(cells.own, 30, 1e-9);
  const CellSizes few = fitted(row, {4000, 500}, {.most = 76, .readable = 30});
  EXPECT_EQ(few.main, few.own) << "never larger than the others otherwise";
}

TEST(BlockLayout, AKernelFillsWhatALargePictureLeaves) {
  // The picture alone decides the size, whatever its quotient is rounded to.
  for (const double height : {421.3, 499.99, 540.0, 601.7}) {
    Grid input, kernel, picture;
    const Layout left = in_a_column({block(input, 4, 4), own_block(kernel, 3, 3)}, {.pixels = 20});
    const Layout row = in_a_row({left, block(picture, 9, 9)}, {.pixels = 10});
    const CellSizes cells = fitted(row, {4000, height}, {.most = 200, .readable = 5});
    EXPECT_NEAR(cells.main, height / 9, 1e-6);
    EXPECT_NEAR(cells.own, std::min(cells.main, (height - 20 - 4 * cells.main) / 3), 1e-6) << height;
  }
}

TEST(BlockLayout, TablesAlignRowsAndColumns) {
  Grid a, b, c;
  Layout table;
  table.parts = {{block(a, 1, 4), {}}, {block(b, 2, 1), block(c, 1, 1)}};
  table.across = {{5}};
  table.down = {7};
  table.parts[1][0].x = 1;
  place(table, {0, 0, table.width({10, 0}), 0}, {10, 0}, 0);
  EXPECT_EQ(table.width({10, 0}), 55);
  EXPECT_EQ(table.height({10, 0}), 37);
  EXPECT_EQ(b.at, (Point{30, 17})) << "at the right of its column";
  EXPECT_EQ(c.at, (Point{45, 22})) << "in the middle of its row";
}

TEST(BlockLayout, WordsWiderThanABlockKeepTheirRoom) {
  Grid narrow, next;
  Layout named = block(narrow, 1, 1);
  named.least_width = {60};
  const Layout row = in_a_row({named, block(next, 1, 1)}, {});
  place(row, {0, 0, 80, 20}, {20, 0}, 0);
  EXPECT_EQ(next.at.x, 60);
  named.x = 0.5;
  place(in_a_row({named, block(next, 1, 1)}, {}), {0, 0, 80, 20}, {20, 0}, 0);
  EXPECT_EQ(narrow.at.x, 20) << "the block itself stands in the middle of it";
}

TEST(BlockLayout, PlanesStandBelowEachOther) {
  std::vector<Grid> grids(3);
  const Layout all = planes(grids, 2, 2, 0.5);
  EXPECT_EQ(all.height({10, 0}), 70);
  place(all, {0, 0, 20, 70}, {10, 0}, 0);
  EXPECT_EQ(grids[2].at.y, 50);
  EXPECT_EQ(bounds_of(grids).h, 70);
}

TEST(CellPlaces, GlideToTheNextWindowAndStayAtTheLast) {
  const PlaneAxes axes{Axis{}, Axis{.pixels = 7, .windows = 3, .taps = 3, .stride = 2}};
  const Frame frame{{}, {.first = 0, .count = 7, .size = 7}};
  EXPECT_EQ(window_place(axes, frame, 1).column, 2);
  EXPECT_EQ(gliding_place(axes, frame, 1, 0.5).column, 3);
  EXPECT_EQ(gliding_place(axes, frame, 2, 0.5).column, 4);
}

}  // namespace
}  // namespace convscope
