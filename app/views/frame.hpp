// Where the cells of the dense side stand: the user's cells and the padding around them.
#pragma once

#include "core/ops/operator.hpp"

namespace convscope {

/// One axis of the pixel side as it is drawn: `count` cells from user coordinate `first` (negative over the
/// leading padding). The geometry's own pixel is the user's coordinate + `border`.
struct FrameAxis {
  Index first = 0, count = 1;
  Index size = 1;    ///< the user's cells are [0, size)
  Index border = 0;  ///< leading cells that a border operator fills
  bool inside(Index user) const { return user >= 0 && user < size; }
};

/// Rows then columns; a single row for one spatial axis. Holds every cell that a window reads or a stamp
/// hits.
struct Frame {
  FrameAxis rows, columns;
};

/// The axes of a geometry as rows and columns: one axis becomes a single row.
struct PlaneAxes {
  Axis rows, columns;
};
PlaneAxes plane_axes(const Geometry& geometry);

Frame frame_of(const Operator& op);
/// The frame of a relation without borders whose user cells are all pixels.
FrameAxis frame_axis(const Axis& axis, Index size, Sides sides, Index border);

}  // namespace convscope
