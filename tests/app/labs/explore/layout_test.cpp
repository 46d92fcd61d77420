// Panes of the explorer: layouts, orders of steps, what lights up in all of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
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

TEST(PaneRects, TwoStandBesideEachOtherWhereTheStageIsWide) {
  const auto beside = [](const Rect& stage, bool strip, const StageSplit& split = {}) {
    return pane_rects(stage, 2, strip, split)[1].x > stage.x;
  };
  EXPECT_TRUE(beside({0, 0, 1920, 960}, false));
  EXPECT_TRUE(beside({0, 0, 1920, 960}, true)) << "a projector";
  EXPECT_TRUE(beside({0, 0, 1280, 606}, true));
  EXPECT_FALSE(beside({240, 56, 1120, 860}, false)) << "between the panels";
  EXPECT_FALSE(beside({0, 0, 1400, 880}, true)) << "a strip is at home below";
  EXPECT_FALSE(beside({0, 0, 900, 500}, false)) << "its halves are narrow";
  EXPECT_FALSE(beside({0, 0, 1920, 960}, false, {.way = StageSplit::Way::below}));
  EXPECT_TRUE(beside({0, 0, 900, 900}, false, {.way = StageSplit::Way::beside}));
}

TEST(PaneRects, SharesLeaveRoomForEachView) {
  const Rect stage{100, 50, 1600, 900};
  EXPECT_EQ(pane_rects(stage, 2, false, {.across = 0.25})[0].w, 400);
  EXPECT_EQ(pane_rects(stage, 2, false, {.across = 0.1})[0].w, kLeastPaneWidth);
  EXPECT_EQ(pane_rects(stage, 2, false, {.across = 0.9})[1].w, kLeastPaneWidth);
  const auto four = pane_rects(stage, 4, false, {.across = 0.6, .down = 0.4});
  EXPECT_EQ(four[3], (Rect{100 + 960, 50 + 360, 640, 540}));
  for (const double share : {0.1, 0.5, 0.9}) {  // less room than two need is halved
    const auto narrow =
        pane_rects({0, 0, 500, 700}, 2, false, {.way = StageSplit::Way::beside, .across = share});
    EXPECT_EQ(narrow[0].w + narrow[1].w, 500);
    EXPECT_GE(std::min(narrow[0].w, narrow[1].w), 180);
  }
}

TEST(PaneDividers, StandBetweenTheViews) {
  const Rect stage{100, 50, 1600, 900};
  EXPECT_TRUE(pane_dividers(pane_rects(stage, 1, false)).empty());
  const auto two = pane_dividers(pane_rects(stage, 2, false));
  ASSERT_EQ(two.size(), 1u);
  EXPECT_TRUE(two[0].upright);
  EXPECT_EQ(two[0].at, 900);
  EXPECT_EQ(share_at(stage, two[0], {500, 0}), 0.25);
  EXPECT_EQ(share_at(stage, two[0], {-500, 0}), StageSplit::kLeast);
  EXPECT_EQ(pane_dividers(pane_rects(stage, 4, false)).size(), 2u);
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
  EXPECT_EQ(window.explorer().view().name, "scatter") << "the one in focus stays";
  EXPECT_THROW(window.run("layout 3"), Error);
  EXPECT_THROW(window.run("focus 2"), Error);
  EXPECT_EQ(window.explorer().view().name, "scatter");
}

TEST(ExploreLayoutSlow, OneViewIsTheOneInFocus) {
  Offscreen window;
  window.run("layout 2; focus 2; step 3; layout 1");
  EXPECT_EQ(window.explorer().view().name, "matrix");
  EXPECT_EQ(window.explorer().head().moment.step, 3);
  window.run("layout 2");
  EXPECT_EQ(window.explorer().arrangement.focus, 1u) << "and has the focus again";
  window.run("focus 2; layout 4");
  EXPECT_EQ(window.explorer().view().name, "matrix");
}

TEST(ExploreLayoutSlow, DividersAreDraggedRememberedAndReset) {
  Offscreen window("tconv 3x3 k3 s2 p1 op1 w=bilinear", 1600, 800);
  window.run("panels none; layout 2");
  window.run("drag 800 300 1040 320");
  EXPECT_NEAR(*window.explorer().arrangement.split.across, 0.65, 0.005);
  EXPECT_FALSE(window.explorer().arrangement.split.down);
  EXPECT_EQ(window.explorer().arrangement.focus, 0u) << "no view was clicked";
  window.run("mouse 1040 300; wait 3");
  EXPECT_EQ(ImGui::GetMouseCursor(), ImGuiMouseCursor_ResizeEW);
  window.run("click 1040 300; click 1040 300; wait 4");
  EXPECT_FALSE(window.explorer().arrangement.split.across) << "a double click";
  window.run("layout 4; divider-down 30; divider-across 40");
  EXPECT_EQ(window.session().stage_width, 1600 * 0.4);
  EXPECT_THROW(window.run("divider-down 5"), Error);
  EXPECT_THROW(window.run("divider-across wide"), Error);
  window.run("divider-down auto");
  EXPECT_FALSE(window.explorer().arrangement.split.down);
  window.run("layout 2; stand below");
  EXPECT_EQ(window.session().stage_width, 1600);
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
  EXPECT_EQ(window.desk().message, "Order: by weight");
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
