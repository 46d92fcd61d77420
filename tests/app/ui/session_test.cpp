// Playback as a pure function of the time that is handed in.
#include "app/ui/session.hpp"

#include <gtest/gtest.h>

namespace convscope {
namespace {

TEST(SessionAdvance, PlaysOneStepInItsTime) {
  Session session{.playing = true};
  Glide glide = Glide::none;
  for (int i = 0; i < 10; ++i) advance(session, glide, 9, kStepSeconds / 10);
  EXPECT_NEAR(static_cast<double>(session.moment.step) + session.moment.phase, 1, 1e-9);
}

TEST(SessionAdvance, SpeedScalesTime) {
  Session slow{.playing = true, .speed = 0.5}, fast{.playing = true, .speed = 4};
  Glide glide = Glide::none;
  advance(slow, glide, 9, kStepSeconds);
  advance(fast, glide, 9, kStepSeconds);
  EXPECT_EQ(slow.moment, (Moment{0, 0.5}));
  EXPECT_EQ(fast.moment.step, 4);
}

TEST(SessionAdvance, LoopStartsOver) {
  Session session{.moment = {8, 0.9}, .playing = true, .loop = true};
  Glide glide = Glide::none;
  advance(session, glide, 9, kStepSeconds / 2);
  EXPECT_EQ(session.moment.step, 0);
  EXPECT_TRUE(session.playing);
}

TEST(SessionAdvance, WithoutLoopTheLastStepRests) {
  Session session{.moment = {8, 0.9}, .playing = true, .loop = false};
  Glide glide = Glide::none;
  advance(session, glide, 9, kStepSeconds / 2);
  EXPECT_EQ(session.moment, (Moment{8, kSettled}));
  EXPECT_FALSE(session.playing);
}

TEST(SessionAdvance, GlidesForwardsToRestAndStops) {
  Session session{.moment = {3, 0}};
  Glide glide = Glide::settle;
  for (int i = 0; i < 200 && glide != Glide::none; ++i) advance(session, glide, 9, 1.0 / 60);
  EXPECT_EQ(glide, Glide::none);
  EXPECT_EQ(session.moment, (Moment{3, kSettled}));
}

TEST(SessionAdvance, RewindsThroughTheStepToTheOneBefore) {
  Session session{.moment = {3, kSettled}};
  Glide glide = Glide::rewind;
  advance(session, glide, 9, 1.0 / 60);
  EXPECT_EQ(session.moment.step, 3);
  EXPECT_LT(session.moment.phase, kSettled);
  for (int i = 0; i < 200 && glide != Glide::none; ++i) advance(session, glide, 9, 1.0 / 60);
  EXPECT_EQ(session.moment, (Moment{2, kSettled}));
}

TEST(SessionAdvance, ReducedMotionJumps) {
  Session session{.moment = {3, kSettled}, .reduced_motion = true};
  Glide glide = Glide::rewind;
  advance(session, glide, 9, 1.0 / 60);
  EXPECT_EQ(session.moment, (Moment{2, kSettled}));
  EXPECT_EQ(glide, Glide::none);
}

TEST(SessionAdvance, AStepBeyondTheEndIsBroughtBack) {
  Session session{.moment = {30, kSettled}};
  Glide glide = Glide::none;
  advance(session, glide, 4, 0);
  EXPECT_EQ(session.moment.step, 3);
}

}  // namespace
}  // namespace convscope
