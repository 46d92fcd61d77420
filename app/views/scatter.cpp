// Transposed convolution: every input cell stamps its scaled kernel onto the
// output; overlaps add up.
#include <fmt/format.h>

#include <algorithm>

#include "app/views/bias.hpp"
#include "app/views/lens.hpp"
#include "app/views/obstacles.hpp"
#include "app/views/scatter_drawing.hpp"
#include "app/views/steps_scene.hpp"
#include "app/views/view.hpp"
#include "app/views/volume.hpp"

namespace convscope {

namespace {

std::optional<std::string> scatter_obstacle(const Derived& derived) {
  if (!derived.op().transposed())
    return "shows a transposed convolution; choose operator tconv, or the "
           "slide view";
  return derived.op().geometry.rank() == 3 ? volume_obstacle(derived) : plane_obstacle(derived);
}

}  // namespace

ScatterDrawing::ScatterDrawing(const Derived& derived, Moment moment, const Style& style)
    : StampScene(derived, moment, style, explains(derived, style) ? "" : kScatterSentence),
      making_(making_of(derived, style)) {
  if (in_rows())
    frame_.columns = page_of(frame_.columns, axes_.columns, window_, canvas_.page_cells(names()));
}

Picture ScatterDrawing::draw() {
  if (in_rows())
    draw_rows();
  else
    draw_blocks();
  const Rect area = canvas_.area();
  canvas_.keep_within(area.y - 8, area.bottom() + 8);
  draw_sum();
  return canvas_.finish();
}

CellLook ScatterDrawing::output_look(Index plane, Index row, Index column) const {
  if (!frame_.rows.inside(row) || !frame_.columns.inside(column)) return {.kind = CellLook::Kind::padding};
  return sum_look(plane * user_plane_ + row * frame_.columns.size + column, plane);
}

Index ScatterDrawing::weight_on(Index plane, Index row, Index column) const {
  const Index windows = axes_.columns.windows;
  const Index r = tap_on(axes_.rows, frame_.rows, window_ / windows, row),
              c = tap_on(axes_.columns, frame_.columns, window_ % windows, column);
  return r < 0 || c < 0 ? -1 : weight_index(plane, r, c);
}

namespace {

Picture draw_scatter(const Derived& derived, Moment moment, const Style& style) {
  if (derived.op().geometry.rank() == 3) return draw_stamped_volume(derived, moment, style);
  if (style.order.value_or(Order::by_window) != Order::by_window)
    return draw_steps(derived, *style.order, moment, style, "Scatter");
  return ScatterDrawing(derived, moment, style).draw();
}

}  // namespace

extern const View kScatter{
    .name = "scatter",
    .title = "Scatter",
    .help =
        "Transposed convolution: each input cell stamps its scaled kernel, "
        "overlaps add up.",
    .more = {"y[i·s + j·d − p] += x[i] · w[j],  j = 0 … k−1",
             "Each input cell stamps its scaled kernel onto the output; where "
             "stamps overlap they add.",
             "torch.nn.functional.conv_transpose2d; torch.nn.Fold"},
    .example = "tconv 3x3 k3 s2 p1 op1 w=bilinear",
    .obstacle = scatter_obstacle,
    .draw = draw_scatter,
    .any_order = true,
    .turned = "slide",
    .asks = true,
    .whole = lens_whole,
    .zoom = lens_zoom,
    .drag = lens_drag,
    .moves = lens_moves,
};

}  // namespace convscope
