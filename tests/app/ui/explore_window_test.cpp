// Exploring without a display: layouts, orders, links, zoom, camera, cells, pasting, kernels, quiz, help.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "app/ui/context_help.hpp"
#include "app/ui/panels.hpp"
#include "app/ui/quiz.hpp"
#include "app/views/number_text.hpp"
#include "core/base/error.hpp"
#include "core/io/npy.hpp"
#include "core/scenario/fields.hpp"
#include "tests/app/ui/offscreen.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

std::string at(const char* command, Point p) {
  return std::string(command) + " " + std::to_string(static_cast<int>(p.x)) + " " +
         std::to_string(static_cast<int>(p.y));
}

/// Where a cell is under the pointer.
Point find_cell(Offscreen& window, Tag wanted, const Rect& where) {
  for (double y = where.y; y < where.bottom(); y += 11)
    for (double x = where.x; x < where.right(); x += 11) {
      window.application().input().push(PointerEvent{x, y});
      window.frames(2);
      if (window.session().hover == wanted) return {x, y};
    }
  ADD_FAILURE() << role_name(wanted.role) << " " << wanted.cell << " is not on the stage";
  return {-1, -1};
}

constexpr Rect kStage{250, 60, 780, 580};
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
  EXPECT_THAT(window.session().arrangement.panes(), ElementsAre("direct"));
  window.run("layout 4");
  EXPECT_THAT(window.session().arrangement.panes(), ElementsAre("scatter", "matrix", "overlap", "overlap"));
  EXPECT_EQ(window.session().view, "scatter");
  window.run("key M");
  EXPECT_EQ(window.session().arrangement.count, 1);
  EXPECT_EQ(window.session().view, "direct");
  EXPECT_THROW(window.run("layout 3"), Error);
  EXPECT_THROW(window.run("focus 2"), Error);
  EXPECT_EQ(window.session().view, "direct");
}

TEST(ExploreLayoutSlow, AClickGivesAPaneTheFocusAndItsTitleTheChoice) {
  Offscreen window;
  window.run("layout 2; click 900 600");
  EXPECT_EQ(window.session().arrangement.focus, 1u);
  EXPECT_EQ(window.session().view, "matrix");
  window.run("click 300 88; wait 4; key Esc; focus 1; view direct");
  EXPECT_THAT(window.session().arrangement.panes(), ElementsAre("direct", "matrix"));
}

TEST(ExploreLayoutSlow, TurningTheOperatorTurnsEveryPane) {
  Offscreen window;
  window.run("layout 4; focus 2; turn");
  EXPECT_EQ(window.state().pane_view(0).name, "slide");
  EXPECT_EQ(window.session().view, "matrix");
  window.run("turn");
  EXPECT_EQ(window.state().pane_view(0).name, "scatter");
  EXPECT_EQ(window.state().message, "");
}

TEST(ExploreLayoutSlow, PanesOfOtherOrdersAreAsFarAlong) {
  Offscreen window;  // 9 windows, 36 pixels
  window.run("layout 4; focus 3; view direct; focus 1; step 8");
  EXPECT_EQ(window.state().moment_of(view("direct")), (Moment{35, kSettled}));
  EXPECT_EQ(window.state().moment_of(view("matrix")), (Moment{8, kSettled}));
  window.run("step 0");
  EXPECT_EQ(window.state().moment_of(view("direct")).step, 3);
  window.run("step 8; focus 3");
  EXPECT_EQ(window.session().moment, (Moment{35, kSettled}));
}

TEST(ExploreOrderSlow, StepsAreCountedInTheChosenOrder) {
  Offscreen window;
  EXPECT_EQ(window.state().steps(), 9);
  window.run("last; order pixel");
  EXPECT_EQ(window.state().steps(), 36);
  EXPECT_EQ(window.session().moment.step, 35) << "what is done stays done";
  window.run("order tap");
  EXPECT_EQ(window.state().steps(), 9);
  EXPECT_EQ(window.state().style(800, 600).order, Order::by_tap);
  window.run("view direct");
  EXPECT_EQ(window.state().steps(), 36) << "it keeps its own";
  window.run("order own");
  EXPECT_FALSE(window.session().order);
  EXPECT_THROW(window.run("order sideways"), Error);
}

TEST(ExploreOrderSlow, SwitchingWhilePlayingGoesOnPlaying) {
  Offscreen window;
  window.run("play; wait 200; order tap; wait 30; order pixel; wait 30");
  EXPECT_TRUE(window.session().playing);
  EXPECT_EQ(window.state().message, "");
  window.run("key R");
  EXPECT_EQ(window.state().message, "Order: by tap");
  window.run("view direct; order pixel");
  EXPECT_THAT(window.state().message, HasSubstr("Direct keeps its own order"));
}

TEST(ExploreLinksSlow, AMatrixEntryLightsWhatItJoins) {
  Offscreen window;
  window.run("layout 2; hover entry 37");  // row 1, column 1
  const Style style = window.state().style(800, 600);
  EXPECT_THAT(style.linked, ::testing::IsSupersetOf({Tag{Role::input, 1}, Tag{Role::output, 1}}));
  const Picture scatter = view("scatter").draw(window.state().derived(), window.state().moment(), style);
  Style plain = style;
  plain.linked.clear();
  EXPECT_NE(to_text(scatter),
            to_text(view("scatter").draw(window.state().derived(), window.state().moment(), plain)));
}

TEST(ExploreMatrixSlow, TheWheelZoomsAroundTheEntryAndADragMovesIt) {
  Offscreen window("conv 16x16 k3 p1");
  window.run("layout 1; view matrix");
  const Point p{640, 330};
  window.run(at("mouse", p) + "; wait 3");
  ASSERT_EQ(window.session().hover.role, Role::entry);
  const Index entry = window.session().hover.cell;
  window.run("wheel 1; wait 4; wheel 1; wait 4; wheel 1; wait 4");
  EXPECT_NEAR(static_cast<double>(window.session().matrix.rows), 256 / 1.25 / 1.25 / 1.25, 3);
  EXPECT_NEAR(static_cast<double>(window.session().hover.cell / 256), static_cast<double>(entry / 256), 3);
  const MatrixWindow before = window.session().matrix;
  window.run("drag 640 330 600 300; wait 4");
  EXPECT_GT(window.session().matrix.row, before.row);
  EXPECT_GT(window.session().matrix.column, before.column);
  EXPECT_EQ(window.session().matrix.rows, before.rows);
  window.run("drag 640 330 600 300; drag 640 330 600 300; wait 4");
  EXPECT_FALSE(window.session().matrix.empty()) << "two drags are no double click";
  window.run("wait 30; mouse 640 330");
  for (int press = 0; press < 2; ++press)
    for (const bool down : {true, false}) window.application().input().push(ButtonEvent{0, down});
  window.frames(8);
  EXPECT_TRUE(window.session().matrix.empty()) << "a double click shows all";
  window.run("zoom in; zoom in; zoom all");
  EXPECT_TRUE(window.session().matrix.empty());
  window.run("zoom in; pan 1000 -1000");
  EXPECT_EQ(window.session().matrix.row + window.session().matrix.rows, 256);
  EXPECT_EQ(window.session().matrix.column, 0);
  window.run("set size 8x8");
  EXPECT_TRUE(window.session().matrix.empty()) << "it is another matrix";
  EXPECT_THROW(window.run("zoom sideways"), Error);
}

TEST(ExploreMatrixSlow, SixtyFiveThousandRowsDownToSingleWeights) {
  Offscreen window("conv 256x256 k3 p1");
  window.run(
      "layout 1; view matrix; zoom in; zoom in; zoom in; zoom in; zoom in; zoom in; zoom in; zoom in; zoom "
      "in");
  EXPECT_LT(window.session().matrix.rows, 3000);
  for (int i = 0; i < 20; ++i) window.run("zoom in");
  EXPECT_EQ(window.session().matrix.rows, 4);
  EXPECT_EQ(window.state().message, "");
}

TEST(ExploreCameraSlow, DragOrbitsWheelZoomsAndTheCommandResets) {
  Offscreen window("conv 4x4 k3 p1 c2>2");
  window.run("layout 1; view channels");
  const Camera first = window.session().camera;
  window.run("drag 300 600 400 560; wait 3");
  EXPECT_NE(window.session().camera.yaw, first.yaw);
  EXPECT_NE(window.session().camera.pitch, first.pitch);
  window.run("mouse 640 330; wheel 2; wait 3");
  EXPECT_GT(window.session().camera.zoom, first.zoom);
  window.run("camera 10 20 2");
  EXPECT_EQ(window.session().camera, (Camera{10, 20, 2}));
  window.run("camera 1000 1000 1000");
  EXPECT_LE(window.session().camera.zoom, 8);
  window.run("camera");
  EXPECT_EQ(window.session().camera, Camera{});
  EXPECT_THROW(window.run("camera 1 2"), Error);
  EXPECT_THROW(window.run("camera a b c"), Error);
}

TEST(ExploreCellsSlow, ArrowsAndTabGoFromCellToCell) {
  Offscreen window;
  window.run("layout 1");
  const Point cell = find_cell(window, {Role::input, 0}, kStage);
  window.run(at("click", cell) +
             "; type 1/2; key Tab; wait 4; type 7; key Down; wait 4; key Right; wait 4; type -3; key Enter");
  const auto& input = window.state().derived().input();
  EXPECT_EQ(input[0], 0.5);
  EXPECT_EQ(input[1], 7);
  EXPECT_EQ(input[5], -3);
  window.run("undo");
  EXPECT_EQ(window.state().derived().input()[5], 6);
}

TEST(ExploreCellsSlow, TheUpstreamGradientIsTypedInItsView) {
  Offscreen window("conv 4x4 k3");
  window.run("layout 1; view gradient");
  const Point cell = find_cell(window, {Role::upstream, 3}, kStage);
  window.run(at("click", cell) + "; type 5; key Enter");
  EXPECT_EQ(window.state().derived().upstream()[3], 5);
  EXPECT_THAT(window.spec(), HasSubstr("up=[1,1;1,5]"));
  window.run("cell upstream 0 1/4");
  EXPECT_EQ(window.state().derived().upstream()[0], 0.25);
}

TEST(ExploreCellsSlow, TheBiasHasCellsOfItsOwn) {
  Offscreen window("conv 4x4 k3 c1>2 b=[1,2]", 1280, 1400);
  window.state().session.more = true;
  window.frames(3);
  window.run("click 82 931; type 3/4; key Enter");  // the second cell, below the list of the bias
  EXPECT_EQ(window.state().derived().bias(1), 0.75);
  EXPECT_EQ(window.state().derived().bias(0), 1);
}

TEST(ExplorePasteSlow, MatricesGoWhereThePointerIs) {
  Offscreen window;
  ImGui::SetClipboardText("1\t2\n3\t4\n");
  window.run("mouse 640 10; key Ctrl+V");
  EXPECT_THAT(window.spec(), HasSubstr("tconv 2x2 "));
  EXPECT_EQ(window.state().derived().input()[3], 4);
  ImGui::SetClipboardText("array([[0., 1.],\n       [1., 0.]])");
  window.run("hover kernel 0; key Ctrl+V");
  EXPECT_THAT(window.spec(), HasSubstr("k2 "));
  EXPECT_EQ(window.state().derived().weights()[1], 1);
  EXPECT_THAT(window.state().message, HasSubstr("Pasted 2 × 2 numbers into the kernel"));
  window.run("undo; undo");
  EXPECT_EQ(window.spec(), kFirst);
}

TEST(ExplorePasteSlow, WhatIsNoMatrixChangesNothing) {
  Offscreen window;
  for (const char* text : {"Dear Sir or Madam", "", "1 2\n3", "[[1, 2], [3", "1 1/0"}) {
    ImGui::SetClipboardText(text);
    EXPECT_THAT([&] { window.run("paste"); }, ThrowsMessage<Error>(HasSubstr("paste"))) << text;
    EXPECT_EQ(window.spec(), kFirst);
  }
  ImGui::SetClipboardText("1 2 3 4\n5 6 7 8");
  EXPECT_THROW(window.run("paste upstream"), Error) << "it does not fit";
  EXPECT_EQ(window.spec(), kFirst);
  EXPECT_FALSE(window.state().history().can_undo());
  ImGui::SetClipboardText("  conv 5 k3\n");
  window.run("paste");
  EXPECT_EQ(window.spec(), "conv 5 k3");
}

TEST(ExploreSourcesSlow, ACropOfThePhotographIsTheInput) {
  Offscreen window;
  window.run("crop-photo 0 0");
  const auto& input = window.state().derived().input();
  EXPECT_EQ(input.size(), 9);
  for (const double v : input.values()) {
    EXPECT_EQ(v, static_cast<double>(static_cast<int>(v)));
    EXPECT_GE(v, 0);
    EXPECT_LE(v, 9);
  }
  window.run("set size 8x8; crop-photo");
  EXPECT_EQ(window.state().derived().input().size(), 64);
  window.run("crop-photo 4 4 256");
  EXPECT_THROW(window.run("crop-photo 4"), Error);
  EXPECT_THROW(window.run("crop-photo 100000 0"), Error);
  EXPECT_THROW(window.run("crop-photo 0 0 1"), Error);
}

TEST(ExploreSourcesSlow, ArraysAreLoadedIntoInputAndKernel) {
  const testing::TemporaryFolder folder;
  folder.file("k.npy", npy_bytes(Tensor<double>(Shape{1, 1, 2, 2}, {1, 2, 3, 4})));
  Offscreen window;
  window.run("load kernel " + (folder / "k.npy"));
  EXPECT_THAT(window.spec(), HasSubstr("w=[1,2;3,4]"));
  window.run("load input " + (folder / "k.npy"));
  EXPECT_THAT(window.spec(), HasSubstr("tconv 2x2"));
  EXPECT_THROW(window.run("load input /none/such.npy"), Error);
  EXPECT_THROW(window.run("load output " + (folder / "k.npy")), Error);
}

TEST(ExploreKernelSlow, TurnsAndNormalises) {
  Offscreen window("conv 5x5 k2 w=[1,2;3,4]");
  window.run("kernel rotate");
  EXPECT_THAT(window.spec(), HasSubstr("w=[4,3;2,1]"));
  window.run("kernel normalise");
  EXPECT_EQ(window.state().derived().weights()[0], 0.4);
  window.run("set w \"[1,-1;1,-1]\"");
  EXPECT_THAT([&] { window.run("kernel normalise"); }, ThrowsMessage<Error>(HasSubstr("its sum is 0")));
  EXPECT_THAT(window.spec(), HasSubstr("w=[1,-1;1,-1]"));
  EXPECT_THROW(window.run("kernel melt"), Error);
}

TEST(ExploreQuizSlow, AsksChecksAndCounts) {
  Offscreen window("conv 3x3 k2 w=ones");
  window.run("quiz on; wait 6");
  EXPECT_TRUE(quiz_waits(window.state()));
  const auto shows = [&](const char* text) {
    const Picture p = window.state().view().draw(window.state().derived(), window.state().moment(),
                                                 window.state().style(900, 600));
    return to_text(p).find(text) != std::string::npos;
  };
  EXPECT_TRUE(shows("\"?\""));
  EXPECT_FALSE(shows("\"12\"")) << "the answer";
  window.run("type 24/2; key Enter; wait 4");
  EXPECT_TRUE(window.session().quiz.right);
  EXPECT_TRUE(shows("\"12\""));
  window.run("key Enter; wait 90");
  EXPECT_EQ(window.session().moment.step, 1);
  EXPECT_TRUE(quiz_waits(window.state()));
  window.run("answer 15");
  EXPECT_FALSE(window.session().quiz.right);
  EXPECT_THROW(window.run("answer 16"), Error) << "answered once";
  EXPECT_EQ(window.session().quiz.asked, 2);
  EXPECT_EQ(window.session().quiz.correct, 1);
  window.run("next; wait 90");
  EXPECT_THROW(window.run("answer many"), Error);
  EXPECT_EQ(window.session().quiz.asked, 2);
  window.run("quiz off");
  EXPECT_THAT(window.state().message, HasSubstr("1 of 2 right"));
  EXPECT_THROW(window.run("answer 1"), Error);
}

TEST(ExploreQuizSlow, TakesTheDirectViewOfATransposedConvolution) {
  Offscreen window;
  window.run("quiz on");
  EXPECT_EQ(window.session().view, "direct");
  EXPECT_TRUE(quiz_waits(window.state()));
  window.run("key Esc");
  EXPECT_FALSE(window.session().quiz.on);
}

TEST(ExploreQuizSlow, NoPaneShowsTheAnswer) {
  // Outputs that no other number equals.
  for (const char* spec :
       {"conv 5 k3 in=[101,211,307,401,503] w=[1,10,100]", "tconv 4 k3 s2 in=[101,211,307,401] w=[1,10,100]",
        "conv 3x3 k2 in=[101,211,307;401,503,601;701,809,907] w=[1,10;100,1000]",
        "tconv 2x2 k2 in=[101,211;307,401] w=[1,10;100,1000]"}) {
    Offscreen window(spec);
    window.run("layout 4; quiz on");
    AppState& app = window.state();
    for (Index step = 0; step < app.steps(); ++step) {
      window.run("step " + std::to_string(step));
      ASSERT_TRUE(quiz_waits(app));
      const double value = app.derived().output()[quiz_cell(app)];
      const auto inputs = app.derived().input().values();
      if (std::ranges::find(inputs, value) != inputs.end()) continue;  // it stands there anyway
      const std::string answer = number_text(value, app.session.numbers);
      for (const View& one : views()) {
        if (one.obstacle(app.derived()) || one.name == "photo" || quiz_hides(app, one)) continue;
        const Moment moment = &one == &app.view() ? app.moment() : app.moment_of(one);
        const Picture picture = one.draw(app.derived(), moment, app.style(900, 700));
        for (const Item& item : picture.items) {
          const auto* label = std::get_if<Label>(&item.shape);
          if (label == nullptr || label->color.a == 0) continue;
          EXPECT_NE(label->text, answer) << one.name << " " << spec << " step " << step;
        }
      }
    }
    EXPECT_TRUE(quiz_hides(app, view("gradient")));
    window.run("quiz off");
    EXPECT_FALSE(quiz_hides(app, view("gradient")));
  }
}

TEST(QuizAnswers, TwoDecimalsAreEnough) {
  EXPECT_TRUE(same_answer(0.33, 1.0 / 3));
  EXPECT_TRUE(same_answer(1.0 / 3, 1.0 / 3));
  EXPECT_FALSE(same_answer(0.3, 1.0 / 3));
  EXPECT_TRUE(same_answer(1e12, 1e12 + 1));
  EXPECT_FALSE(same_answer(2, -2));
}

TEST(ExploreHelpSlow, EveryFieldAndViewHasATopic) {
  for (const Field& f : fields()) {
    ASSERT_NE(help_topic(f.key), nullptr) << f.key;
    EXPECT_FALSE(help_topic(f.key)->text.empty() || help_topic(f.key)->reference.empty()) << f.key;
  }
  for (const View& v : views()) EXPECT_NE(help_topic("view/" + std::string(v.name)), nullptr) << v.name;
  EXPECT_EQ(help_topic("nonsense"), nullptr);
}

TEST(ExploreHelpSlow, F1ExplainsWhatIsUnderThePointer) {
  Offscreen window;
  window.run("mouse 60 270; wait 3");
  const Image before = window.picture();
  window.run("key F1; wait 3");
  const Image stride = window.picture();
  EXPECT_NE(stride.rgba, before.rgba);
  window.run("key Esc; mouse 640 20; wait 3; key F1; wait 3");
  EXPECT_NE(window.picture().rgba, stride.rgba) << "it says something else elsewhere";
}

TEST(ExploreHeaderSlow, EveryViewCanBeReachedAtEverySize) {
  for (const bool large : {false, true}) {
    Offscreen window(kFirst, 1280, 720);
    if (large) window.run("presentation on");
    for (const View& v : views()) {
      if (v.obstacle(window.state().derived())) continue;
      window.run("view " + std::string(v.name));
      EXPECT_EQ(window.session().view, v.name);
    }
  }
}

}  // namespace
}  // namespace convscope
