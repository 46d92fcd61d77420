// The window by keyboard alone: Tab reaches what can be touched, and Enter, Space, arrows and Esc use it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <imgui_internal.h>

#include <set>
#include <string>

#include "tests/app/window/focus_keys.hpp"
#include "tests/core/support/patience.hpp"

namespace convscope {
namespace {

using ::testing::Gt;

std::size_t differences(const Image& a, const Image& b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.rgba.size(); ++i) count += a.rgba[i] != b.rgba[i] ? 1 : 0;
  return count;
}

TEST(WindowKeyboardFocus, TabGoesThroughEveryLabAndComesRound) {
  for (const LabRow& lab : labs()) {
    SCOPED_TRACE(std::string(lab.name));
    Offscreen window("conv 4x4 k2", 1280, 800, 0.25);
    Keys keys(window);
    window.run(std::string(lab.name));
    window.frames(10);
    testing::wait_until([&] {
      window.frames(1);
      return !window.desk().updating();
    });
    std::set<unsigned> seen;
    std::set<int> columns;
    keys.press("Tab");
    const unsigned first = keys.id();
    int presses = 1;
    do {
      EXPECT_TRUE(keys.on());
      seen.insert(keys.id());
      columns.insert(static_cast<int>(keys.pointer().x / 320));
      keys.press("Tab");
      ++presses;
    } while (keys.id() != first && presses < 400);
    EXPECT_EQ(keys.id(), first) << "no way round";
    EXPECT_THAT(seen.size(), Gt(8u));
    EXPECT_THAT(columns.size(), Gt(2u)) << "panels on both sides and the stage";
    keys.press("Shift+Tab");
    EXPECT_NE(keys.id(), first);
    keys.press("Tab");
    EXPECT_EQ(keys.id(), first) << "back and forth";
  }
}

TEST(WindowKeyboardFocus, ItIsSeenAndLetsGo) {
  Offscreen window;
  Keys keys(window);
  window.run("pause; mouse -100 -100; wait 20");
  const Image before = window.picture();
  keys.press("Tab");
  const Image with = window.picture();
  EXPECT_THAT(differences(before, with), Gt(100u));
  keys.press("Esc");
  EXPECT_FALSE(keys.on());
  EXPECT_LT(differences(before, window.picture()), 20u);
}

TEST(WindowKeyboardFocus, EnterOpensALabByItsTab) {
  Offscreen window;
  Keys keys(window);
  keys.press("Tab", 2);
  keys.press("Enter");
  EXPECT_EQ(&window.desk().front(), &labs()[1]);
  keys.press("Tab");
  keys.press("Space");
  EXPECT_EQ(&window.desk().front(), &labs()[2]) << "and Space does, though it plays elsewhere";
}

TEST(WindowKeyboardFocus, ArrowsChangeASliderAndNothingElse) {
  Offscreen window;
  Keys keys(window);
  window.run("pause; first");
  const std::string before = window.spec();
  const Index step = window.explorer().moment().step;
  ASSERT_TRUE(keys.tab_to(KeyboardFocus::Arrows::value));
  keys.press("Right");
  EXPECT_NE(window.spec(), before);
  EXPECT_EQ(window.explorer().moment().step, step) << "the figure has not moved on";
  const std::string after = window.spec();
  keys.press("Left");
  EXPECT_EQ(window.spec(), before) << after;
}

TEST(WindowKeyboardFocus, ArrowsGoFromCellToCellAndEnterTypes) {
  Offscreen window("conv 4x4 k2 in=ramp", 1280, 800);
  Keys keys(window);
  window.run("pause");
  ASSERT_TRUE(keys.tab_to(KeyboardFocus::Arrows::cells));
  for (int i = 0; i < 30 && window.session().hover.role != Role::input; ++i) keys.press("Left");
  const Tag cell = window.session().hover;
  ASSERT_EQ(cell.role, Role::input);
  keys.press("Down");
  const Tag below = window.session().hover;
  EXPECT_EQ(below.cell, cell.cell + 4);
  window.run("key Enter; wait 6; key Ctrl+A; type 42; key Enter; wait 6");
  EXPECT_EQ(window.desk().derived().input()[below.cell], 42);
  EXPECT_TRUE(keys.on()) << "and the focus is where it was";
  keys.press("Up");
  EXPECT_EQ(window.session().hover, cell);
}

TEST(WindowKeyboardFocus, AListOpensIsWalkedAndGivesTheFocusBack) {
  Offscreen window;
  Keys keys(window);
  const auto open = [] { return ImGui::GetCurrentContext()->OpenPopupStack.Size > 0; };
  for (int i = 0; i < 60 && !open(); ++i) {
    keys.press("Tab");
    if (keys.pointer().y < 56 && keys.pointer().x > 900) keys.press("Enter");
  }
  ASSERT_TRUE(open());
  const unsigned first = keys.id();
  keys.press("Down");
  EXPECT_NE(keys.id(), first);
  EXPECT_TRUE(open());
  keys.press("Tab", 60);
  EXPECT_TRUE(open()) << "what it covers is out of reach";
  keys.press("Esc");
  EXPECT_FALSE(open());
  EXPECT_TRUE(keys.on());
  EXPECT_LT(keys.pointer().y, 56) << "back at the menu";
}

TEST(WindowKeyboardFocus, WhatLiesOverTheWindowHasItAlone) {
  Offscreen window;
  Keys keys(window);
  keys.press("Tab", 3);
  const unsigned before = keys.id();
  window.run("help on");
  window.frames(10);
  EXPECT_NE(keys.id(), before);
  for (int i = 0; i < 8; ++i) {
    keys.press("Tab");
    EXPECT_NE(keys.id(), before);
  }
  keys.press("Esc");
  EXPECT_FALSE(window.session().help) << "Esc closes it and does not first let go";
  window.frames(10);
  EXPECT_EQ(keys.id(), before);
}

TEST(WindowKeyboardFocus, WithoutItKeysAreTheLabs) {
  Offscreen window;
  Keys keys(window);
  window.run("pause; first");
  keys.press("Right");
  EXPECT_GT(window.explorer().moment().step, 0);
  keys.press("Tab");
  ASSERT_TRUE(keys.on());
  window.run("mouse 640 300; wait 4");
  EXPECT_FALSE(keys.on()) << "a hand that moves the pointer takes it back";
  const Index step = window.explorer().moment().step;
  keys.press("Right");
  EXPECT_GT(window.explorer().moment().step, step);
}

}  // namespace
}  // namespace convscope
