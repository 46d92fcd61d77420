#include "app/views/slide.hpp"

#include <fmt/format.h>

#include "app/views/gather_scene.hpp"
#include "app/views/obstacles.hpp"
#include "app/views/steps_scene.hpp"

namespace convscope {

std::optional<std::string> slide_obstacle(const Derived& derived) {
  if (derived.op().transposed())
    return "shows a convolution; choose operator conv, or the direct view of the transposed one";
  return plane_obstacle(derived);
}

namespace {

std::string padding_words(const Operator& op) {
  const bool none = [&] {
    for (const Sides& s : op.sides)
      if (s.begin != 0 || s.end != 0) return false;
    return true;
  }();
  if (none) return "";
  return op.border.active() ? fmt::format(", {} padding", to_string(op.border.mode)) : ", zero padding";
}

}  // namespace

Picture draw_slide(const Derived& derived, Moment moment, const Style& style) {
  if (style.order.value_or(Order::by_window) != Order::by_window)
    return draw_steps(derived, *style.order, moment, style, "Slide");
  const Operator& op = derived.op();
  const Geometry& g = op.geometry;
  const auto three = g.three_axes();
  const Index window_plane = element_count(g.windows());
  const Index width = g.channels.pixel / g.channels.groups;
  const Index window_channel = moment.step / window_plane;
  const Index first = window_channel / (g.channels.window / g.channels.groups) * width;
  const Index taps = element_count(g.taps()), cells = element_count(op.pixels);
  const Frame frame = frame_of(op);

  GatherScene scene = scene_of_result(derived, moment.step, style);
  scene.title = "Slide";
  scene.subtitle = "each output cell is the sum of its window times the kernel";
  scene.source_name = "input";
  scene.source_detail = to_string(op.pixels) + padding_words(op);
  scene.kernel_name = "kernel";
  scene.kernel_detail = to_string(g.taps());
  scene.axes = {three[1], three[2]};
  scene.frame = frame;
  scene.first_plane = first;
  scene.plane_count = width;
  scene.source = [&, frame](Index plane, Index row, Index column) -> SourceCell {
    const auto fold = [&](const FrameAxis& axis, Index at) {
      return op.border.active() ? border_source(op.border.mode, at, axis.size) : at;
    };
    const Index r = fold(frame.rows, row), c = fold(frame.columns, column);
    const bool real = frame.rows.inside(row) && frame.columns.inside(column);
    if (!frame.rows.inside(r) || !frame.columns.inside(c)) return {CellLook::Kind::padding, 0, {}};
    const Index cell = plane * cells + r * frame.columns.size + c;
    return {
        real ? CellLook::Kind::value : CellLook::Kind::padding, derived.input()[cell], {Role::input, cell}};
  };
  scene.tap = [&](Index plane, Index row, Index column) -> SceneTap {
    const Index weight = (window_channel * width + plane) * taps + row * three[2].taps + column;
    return {derived.weights()[weight], {Role::kernel, weight}};
  };
  return draw_gather(scene, moment.phase, style);
}

}  // namespace convscope
