// Where the cells of the dense side stand: the user's cells and the padding
// around them.
#pragma once

#include "core/ops/operator.hpp"

namespace convscope {

/// One axis of the pixel side as it is drawn: `count` cells from user
/// coordinate `first` (negative over the leading padding). The geometry's own
/// pixel is the user's coordinate + `border`.
struct FrameAxis {
  Index first = 0, count = 1;
  Index size = 1;    ///< the user's cells are [0, size)
  Index border = 0;  ///< leading cells that a border operator fills
  bool inside(Index user) const { return user >= 0 && user < size; }
};

/// Rows then columns; a single row for one spatial axis. Holds every cell that
/// a window reads or a stamp hits.
struct Frame {
  FrameAxis rows, columns;
};

/// The axes of a geometry as rows and columns: one axis becomes a single row.
struct PlaneAxes {
  Axis rows, columns;
};
PlaneAxes plane_axes(const Geometry& geometry);

Frame frame_of(const Operator& op);
/// As much of a long axis as `most` cells show, with that window in it. Such pages overlap by what a window
/// covers, and nothing moves until the window leaves one.
FrameAxis page_of(const FrameAxis& frame, const Axis& axis, Index window, Index most);
/// The frame of a relation without borders whose user cells are all pixels.
FrameAxis frame_axis(const Axis& axis, Index size, Sides sides, Index border);

/// A place in a drawn frame, in cells.
struct CellPlace {
  double row = 0, column = 0;
};
/// Of a window's first tap; the window counts flat within its plane.
CellPlace window_place(const PlaneAxes& axes, const Frame& frame, Index window);
/// The same while it glides: `share` of the way to the next window. The last
/// one of the frame stays.
CellPlace gliding_place(const PlaneAxes& axes, const Frame& frame, Index window, double share);
/// Of a tap's cell, in user coordinates.
inline Index cell_under(const Axis& axis, const FrameAxis& frame, Index window, Index tap) {
  return pixel_under(axis, window, tap) - frame.border;
}

/// The tap whose cell that is, in user coordinates; -1 where the window leaves it out.
Index tap_on(const Axis& axis, const FrameAxis& frame, Index window, Index cell);

inline double real(Index n) {
  return static_cast<double>(n);
}
inline double reach_of(const Axis& axis) {
  return real(reach(axis));
}

}  // namespace convscope
