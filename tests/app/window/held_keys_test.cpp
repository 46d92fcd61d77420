// A held key goes on, but what changes the whole figure does not flash.
#include <gtest/gtest.h>

#include "tests/app/window/offscreen.hpp"

namespace convscope {
namespace {

TEST(HeldKeys, StepNoMoreThanTwiceASecond) {
  Offscreen window("conv 30 k3", 1280, 720, 0.25);
  window.run("pause; layout 1; step 0; reduced-motion on");
  window.application().input().push(KeyEvent{compat::Key::right, true});
  Index changes = 0, before = window.explorer().moment().step;
  for (int frame = 0; frame < 240; ++frame) {  // four seconds
    window.frames(1);
    const Index now = window.explorer().moment().step;
    changes += now != before ? 1 : 0;
    before = now;
  }
  window.application().input().push(KeyEvent{compat::Key::right, false});
  EXPECT_LE(changes, 9);
  EXPECT_GE(changes, 6) << "it goes on all the same";
}

}  // namespace
}  // namespace convscope
