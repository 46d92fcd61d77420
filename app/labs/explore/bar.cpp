// The explorer's bar at the foot: play, steps, position, speed, loop.
#include "app/desk/panels.hpp"
#include "app/labs/explore/panels.hpp"

namespace convscope {

void draw_explorer_bar(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  ExploreState& lab = explorer(ui.desk);
  if (lab.view().animated)
    return draw_playback_bar(ui, rect, target,
                             {.steps = lab.steps(),
                              .moment = lab.head().shown(ui.desk.session),
                              .done = lab.head().done(),
                              .playing = lab.head().playing,
                              .previous = "previous",
                              .toggle = "toggle-play",
                              .next = "next",
                              .scrub = [&](double position) { lab.scrub(position); }});
  if (rect.h <= 0) return;
  ui.begin_panel("playback", rect, ui.colors.window);
  ui.hairline({rect.x, rect.y}, {rect.right(), rect.y});
  ui.text_within({24, rect.centre().y}, lab.view().help, 15 * bar_type(ui) / ui.type, rect.w - 48,
                 ui.colors.soft);
  ui.end_panel();
}

}  // namespace convscope
