// Figures that are enlarged and moved: a view is laid out as ever, then its blocks of cells are looked at
// through a lens. Names keep their type; cells, and the numbers in them, grow; what is outside the figure's
// room is cut.
#pragma once

#include <vector>

#include "app/views/layout.hpp"
#include "app/views/view.hpp"

namespace convscope {

inline constexpr double kMostLens = 32;

/// Within what can be seen: zoom 1 to kMostLens, the picture's edges no farther in than the stage's.
Magnifier clamped(Magnifier lens);

/// Where a point of the unenlarged picture comes to.
Point through(const Magnifier& lens, const Style& size, Point point);

/// Moves and enlarges all blocks of a layout that has been placed.
void look_through(const Magnifier& lens, const Style& size, const Layout& placed);

/// Cuts what was drawn from item `from` on: cells and images at the edge, all else where its middle is
/// outside.
void keep_within(std::vector<Item>& items, std::size_t from, const Rect& window);

// Of a View whose figure can be enlarged: what its pointer does. Volumes are turned and approached instead.
Outlook lens_whole(const Outlook& now);
Outlook lens_zoom(const Derived& derived, const Outlook& now, double factor, const ViewSpot& around);
Outlook lens_drag(const Derived& derived, const Outlook& now, const Drag& drag);
bool lens_moves(const Derived& derived, const Outlook& now);

/// A camera as the wheel and a drag turn it.
Camera approached(Camera camera, double factor);
Camera turned_by(const Camera& from, Point pixels, double zoom);

}  // namespace convscope
