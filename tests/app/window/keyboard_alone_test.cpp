// What once needed a pointer: menus of the right button, the lines between views, the lecturer's window.
#include <gtest/gtest.h>
#include <imgui_internal.h>

#include <memory>

#include "app/desk/presenting.hpp"
#include "app/gpu/objects.hpp"
#include "app/labs/images/state.hpp"
#include "app/window/lecturer_screen.hpp"
#include "tests/app/window/focus_keys.hpp"

namespace convscope {
namespace {

bool menu_is_open() {
  return ImGui::GetCurrentContext()->OpenPopupStack.Size > 0;
}

TEST(KeyboardAlone, MenuOpensWhatTheRightButtonDoesOnACell) {
  Offscreen window("conv 4x4 k2 in=ramp", 1280, 800, 0.25);
  Keys keys(window);
  window.run("pause; first");
  ASSERT_TRUE(keys.tab_to(KeyboardFocus::Arrows::cells));
  for (int i = 0; i < 30 && window.session().hover.role != Role::input; ++i) keys.press("Left");
  const Tag cell = window.session().hover;
  ASSERT_EQ(cell.role, Role::input);
  ASSERT_NE(window.desk().derived().input()[cell.cell], 0);
  const unsigned field = keys.id();
  for (const char* key : {"Menu", "Shift+F10"}) {
    keys.press(key);
    ASSERT_TRUE(menu_is_open()) << key;
    keys.press("Esc");
    EXPECT_FALSE(menu_is_open());
    EXPECT_EQ(keys.id(), field) << "the focus is where it was";
  }
  // The second entry sets the cell to 0.
  ASSERT_EQ(window.session().hover, cell);
  keys.press("Menu");
  ASSERT_TRUE(menu_is_open());
  const unsigned entry = keys.id();
  EXPECT_NE(entry, field) << "the focus goes into the menu";
  keys.press("Down");
  EXPECT_NE(keys.id(), entry);
  keys.press("Enter");
  EXPECT_FALSE(menu_is_open());
  EXPECT_EQ(window.desk().derived().input()[cell.cell], 0);
}

TEST(KeyboardAloneSlow, MenuTakesAContenderOut) {
  Offscreen window("conv 4x4 k2", 1280, 800, 0.25);
  Keys keys(window);
  window.run("images");
  const auto contenders = [&] { return window.desk().state<ImagesState>().settings().contenders.size(); };
  const std::size_t before = contenders();
  ASSERT_GT(before, 1U);
  ASSERT_TRUE(keys.tab_until([&] {
    keys.press("Menu");
    return menu_is_open();
  }));
  keys.press("Up");  // stays at the top
  for (int i = 0; i < 8; ++i) keys.press("Down");
  keys.press("Enter");
  EXPECT_EQ(contenders(), before - 1) << "the last entry";
}

TEST(KeyboardAloneSlow, ArrowsMoveTheLinesBetweenViews) {
  Offscreen window("conv 6x6 k3", 1600, 900, 0.25);
  Keys keys(window);
  window.run("pause; first; layout 4; divider-across 50; divider-down 50");
  const auto split = [&] { return window.explorer().arrangement.split; };
  const auto on_a_line = [&](bool upright) {
    return keys.tab_until([&] {
      if (keys.kind() != KeyboardFocus::Arrows::value) return false;
      const Rect stage{320, 60, 900, 700};
      if (!stage.contains(keys.pointer())) return false;
      const auto before = split();
      keys.press(upright ? "Right" : "Down");
      return split() != before;
    });
  };
  ASSERT_TRUE(on_a_line(true));
  EXPECT_NEAR(split().across.value_or(0), 0.52, 0.006);
  EXPECT_NEAR(split().down.value_or(0), 0.5, 1e-9);
  const unsigned line = keys.id();
  keys.press("Left", 3);
  EXPECT_NEAR(split().across.value_or(0), 0.46, 0.012);
  EXPECT_EQ(keys.id(), line) << "the focus goes with it";
  const Index step = window.explorer().moment().step;
  keys.press("Left");
  EXPECT_EQ(window.explorer().moment().step, step) << "and the figure stays where it is";
  ASSERT_TRUE(on_a_line(false));
  EXPECT_NEAR(split().down.value_or(0), 0.52, 0.006);
}

TEST(KeyboardAlone, TheLecturersWindowIsUsedByItsButtonsAndOutline) {
  Offscreen stage("tconv 2x2 k3 s2", 1280, 720, 0.25);
  LecturerScreen lecturer(stage.application());
  Framebuffer target(320, 180);
  const auto frames = [&](int count) {
    for (int i = 0; i < count; ++i) {
      target.bind();
      lecturer.frame(320, 180, 0.25, 1.0 / 60);
      stage.frames(1);
    }
  };
  const auto press = [&](const char* key) {
    play(parse_chord(key), lecturer.input());
    frames(6);
  };
  stage.run("pause; first; present");
  frames(4);
  const Image before = target.read();
  // Round once: what Enter does at each place is seen on the desk.
  press("Tab");
  EXPECT_NE(target.read().rgba, before.rgba) << "the focus is seen";
  const Presenting& presenting = stage.desk().presenting();
  bool wrote = false, lit = false, jumped = false;
  for (int i = 0; i < 24 && !(wrote && lit && jumped); ++i) {
    const bool pen = presenting.pen.on;
    const Spotlight light = presenting.spotlight;
    const Index step = stage.explorer().moment().step;
    press("Enter");
    wrote = wrote || presenting.pen.on != pen;
    lit = lit || presenting.spotlight != light;
    jumped = jumped || stage.explorer().moment().step != step;
    press("Tab");
  }
  EXPECT_TRUE(wrote) << "the pen's button";
  EXPECT_TRUE(lit) << "the spotlight's";
  EXPECT_TRUE(jumped) << "a step of the outline";
  // Without the focus keys are the lecture's again.
  press("Esc");
  const Index step = stage.explorer().moment().step;
  press(step > 0 ? "PageUp" : "PageDown");
  frames(90);
  EXPECT_NE(stage.explorer().moment().step, step);
}

}  // namespace
}  // namespace convscope
