// The pen and the hand of widgets: what a frame draws with, and what the pointer does to a rectangle.
//
// All places are logical pixels of the window. Widgets are drawn with the same boxes, paths and labels as
// Pictures, into the Dear ImGui window that is open.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/gpu/resources.hpp"
#include "app/picture/palette.hpp"
#include "app/picture/picture.hpp"
#include "app/widgets/field_editor.hpp"
#include "app/widgets/keys.hpp"

namespace convscope {

/// What the pointer does to a rectangle in this frame.
struct Touch {
  bool hovered = false;
  bool held = false;      ///< the button went down here and is still down
  bool pressed = false;   ///< it went down now
  bool released = false;  ///< it went up now
  bool clicked = false;   ///< down and up, both here
  Point at{};             ///< the pointer
};

/// A rectangle of the window in one colour.
struct Ground {
  Rect rect{};
  Color color{};
};

/// What lasts from frame to frame beside the session.
struct UiMemory {
  FieldEditor editor;
  unsigned hovered = 0;     ///< the widget under the pointer
  bool explained = false;   ///< in this frame, some widget under the pointer had help
  double resting = 0;       ///< seconds that the pointer has been on it
  std::string explanation;  ///< its help, for F1
  std::string topic;        ///< and what it is about (context_help.hpp)
  double scrub_from = 0;    ///< a cell's value when the pointer went down on it
  Tag pointed{};            ///< the cell under the pointer in this frame, in whatever panel
  bool waiting = false;     ///< a tooltip is about to appear: the next frame will differ
  bool unfinished = false;  ///< something has been drawn in part: so will it
  /// Of this frame's panels. Those with a colour are to be cleared before anything is drawn: a renderer that
  /// blends every pixel in software takes half a frame for them.
  std::vector<Ground> grounds{};
  /// In this frame, where a texture has other pixels than in the one before.
  std::vector<Rect> repainted{};
};

/// What a frame's widgets look like.
struct UiLook {
  Theme theme = Theme::light;
  double type = 1;     ///< multiplies type sizes
  double density = 1;  ///< device pixels per logical pixel
  Tag hover{};         ///< the cell that this frame lights up
  bool held = false;   ///< what F1 explains stays: it was asked for, and is being read
};

class Ui {
 public:
  /// `seconds`: since the last frame.
  Ui(const UiLook& look, Gpu& gpu, UiMemory& memory, const compat::FieldFont& text_field_font,
     double seconds);
  /// The same with another type scale.
  Ui(const Ui& other, double type_scale);
  Ui(const Ui&) = delete;
  Ui& operator=(const Ui&) = delete;

  Gpu& gpu;
  const Theme theme;
  const Palette& colors;
  const compat::FieldFont& field_font;
  const double density;
  const double type;  ///< multiplies type sizes and what holds type

  FieldEditor& editor() const { return memory_.editor; }
  double& scrub_from() const { return memory_.scrub_from; }
  /// The same for F1 alone.
  void about(std::string_view text, std::string_view topic) const {
    if (look_.held) return;
    memory_.explanation = text;
    memory_.topic = topic;
  }
  const std::string& explanation() const { return memory_.explanation; }
  const std::string& topic() const { return memory_.topic; }

  /// The pointer is on this cell: it lights up everywhere in the next frame.
  void point_at(Tag tag) const { memory_.pointed = tag; }
  /// What is drawn in this frame wants another one to be whole.
  void unfinished() const { memory_.unfinished = true; }
  /// What is drawn there in this frame has been painted anew under the same name.
  void repainted(const Rect& rect) const { memory_.repainted.push_back(rect); }
  /// The cell that this frame lights up.
  Tag hover() const { return look_.hover; }

  // Drawing, in the window that is open.
  void draw(const Box& box) const;
  void draw(const Path& path) const;
  void draw(const Picture& picture, Point at) const;
  /// `size` is multiplied by the type scale; `at` is on the text's vertical middle.
  void text(Point at, std::string_view text, double size, Color color, Font font = Font::text,
            Align align = Align::left) const;
  /// The same, cut off with an ellipsis at `width`. Returns the width taken.
  double text_within(Point at, std::string_view text, double size, double width, Color color,
                     Font font = Font::text) const;
  double width_of(std::string_view text, double size, Font font = Font::text) const;
  /// Words wrapped to `width`; `at` is the top left corner. Returns the height, also when not drawing.
  double paragraph(Point at, std::string_view text, double size, double width, Color color,
                   bool drawn = true) const;
  void hairline(Point from, Point to) const;

  // Interaction.
  Touch touch(std::string_view id, const Rect& rect) const;
  /// Shows the text beside the pointer after it has rested, and keeps it for F1, with what context_help.hpp
  /// has under the topic.
  void explain(const Touch& touch, std::string_view text, std::string_view topic = {}) const;

  /// How far the pointer has come since it went down.
  Point dragged() const;
  enum class Hand : std::uint8_t { arrow, pointing, up_down, left_right };
  /// What the pointer looks like in this frame.
  void hand(Hand shape) const;

  /// Of the window.
  Point size() const;

  /// A frameless Dear ImGui window over the rectangle, with a ground. Always pair with end().
  void begin_panel(const char* id, const Rect& rect, Color ground) const;
  /// The same over everything that begin_panel made, without a ground.
  void begin_floating(const char* id, const Rect& rect) const;
  void end_panel() const;

 private:
  void begin_window(const char* id, const Rect& rect, Color ground, int flags) const;

  UiLook look_;
  UiMemory& memory_;
  double seconds_;
};

/// A column of widgets in a panel that scrolls: hands out rectangles from top to bottom.
class Column {
 public:
  Column(double x, double y, double width) : x_(x), y_(y), width_(width) {}
  Rect take(double height) {
    const Rect rect{x_, y_, width_, height};
    y_ += height;
    return rect;
  }
  void gap(double height) { y_ += height; }
  double y() const { return y_; }
  double width() const { return width_; }

 private:
  double x_, y_, width_;
};

}  // namespace convscope
