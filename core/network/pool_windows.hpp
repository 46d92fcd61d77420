// The windows of a pool, in one plane.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/geometry/axis.hpp"
#include "core/geometry/geometry.hpp"

namespace convscope {

/// visit(column, places, cells) for each window of a row, counted through all depths: where its cells lie in
/// the plane, and how many it has in all, padding included.
template <class Visit>
void each_window_of_row(const std::array<Axis, 3>& axes, const std::array<Sides, 3>& sides, Index row,
                        Visit visit) {
  std::vector<Index> places;
  const Index z = row / axes[1].windows, y = row % axes[1].windows;
  const Slice deep = contacts_of_window(axes[0], z), down = contacts_of_window(axes[1], y);
  for (Index x = 0; x < axes[2].windows; ++x) {
    const Slice across = contacts_of_window(axes[2], x);
    places.clear();
    for (Index c = 0; c < deep.count; ++c)
      for (Index b = 0; b < down.count; ++b) {
        const Index first = (deep[c].pixel * axes[1].pixels + down[b].pixel) * axes[2].pixels;
        for (Index a = 0; a < across.count; ++a) places.push_back(first + across[a].pixel);
      }
    // With padding, but not beyond it: there rounding up has made a window longer than its cells.
    double cells = 1;
    const Index windows[] = {z, y, x};
    for (std::size_t i = 0; i < 3; ++i) {
      const Axis wide = with_pixels(axes[i], sides[i].begin, sides[i].end);
      cells *= static_cast<double>(contacts_of_window(wide, windows[i]).count);
    }
    visit(x, std::span<const Index>(places), cells);
  }
}

/// visit(places, cells) for each window, row-major.
template <class Visit>
void each_window(const std::array<Axis, 3>& axes, const std::array<Sides, 3>& sides, Visit visit) {
  for (Index row = 0; row < axes[0].windows * axes[1].windows; ++row)
    each_window_of_row(axes, sides, row,
                       [&](Index, std::span<const Index> places, double cells) { visit(places, cells); });
}

}  // namespace convscope
