#include "core/geometry/seen.hpp"

namespace convscope {

Cells cells_behind(const Axis& axis, bool enlarging, Cells cells) {
  if (!enlarging)
    return {window_origin(axis, cells.first), window_origin(axis, cells.last) + reach(axis) - 1};
  // Far from the first window, by whole strides, every pixel meets what it would meet without an end.
  const Index far = Index{1} << 20;
  Axis endless = axis;
  endless.pixels = endless.windows = Index{1} << 40;
  Cells seen;
  const auto look_from = [&](Index pixel) {
    const Slice slice = contacts_of_pixel(endless, pixel + far * axis.stride);
    if (slice.count > 0) seen = seen.joined({slice[slice.count - 1].window - far, slice[0].window - far});
  };
  // A stride further on the same is seen one window on: the extremes are within a stride of the ends.
  const Index some = std::min(axis.stride, cells.last - cells.first + 1);
  for (Index n = 0; n < some; ++n) {
    look_from(cells.first + n);
    look_from(cells.last - n);
  }
  return seen;
}

}  // namespace convscope
