// Two scenarios beside each other: what is edited, how both step, what the next start has of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "app/window/lab_memory.hpp"
#include "core/base/error.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string line(const ExploreState& lab, std::size_t pane) {
  return lab.pane_line(pane);
}

TEST(ExploreBesideSlow, EditsMeanTheScenarioOfThePaneInFocus) {
  Offscreen window("conv 6x6 k3");
  ExploreState& lab = window.explorer();
  window.run("beside same");
  EXPECT_EQ(lab.arrangement.count, 2);
  EXPECT_THAT(lab.arrangement.panes(), ElementsAre("slide", "slide"));
  EXPECT_EQ(lab.arrangement.focus, 0u) << "the one that was there stays in focus";
  window.run("focus 2; set kernel 4x4; set stride 2");
  EXPECT_THAT(line(lab, 0), HasSubstr("k3"));
  EXPECT_THAT(line(lab, 1), HasSubstr("k4"));
  EXPECT_EQ(window.spec(), line(lab, 1)) << "the header says which";
  window.run("focus 1; set padding 1; focus 2; key Ctrl+Z; key Ctrl+Z; key Ctrl+Z");
  EXPECT_EQ(line(lab, 1), "conv 6x6 k3") << "each has its own history";
  EXPECT_THAT(window.desk().message, HasSubstr("nothing to undo"));
  EXPECT_THAT(line(lab, 0), HasSubstr("p1"));
}

TEST(ExploreBesideSlow, AClickOnACellGoesToItsScenario) {
  Offscreen window("conv 3 k2", 1280, 720, 1);
  window.run("panels none; beside \"conv 4 k2 in=[9,8,7,6]\"; wait 3");
  ExploreState& lab = window.explorer();
  const Picture right =
      view("slide").draw(lab.pane_derived(1), lab.pane_moment(1), lab.pane_style(1, 640, 570));
  Point at{};
  for (const Item& item : right.items)
    if (item.tag == Tag{Role::input, 1})
      if (const auto* box = std::get_if<Box>(&item.shape)) at = box->rect.centre();
  ASSERT_GT(at.x, 0);
  // The header has 50 pixels, the line above the column 34.
  window.run("click " + std::to_string(640 + at.x) + " " + std::to_string(50 + 34 + at.y) +
             "; wait 4; key Ctrl+A; type 5; key Enter");
  EXPECT_EQ(lab.arrangement.focus, 1u);
  EXPECT_EQ(lab.pane_derived(1).input()[1], 5);
  EXPECT_EQ(lab.pane_derived(0).input()[1], 2);
}

TEST(ExploreBesideSlow, BothStepTogetherAndTheShorterOneWaits) {
  Offscreen window("conv 6x6 k3");
  ExploreState& lab = window.explorer();
  window.run("beside conv 6x6 k4");
  EXPECT_EQ(lab.steps(), 16);
  window.run("step 5");
  EXPECT_EQ(lab.pane_moment(0), (Moment{5, kSettled}));
  EXPECT_EQ(lab.pane_moment(1), (Moment{5, kSettled}));
  window.run("step 12");
  EXPECT_EQ(lab.pane_moment(0), (Moment{12, kSettled}));
  EXPECT_EQ(lab.pane_moment(1), (Moment{8, kSettled})) << "at its end";
  window.run("focus 2");
  EXPECT_EQ(lab.steps(), 16);
  EXPECT_EQ(lab.head().moment.step, 12) << "the playhead is that of both";
  EXPECT_EQ(lab.moment(), (Moment{8, kSettled}));
  window.run("last; focus 1");
  EXPECT_EQ(lab.moment(), (Moment{15, kSettled}));
  window.run("start");
  EXPECT_EQ(lab.pane_moment(1), Moment{});
  window.run("layout 4; focus 3; view matrix; focus 1; step 3");
  EXPECT_EQ(lab.pane_view(3).name, "gradient") << "each row has one view";
  EXPECT_EQ(lab.pane_moment(3), (Moment{3, kSettled}));
}

TEST(ExploreBesideSlow, AnOperatorStandsBesideItsTranspose) {
  Offscreen window("tconv 3x3 k3 s2 p1 op1 w=bilinear");
  ExploreState& lab = window.explorer();
  window.run("beside turned; step 4");
  EXPECT_EQ(lab.pane_view(0).name, "scatter");
  EXPECT_EQ(lab.pane_view(1).name, "slide");
  EXPECT_EQ(lab.pane_moment(1).step, 4) << "the same window";
  window.run("focus 2");
  EXPECT_EQ(lab.view().name, "slide");
  EXPECT_FALSE(window.desk().scenario().transposed());
  window.run("beside off");
  EXPECT_FALSE(lab.has_neighbour());
  EXPECT_FALSE(window.desk().scenario().transposed()) << "the one in focus stays";
  EXPECT_THAT(lab.arrangement.panes(), ElementsAre("slide", "matrix"));
}

TEST(ExploreBesideSlow, WhatCannotStandThereIsSaidAndChangesNothing) {
  Offscreen window("conv 6x6 k3");
  EXPECT_THROW(window.run("beside conv 3 k5"), Error);
  EXPECT_THROW(window.run("beside nothing-of-the-kind"), Error);
  EXPECT_THROW(window.run("beside left"), Error);
  EXPECT_FALSE(window.explorer().has_neighbour());
  window.run("beside off; beside same");
  EXPECT_THROW(window.run("quiz on"), Error);
  EXPECT_FALSE(window.explorer().quiz.on);
  window.run("focus 2");
  EXPECT_THROW(window.run("beside conv 3 k5"), Error);
  EXPECT_EQ(window.explorer().pane_line(0), "conv 6x6 k3");
}

TEST(ExploreBesideSlow, AnotherOneTakesItsPlace) {
  Offscreen window("conv 6x6 k3");
  window.run("beside conv 6x6 k4; focus 2; beside conv 6x6 k5");
  EXPECT_THAT(window.explorer().pane_line(0), HasSubstr("k5"));
  EXPECT_THAT(window.explorer().pane_line(1), HasSubstr("k4"));
  window.run("beside left conv 6x6 k2");
  EXPECT_THAT(window.explorer().pane_line(0), HasSubstr("k2"));
}

TEST(ExploreBesideSlow, TheNextStartHasBoth) {
  for (const char* more : {"focus 1", "focus 2", "layout 4; focus 4", "layout 4; focus 3; view matrix"}) {
    InputQueue input;
    Desk first = whole_desk(parse_spec("conv 6x6 k3"));
    CommandTarget before{first, input};
    for (const auto& words : parse_commands(std::string("beside conv 6x6 k4; ") + more))
      run_command(before, words);
    const LabMemories kept = remembered(first);
    Desk second = whole_desk(first.scenario());
    CommandTarget after{second, input};
    recall(after, kept);
    const ExploreState &then = explorer(first), &now = explorer(second);
    ASSERT_TRUE(now.has_neighbour()) << more;
    for (std::size_t pane = 0; pane < 2; ++pane) EXPECT_EQ(line(now, pane), line(then, pane)) << more;
    EXPECT_EQ(now.arrangement.focus, then.arrangement.focus) << more;
    EXPECT_EQ(now.arrangement.panes(), then.arrangement.panes()) << more;
    EXPECT_EQ(remembered(second), kept) << more;
  }
}

TEST(ExploreBesideSlow, TheHeadingsChooseTypeAndClose) {
  Offscreen window("conv 6x6 k3", 1280, 720);
  window.run("panels none; beside conv 6x6 k4; click 800 66; wait 3");
  EXPECT_EQ(window.explorer().arrangement.focus, 1u) << "a click on the other one's line";
  window.run("click 800 66; wait 4; key Ctrl+A; type \"conv 5x5 k2\"; key Enter; wait 4");
  EXPECT_EQ(window.explorer().pane_line(1), "conv 5x5 k2");
  EXPECT_EQ(window.explorer().pane_line(0), "conv 6x6 k3");
  window.run("click 800 66; wait 4; key Ctrl+A; type \"conv 5x5 k9\"; key Enter; wait 4");
  EXPECT_EQ(window.explorer().pane_line(1), "conv 5x5 k2");
  EXPECT_TRUE(window.desk().warning) << "one sentence";
  window.run("click 1256 66; wait 4");
  EXPECT_FALSE(window.explorer().has_neighbour());
  EXPECT_EQ(window.spec(), "conv 6x6 k3") << "the other one stays";
}

TEST(ExploreBesideSlow, BothAreExported) {
  Offscreen window("conv 6x6 k3", 1280, 720);
  window.run("beside conv 6x6 k4; step 3");
  const auto film = window.explorer().film(window.desk(), {.width = 1200, .height = 600}, false);
  ASSERT_TRUE(film);
  const std::string text = to_text(film->draw(film->now));
  EXPECT_THAT(text, HasSubstr("\"conv 6x6 k3\""));
  EXPECT_THAT(text, HasSubstr("\"conv 6x6 k4\""));
}

TEST(ExploreBesideSlow, TheSameCellLightsUpWhereBothHaveIt) {
  Offscreen window("conv 6x6 k3");
  window.run("beside conv 6x6 k4; hover input 7");
  const ExploreState& lab = window.explorer();
  EXPECT_EQ(lab.pane_style(1, 600, 500).hover, (Tag{Role::input, 7}));
  window.run("hover output 7");
  EXPECT_EQ(lab.pane_style(0, 600, 500).hover, (Tag{Role::output, 7}));
  EXPECT_EQ(lab.pane_style(1, 600, 500).hover, Tag{}) << "another place there";
}

TEST(ExploreBesideSlow, EveryLayoutAndViewIsDrawn) {
  Offscreen window("tconv 3x3 k3 s2 p1", 900, 560, 0.4);
  window.run("beside conv 4 k3");
  for (const char* layout : {"layout 1", "layout 2", "layout 4", "stand below; layout 2"}) {
    window.run(layout);
    for (const View& one : views()) {
      if (one.obstacle(window.desk().derived())) continue;
      window.run("view " + std::string(one.name) + "; key F; key F");
      EXPECT_FALSE(window.desk().warning) << window.desk().message;
    }
  }
}

}  // namespace
}  // namespace convscope
