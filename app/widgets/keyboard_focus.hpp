// What the keyboard points at: Tab goes from one thing that can be touched to the next, Enter and Space press
// it, Menu and Shift+F10 are the right button, arrows change it or go on within it, Esc lets go.
//
// It moves the pointer that Dear ImGui sees. So whatever the pointer explains, lights up, opens or presses,
// in widgets and in drawings, keys can, and nobody writes it twice. A hand that moves the pointer takes it
// back.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "app/picture/picture.hpp"
#include "app/widgets/input.hpp"

struct ImGuiWindow;

namespace convscope {

class Ui;

class KeyboardFocus {
 public:
  /// What the arrows do while a thing has the focus.
  enum class Arrows : std::uint8_t {
    neighbours,  ///< go to the next thing that way in the same panel
    value,       ///< change it: the widget itself reads them
    cells,       ///< go to the next cell of a drawing; without cells, move over it
    commands,    ///< are the lab's, as without focus
  };

  /// Of the current Dear ImGui context; nullptr: it has none.
  static KeyboardFocus* current();
  void attach();

  // Within a frame.
  void begin_frame();
  /// Something in the window that is open can be touched. Ui::touch says it of all that it is asked for.
  void stop(unsigned id, const Rect& rect);
  /// Of the last one: the arrows do this.
  void arrows(Arrows arrows);
  /// The last one only explains what stands beside it.
  void pass();
  /// A drawing, from cell to cell of which arrows go; whether it wants to know them now.
  bool field(unsigned id, const Rect& rect);
  void cell(const Rect& rect) { cells_.push_back(rect); }

  bool is_on() const { return on_; }
  /// Of what has it; 0: nothing.
  unsigned id() const { return id_; }
  Arrows kind() const { return kind_; }
  /// Keys of this frame are the focus's and no commands: to be asked before anything is drawn.
  bool takes_keys() const;
  /// After all has been drawn: keys move it. `typed`: a text field had the keyboard when the frame began;
  /// `typing`: it still has.
  void end_frame(InputQueue& input, bool typed, bool typing);
  /// A double ring, dark and light, over all that has been drawn.
  void draw(const Ui& ui) const;

 private:
  struct Stop {
    unsigned id;
    Rect rect;
    ImGuiWindow* window;
    Rect clip;
    Arrows arrows;
    std::pair<double, double> row{};
  };
  std::vector<Stop> within_reach() const;
  const Stop* focused() const;
  void focus(const Stop& stop, InputQueue& input);
  void point(Point at, InputQueue& input);
  void let_go(InputQueue& input);
  bool follow(const std::vector<Stop>& reach, InputQueue& input);
  void go(const std::vector<Stop>& reach, int by, InputQueue& input);
  void walk(const std::vector<Stop>& reach, Point way, InputQueue& input);
  void look_after_hand();

  std::vector<Stop> stops_;
  std::vector<Rect> cells_;  ///< of the field in focus
  /// What had the focus before something opened over it, and where in it that was.
  std::vector<std::pair<unsigned, Point>> covered_;
  bool on_ = false, entered_ = false;
  unsigned id_ = 0;
  Rect place_{};
  Arrows kind_ = Arrows::neighbours;
  Point wanted_{};
  std::vector<Point> places_{};  ///< where the pointer was last, and where it was sent since, in order
  int missing_ = 0;
};

/// In the current context: what has the focus is pressed by Enter and Space.
bool keyboard_has_focus();

/// Says that a drawing is a field, which arrows cross; its id is that of the touch with the same name, if
/// there is one. The focus, where it is on it and wants to know its cells.
KeyboardFocus* focus_on_field(std::string_view id, const Rect& place);
/// The tagged boxes of a drawing at `corner` as the cells of a field over `place`.
void offer_cells(std::string_view id, const Rect& place, const Picture& picture, Point corner);
/// The same of whatever has a `rect`, relative to `place`.
template <class Spots>
void offer_spots(std::string_view id, const Rect& place, const Spots& spots) {
  if (KeyboardFocus* focus = focus_on_field(id, place))
    for (const auto& spot : spots)
      focus->cell({place.x + spot.rect.x, place.y + spot.rect.y, spot.rect.w, spot.rect.h});
}

}  // namespace convscope
