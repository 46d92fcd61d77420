#include "app/export/frames.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "core/base/error.hpp"
#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

double seconds_of(const std::vector<AnimationFrame>& frames) {
  return std::accumulate(frames.begin(), frames.end(), 0.0,
                         [](double sum, const AnimationFrame& frame) { return sum + frame.seconds; });
}

TEST(AnimationFrames, DivideEveryStepEvenly) {
  const auto frames = animation_frames(3, {.fps = 5});
  ASSERT_EQ(frames.size(), 13u);
  EXPECT_EQ(frames[0].moment, (Moment{0, 0}));
  EXPECT_EQ(frames[1].moment, (Moment{0, 0.25}));
  EXPECT_EQ(frames[4].moment, (Moment{1, 0}));
  EXPECT_EQ(frames[12].moment, (Moment{2, kSettled}));
  EXPECT_NEAR(seconds_of(frames), 3 * kExportStepSeconds + kHoldSeconds, 1e-9);
}

TEST(AnimationFrames, KeepTheirLengthAtAnyRate) {
  for (double fps : {1.0, 7.0, 15.0, 30.0, 60.0})
    EXPECT_NEAR(seconds_of(animation_frames(9, {.fps = fps})), 9 * kExportStepSeconds + kHoldSeconds, 1e-9)
        << fps;
  EXPECT_NEAR(seconds_of(animation_frames(9, {.fps = 30, .speed = 1.25})),
              9 * kExportStepSeconds / 1.25 + kHoldSeconds, 1e-9);
}

TEST(AnimationFrames, HaveNoMoreThanTwoStepsASecond) {
  for (const double speed : {1.6, 2.0, 8.0, 100.0})
    for (const bool stills : {false, true})
      EXPECT_NEAR(seconds_of(animation_frames(9, {.fps = 30, .speed = speed, .stills = stills})),
                  9 * 0.5 + kHoldSeconds, 1e-9)
          << speed;
}

TEST(AnimationFrames, CanBeStills) {
  const auto frames = animation_frames(4, {.stills = true});
  ASSERT_EQ(frames.size(), 5u);
  for (Index i = 0; i < 4; ++i) EXPECT_EQ(frames[static_cast<std::size_t>(i)].moment, (Moment{i, kSettled}));
}

TEST(AnimationFrames, AreLimited) {
  EXPECT_EQ(animation_frames(kMostFrames / 24, {.fps = 30}).size(),
            static_cast<std::size_t>(kMostFrames) + 1);
  testing::expect_error(
      [] { animation_frames(1000, {.fps = 30}); },
      "speed: 1000 steps of 24 frames are 24000 frames (at most 5400 frames: a smaller --fps)");
  EXPECT_NO_THROW(animation_frames(1000, {.fps = 6}));
  testing::expect_error(
      [] { animation_frames(300, {.fps = 30}); },
      "speed: 300 steps of 24 frames are 7200 frames (at most 5400 frames: --speed 1.4, or a smaller --fps)");
  EXPECT_NO_THROW(animation_frames(300, {.fps = 30, .speed = 1.4}));
  testing::expect_error([] { animation_frames(6000, {.fps = 30}); },
                        "steps: 6000 are too many for an animation (at most 5400; a smaller size has fewer)");
}

TEST(StillMoment, CountsStepsThatAreDone) {
  EXPECT_EQ(still_moment(0, 9), (Moment{0, 0}));
  EXPECT_EQ(still_moment(1, 9), (Moment{0, kSettled}));
  EXPECT_EQ(still_moment(9, 9), (Moment{8, kSettled}));
  testing::expect_error([] { still_moment(10, 9); }, "step: 10 is outside the animation (from 0 to 9)");
  testing::expect_error([] { still_moment(-1, 9); }, "step: -1 is outside the animation (from 0 to 9)");
}

}  // namespace
}  // namespace convscope
