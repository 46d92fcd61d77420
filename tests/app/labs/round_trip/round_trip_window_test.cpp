// The round-trip lab in the window, without a display: pages, pointer, sliders, keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "app/labs/round_trip/state.hpp"
#include "app/widgets/chord.hpp"
#include "core/base/error.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

/// Where a cell is under the pointer.
Point find_cell(Offscreen& window, Tag wanted) {
  for (double y = 110; y < 640; y += 13)
    for (double x = 260; x < 1020; x += 13) {
      window.application().input().push(PointerEvent{x, y});
      window.frames(2);
      if (window.session().hover == wanted) return {x, y};
    }
  ADD_FAILURE() << role_name(wanted.role) << " " << wanted.cell << " is not on the stage";
  return {-1, -1};
}

std::string click(Point p) {
  return "click " + std::to_string(static_cast<int>(p.x)) + " " + std::to_string(static_cast<int>(p.y));
}

RoundTripState& lab(Offscreen& window) {
  return window.desk().state<RoundTripState>();
}

TEST(WindowRoundTrip, PagesAreChosenByPointerAndKey) {
  Offscreen window("conv 5 k3", 1280, 720);
  window.run("round-trip");
  EXPECT_EQ(lab(window).page(), TripPage::there);
  window.run("click 478 82");
  EXPECT_EQ(lab(window).page(), TripPage::why);
  window.run("click 617 82");
  EXPECT_EQ(lab(window).page(), TripPage::deconvolve);
  window.run("click 340 82; key V");
  EXPECT_EQ(lab(window).page(), TripPage::why);
}

TEST(WindowRoundTrip, CellsArePointedAtEditedAndUndone) {
  Offscreen window("conv 5 k3", 1280, 720);
  window.run("round-trip");
  const Point last = find_cell(window, {Role::input, 4});
  window.run(click(last) + "; key Ctrl+A; type 9; key Enter");
  EXPECT_EQ(window.desk().derived().input()[4], 9);
  window.run("key Ctrl+Z");
  EXPECT_EQ(window.desk().derived().input()[4], 5);
  window.run(click(find_cell(window, {Role::input, 0})) +
             "; key Ctrl+A; type 7; key Tab; key Ctrl+A; type 8; key Enter");
  EXPECT_EQ(window.desk().derived().input()[0], 7);
  EXPECT_EQ(window.desk().derived().input()[1], 8) << "Tab goes to the next cell";
  window.run(click(find_cell(window, {Role::output, 1})));
  EXPECT_EQ(lab(window).moment({}).step, 1) << "a click on an output goes to its step";
  find_cell(window, {kReturned, 3});
}

TEST(WindowRoundTrip, KeysPlayAndStep) {
  Offscreen window("conv 5 k3", 1280, 720);
  window.run("round-trip; key Home");
  EXPECT_EQ(lab(window).moment({}), Moment{}) << "nothing is done yet";
  window.run("key Right; wait 90; key Right; wait 90");
  EXPECT_EQ(lab(window).moment({}).step, 1);
  EXPECT_FALSE(window.desk().animating()) << "an idle window redraws nothing";
  window.run("key Space");
  EXPECT_TRUE(lab(window).playing());
  window.run("key Space; key End; wait 90; key M");
  EXPECT_TRUE(lab(window).mirror());
  EXPECT_EQ(lab(window).moment({}).step, 5);
  window.run("key Ctrl+Up; key L");
  EXPECT_EQ(window.session().speed, 2) << "the pace is that of all labs";
  EXPECT_FALSE(window.session().loop);
}

TEST(WindowRoundTrip, WorkIsStoppedAndTakenUpAgainByKeys) {
  Offscreen window("conv 5 k3", 1280, 720);
  window.run("round-trip; trip why");
  window.desk().set("size", "26x26");
  window.frames(2);
  EXPECT_TRUE(lab(window).busy());
  for (int frame = 0; frame < 60 && !lab(window).at_work(); ++frame) window.frames(1);
  EXPECT_TRUE(lab(window).is_old());
  play(parse_chord("X"), window.application().input());
  window.frames(6);
  EXPECT_FALSE(lab(window).busy());
  EXPECT_TRUE(lab(window).is_old());
  window.run("click 967 82");  // Update
  EXPECT_TRUE(lab(window).is_complete());
}

TEST(WindowRoundTrip, TheSliderMovesTheInputAlongTheLostDirection) {
  Offscreen window("conv 5 k3 p1", 1280, 720);
  window.run("round-trip; trip why; drag 731 694 900 694");
  EXPECT_GT(lab(window).amount(), 0.5);
  const Shifted moved = shifted(lab(window).why());
  EXPECT_GT(std::abs(moved.input[0] - 1), 0.4);
  EXPECT_LT(moved.change, 1e-12);
  window.run("click 1212 688");
  EXPECT_EQ(lab(window).amount(), 0);
  window.run("key Right; key Right");
  EXPECT_EQ(lab(window).amount(), 0.5);
}

TEST(WindowRoundTrip, SlidersOfTheScenarioAreOneUndo) {
  Offscreen window("conv 9 k3", 1280, 720);
  window.run("round-trip; drag 24 362 60 362");
  EXPECT_NE(window.spec(), "conv 9 k3");
  window.run("key Ctrl+Z");
  EXPECT_EQ(window.spec(), "conv 9 k3");
}

TEST(WindowRoundTrip, EveryPageIsDrawnAtEverySize) {
  for (const auto& [width, height] : {std::pair{1280, 720}, {1920, 1080}, {900, 500}}) {
    Offscreen window("conv 4x4 k2 s2 c1>4 w=haar", width, height, 0.4);
    window.run(
        "round-trip; trip there; mirror on; trip why; trip deconvolve; presentation; trip there; trip why; "
        "key F1");
    EXPECT_EQ(window.desk().message, "");
  }
}

TEST(WindowRoundTrip, WhatCannotBeDrawnIsSaid) {
  Offscreen window("conv 3x3x3 k2 w=random:1", 1280, 720);
  window.run("round-trip");
  EXPECT_FALSE(lab(window).picture(window.desk(), {}));
  window.run("trip why");
  EXPECT_TRUE(lab(window).picture(window.desk(), {})) << "the matrix knows no axes";
  window.run("spec \"conv 3 k2 in=[1e308,1e308,1e308] w=[1e10,1]\"");
  EXPECT_THAT(lab(window).problem(), HasSubstr("overflows"));
  window.run("trip deconvolve; trip there");
}

}  // namespace
}  // namespace convscope
