// Panes of the explorer: layouts, orders of steps, what lights up in all of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "app/labs/explore/panels.hpp"
#include "core/base/error.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kFirst = "tconv 3x3 k3 s2 p1 op1 w=bilinear";

TEST(PaneRects, CoverTheStage) {
  const Rect stage{240, 50, 791, 607};
  for (const int count : {1, 2, 4}) {
    double area = 0;
    for (const Rect& r : pane_rects(stage, count, false)) {
      area += r.w * r.h;
      EXPECT_GE(r.w, 320);
      EXPECT_GE(r.h, 240);
    }
    EXPECT_DOUBLE_EQ(area, stage.w * stage.h) << count;
  }
  EXPECT_GT(pane_rects(stage, 2, true)[0].h, stage.h * 0.6);
  EXPECT_EQ(pane_rects({0, 0, 1600, 400}, 2, false)[0].h, 400) << "flat stages are divided in width";
}

TEST(ExploreLayoutSlow, EachLayoutRemembersItsViews) {
  Offscreen window;
  window.run("layout 4; focus 3; view overlap; layout 1; view direct");
  EXPECT_THAT(window.explorer().arrangement.panes(), ElementsAre("direct"));
  window.run("layout 4");
  EXPECT_THAT(window.explorer().arrangement.panes(), ElementsAre("scatter", "matrix", "overlap", "overlap"));
  EXPECT_EQ(window.explorer().view().name, "scatter");
  window.run("key M");
  EXPECT_EQ(window.explorer().arrangement.count, 1);
  EXPECT_EQ(window.explorer().view().name, "direct");
  EXPECT_THROW(window.run("layout 3"), Error);
  EXPECT_THROW(window.run("focus 2"), Error);
  EXPECT_EQ(window.explorer().view().name, "direct");
}

TEST(ExploreLayoutSlow, AClickGivesAPaneTheFocusAndItsTitleTheChoice) {
  Offscreen window;
  window.run("layout 2; click 900 600");
  EXPECT_EQ(window.explorer().arrangement.focus, 1u);
  EXPECT_EQ(window.explorer().view().name, "matrix");
  window.run("click 300 88; wait 4; key Esc; focus 1; view direct");
  EXPECT_THAT(window.explorer().arrangement.panes(), ElementsAre("direct", "matrix"));
}

TEST(ExploreLayoutSlow, TurningTheOperatorTurnsEveryPane) {
  Offscreen window;
  window.run("layout 4; focus 2; turn");
  EXPECT_EQ(window.explorer().pane_view(0).name, "slide");
  EXPECT_EQ(window.explorer().view().name, "matrix");
  window.run("turn");
  EXPECT_EQ(window.explorer().pane_view(0).name, "scatter");
  EXPECT_EQ(window.desk().message, "");
}

TEST(ExploreLayoutSlow, PanesOfOtherOrdersAreAsFarAlong) {
  Offscreen window;  // 9 windows, 36 pixels
  window.run("layout 4; focus 3; view direct; focus 1; step 8");
  EXPECT_EQ(window.explorer().moment_of(view("direct")), (Moment{35, kSettled}));
  EXPECT_EQ(window.explorer().moment_of(view("matrix")), (Moment{8, kSettled}));
  window.run("step 0");
  EXPECT_EQ(window.explorer().moment_of(view("direct")).step, 3);
  window.run("step 8; focus 3");
  EXPECT_EQ(window.explorer().head().moment, (Moment{35, kSettled}));
}

TEST(ExploreLayoutSlow, AScenarioBeginsWithAViewThatShowsIt) {
  Offscreen window("conv 4x4x4 k3 c2>2");
  EXPECT_EQ(window.explorer().view().name, "matrix");
  window.run("spec tconv 4 k3");
  EXPECT_EQ(window.explorer().view().name, "matrix") << "it can show this too";
  window.run("view scatter; spec conv 3x3x3 k2 c2>2");
  EXPECT_EQ(window.explorer().view().name, "matrix");
  window.run("spec tconv 4 k3; view scatter; spec conv 3x3x3 k2");
  EXPECT_EQ(window.explorer().view().name, "slide") << "three axes of one channel";
}

TEST(ExploreLayoutSlow, PanesThatCouldNotBeReadStandAlone) {
  {
    Offscreen roomy(kFirst, 1280, 800);
    roomy.run("layout 4; focus 2");
    EXPECT_EQ(roomy.session().stage_width, (1280 - 240 - 250) / 2);
  }
  Offscreen narrow(kFirst, 800, 560);
  narrow.run("layout 4; focus 2");
  EXPECT_EQ(narrow.session().stage_width, 800 - 240);
  EXPECT_EQ(narrow.explorer().view().name, "matrix") << "the one in focus";
  narrow.run("key F");
  EXPECT_EQ(narrow.explorer().view().name, "gradient");
}

TEST(ExploreOrderSlow, StepsAreCountedInTheChosenOrder) {
  Offscreen window;
  EXPECT_EQ(window.explorer().steps(), 9);
  window.run("last; order pixel");
  EXPECT_EQ(window.explorer().steps(), 36);
  EXPECT_EQ(window.explorer().head().moment.step, 35) << "what is done stays done";
  window.run("order tap");
  EXPECT_EQ(window.explorer().steps(), 9);
  EXPECT_EQ(window.explorer().style(800, 600).order, Order::by_tap);
  window.run("view direct");
  EXPECT_EQ(window.explorer().steps(), 36) << "it keeps its own";
  window.run("order own");
  EXPECT_FALSE(window.explorer().order());
  EXPECT_THROW(window.run("order sideways"), Error);
}

TEST(ExploreOrderSlow, SwitchingWhilePlayingGoesOnPlaying) {
  Offscreen window;
  window.run("play; wait 200; order tap; wait 30; order pixel; wait 30");
  EXPECT_TRUE(window.explorer().head().playing);
  EXPECT_EQ(window.desk().message, "");
  window.run("key R");
  EXPECT_EQ(window.desk().message, "Order: by tap");
  window.run("view direct; order pixel");
  EXPECT_THAT(window.desk().message, HasSubstr("Direct keeps its own order"));
}

TEST(ExploreLinksSlow, AMatrixEntryLightsWhatItJoins) {
  Offscreen window;
  window.run("layout 2; hover entry 37");  // row 1, column 1
  const Style style = window.explorer().style(800, 600);
  EXPECT_THAT(style.linked, ::testing::IsSupersetOf({Tag{Role::input, 1}, Tag{Role::output, 1}}));
  const Picture scatter = view("scatter").draw(window.desk().derived(), window.explorer().moment(), style);
  Style plain = style;
  plain.linked.clear();
  EXPECT_NE(to_text(scatter),
            to_text(view("scatter").draw(window.desk().derived(), window.explorer().moment(), plain)));
}

TEST(ExploreHeaderSlow, EveryViewCanBeReachedAtEverySize) {
  for (const bool large : {false, true}) {
    Offscreen window(kFirst, 1280, 720);
    if (large) window.run("presentation on");
    for (const View& v : views()) {
      if (v.obstacle(window.desk().derived())) continue;
      window.run("view " + std::string(v.name));
      EXPECT_EQ(window.explorer().view().name, v.name);
    }
  }
}

}  // namespace
}  // namespace convscope
