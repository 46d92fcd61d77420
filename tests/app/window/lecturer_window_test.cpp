// The lecturer's view, in its own window beside the stage or in place of it, without a display.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "app/desk/presenting.hpp"
#include "app/gpu/objects.hpp"
#include "app/window/lecturer_screen.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

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

TEST(WindowLecturer, TheLecturersViewSaysWhatIsNowAndNext) {
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

TEST(WindowLecturer, TheOutlineHasTheLabsPages) {
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

TEST(WindowLecturer, ALessonFillsTheLecturersView) {
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

TEST(WindowLecturer, TimeIsTold) {
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

TEST(WindowMessage, GoodNewsGoesByItself) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  Desk& desk = window.desk();
  window.run("pause; key Esc");
  const auto told = [&](bool warning) {
    desk.tell("Saved it", warning);
    window.frames(3);
  };
  // Where frames are the clock it stays, so that pictures of the window are the same at each moment.
  told(false);
  window.frames(600);
  EXPECT_EQ(desk.message, "Saved it");
  EXPECT_FALSE(window.application().next_change());

  double now = 1000;
  desk.presenting().clock = {[&] { return now; }, {}};
  told(false);
  now += 5;
  window.frames(3);
  EXPECT_EQ(desk.message, "Saved it");
  ASSERT_TRUE(window.application().next_change());
  EXPECT_NEAR(*window.application().next_change(), 1, 1e-9);
  EXPECT_FALSE(window.application().restless());
  now += 2;
  EXPECT_TRUE(window.application().restless()) << "a frame is due, which takes it away";
  window.frames(3);
  EXPECT_EQ(desk.message, "");
  EXPECT_FALSE(window.application().next_change());

  told(true);
  now += 100;
  window.frames(3);
  EXPECT_EQ(desk.message, "Saved it") << "what went wrong stays";
  desk.tell("Written");
  desk.offer = Offer{"Stop", {"cancel-export"}};
  now += 100;
  window.frames(3);
  EXPECT_EQ(desk.message, "Written") << "what can be taken stays";

  // The pointer rests on it.
  window.run("mouse 640 630");
  desk.tell("A sentence that is long enough to lie under the pointer, whoever reads it and in whatever way");
  window.frames(3);
  for (int i = 0; i < 20; ++i) now += 5, window.frames(3);
  EXPECT_THAT(desk.message, HasSubstr("A sentence"));
  window.run("mouse 200 200");
  now += 7;
  window.frames(3);
  EXPECT_EQ(desk.message, "");
}

TEST(WindowLecturer, TheLecturersViewStandsInThisWindowToo) {
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

TEST(WindowLecturer, BothWindowsStayInStep) {
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

TEST(WindowLecturer, TheLecturersButtonsWork) {
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

TEST(WindowLecturer, ThePenWritesOnTheLecturersPictureToo) {
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

TEST(WindowLecturer, OneWindowsEndIsNotTheOthers) {
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

}  // namespace
}  // namespace convscope
