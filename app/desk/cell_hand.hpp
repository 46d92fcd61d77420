// The cell of the scenario that the pointer holds on a drawing: it is typed, scrubbed, left by Tab and
// arrows.
#pragma once

#include "app/desk/desk_ui.hpp"

namespace convscope {

/// Where the topmost box with the tag lies under the point; around the point where there is none.
Rect rect_under(const Picture& picture, Tag tag, Point at);

/// Gives the held cell the gestures of stage_cell and applies what comes of them. `cell` and its place in the
/// window move on with Tab and the arrows, and with a drawing that changes while it is typed. `origin`: where
/// the picture stands in the window; `pointed`: the pointer is on it. Without `scrub` dragging is left to the
/// stage. Precondition: the cell is one of the input, the kernel or the upstream gradient.
void edit_held_cell(const DeskUi& ui, Tag& cell, Rect& place, const Picture& picture, Point origin,
                    bool pointed, bool scrub = true);

}  // namespace convscope
