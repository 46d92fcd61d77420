#include "core/geometry/contributions.hpp"

#include <limits>

namespace convscope {

Slice contacts_of(const Axis& axis, Side fixed, Index cell) {
  switch (fixed) {
    case Side::window:
      return contacts_of_window(axis, cell);
    case Side::pixel:
      return contacts_of_pixel(axis, cell);
    case Side::weight:
      break;
  }
  return contacts_of_tap(axis, cell);
}

Index count_contributions(const Geometry& geometry) {
  const Channels& c = geometry.channels;
  Index count = c.window * (c.pixel / c.groups);
  bool exact = true;
  for (const Axis& axis : geometry.axes) {
    Index contacts = 0;
    // Along the shorter side.
    if (axis.taps <= axis.windows)
      for (Index tap = 0; tap < axis.taps; ++tap) contacts += contacts_of_tap(axis, tap).count;
    else
      for (Index o = 0; o < axis.windows; ++o) contacts += contacts_of_window(axis, o).count;
    exact &= !__builtin_mul_overflow(count, contacts, &count);
  }
  return exact ? count : std::numeric_limits<Index>::max();
}

}  // namespace convscope
