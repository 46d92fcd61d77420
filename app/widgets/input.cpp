#include "app/widgets/input.hpp"

#include <algorithm>
#include <set>

#include "app/widgets/compat.hpp"

namespace convscope {

namespace {

bool is_modifier(compat::Key key) {
  return key == compat::Key::ctrl || key == compat::Key::shift || key == compat::Key::alt ||
         key == compat::Key::super;
}

// What a frame has already been told; an event that would hide an earlier one waits for the next frame.
class Frame {
 public:
  bool takes(const InputEvent& event) {
    if (const auto* key = std::get_if<KeyEvent>(&event)) {
      // A chord is judged by the modifiers at the frame's end: they must not change after its key.
      if (is_modifier(key->key) && chord_) return false;
      chord_ = chord_ || !is_modifier(key->key);
      return keys_.insert(key->key).second && !typed_;
    }
    if (const auto* button = std::get_if<ButtonEvent>(&event))
      return buttons_.insert(button->button).second && !wheel_;
    if (std::holds_alternative<PointerEvent>(event)) return buttons_.empty() && !wheel_;
    if (std::holds_alternative<WheelEvent>(event)) return wheel_ = buttons_.empty();
    if (std::holds_alternative<CharacterEvent>(event)) typed_ = true;
    return true;
  }

 private:
  std::set<compat::Key> keys_;
  std::set<int> buttons_;
  bool wheel_ = false, typed_ = false, chord_ = false;
};

struct Feed {
  void operator()(const KeyEvent& e) const { compat::feed_key(e.key, e.down); }
  void operator()(const CharacterEvent& e) const { compat::feed_character(e.code); }
  void operator()(const PointerEvent& e) const {
    compat::feed_mouse_position(static_cast<float>(e.x), static_cast<float>(e.y));
  }
  void operator()(const ButtonEvent& e) const { compat::feed_mouse_button(e.button, e.down); }
  void operator()(const WheelEvent& e) const {
    const auto bounded = [](double steps) { return static_cast<float>(std::clamp(steps, -1e3, 1e3)); };
    compat::feed_wheel(bounded(e.dx), bounded(e.dy));
  }
  void operator()(const FocusEvent& e) const { compat::feed_focus(e.focused); }
  void operator()(const NextFrame&) const {}
};

}  // namespace

void InputQueue::feed() {
  Frame frame;
  while (!events_.empty() && frame.takes(events_.front())) {
    const InputEvent event = events_.front();
    events_.pop_front();
    std::visit(Feed{}, event);
    if (std::holds_alternative<NextFrame>(event)) return;
  }
}

}  // namespace convscope
