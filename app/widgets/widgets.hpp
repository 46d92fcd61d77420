// The widgets of the panels. Each draws itself, reports what the user wants, and applies nothing.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/widgets/ui.hpp"

namespace convscope {

/// Heights, to be multiplied by the type scale.
inline constexpr double kSliderHeight = 48, kRowHeight = 32, kSegmentHeight = 36;

struct SliderLook {
  std::string_view id, label;
  std::string value;  ///< as shown
  std::string typed;  ///< as it stands in the field when it is typed
  Index now = 0, least = 0, most = 1;
  Index possible_least = 0, possible_most = 1;  ///< the rest of the track is out of reach
  std::string_view help;
  std::string_view topic{};  ///< for F1
};
struct SliderEdit {
  std::optional<Index> moved;           ///< by dragging, wheel or arrow keys
  std::optional<std::string> typed;     ///< into the value
  bool beyond = false, before = false;  ///< the pointer asks for more than is possible
  bool ended = false;                   ///< the drag is over
};
SliderEdit slider(const Ui& ui, const Rect& rect, const SliderLook& look);

/// One of a few; returns the one that was clicked.
std::optional<std::size_t> segments(const Ui& ui, std::string_view id, const Rect& rect,
                                    std::span<const std::string_view> names, std::size_t now);

struct Choice {
  std::string name;
  std::string note;      ///< smaller, on the right; may be empty
  std::string help;      ///< a tooltip
  bool possible = true;  ///< false: greyed
};
/// Label on the left, the value with a caret on the right; opens a list. Returns the entry chosen.
std::optional<std::size_t> dropdown(const Ui& ui, std::string_view id, const Rect& rect,
                                    std::string_view label, std::string_view value,
                                    std::span<const Choice> choices, std::string_view help,
                                    std::string_view topic = {});
/// A popup with the look of all: at `place`, scrolling where what it holds, `content` high, is higher. `draw`
/// draws it from its corner on and says whether it is done with; Esc and a click beside it close it, too.
void popup(const Ui& ui, const std::string& id, const Rect& place, double content, float rounding,
           const std::function<bool(Point corner)>& draw);
/// The list alone, below `anchor`; to be called every frame with `open` true when it should appear.
std::optional<std::size_t> popup_list(const Ui& ui, std::string_view id, const Rect& anchor, bool open,
                                      std::span<const Choice> choices, std::string_view current,
                                      double least_width);

/// Label on the left, a text that can be clicked and typed on the right. Returns what was entered.
std::optional<std::string> text_row(const Ui& ui, std::string_view id, const Rect& rect,
                                    std::string_view label, const std::string& value,
                                    std::string_view placeholder, std::string_view help,
                                    std::string_view topic = {});

enum class Icon {
  play,
  pause,
  next,
  previous,
  first,
  last,
  caret_down,
  caret_right,
  sun,
  moon,
  contrast,
  close,
  menu
};
void draw_icon(const Ui& ui, Icon icon, Point centre, double size, Color color);
/// A round place with an icon; `filled` gives it the accent's ground.
bool icon_button(const Ui& ui, std::string_view id, Point centre, double radius, Icon icon,
                 std::string_view help, bool filled = false);
/// A word that can be clicked.
bool text_button(const Ui& ui, std::string_view id, const Rect& rect, std::string_view words, double size,
                 Color color, std::string_view help, Align align = Align::centre, Font font = Font::text);
/// A word in a frame, as wide as the rectangle.
bool framed_button(const Ui& ui, std::string_view id, const Rect& rect, std::string_view words, double size,
                   std::string_view help);
/// The one that is most likely wanted: its word in white on the accent.
bool filled_button(const Ui& ui, std::string_view id, const Rect& rect, std::string_view words, double size,
                   std::string_view help);
/// A word with a switch; returns whether it was clicked.
bool toggle(const Ui& ui, std::string_view id, const Rect& rect, std::string_view words, bool on,
            std::string_view help);

}  // namespace convscope
