// Presenting in the whole window: keys as a remote sends them, the pen, the lights; all without a display.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "app/desk/presenting.hpp"
#include "tests/app/window/offscreen.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

/// Of a picture's pixels, in logical places of a window drawn at half size.
double brightness(const Image& image, double x, double y) {
  const auto at = static_cast<std::size_t>(y / 2) * static_cast<std::size_t>(image.width) +
                  static_cast<std::size_t>(x / 2);
  return (image.rgba[4 * at] + image.rgba[4 * at + 1] + image.rgba[4 * at + 2]) / 765.0;
}

TEST(WindowPresenting, F5ShowsTheBareStageAndEscLeaves) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  Presenting& presenting = window.desk().presenting();
  window.run("pause; key F5");
  EXPECT_TRUE(presenting.bare);
  EXPECT_TRUE(window.session().presentation);
  EXPECT_EQ(presenting.lecturer, LecturerView::window);
  EXPECT_TRUE(presenting.timer.running());
  // No header, no bars: the stage has all of the window but the bar of progress.
  EXPECT_EQ(presenting.stage.y, 0);
  EXPECT_EQ(presenting.stage.w, 1280);
  EXPECT_GE(presenting.stage.h, 700);
  window.run("key F5");  // a remote's key again
  EXPECT_TRUE(presenting.bare);
  window.run("key Esc");
  EXPECT_FALSE(presenting.bare);
  EXPECT_FALSE(window.session().presentation);
  EXPECT_EQ(presenting.lecturer, LecturerView::none);
}

TEST(WindowPresenting, ARemotesKeysGoThroughTheSteps) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  window.run("pause; first; key F5; key PageDown; wait 90");
  EXPECT_EQ(window.explorer().moment().step, 1);
  window.run("key Right; wait 90; key PageUp; wait 90");
  EXPECT_EQ(window.explorer().moment().step, 1);
  window.run("key Left; wait 90");
  EXPECT_EQ(window.explorer().moment().step, 0);
  window.run("key B");
  EXPECT_TRUE(window.session().blank);
  window.run("key B; key .");
  EXPECT_TRUE(window.session().blank);
  window.run("key Esc");
  EXPECT_FALSE(window.session().blank);
  EXPECT_TRUE(window.desk().presenting().bare) << "the first Esc ends the dark screen alone";
}

TEST(WindowPresenting, ThePenDrawsByMouseAndIsKeptForItsScene) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  Presenting& presenting = window.desk().presenting();
  window.run("pause; present; pen green thick; drag 300 300 700 400");
  ASSERT_THAT(presenting.ink.at(ink_place(window.desk())), SizeIs(1));
  const Stroke& stroke = *presenting.ink.at(ink_place(window.desk()))[0];
  EXPECT_EQ(stroke.color, PenColor::green);
  EXPECT_EQ(stroke.width, kPenWidthUnits[2]);
  const Point from = from_ink(presenting.stage, stroke.points.front()),
              to = from_ink(presenting.stage, stroke.points.back());
  EXPECT_NEAR(from.x, 300, 2);
  EXPECT_NEAR(from.y, 300, 2);
  EXPECT_NEAR(to.x, 700, 2);
  EXPECT_NEAR(to.y, 400, 2);
  // Another scenario has a clean stage; back again, the ink is there.
  window.run("spec \"conv 5 k3\"");
  EXPECT_THAT(presenting.ink.at(ink_place(window.desk())), SizeIs(0));
  window.run("presentation off; wait 1");
  EXPECT_THAT(presenting.ink.at(ink_place(window.desk())), SizeIs(0)) << "the figure stands otherwise now";
  window.run("presentation on; pen-stroke 100 100 200 100; spec \"tconv 2x2 k3 s2\"");
  EXPECT_THAT(presenting.ink.at(ink_place(window.desk())), SizeIs(1));
}

TEST(WindowPresenting, WhatThePenDrawsIsSeen) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  window.run("pause; present; pen ink thick");
  const double before = brightness(window.picture(), 640, 690);
  window.run("pen off; pen-stroke 500 690 800 690");
  EXPECT_LT(brightness(window.picture(), 640, 690), before - 0.3);
}

TEST(WindowPresenting, CtrlZTakesStrokesBackWhileThePenIsOut) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  Presenting& presenting = window.desk().presenting();
  const auto strokes = [&] { return presenting.ink.at(ink_place(window.desk())).size(); };
  window.run("set stride 1; pen-stroke 100 100 200 200; pen-stroke 100 200 200 200");
  window.run("pen; key Ctrl+Z");
  EXPECT_EQ(strokes(), 1U);
  window.run("key Ctrl+Y");
  EXPECT_EQ(strokes(), 2U);
  window.run("pen-undo; key Backspace");
  EXPECT_EQ(strokes(), 0U);
  EXPECT_THAT(window.spec(), Not(HasSubstr("s2")));
  window.run("key Ctrl+Z");  // nothing is drawn any more: the scenario
  EXPECT_THAT(window.spec(), HasSubstr("s2"));
  window.run("pen off; pen-stroke 1 1 2 2; set stride 1; key Ctrl+Z");
  EXPECT_EQ(strokes(), 1U) << "without the pen it is the scenario that is undone";
}

TEST(WindowPresenting, InkStaysForTheStepOrFromItOn) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  const auto strokes = [&] { return window.desk().presenting().ink.at(ink_place(window.desk())).size(); };
  window.run("pause; step 1; pen-stays step; pen-stroke 1 1 9 9; pen-stays onward; pen-stroke 1 1 9 9");
  EXPECT_EQ(strokes(), 2U);
  window.run("step 0");
  EXPECT_EQ(strokes(), 0U);
  window.run("step 3");
  EXPECT_EQ(strokes(), 1U);
  EXPECT_THROW(window.run("pen-stays always"), Error);
}

TEST(WindowPresenting, WrongWordsChangeNothing) {
  Offscreen window;
  for (const char* wrong :
       {"pen purple", "pen red huge", "pen-stroke 1 2 3", "pen-stroke a b", "pen-stroke 1 1e300",
        "pen-clear some", "spotlight sun", "spotlight-size 5", "magnifier 100", "magnifier x", "autoplay 0.1",
        "autoplay x", "timer -1", "timer at", "timer 5 6", "timer soon", "lecturer maybe", "present perhaps",
        "code cobol"})
    EXPECT_THROW(window.run(wrong), Error) << wrong;
  const Presenting& presenting = window.desk().presenting();
  EXPECT_FALSE(presenting.pen.on || presenting.bare || presenting.magnifies || presenting.plays_by_itself());
  EXPECT_EQ(presenting.pen.color, PenColor::red);
  EXPECT_FALSE(window.session().code_panel);
}

TEST(WindowPresenting, TheSpotlightDarkensTheRest) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  window.run("pause; present; mouse 640 360");
  const Image plain = window.picture();
  window.run("spotlight pointer");
  const Image lit = window.picture();
  EXPECT_NEAR(brightness(lit, 640, 360), brightness(plain, 640, 360), 0.02);
  EXPECT_LT(brightness(lit, 60, 60), 0.4);
  EXPECT_GT(brightness(plain, 60, 60), 0.8);
  window.run("key Esc");
  EXPECT_EQ(window.desk().presenting().spotlight, Spotlight::off);
  EXPECT_TRUE(window.desk().presenting().bare) << "the first Esc puts the light away";
}

TEST(WindowPresenting, TheSpotlightStaysOnTheCell) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  window.run("pause; present; layout 1; spotlight cell; hover output 0");
  window.frames(3);
  const Image lit = window.picture();
  int bright = 0, dark = 0;
  for (int y = 10; y < 700; y += 10)
    for (int x = 10; x < 1270; x += 10) (brightness(lit, x, y) > 0.5 ? bright : dark) += 1;
  EXPECT_GT(bright, 10);
  EXPECT_GT(dark, 5 * bright);
}

TEST(WindowPresenting, TheMagnifierDrawsAgainNotPixels) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  window.run("pause; present; layout 1; last; mouse 900 300");
  const Image plain = window.picture();
  window.run("magnifier 3");
  const Image large = window.picture();
  EXPECT_NE(plain.rgba, large.rgba);
  window.run("magnifier off");
  EXPECT_EQ(window.picture().rgba, plain.rgba);
  window.run("pen; magnifier on");
  EXPECT_FALSE(window.desk().presenting().pen.on) << "one tool in the hand";
}

TEST(WindowPresenting, PlaysByItself) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  window.run("pause; loop off; first; autoplay 2; wait 60");
  EXPECT_EQ(window.explorer().moment().step, 0);
  window.run("wait 90");
  EXPECT_EQ(window.explorer().moment().step, 1);
  window.run("wait 600");
  EXPECT_EQ(window.explorer().moment().step, 3);
  EXPECT_FALSE(window.desk().presenting().plays_by_itself()) << "that was the last step";
  window.run("loop on; autoplay 1; wait 100");
  EXPECT_LT(window.explorer().moment().step, 3) << "where playing loops it begins again";
}

TEST(WindowPresenting, ExportsInkWhereItIsAskedFor) {
  const testing::TemporaryFolder folder;
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  const auto exported = [&](const char* name) {
    window.run("export " + (folder / name));
    return folder.read(name);
  };
  window.run("pause; present; pen blue thin; pen off");
  const std::string before = exported("before.svg");
  window.run("pen-stroke 300 300 400 320 500 300");
  EXPECT_EQ(exported("without.svg"), before);
  window.run("export-set ink on");
  const std::string with = exported("with.svg");
  EXPECT_NE(with, before);
  EXPECT_GT(with.size(), before.size());
}

TEST(WindowPresenting, TheCodePanelFollowsTheScenario) {
  const testing::TemporaryFolder folder;
  Offscreen window("tconv 2x2 k3 s2", 1280, 800);
  const Image plain = window.picture();
  window.run("code jax");
  EXPECT_TRUE(window.session().code_panel);
  EXPECT_EQ(window.session().code_framework, "jax");
  const Image shown = window.picture();
  EXPECT_NE(shown.rgba, plain.rgba);
  window.run("save-code " + (folder / "a.py") + "; set stride 1; save-code " + (folder / "b.py"));
  EXPECT_NE(window.picture().rgba, shown.rgba);
  EXPECT_THAT(folder.read("a.py"), HasSubstr("import jax"));
  EXPECT_NE(folder.read("a.py"), folder.read("b.py"));
  EXPECT_THROW(window.run("save-code " + (folder / "c.txt")), Error);
  EXPECT_THROW(window.run("save-code " + (folder / "no/such/folder/c.py")), Error);
  window.run("key C");
  EXPECT_FALSE(window.session().code_panel);
}

}  // namespace
}  // namespace convscope
