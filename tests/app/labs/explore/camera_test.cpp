// Zooming, panning and orbiting on the stage.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.hpp"
#include "tests/app/window/offscreen.hpp"
#include "tests/app/window/pointing.hpp"

namespace convscope {
namespace {

TEST(ExploreMatrixSlow, TheWheelZoomsAroundTheEntryAndADragMovesIt) {
  Offscreen window("conv 16x16 k3 p1");
  window.run("layout 1; view matrix");
  const Point p{640, 330};
  window.run(at("mouse", p) + "; wait 3");
  ASSERT_EQ(window.session().hover.role, Role::entry);
  const Index entry = window.session().hover.cell;
  window.run("wheel 1; wait 4");
  // The whole stands as rows around the step; the one that was pointed at is in the part shown now.
  EXPECT_LE(window.explorer().matrix.row, entry / 256);
  EXPECT_GT(window.explorer().matrix.row + window.explorer().matrix.rows, entry / 256);
  const Index under = window.session().hover.cell;
  window.run("wheel 1; wait 4; wheel 1; wait 4");
  EXPECT_NEAR(static_cast<double>(window.explorer().matrix.rows), 256 / 1.25 / 1.25 / 1.25, 3);
  EXPECT_NEAR(static_cast<double>(window.session().hover.cell / 256), static_cast<double>(under / 256), 3);
  const MatrixWindow before = window.explorer().matrix;
  window.run("drag 640 330 600 300; wait 4");
  EXPECT_GT(window.explorer().matrix.row, before.row);
  EXPECT_GT(window.explorer().matrix.column, before.column);
  EXPECT_EQ(window.explorer().matrix.rows, before.rows);
  window.run("drag 640 330 600 300; drag 640 330 600 300; wait 4");
  EXPECT_FALSE(window.explorer().matrix.empty()) << "two drags are no double click";
  window.run("wait 30; mouse 640 330");
  for (int press = 0; press < 2; ++press)
    for (const bool down : {true, false}) window.application().input().push(ButtonEvent{0, down});
  window.frames(8);
  EXPECT_TRUE(window.explorer().matrix.empty()) << "a double click shows all";
  window.run("zoom in; zoom in; zoom all");
  EXPECT_TRUE(window.explorer().matrix.empty());
  window.run("zoom in; pan 1000 -1000");
  EXPECT_EQ(window.explorer().matrix.row + window.explorer().matrix.rows, 256);
  EXPECT_EQ(window.explorer().matrix.column, 0);
  window.run("set size 8x8");
  EXPECT_TRUE(window.explorer().matrix.empty()) << "it is another matrix";
  EXPECT_THROW(window.run("zoom sideways"), Error);
}

TEST(ExploreMatrixSlow, SixtyFiveThousandRowsDownToSingleWeights) {
  Offscreen window("conv 256x256 k3 p1");
  window.run(
      "layout 1; view matrix; zoom in; zoom in; zoom in; zoom in; zoom in; zoom in; zoom in; zoom in; zoom "
      "in");
  EXPECT_LT(window.explorer().matrix.rows, 3000);
  for (int i = 0; i < 20; ++i) window.run("zoom in");
  EXPECT_EQ(window.explorer().matrix.rows, 4);
  EXPECT_EQ(window.desk().message, "");
}

TEST(ExploreCameraSlow, DragOrbitsWheelZoomsAndTheCommandResets) {
  Offscreen window("conv 4x4 k3 p1 c2>2");
  window.run("layout 1; view channels");
  const Camera first = window.explorer().camera;
  window.run("drag 300 600 400 560; wait 3");
  EXPECT_NE(window.explorer().camera.yaw, first.yaw);
  EXPECT_NE(window.explorer().camera.pitch, first.pitch);
  window.run("mouse 640 330; wheel 2; wait 3");
  EXPECT_GT(window.explorer().camera.zoom, first.zoom);
  window.run("camera 10 20 2");
  EXPECT_EQ(window.explorer().camera, (Camera{10, 20, 2}));
  window.run("camera 1000 1000 1000");
  EXPECT_LE(window.explorer().camera.zoom, 8);
  window.run("camera");
  EXPECT_EQ(window.explorer().camera, Camera{});
  EXPECT_THROW(window.run("camera 1 2"), Error);
  EXPECT_THROW(window.run("camera a b c"), Error);
}

TEST(ExploreLensSlow, WheelDragDoubleClickKeysAndCommands) {
  Offscreen window("tconv 6x6 k3 s2 p1");
  window.run("layout 1; mouse 800 350; wheel 4; wait 4");
  const Magnifier near = window.explorer().lens;
  EXPECT_GT(near.zoom, 2);
  EXPECT_EQ(window.explorer().style(800, 600).lens, near);
  window.run("drag 800 350 700 300; wait 4");
  EXPECT_GT(window.explorer().lens.centre.x, near.centre.x);
  EXPECT_GT(window.explorer().lens.centre.y, near.centre.y);
  EXPECT_THAT(window.spec(), ::testing::StartsWith("tconv 6x6 k3 s2 p1")) << "no cell was changed";
  const std::string spec = window.spec();
  window.run("key 0");
  EXPECT_TRUE(window.explorer().lens.whole());
  window.run("zoom in; zoom in; pan 1 2");
  EXPECT_GT(window.explorer().lens.centre.x, 0.5);
  EXPECT_GT(window.explorer().lens.centre.y, 0.5);
  window.run("key -; key -; key -");
  EXPECT_TRUE(window.explorer().lens.whole());
  window.run("zoom in; view matrix; zoom in");
  EXPECT_FALSE(window.explorer().matrix.empty()) << "each view has its own";
  window.run("set size 4x4");
  EXPECT_TRUE(window.explorer().lens.whole()) << "another figure is seen whole";
}

}  // namespace
}  // namespace convscope
