// Where the two windows of a lecture stand, and that nobody loses one when a screen is unplugged.
#include "app/window/screens.hpp"

#include <gtest/gtest.h>

namespace convscope {
namespace {

const Monitor kLaptop{{0, 0, 1920, 1080}, {0, 30, 1920, 1050}};
const Monitor kProjector{{1920, 0, 1280, 720}, {1920, 0, 1280, 720}};

bool within(const Rect& inner, const Rect& outer) {
  return inner.x >= outer.x && inner.y >= outer.y && inner.right() <= outer.right() &&
         inner.bottom() <= outer.bottom();
}

bool share_room(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

TEST(Screens, WithTwoTheStageHasOneWholeAndTheLecturerTheOther) {
  const Rect on_laptop{200, 100, 1280, 800}, on_projector{2000, 50, 900, 600};
  const ScreenPlan first = lecture_plan({kLaptop, kProjector}, on_laptop, false);
  EXPECT_EQ(first.full_screen, true);
  EXPECT_FALSE(first.stage);
  ASSERT_TRUE(first.lecturer);
  EXPECT_TRUE(within(*first.lecturer, kProjector.work));
  const ScreenPlan second = lecture_plan({kLaptop, kProjector}, on_projector, false);
  ASSERT_TRUE(second.lecturer);
  EXPECT_TRUE(within(*second.lecturer, kLaptop.work));
}

TEST(Screens, SwappedTheyChangePlaces) {
  const ScreenPlan plan = lecture_plan({kLaptop, kProjector}, {200, 100, 1280, 800}, true);
  ASSERT_TRUE(plan.stage);
  ASSERT_TRUE(plan.lecturer);
  EXPECT_TRUE(within(*plan.stage, kProjector.area));
  EXPECT_TRUE(within(*plan.lecturer, kLaptop.work));
  EXPECT_EQ(plan.full_screen, true);
}

TEST(Screens, WithOneTheyStandBesideEachOther) {
  const Rect stage{0, 30, 1280, 720};
  const ScreenPlan plan = lecture_plan({kLaptop}, stage, false);
  EXPECT_EQ(plan.full_screen, false);
  EXPECT_FALSE(plan.stage);
  ASSERT_TRUE(plan.lecturer);
  EXPECT_TRUE(within(*plan.lecturer, kLaptop.work));
  EXPECT_FALSE(share_room(*plan.lecturer, stage));
}

TEST(Screens, OnTheLeftWhereThatIsLarger) {
  const Rect stage{640, 30, 1280, 720};
  const ScreenPlan plan = lecture_plan({kLaptop}, stage, false);
  ASSERT_TRUE(plan.lecturer);
  EXPECT_FALSE(share_room(*plan.lecturer, stage));
  EXPECT_TRUE(within(*plan.lecturer, kLaptop.work));
}

TEST(Screens, WhereThereIsNoRoomTheyOverlapAndCanBeSeen) {
  const ScreenPlan plan = lecture_plan({kLaptop}, {0, 0, 1920, 1080}, false);
  ASSERT_TRUE(plan.lecturer);
  EXPECT_TRUE(within(*plan.lecturer, kLaptop.work));
  EXPECT_GE(plan.lecturer->w, 480);
}

TEST(Screens, WithoutAnyNothingIsDone) {
  const ScreenPlan plan = lecture_plan({}, {0, 0, 10, 10}, false);
  EXPECT_FALSE(plan.stage || plan.lecturer || plan.full_screen);
}

TEST(Screens, TheLecturersIsUnplugged) {
  // The stage had the laptop whole, the lecturer's window stood on the projector.
  const Rect stage = kLaptop.area, lecturer{1920, 36, 1280, 684};
  const ScreenPlan plan = changed_plan({kLaptop}, stage, lecturer);
  EXPECT_EQ(plan.full_screen, false);
  ASSERT_TRUE(plan.lecturer);
  EXPECT_TRUE(within(*plan.lecturer, kLaptop.work));
  ASSERT_TRUE(plan.stage);
  EXPECT_TRUE(within(*plan.stage, kLaptop.work));
  EXPECT_FALSE(share_room(*plan.stage, *plan.lecturer));
}

TEST(Screens, TheStagesIsUnplugged) {
  const Rect stage = kProjector.area, lecturer{0, 66, 1920, 1014};
  const ScreenPlan plan = changed_plan({kLaptop}, stage, lecturer);
  EXPECT_EQ(plan.full_screen, false);
  ASSERT_TRUE(plan.stage);
  EXPECT_TRUE(within(*plan.stage, kLaptop.work));
}

TEST(Screens, AnotherOneMovesNothing) {
  const Rect stage{0, 30, 1280, 720}, lecturer{1280, 30, 640, 720};
  const ScreenPlan plan = changed_plan({kLaptop, kProjector}, stage, lecturer);
  EXPECT_FALSE(plan.stage || plan.lecturer || plan.full_screen);
}

TEST(Screens, OfThreeTheLostOneIsReplaced) {
  const Monitor third{{0, 1080, 1280, 720}, {0, 1080, 1280, 720}};
  const Rect lecturer{1920, 36, 1280, 684};  // on the projector, which is gone
  const ScreenPlan plan = changed_plan({kLaptop, third}, kLaptop.area, lecturer);
  ASSERT_TRUE(plan.lecturer);
  EXPECT_TRUE(within(*plan.lecturer, third.work));
  EXPECT_FALSE(plan.stage);
}

}  // namespace
}  // namespace convscope
