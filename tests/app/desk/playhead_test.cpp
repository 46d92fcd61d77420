// Playback as a pure function of the time that is handed in.
#include "app/desk/playhead.hpp"

#include <gtest/gtest.h>

namespace convscope {
namespace {

TEST(Playhead, PlaysOneStepInItsTime) {
  Playhead head{.playing = true};
  for (int i = 0; i < 10; ++i) head.advance({}, 9, kStepSeconds / 10);
  EXPECT_NEAR(static_cast<double>(head.moment.step) + head.moment.phase, 1, 1e-9);
}

TEST(Playhead, SpeedScalesTime) {
  Playhead slow{.playing = true}, fast{.playing = true};
  slow.advance({.speed = 0.5}, 9, kStepSeconds);
  fast.advance({.speed = 2}, 9, kStepSeconds);
  EXPECT_EQ(slow.moment, (Moment{0, 0.5}));
  EXPECT_EQ(fast.moment.step, 2);
}

TEST(Playhead, WhateverTheSpeedTwoStepsTakeASecond) {
  Playhead head{.playing = true};
  head.advance({.speed = 8}, 9, 1);
  EXPECT_EQ(head.moment.step, 2);
}

TEST(Playhead, LoopStartsOver) {
  Playhead head{.moment = {8, 0.9}, .playing = true};
  head.advance({.loop = true}, 9, kStepSeconds / 2);
  EXPECT_EQ(head.moment.step, 0);
  EXPECT_TRUE(head.playing);
}

TEST(Playhead, WithoutLoopTheLastStepRests) {
  Playhead head{.moment = {8, 0.9}, .playing = true};
  head.advance({.loop = false}, 9, kStepSeconds / 2);
  EXPECT_EQ(head.moment, (Moment{8, kSettled}));
  EXPECT_FALSE(head.animating());
}

TEST(Playhead, GlidesForwardsToRestAndStops) {
  Playhead head{.moment = {2, kSettled}};
  head.next(9);
  for (int i = 0; i < 200 && head.animating(); ++i) head.advance({}, 9, 1.0 / 60);
  EXPECT_FALSE(head.animating());
  EXPECT_EQ(head.moment, (Moment{3, kSettled}));
}

TEST(Playhead, RewindsThroughTheStepToTheOneBefore) {
  Playhead head{.moment = {3, kSettled}};
  head.previous();
  head.advance({}, 9, 1.0 / 60);
  EXPECT_EQ(head.moment.step, 3);
  EXPECT_LT(head.moment.phase, kSettled);
  for (int i = 0; i < 200 && head.animating(); ++i) head.advance({}, 9, 1.0 / 60);
  EXPECT_EQ(head.moment, (Moment{2, kSettled}));
}

/// Until it rests.
void settle(Playhead& head, const Pace& pace = {}) {
  for (int i = 0; i < 400 && head.animating(); ++i) head.advance(pace, 9, 1.0 / 60);
}

TEST(Playhead, BeforeTheFirstStepNothingIsDone) {
  Playhead head{.moment = {4, kSettled}};
  head.rest_at_start();
  EXPECT_TRUE(head.at_start());
  EXPECT_EQ(head.moment, Moment{});
  EXPECT_EQ(head.done(), 0);
  head.previous();
  EXPECT_TRUE(head.at_start()) << "there is nothing before it";
  head.next(9);
  EXPECT_FALSE(head.at_start());
  settle(head);
  EXPECT_EQ(head.moment, (Moment{0, kSettled}));
  EXPECT_EQ(head.done(), 1);
  head.previous();
  settle(head);
  EXPECT_TRUE(head.at_start());
  head.scrub(2.5, 9);
  head.scrub(0, 9);
  EXPECT_EQ(head.done(), 0);
}

TEST(Playhead, TwoPressesInOneFrameAreTwoSteps) {
  Playhead head;
  head.next(9);
  head.next(9);
  settle(head);
  EXPECT_EQ(head.moment, (Moment{1, kSettled}));
  head.previous();
  head.previous();
  settle(head);
  EXPECT_TRUE(head.at_start());
}

TEST(Playhead, TheStartIsSeenWithReducedMotionToo) {
  const Pace pace{.reduced_motion = true};
  Playhead head{.moment = {0, kSettled}};
  head.previous();
  settle(head, pace);
  EXPECT_EQ(head.shown(pace), Moment{});
  head.next(9);
  settle(head, pace);
  EXPECT_EQ(head.shown(pace), (Moment{0, kSettled}));
  EXPECT_EQ((Playhead{.playing = true}.shown(pace)), (Moment{0, kSettled}));
}

TEST(Playhead, WhatShowsNothingBeforeItsFirstStepBeginsWithIt) {
  Playhead head{.moment = {1, kSettled}, .starts_empty = false};
  head.rest_at_start();
  EXPECT_EQ(head.moment, (Moment{0, kSettled}));
  head.previous();
  EXPECT_EQ(head.moment, (Moment{0, kSettled}));
  EXPECT_FALSE(head.animating());
  EXPECT_EQ(head.done(), 1);
}

TEST(Playhead, AnotherOrderIsAsFarAlong) {
  EXPECT_EQ(as_far_along({0, 0}, 9, 36), Moment{});
  EXPECT_EQ(as_far_along({0, kSettled}, 9, 36), (Moment{3, kSettled}));
  EXPECT_EQ(as_far_along({8, kSettled}, 9, 36), (Moment{35, kSettled}));
  EXPECT_EQ(as_far_along({17, kSettled}, 36, 9), (Moment{4, kSettled}));
}

TEST(Playhead, ReducedMotionJumps) {
  const Pace pace{.reduced_motion = true};
  Playhead head{.moment = {3, kSettled}};
  head.previous();
  head.advance(pace, 9, 1.0 / 60);
  EXPECT_EQ(head.moment, (Moment{2, kSettled}));
  EXPECT_EQ(head.glide, Glide::none);
  EXPECT_EQ((Playhead{.moment = {2, 0.2}}.shown(pace)), (Moment{2, kSettled}));
}

TEST(Playhead, AStepBeyondTheEndIsBroughtBack) {
  Playhead head{.moment = {30, kSettled}};
  head.advance({}, 4, 0);
  EXPECT_EQ(head.moment.step, 3);
  head.rest_at(9, 4);
  EXPECT_EQ(head.moment, (Moment{3, kSettled}));
}

}  // namespace
}  // namespace convscope
