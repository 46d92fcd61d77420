#include "app/views/frame.hpp"

#include <algorithm>

#include "app/views/volume.hpp"

namespace convscope {

PlaneAxes plane_axes(const Geometry& geometry) {
  const auto three = geometry.three_axes();
  return {three[1], three[2]};
}

FrameAxis frame_axis(const Axis& axis, Index size, Sides sides, Index border) {
  const Index first_window = window_origin(axis, 0) - border;
  const Index last_cell = window_origin(axis, axis.windows - 1) - border + reach(axis);
  FrameAxis out{.size = size, .border = border};
  out.first = std::min<Index>({0, first_window, -sides.begin});
  out.count = std::max<Index>({size, last_cell, size + sides.end}) - out.first;
  return out;
}

namespace {

FrameAxis frame_of_axis(const Operator& op, std::size_t i) {
  const Index border = op.border.active() ? op.border.sides[i].begin : 0;
  // A transposed operator's trailing side is what the stamps reach; the
  // stated one may hold output padding.
  const Sides sides = op.transposed() ? Sides{} : op.sides[i];
  return frame_axis(op.geometry.axes[i], op.pixels[i], sides, border);
}

}  // namespace

Frame frame_of(const Operator& op) {
  const std::size_t rank = op.geometry.rank();
  return {rank > 1 ? frame_of_axis(op, rank - 2) : FrameAxis{}, frame_of_axis(op, rank - 1)};
}

FrameAxis page_of(const FrameAxis& frame, const Axis& axis, Index window, Index most) {
  const Index wide = reach(axis);
  most = std::max(most, wide + 1);
  if (frame.count <= most) return frame;
  const Index begin = window_origin(axis, window) - frame.border - frame.first, turn = most - wide;
  FrameAxis page = frame;
  page.first += std::min(begin / turn * turn, frame.count - most);
  page.count = most;
  return page;
}

FrameAxis depth_frame_of(const Operator& op) {
  return frame_of_axis(op, op.geometry.rank() - 3);
}

CellPlace window_place(const PlaneAxes& axes, const Frame& frame, Index window) {
  const auto one = [](const Axis& axis, const FrameAxis& along, Index w) {
    return real(window_origin(axis, w) - along.border - along.first);
  };
  const Index columns = axes.columns.windows;
  return {one(axes.rows, frame.rows, window / columns), one(axes.columns, frame.columns, window % columns)};
}

CellPlace gliding_place(const PlaneAxes& axes, const Frame& frame, Index window, double share) {
  const CellPlace from = window_place(axes, frame, window);
  if (window + 1 >= axes.rows.windows * axes.columns.windows) return from;
  const CellPlace to = window_place(axes, frame, window + 1);
  if (to.column + reach_of(axes.columns) > real(frame.columns.count)) return from;  // on the next page
  return {from.row + (to.row - from.row) * share, from.column + (to.column - from.column) * share};
}

Index tap_on(const Axis& axis, const FrameAxis& frame, Index window, Index cell) {
  for (Index tap = 0; tap < axis.taps; ++tap)
    if (cell_under(axis, frame, window, tap) == cell) return tap;
  return -1;
}

}  // namespace convscope
