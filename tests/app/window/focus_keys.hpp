// The keyboard in a test of the whole window.
#pragma once

#include <imgui.h>

#include "app/widgets/chord.hpp"
#include "app/widgets/keyboard_focus.hpp"
#include "tests/app/window/offscreen.hpp"

namespace convscope {

/// The focus of the window, frame by frame.
class Keys {
 public:
  explicit Keys(Offscreen& window) : window_(window) {}
  void press(const char* key, int times = 1) {
    for (int i = 0; i < times; ++i) {
      play(parse_chord(key), window_.application().input());
      window_.frames(5);
    }
  }
  bool on() const { return KeyboardFocus::current()->is_on(); }
  Point pointer() const {
    const ImVec2 at = ImGui::GetIO().MousePos;
    return {at.x, at.y};
  }
  unsigned id() const { return KeyboardFocus::current()->id(); }
  KeyboardFocus::Arrows kind() const { return KeyboardFocus::current()->kind(); }
  /// Tab until it holds; whether it ever does.
  template <class Holds>
  bool tab_until(const Holds& holds) {
    for (int i = 0; i < 100; ++i) {
      press("Tab");
      if (holds()) return true;
    }
    return false;
  }
  /// Tab until the arrows do that; whether there is such a thing.
  bool tab_to(KeyboardFocus::Arrows wanted) {
    return tab_until([&] { return kind() == wanted; });
  }

 private:
  Offscreen& window_;
};

}  // namespace convscope
