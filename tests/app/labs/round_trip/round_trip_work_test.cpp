// What workers find out for the round-trip lab: what is shown meanwhile, stopped, kept, refused.
#include "tests/app/labs/round_trip/round_trip_lab.hpp"
#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

using testing::expect_error;
using ::testing::HasSubstr;
using Window = testing::RoundTripWindow;

TEST(RoundTripState, ValuesThatOverflowAreSaidAndNothingHangs) {
  Window w("conv 3 k2 in=[1e308,1e308,1e308] w=[1e10,1]");
  w.settle();
  EXPECT_THAT(w.lab().problem(), HasSubstr("in: the output overflows"));
  w.run("trip deconvolve");
  w.settle();
  w.run("trip why");
  w.settle();
  w.run("set in ramp; set w box; trip there");
  w.settle();
  EXPECT_EQ(w.lab().problem(), "");
  EXPECT_TRUE(w.lab().scene());
}

TEST(RoundTripState, SizesBeyondTheDecompositionAreStillAnswered) {
  Window w("conv 60x60 k3 s2");
  w.settle();
  EXPECT_EQ(w.lab().scene()->outcome.sentence, "lost: at least 2759 of 3600 directions (rank at most 841)");
  w.run("trip why");
  w.settle();
  EXPECT_TRUE(w.lab().picture(w.desk, {}));
  EXPECT_FALSE(w.lab().loss()->trip.analysis);
}

TEST(RoundTripState, WhatIsKnownOfAScenarioIsKnownAfterUndo) {
  Window w("conv 12x12 k3");
  w.run("trip why");
  w.settle();
  w.run("set kernel 2");
  w.settle();
  w.run("undo");
  w.desk.tick(0);
  EXPECT_FALSE(w.desk.updating());
  EXPECT_TRUE(w.lab().is_complete());
  EXPECT_EQ(w.lab().scene()->outcome.sentence, "lost: 44 of 144 directions (rank 100)");
  w.run("set in random:2");
  w.desk.tick(0);
  EXPECT_TRUE(w.desk.updating()) << "another input has another pre-image";
  w.settle();
}

TEST(RoundTripState, TheLastResultStaysWhileANewerOneIsMade) {
  Window w("conv 5 k3");
  w.run("trip why");
  w.settle();
  EXPECT_FALSE(w.lab().is_old());
  EXPECT_TRUE(w.lab().is_complete());
  w.run("set size 26x26");
  w.desk.tick(0);
  EXPECT_TRUE(w.lab().loss());
  EXPECT_TRUE(w.lab().is_old());
  EXPECT_TRUE(w.lab().picture(w.desk, {}));
  w.settle();
  EXPECT_FALSE(w.lab().is_old());
  EXPECT_EQ(w.lab().loss()->derived->input().size(), 676);
}

TEST(RoundTripState, FramesAreDrawnUntilTheWindowSaysThatItIsAtWork) {
  Window w("conv 5 k3");
  w.run("trip why");
  w.settle();
  EXPECT_FALSE(w.desk.animating()) << "at rest no frames are asked for";
  w.run("set size 26x26; set kernel 2");  // singular values take longer than the frames below
  w.desk.tick(1.0 / 60);
  EXPECT_TRUE(w.desk.animating());
  EXPECT_FALSE(w.lab().at_work());
  for (int frame = 0; frame < 60 && w.desk.animating(); ++frame) w.desk.tick(1.0 / 60);
  EXPECT_TRUE(w.lab().busy());
  EXPECT_TRUE(w.lab().at_work());
  EXPECT_FALSE(w.desk.animating()) << "what it says now does not change by itself";
  w.settle();
  EXPECT_FALSE(w.lab().at_work());
  EXPECT_FALSE(w.desk.animating());
}

TEST(RoundTripState, WhatWasStoppedIsKnownToBeOldUntilItIsComputedAnew) {
  Window w("conv 5 k3");
  w.run("trip why");
  w.settle();
  w.run("set size 26x26");
  w.desk.tick(0);
  w.run("trip-cancel");
  w.settle();
  EXPECT_FALSE(w.lab().busy());
  EXPECT_TRUE(w.lab().is_old());
  EXPECT_FALSE(w.lab().is_complete());
  EXPECT_EQ(w.lab().loss()->derived->input().size(), 5);
  w.run("trip there");
  w.settle();
  EXPECT_FALSE(w.lab().is_old()) << "the trip itself was there at once";
  EXPECT_FALSE(w.lab().is_complete());
  EXPECT_EQ(w.lab().scene()->outcome.sentence, "lost: at least 100 of 676 directions (rank at most 576)");
  w.run("trip-update");
  w.settle();
  EXPECT_TRUE(w.lab().is_complete());
  EXPECT_EQ(w.lab().scene()->outcome.sentence, "lost: 100 of 676 directions (rank 576)");
}

TEST(RoundTripState, IterationsThatWereStoppedAreKept) {
  Window w("conv 200x200 k5 p2 w=gaussian in=random:1");
  w.run("trip deconvolve");
  w.desk.tick(0);
  w.run("trip-cancel");
  w.settle();
  ASSERT_TRUE(w.lab().deconvolved());
  EXPECT_TRUE(w.lab().deconvolved()->result.cancelled);
  EXPECT_LT(w.lab().steps(), 400);
  EXPECT_FALSE(w.lab().is_old());
  EXPECT_FALSE(w.lab().is_complete());
  w.run("set size 9x9; trip-update");
  w.settle();
  EXPECT_TRUE(w.lab().is_complete());
}

TEST(RoundTripState, LargeTripsAreMadeBesideTheWindow) {
  Window w("conv 400x400 k3 c1>2");
  while (w.desk.following()) w.desk.tick(0);
  w.desk.tick(0);
  EXPECT_TRUE(!w.lab().scene() || w.lab().is_old()) << "the trip is on its way";
  EXPECT_TRUE(w.lab().busy());
  while (!w.lab().scene() || w.lab().is_old()) w.desk.tick(0);
  w.run("trip-output-padding 0");
  w.desk.tick(0);
  EXPECT_TRUE(w.lab().is_old()) << "the way back with another padding is on its way";
  while (w.lab().is_old()) w.desk.tick(0);
  w.run("trip-cancel");
  expect_error([&] { w.run("trip-output-padding 1"); },
               "output-padding: 1 is out of range (0 to 0, below max(stride, dilation))");
}

}  // namespace
}  // namespace convscope
