// What lies over the stage while somebody presents: the pen with its ink, the magnifier, the spotlight, and
// the bar that says how far the lecture is.
#pragma once

#include <string>

#include "app/desk/commands.hpp"
#include "app/desk/desk_ui.hpp"

namespace convscope {

/// Of the bar at the foot of the bare stage, logical pixels; to be multiplied by the growth of the window.
inline constexpr double kProgressHeight = 8;

class PresentingLayer {
 public:
  /// Over the stage of the lab in front, in a window of that size. `covered`: something else lies over it
  /// that is to be read.
  void draw(const DeskUi& ui, const Rect& stage, const Rect& window, bool covered, CommandTarget& target);
  /// The ink alone, for a picture of the window.
  static void draw_ink(const DeskUi& ui, const Rect& stage);

 private:
  void hold_pen(const DeskUi& ui, const Rect& stage, CommandTarget& target);
  void magnify(const DeskUi& ui, const Rect& stage);
  void light(const DeskUi& ui, const Rect& window);

  Rect lit_{};  ///< the cell that was under the pointer last
};

/// Where a cell is drawn on the stage, in the window; empty where it is not. Errors: as stage_film.
Rect cell_on_stage(const Desk& desk, Tag cell);

/// How far the lecture is: of its scenes, or of the steps on the stage. Along the foot of the window.
void draw_progress(const DeskUi& ui, const Rect& rect);

}  // namespace convscope
