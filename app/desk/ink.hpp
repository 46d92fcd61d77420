// What a pen has drawn over the stage: strokes, kept for the place where they belong.
//
//   ink.begin({"tconv 3 k2|scatter", 2}, {PenColor::orange, 0.05, {{-1, 2}}});
//   ink.extend({-0.9, 2.1});
//   ink.end();
//   append(picture, ink_picture(ink.at(place), stage, palette));
//
// Points are in units of the stage: 0,0 is its middle, and a stage of 16 by 9 of them fits into it. So ink
// stays on its figure when the window becomes larger or panels step aside.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/picture/palette.hpp"
#include "app/picture/picture.hpp"

namespace convscope {

/// Those of the theme; ink is dark on light and light on dark.
enum class PenColor : std::uint8_t { ink, red, blue, orange, green };
inline constexpr std::array<std::string_view, 5> kPenColors{"ink", "red", "blue", "orange", "green"};
Color pen_color(const Palette& palette, PenColor color);

/// Widths in units of the stage: at 1280 x 720 3, 6 and 12 pixels.
inline constexpr std::array<std::string_view, 3> kPenWidths{"thin", "medium", "thick"};
inline constexpr std::array<double, 3> kPenWidthUnits{0.0375, 0.075, 0.15};

struct Stroke {
  PenColor color = PenColor::red;
  double width = kPenWidthUnits[1];
  std::vector<Point> points{};
  Index first = 0, last = std::numeric_limits<Index>::max();  ///< steps at which it is there
};

/// A scene of a lesson, or a scenario and the page that shows it; and how many steps are done.
struct InkPlace {
  std::string scene{};
  Index step = 0;
};

class Ink {
 public:
  /// A stroke with its first point. One that had not ended ends.
  void begin(const InkPlace& place, Stroke stroke);
  /// Points nearer than a hair to the last one are left out. Without a stroke begun: nothing.
  void extend(Point to);
  void end() { drawing_ = nullptr; }
  bool drawing() const { return drawing_ != nullptr; }

  /// In the order of drawing.
  std::vector<const Stroke*> at(const InkPlace& place) const;
  /// Takes the last stroke back that can be seen there; false: there is none.
  bool undo(const InkPlace& place);
  /// Puts back what undo took there last, until something else is drawn or cleared there.
  bool redo(const InkPlace& place);
  /// Those that can be seen there; of all steps of the scene, or everywhere. Return how many went.
  std::size_t clear(const InkPlace& place);
  std::size_t clear_all();

 private:
  struct Page {
    std::vector<Stroke> strokes;
    std::vector<Stroke> undone;
  };
  std::map<std::string, Page> pages_;
  std::vector<Point>* drawing_ = nullptr;
};

/// Pixels for a unit of a stage.
double ink_unit(const Rect& stage);
Point to_ink(const Rect& stage, Point at);
Point from_ink(const Rect& stage, Point at);

/// Strokes as smooth lines, in the coordinates that `stage` is in.
Picture ink_picture(const std::vector<const Stroke*>& strokes, const Rect& stage, const Palette& palette);

}  // namespace convscope
