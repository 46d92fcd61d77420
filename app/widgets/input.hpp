// What people do with keyboard and pointer, on its way to Dear ImGui; the same way for a real window and for
// a script that plays one.
#pragma once

#include <deque>
#include <variant>

#include "app/widgets/keys.hpp"

namespace convscope {

struct KeyEvent {
  compat::Key key;
  bool down;
};
struct CharacterEvent {
  unsigned code;
};
/// Logical pixels; far outside when the pointer has left.
struct PointerEvent {
  double x, y;
};
struct ButtonEvent {
  int button;  ///< 0 left, 1 right, 2 middle
  bool down;
};
struct WheelEvent {
  double dx, dy;
};
struct FocusEvent {
  bool focused;
};
/// What follows belongs into a later frame.
struct NextFrame {};
using InputEvent =
    std::variant<KeyEvent, CharacterEvent, PointerEvent, ButtonEvent, WheelEvent, FocusEvent, NextFrame>;

/// Spreads events over frames so that each press is seen, and seen where the pointer then was.
class InputQueue {
 public:
  void push(const InputEvent& event) { events_.push_back(event); }
  bool empty() const { return events_.empty(); }
  /// Hands Dear ImGui what belongs into the coming frame.
  void feed();

 private:
  std::deque<InputEvent> events_;
};

}  // namespace convscope
