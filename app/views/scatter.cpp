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
    : WindowScene(derived, style.quiz ? Moment{moment.step, 0} : moment, style, "Scatter",
                  explains(derived, style) ? ""
                                           : "each input cell stamps its scaled kernel onto the output; "
                                             "overlaps add up"),
      trace_(op_, Order::by_window),
      making_(making_of(derived, style)) {
  if (in_rows())
    frame_.columns = page_of(frame_.columns, axes_.columns, window_, canvas_.page_cells(names()));
  before_ = output_after(d_, trace_, moment.step);
  after_ = output_after(d_, trace_, moment.step + 1);
  reached_.assign(static_cast<std::size_t>(after_.size()), false);
  for (Index step = 0; step <= moment.step; ++step) {
    if (step == moment.step) reached_before_ = reached_;
    trace_.for_each(step, [&](const Contribution& c) {
      reached_[static_cast<std::size_t>(user_cell(op_, c.pixel))] = true;
    });
  }
  input_scale_ = scale_of(d_.input().values());
  output_scale_ = scale_of(d_.output().values());
  for (double v : after_.values()) output_scale_.take(v);
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

CellLook ScatterDrawing::input_look(Index cell) const {
  return canvas_.look(Role::input, d_.input()[cell], input_scale_, {Role::input, cell});
}

CellLook ScatterDrawing::scaled_look(Index plane, Index row, Index column) const {
  CellLook look = canvas_.look(Role::kernel, input() * weight(plane, row, column), scaled_scale(),
                               {Role::kernel, weight_index(plane, row, column)});
  look.text_alpha = eased(moment_.phase, scatter_acts::kScaleFrom, scatter_acts::kScaleTo);
  look.value *= look.text_alpha;
  return look;
}

CellLook ScatterDrawing::output_look(Index plane, Index row, Index column) const {
  if (!frame_.rows.inside(row) || !frame_.columns.inside(column)) return {.kind = CellLook::Kind::padding};
  const Index cell = plane * user_plane_ + row * frame_.columns.size + column;
  CellLook look{.kind = CellLook::Kind::empty,
                .role = Role::output,
                .scale = output_scale_.most,
                .is_signed = output_scale_.is_signed,
                .tag = {Role::output, cell}};
  if (look.tag == canvas_.style().asked) look.text = "?";
  const bool begun = moment_ != Moment{} && reached_[static_cast<std::size_t>(cell)];
  if (!begun && d_.bias(plane) == 0) return look;
  const double t = eased(moment_.phase, scatter_acts::kAddFrom, scatter_acts::kAddTo);
  const double old = before_[cell], now = after_[cell];
  look.kind = CellLook::Kind::value;
  look.value = lerp(old, now, t);
  const bool was_there = reached_before_[static_cast<std::size_t>(cell)] || d_.bias(plane) != 0;
  const bool changes = old != now || !was_there;
  look.text = look.tag == canvas_.style().asked ? "?" : canvas_.number(t < 0.5 ? old : now);
  if (!was_there && t < 0.5 && look.text != "?") look.text.clear();
  if (changes) look.text_alpha = std::abs(2 * t - 1);
  return look;
}

CellLook ScatterDrawing::stamped(CellLook look, Index plane, Index row, Index column) const {
  const Index windows = axes_.columns.windows;
  const Index r = tap_on(axes_.rows, frame_.rows, window_ / windows, row),
              c = tap_on(axes_.columns, frame_.columns, window_ % windows, column);
  if (r < 0 || c < 0) return look;
  look.corner = canvas_.line_addend(input() * weight(plane, r, c));
  look.corner_alpha = eased(moment_.phase, scatter_acts::kLandFrom, scatter_acts::kLandTo) *
                      (1 - eased(moment_.phase, kGlideFrom, kGlideFrom + 0.12));
  return look;
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
