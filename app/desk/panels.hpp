// What labs have in common on the screen: how they divide their area, and the bar that plays.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/desk/commands.hpp"
#include "app/desk/desk_ui.hpp"
#include "app/desk/lab.hpp"
#include "app/widgets/field_widgets.hpp"

namespace convscope {

/// Where the parts of a lab stand; a panel that is hidden has no width.
struct Columns {
  Rect left, middle, right, foot;
};
/// Divides a lab's area; `foot` is the height of the bar below, 0 without one.
Columns lab_columns(const DeskUi& ui, const Rect& area, double foot);
/// Height of the bar at the foot, with playback or a mere line of words; 0 on the bare stage, where there is
/// none.
double foot_height(const DeskUi& ui, bool playback);
/// The window is too low for generous bars.
bool is_low(const DeskUi& ui);
/// The type scale of the bars at head and foot. While presenting they are the presenter's alone: the stage,
/// which everybody looks at, needs the room more.
double bar_type(const DeskUi& ui);

/// What the bar at the foot plays, and the commands of its buttons.
struct PlaybackLook {
  Index steps = 1;
  Moment moment{};
  Index done = 0;  ///< as Playhead::done
  bool playing = false;
  std::string_view previous, toggle, next;
  std::function<void(double position)> scrub;
};
/// Play, steps, position, speed, loop.
void draw_playback_bar(const DeskUi& ui, const Rect& rect, CommandTarget& target, const PlaybackLook& look);
}  // namespace convscope
