// The size lab in the whole window: pages, clicks, typed fields, keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/labs/sizes/state.hpp"
#include "app/views/sizes/solutions.hpp"
#include "app/window/labs.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using Page = SizesState::Page;

/// At 1280 × 720 the stage begins here.
constexpr double kLeft = 240;

class WindowSizes : public ::testing::Test {
 protected:
  explicit WindowSizes(std::string_view spec = "conv 6x6 k3 s2") : window(spec, 1280, 720) {}

  SizesState& state() { return window.desk().state<SizesState>(); }
  /// Moves the pointer to a spot of the page; says where that is.
  std::string at(const std::string& id) {
    const Session& session = window.session();
    Style style = window.explorer().style(session.stage_width, session.stage_height);
    style.title = false;
    for (const Spot& spot : state().draw(window.desk(), style).spots) {
      if (spot.id != id) continue;
      const Point p = spot.rect.centre();
      return std::to_string(kLeft + p.x) + " " + std::to_string(720 - session.stage_height + p.y);
    }
    ADD_FAILURE() << "no " << id;
    return "0 0";
  }

  Offscreen window;
};

TEST_F(WindowSizes, EveryPageDrawsInEveryDressWithoutAMessage) {
  for (const char* dress :
       {"theme light", "theme dark", "presentation on", "presentation off; panels none"}) {
    window.run(dress);
    for (const char* spec :
         {"conv 6x6 k3 s2", "tconv 3x3 k3 s2 p1 op1", "conv 5x6x7 k3", "tconv 4 k3 s2 psame dialect=keras"})
      for (const std::string_view page : SizesState::kPages) {
        window.run("spec " + std::string(spec) + "; sizes-page " + std::string(page));
        EXPECT_EQ(window.desk().message, "") << spec << " " << page;
      }
  }
}

TEST_F(WindowSizes, TermsLightUpUnderThePointer) {
  window.run("sizes");
  window.run("mouse " + at("term/stride"));
  EXPECT_EQ(state().lit, "term/stride");
  window.run("mouse 5 5");
  EXPECT_EQ(state().lit, "");
  window.run("term reach; mouse 6 6");  // pinned until another is meant
  EXPECT_EQ(state().lit, "term/reach");
  window.run("mouse " + at("term/remainder") + "; mouse 5 5");
  EXPECT_EQ(state().lit, "");
}

TEST_F(WindowSizes, ClicksMeanWhatTheySay) {
  window.run("sizes");
  window.run("click " + at("axis/1"));
  EXPECT_EQ(state().axis(window.desk()), 1u);
  window.run("sizes-page ambiguity");
  window.run("click " + at("size/5"));
  EXPECT_THAT(window.spec(), StartsWith("conv 6x5 "));
  window.run("key Ctrl+Z; sizes-page network");
  window.run("click " + at("layer/4"));
  EXPECT_EQ(state().layer(), 4u);
  window.run("sizes-shift");
  window.run("click " + at("dialect/5"));
  EXPECT_EQ(window.desk().message, "");
}

TEST_F(WindowSizes, SolvesAndApplies) {
  window.run("spec tconv 4x4 k3 s2 p1 op1; sizes-page solve");
  EXPECT_EQ(state().desk().found().size(), 36u);
  window.run("click " + at("sort/kernel"));
  EXPECT_EQ(state().desk().sorted(), SolveColumn::kernel);
  window.run("click " + at("row/0"));
  EXPECT_THAT(window.spec(), StartsWith("tconv 4x4 k1 s3 p1"));
  window.run("mouse 600 500; wheel -3");
  EXPECT_GT(state().desk().first, 0);
  // The value of "Wanted output" is typed into the panel at the left.
  window.run("click 200 184; type 9; key Enter");
  EXPECT_EQ(state().desk().question().wanted, Shape{9});
  EXPECT_EQ(state().desk().answered().wanted, Shape{9});
}

TEST_F(WindowSizes, KeysTurnPagesAndSizes) {
  window.run("key 3; key PageDown");
  EXPECT_EQ(state().page, Page::ambiguity);
  window.run("key PageUp; key Right; key X; key Left");
  EXPECT_THAT(window.spec(), StartsWith("conv 7x5 "));
  window.run("sizes-page network; key Right; key A");
  EXPECT_EQ(state().chain().size, (Shape{257, 257}));
  EXPECT_EQ(state().chain().layers.size(), 28u);
  window.run("key Delete; key Ctrl+Z; key Ctrl+Z; key Ctrl+Z");
  EXPECT_EQ(state().chain().size, (Shape{256, 256}));
  window.run("sizes-page arithmetic; key J");
  EXPECT_THAT(window.desk().message, HasSubstr("JSON"));
  window.run("key Ctrl+Shift+C");
  EXPECT_EQ(window.desk().message, "Copied convscope shape conv --input 7,5 --kernel 3 --stride 2");
}

TEST_F(WindowSizes, ArrowsGoThroughTheLayers) {
  window.run("sizes-page network");
  for (int i = 0; i < 27; ++i) window.run("key Down");
  EXPECT_EQ(state().layer(), 26u);
  window.run("click " + at("layer/26"));  // it is in view
  EXPECT_EQ(state().layer(), std::nullopt);
}

TEST_F(WindowSizes, TheNearestSizesAreLinks) {
  window.run("solve input 5; solve wanted 100");
  window.run("click " + at("nearest/0"));
  EXPECT_EQ(state().desk().answered().wanted, Shape{11});
  window.run("solve wanted 100; key Down; key Enter");
  EXPECT_EQ(state().desk().answered().wanted, Shape{11});
  window.run("key Down; key Enter");
  EXPECT_THAT(window.spec(), StartsWith("conv 5 "));
}

TEST_F(WindowSizes, TheNetworksSliderIsOneEdit) {
  window.run("sizes-page network; drag 80 155 120 155");
  EXPECT_NE(state().chain().size, (Shape{256, 256}));
  window.run("key Ctrl+Z");
  EXPECT_EQ(state().chain().size, (Shape{256, 256}));
}

TEST_F(WindowSizes, ChangesMoveUnlessMotionIsReduced) {
  window.run("sizes");
  window.desk().set("stride", "3");
  window.frames(2);
  EXPECT_TRUE(window.desk().animating());
  window.frames(20);
  EXPECT_FALSE(window.desk().animating());
  window.run("reduced-motion on");
  window.desk().set("stride", "2");
  window.frames(2);
  EXPECT_FALSE(window.desk().animating());
}

TEST_F(WindowSizes, RestsWhenNothingMoves) {
  for (const std::string_view page : SizesState::kPages) {
    window.run("sizes-page " + std::string(page) + "; mouse 5 5");
    window.frames(30);
    EXPECT_FALSE(window.application().restless()) << page;
  }
}

TEST_F(WindowSizes, HasHelpForEveryPage) {
  for (const std::string_view page : SizesState::kPages) {
    const HelpTopic* topic = help_topic("sizes/" + std::string(page));
    ASSERT_NE(topic, nullptr) << page;
    EXPECT_FALSE(topic->text.empty() || topic->reference.empty()) << page;
  }
}

}  // namespace
}  // namespace convscope
