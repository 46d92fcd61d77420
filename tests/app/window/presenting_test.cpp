// Presenting in the whole window: keys as a remote sends them, the pen, the lights, and the lecturer's window
// beside, all without a display.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "app/desk/presenting.hpp"
#include "app/gpu/objects.hpp"
#include "app/window/lecturer_screen.hpp"
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

/// A lesson of three scenes, for who plays lessons.
class ThreeScenes : public Lecture {
 public:
  std::string title() const override { return "Stamps"; }
  std::size_t scenes() const override { return 3; }
  std::size_t at() const override { return now; }
  std::string scene_title(std::size_t scene) const override { return "Scene " + std::to_string(scene + 1); }
  double minutes() const override { return 10; }
  std::string notes() const override { return "Ask *first*."; }
  CommandWords jump(std::size_t scene) const override { return {"step", std::to_string(scene)}; }
  std::optional<Picture> picture(std::size_t scene, const Style& style) const override {
    Picture picture(style.width, style.height, Color{255, 255, 255, 255});
    picture.add(Label{.at = {20, 20}, .text = "picture of scene " + std::to_string(scene + 1)});
    return picture;
  }
  std::size_t now = 0;
};

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
       {"pen purple", "pen red huge", "pen-stroke 1 2 3", "pen-stroke a b", "pen-clear some", "spotlight sun",
        "spotlight-size 5", "magnifier 100", "magnifier x", "autoplay 0.1", "autoplay x", "timer -1",
        "timer at", "timer 5 6", "timer soon", "lecturer maybe", "present perhaps", "code cobol"})
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

TEST(WindowPresenting, TheLecturersViewSaysWhatIsNowAndNext) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  window.run("pause; step 1; note \"Ask *first*: how many?\"; timer 45; timer at 12:41");
  const LecturerPage page = lecturer_page(window.desk());
  EXPECT_EQ(page.now.label, "now · Explore · step 2 of 4");
  EXPECT_EQ(page.next.label, "next · step 3 of 4");
  ASSERT_TRUE(page.now.picture);
  ASSERT_TRUE(page.next.picture);
  EXPECT_NE(to_text(*page.now.picture), to_text(*page.next.picture));
  EXPECT_EQ(page.notes, "Ask first: how many?");
  EXPECT_EQ(page.elapsed, "12:41");
  EXPECT_EQ(page.planned, "of 45:00");
  EXPECT_THAT(page.outline, SizeIs(4));
  window.run("step 3");
  EXPECT_FALSE(lecturer_page(window.desk()).next.picture);
}

TEST(WindowPresenting, TheOutlineHasTheLabsPages) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  for (const auto& [lab, count] :
       {std::pair("round-trip", 4U), {"sizes", 5U}, {"claims", 36U}, {"images", 4U}}) {
    window.run(lab);
    LecturerPage page = lecturer_page(window.desk());
    ASSERT_GE(page.outline.size(), count) << lab;
    EXPECT_EQ(std::ranges::count_if(page.outline, &LecturerPage::Entry::on), 1) << lab;
    const auto& entry = page.outline[2];
    run_command(window.application().target(), entry.command);
    page = lecturer_page(window.desk());
    EXPECT_TRUE(page.outline[2].on) << lab << ": " << entry.words;
  }
}

TEST(WindowPresenting, ALessonFillsTheLecturersView) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  auto lesson = std::make_shared<ThreeScenes>();
  window.desk().presenting().lecture = lesson;
  window.run("pause; step 3; present");
  LecturerPage page = lecturer_page(window.desk());
  EXPECT_EQ(page.now.label, "now · scene 1 of 3 · step 4 of 4");
  EXPECT_EQ(page.next.label, "next · Scene 2");
  EXPECT_THAT(to_text(*page.next.picture), HasSubstr("picture of scene 2"));
  EXPECT_EQ(page.notes, "Ask first.");
  EXPECT_EQ(page.planned, "of 10:00");
  ASSERT_THAT(page.outline, SizeIs(3));
  EXPECT_EQ(page.outline[2].words, "3 Scene 3");
  EXPECT_TRUE(page.outline[0].on);
  EXPECT_FALSE(page.buttons[4].possible) << "the scene asks nothing";
  // Ink belongs to the scene.
  window.run("pen-stroke 1 1 9 9");
  lesson->now = 1;
  EXPECT_THAT(window.desk().presenting().ink.at(ink_place(window.desk())), SizeIs(0));
  lesson->now = 2;
  EXPECT_EQ(lecturer_page(window.desk()).next.words, "the end of the lesson");
}

TEST(WindowPresenting, TimeIsTold) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  double now = 1000;
  std::string wall = "14:05";
  window.desk().presenting().clock = {[&] { return now; }, [&] { return wall; }};
  window.run("timer 1; timer start");
  now += 42;
  LecturerPage page = lecturer_page(window.desk());
  EXPECT_EQ(page.clock, "14:05");
  EXPECT_EQ(page.elapsed, "00:42");
  EXPECT_FALSE(page.over);
  EXPECT_NEAR(page.share, 0.7, 1e-9);
  now += 30;
  page = lecturer_page(window.desk());
  EXPECT_TRUE(page.over);
  EXPECT_EQ(page.planned, "of 01:00, 00:12 over");
  window.run("timer pause");
  now += 100;
  EXPECT_EQ(lecturer_page(window.desk()).elapsed, "01:12");
  window.run("timer reset");
  EXPECT_EQ(lecturer_page(window.desk()).elapsed, "00:00");
}

TEST(WindowPresenting, TheLecturersViewStandsInThisWindowToo) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  window.run("pause; first; lecturer here; timer 45");
  EXPECT_EQ(window.desk().presenting().lecturer, LecturerView::here);
  window.run("key PageDown; wait 90");
  EXPECT_EQ(window.explorer().moment().step, 1);
  // The start button beside the timer.
  const DrawnLecturer drawn = draw_lecturer_page(lecturer_page(window.desk()), 1280, 720, Theme::light);
  const auto start = std::ranges::find_if(drawn.spots, [](const auto& spot) {
    return spot.command == CommandWords{"timer", "start"};
  });
  ASSERT_NE(start, drawn.spots.end());
  window.run("click " + std::to_string(start->rect.centre().x) + " " +
             std::to_string(start->rect.centre().y));
  EXPECT_TRUE(window.desk().presenting().timer.running());
  window.run("key Esc");
  EXPECT_EQ(window.desk().presenting().lecturer, LecturerView::none);
}

/// Both windows, frame by frame.
struct TwoWindows {
  Offscreen stage{"tconv 2x2 k3 s2", 1280, 720};
  LecturerScreen lecturer{stage.application()};
  Framebuffer target{640, 360};

  void frames(int count) {
    for (int i = 0; i < count; ++i) {
      target.bind();
      lecturer.frame(640, 360, 0.5, 1.0 / 60);
      stage.frames(1);
    }
  }
  void click(Point at) {
    lecturer.input().push(PointerEvent{at.x, at.y});
    lecturer.input().push(ButtonEvent{0, true});
    lecturer.input().push(ButtonEvent{0, false});
    frames(8);
  }
  void press(compat::Key key) {
    lecturer.input().push(KeyEvent{key, true});
    lecturer.input().push(KeyEvent{key, false});
    frames(6);
  }
  Point spot(const CommandWords& command) {
    const DrawnLecturer drawn = draw_lecturer_page(lecturer_page(stage.desk()), 1280, 720, Theme::light);
    for (const auto& spot : drawn.spots)
      if (spot.command == command) return spot.rect.centre();
    ADD_FAILURE() << "no place for " << command.front();
    return {};
  }
};

TEST(WindowPresenting, BothWindowsStayInStep) {
  TwoWindows windows;
  windows.stage.run("pause; first; lecturer on");
  windows.frames(3);
  const Image before = windows.target.read();
  windows.press(compat::Key::page_down);
  windows.frames(90);
  EXPECT_EQ(windows.stage.explorer().moment().step, 1);
  EXPECT_NE(windows.target.read().rgba, before.rgba);
  // And the other way round.
  const Image one = windows.target.read();
  windows.stage.run("key PageDown; wait 90");
  windows.frames(3);
  EXPECT_NE(windows.target.read().rgba, one.rgba);
  // The outline's chip.
  windows.click(windows.spot({"step", "3"}));
  EXPECT_EQ(windows.stage.explorer().moment().step, 3);
}

TEST(WindowPresenting, TheLecturersButtonsWork) {
  TwoWindows windows;
  windows.stage.run("pause; present");
  windows.frames(3);
  windows.click(windows.spot({"blank"}));
  EXPECT_TRUE(windows.stage.session().blank);
  windows.click(windows.spot({"blank"}));
  EXPECT_FALSE(windows.stage.session().blank);
  windows.click(windows.spot({"pen"}));
  EXPECT_TRUE(windows.stage.desk().presenting().pen.on);
  windows.click(windows.spot({"quiz"}));
  EXPECT_TRUE(windows.stage.explorer().quiz.on);
  windows.click(windows.spot({"full-screen"}));
  EXPECT_TRUE(windows.stage.session().full_screen);
  windows.press(compat::Key::escape);
  EXPECT_FALSE(windows.stage.desk().presenting().pen.on);
  EXPECT_TRUE(windows.stage.desk().presenting().bare);
  windows.press(compat::Key::escape);
  EXPECT_FALSE(windows.stage.desk().presenting().bare);
}

TEST(WindowPresenting, ThePenWritesOnTheLecturersPictureToo) {
  TwoWindows windows;
  windows.stage.run("pause; present; pen green");
  windows.frames(3);
  const DrawnLecturer drawn =
      draw_lecturer_page(lecturer_page(windows.stage.desk()), 1280, 720, Theme::light);
  ASSERT_GT(drawn.now.w, 0);
  // From the middle of the picture to a quarter of its width to the right.
  const Point middle = drawn.now.centre(), end{middle.x + drawn.now.w / 4, middle.y};
  windows.lecturer.input().push(PointerEvent{middle.x, middle.y});
  windows.lecturer.input().push(ButtonEvent{0, true});
  windows.frames(3);
  windows.lecturer.input().push(PointerEvent{end.x, end.y});
  windows.frames(3);
  windows.lecturer.input().push(ButtonEvent{0, false});
  windows.frames(4);
  const Presenting& presenting = windows.stage.desk().presenting();
  const auto strokes = presenting.ink.at(ink_place(windows.stage.desk()));
  ASSERT_THAT(strokes, SizeIs(1));
  const Session& session = windows.stage.session();
  const Point from = from_ink(presenting.stage, strokes[0]->points.front()),
              to = from_ink(presenting.stage, strokes[0]->points.back());
  EXPECT_NEAR(from.x, presenting.stage.centre().x, 3);
  EXPECT_NEAR(from.y, presenting.stage.centre().y, 3);
  EXPECT_NEAR(to.x - from.x, session.window_width / 4, 6);
  EXPECT_NEAR(presenting.pointer.x, to.x, 3) << "the stage's light is there, too";
}

TEST(WindowPresenting, OneWindowsEndIsNotTheOthers) {
  Offscreen stage("tconv 2x2 k3 s2", 1280, 720);
  {
    LecturerScreen lecturer(stage.application());
    const Framebuffer target(640, 360);
    target.bind();
    lecturer.frame(640, 360, 0.5, 1.0 / 60);
  }
  stage.run("pause; last");
  EXPECT_EQ(stage.explorer().moment().step, 3);
  stage.run("theme dark; presentation on");
  EXPECT_EQ(stage.session().theme, Theme::dark);
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
