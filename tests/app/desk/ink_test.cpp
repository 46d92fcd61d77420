// Strokes belong to a scene and to steps of it, and stay on their figure.
#include "app/desk/ink.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace convscope {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

Stroke line(double x, Index first = 0, Index last = 100) {
  return {.points = {{x, 0}, {x, 1}}, .first = first, .last = last};
}

TEST(Ink, IsKeptForItsScene) {
  Ink ink;
  ink.begin({"one", 0}, line(1));
  ink.begin({"two", 0}, line(2));
  ink.begin({"two", 0}, line(3));
  EXPECT_THAT(ink.at({"one", 0}), SizeIs(1));
  EXPECT_THAT(ink.at({"two", 0}), SizeIs(2));
  EXPECT_THAT(ink.at({"three", 0}), IsEmpty());
}

TEST(Ink, IsThereAtItsSteps) {
  Ink ink;
  ink.begin({"a", 2}, line(1, 2, 2));
  ink.begin({"a", 2}, line(2, 2));
  ink.begin({"a", 2}, line(3));
  EXPECT_THAT(ink.at({"a", 1}), SizeIs(1));
  EXPECT_THAT(ink.at({"a", 2}), SizeIs(3));
  EXPECT_THAT(ink.at({"a", 3}), SizeIs(2));
}

TEST(Ink, UndoTakesTheLastStrokeThatCanBeSeen) {
  Ink ink;
  ink.begin({"a", 0}, line(1));
  ink.begin({"a", 5}, line(2, 5, 5));
  ASSERT_TRUE(ink.undo({"a", 0}));  // the one of step 5 cannot be seen here
  EXPECT_THAT(ink.at({"a", 0}), IsEmpty());
  ASSERT_THAT(ink.at({"a", 5}), SizeIs(1));
  EXPECT_EQ(ink.at({"a", 5})[0]->points[0].x, 2);
  ASSERT_TRUE(ink.redo({"a", 0}));
  EXPECT_THAT(ink.at({"a", 0}), SizeIs(1));
  EXPECT_FALSE(ink.redo({"a", 0}));
  EXPECT_FALSE(ink.undo({"b", 0}));
}

TEST(Ink, WhatIsDrawnAfterwardsEndsRedo) {
  Ink ink;
  ink.begin({"a", 0}, line(1));
  ink.undo({"a", 0});
  ink.begin({"a", 0}, line(2));
  EXPECT_FALSE(ink.redo({"a", 0}));
}

TEST(Ink, UndoInTheMiddleOfAStrokeEndsIt) {
  Ink ink;
  ink.begin({"a", 0}, line(1));
  ink.undo({"a", 0});
  EXPECT_FALSE(ink.drawing());
  ink.extend({5, 5});
  EXPECT_THAT(ink.at({"a", 0}), IsEmpty());
}

TEST(Ink, ClearsHereOrEverywhere) {
  Ink ink;
  ink.begin({"a", 0}, line(1));
  ink.begin({"a", 0}, line(2, 7, 7));
  ink.begin({"b", 0}, line(3));
  EXPECT_EQ(ink.clear({"a", 0}), 1U);
  EXPECT_EQ(ink.clear({"a", 0}), 0U);
  EXPECT_THAT(ink.at({"a", 7}), SizeIs(1));
  EXPECT_EQ(ink.clear_all(), 2U);
  EXPECT_THAT(ink.at({"b", 0}), IsEmpty());
}

TEST(Ink, PlacesComeBackAndFollowTheStage) {
  const Rect small{100, 50, 640, 360}, large{0, 0, 1920, 1080};
  const Point at{260, 230};
  const Point back = from_ink(small, to_ink(small, at));
  EXPECT_NEAR(back.x, at.x, 1e-9);
  EXPECT_NEAR(back.y, at.y, 1e-9);
  // A quarter across and half down, whatever the size.
  const Point there = from_ink(large, to_ink(small, at));
  EXPECT_NEAR(there.x, 480, 1e-9);
  EXPECT_NEAR(there.y, 540, 1e-9);
}

TEST(Ink, IsDrawnAsALineThroughItsPointsAndADotForOne) {
  Stroke curve{.color = PenColor::green, .width = 0.1, .points = {{-1, 0}, {0, 1}, {1, 0}}};
  Stroke dot{.points = {{0, 0}}};
  const Rect stage{0, 0, 1600, 900};
  const Palette& colors = palette(Theme::dark);
  const Picture picture = ink_picture({&curve, &dot}, stage, colors);
  ASSERT_THAT(picture.items, SizeIs(2));
  const Path& path = std::get<Path>(picture.items[0].shape);
  EXPECT_EQ(path.start, (Point{700, 450}));
  ASSERT_THAT(path.segments, SizeIs(2));
  EXPECT_EQ(path.segments[0].to, (Point{800, 550}));
  EXPECT_EQ(path.segments[1].to, (Point{900, 450}));
  EXPECT_EQ(path.stroke, colors.output);
  EXPECT_DOUBLE_EQ(path.stroke_width, 10);
  EXPECT_EQ(std::get<Box>(picture.items[1].shape).rect.centre(), (Point{800, 450}));
}

TEST(Ink, ColoursAreOfTheThemeAndApart) {
  for (const Theme theme : {Theme::light, Theme::dark}) {
    const Palette& colors = palette(theme);
    for (std::size_t i = 0; i < kPenColors.size(); ++i) {
      const Color color = pen_color(colors, static_cast<PenColor>(i));
      EXPECT_GT(contrast(color, colors.stage), 2) << kPenColors[i];
      for (std::size_t j = 0; j < i; ++j) EXPECT_NE(color, pen_color(colors, static_cast<PenColor>(j)));
    }
  }
}

}  // namespace
}  // namespace convscope
