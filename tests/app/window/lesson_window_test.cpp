// A lesson in the whole window, without a display.
#include <gtest/gtest.h>

#include "app/desk/presenting.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

TEST(WindowLesson, FiguresAndWordsBeginAtOneLineOnTheBareStage) {
  Offscreen window("tconv 2x2 k3 s2", 1280, 720);
  Presenting& presenting = window.desk().presenting();
  window.run("pause; present");
  EXPECT_EQ(presenting.stage.x, 0);
  window.run("lesson stamping; scene 4");
  const Rect stage = presenting.stage;
  EXPECT_GT(stage.x, 20);
  EXPECT_EQ(stage.w, 1280 - 2 * stage.x);
  window.run("lesson off");
  EXPECT_EQ(presenting.stage.x, 0);
  EXPECT_EQ(presenting.stage.w, 1280);
}

}  // namespace
}  // namespace convscope
