// The windows of a pool, one plane at a time.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "core/geometry/axis.hpp"
#include "core/geometry/geometry.hpp"

namespace convscope {

/// visit(places, cells) for each window in row-major order: where its cells lie in the plane, and how many it
/// has in all, padding included.
template <class Visit>
void each_window(const std::array<Axis, 3>& axes, const std::array<Sides, 3>& sides, Visit visit) {
  std::vector<Index> places;
  for (Index z = 0; z < axes[0].windows; ++z)
    for (Index y = 0; y < axes[1].windows; ++y)
      for (Index x = 0; x < axes[2].windows; ++x) {
        const Slice deep = contacts_of_window(axes[0], z), down = contacts_of_window(axes[1], y),
                    across = contacts_of_window(axes[2], x);
        places.clear();
        for (Index c = 0; c < deep.count; ++c)
          for (Index b = 0; b < down.count; ++b) {
            const Index row = (deep[c].pixel * axes[1].pixels + down[b].pixel) * axes[2].pixels;
            for (Index a = 0; a < across.count; ++a) places.push_back(row + across[a].pixel);
          }
        // With padding, but not beyond it: there rounding up has made a window longer than its cells.
        double cells = 1;
        const Index windows[] = {z, y, x};
        for (std::size_t i = 0; i < 3; ++i) {
          const Axis wide = with_pixels(axes[i], sides[i].begin, sides[i].end);
          cells *= static_cast<double>(contacts_of_window(wide, windows[i]).count);
        }
        visit(std::span<const Index>(places), cells);
      }
}

}  // namespace convscope
