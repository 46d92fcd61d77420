// A row of cells along x; one that is too long for its room shows its beginning and its end.
#pragma once

#include <algorithm>
#include <cmath>

#include "app/picture/picture.hpp"
#include "core/geometry/axis.hpp"

namespace convscope {

/// Cells first .. first + count - 1. Where head + tail < count, the cells between are hidden in a gap.
struct Ruler {
  double x = 0, cell = 40, gap = 0;
  Index first = 0, count = 1, head = 1, tail = 0;

  bool whole() const { return head + tail >= count; }
  bool shown(Index i) const {
    const Index n = i - first;
    return n >= 0 && n < count && (n < head || n >= count - tail);
  }
  /// The cells of [from, end) that are shown; the gap is passed over at once.
  template <class Each>
  void each_shown(Index from, Index end, Each&& each) const {
    for (Index i = from; i < end; ++i)
      if (shown(i))
        each(i);
      else if (i - first >= head)
        i = std::max(i, first + count - tail - 1);
  }
  /// The left edge of a cell, or of the part of one; within the gap all are in its middle.
  double left(double i) const {
    const double n = i - static_cast<double>(first), after = static_cast<double>(count - tail);
    if (whole() || n <= static_cast<double>(head)) return x + n * cell;
    if (n >= after) return x + static_cast<double>(head) * cell + gap + (n - after) * cell;
    return x + static_cast<double>(head) * cell + gap / 2;
  }
  double left(Index i) const { return left(static_cast<double>(i)); }
  double right() const { return left(first + count); }
  double centre(Index i) const { return left(i) + cell / 2; }
  /// An edge that stands where it belongs, not somewhere in the gap.
  bool exact(Index edge) const {
    const Index n = edge - first;
    return whole() || n <= head || n >= count - tail;
  }
  double gap_centre() const { return x + static_cast<double>(head) * cell + gap / 2; }
};

/// Cells between `least` and `most` wide that fit `width`, from x on.
inline Ruler make_ruler(Index first, Index count, double x, double width, double least, double most) {
  Ruler ruler{.x = x, .first = first, .count = count, .head = count};
  ruler.cell = std::floor(std::min(most, width / static_cast<double>(count)));
  if (ruler.cell >= least) return ruler;
  ruler.cell = std::floor(std::max(least * 1.15, std::min(most, least)));
  ruler.gap = ruler.cell * 3;
  const Index room = std::max<Index>(2, static_cast<Index>((width - ruler.gap) / ruler.cell));
  if (room >= count) {
    ruler.gap = 0;
    return ruler;
  }
  ruler.head = (room + 1) / 2;
  ruler.tail = room - ruler.head;
  return ruler;
}

/// Windows on a ruler: the one after `window` of which an end may be in sight. Those that lie within the gap
/// are passed over, however many there are.
inline Index next_window(const Ruler& ruler, const Axis& axis, Index window) {
  const Index next = window + 1;
  if (ruler.whole() || next >= axis.windows) return next;
  const Index offset = window_origin(axis, 0) - ruler.first;
  const Index head = floor_div(ruler.head - offset, axis.stride) + 1;
  const Index tail = floor_div(ruler.count - ruler.tail - offset - reach(axis), axis.stride);
  return next > head && next < tail ? std::min(tail, axis.windows - 1) : next;
}

}  // namespace convscope
