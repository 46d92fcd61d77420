// Convolution: the kernel slides over the padded input, each window becomes one output cell.
#include <fmt/format.h>

#include <algorithm>

#include "app/views/gather_scene.hpp"
#include "app/views/lens.hpp"
#include "app/views/obstacles.hpp"
#include "app/views/steps_scene.hpp"
#include "app/views/view.hpp"
#include "app/views/volume.hpp"

namespace convscope {

namespace {

std::optional<std::string> slide_obstacle(const Derived& derived) {
  if (derived.op().transposed())
    return "shows a convolution; choose operator conv, or the direct view of the transposed one";
  return derived.op().geometry.rank() == 3 ? volume_obstacle(derived) : plane_obstacle(derived);
}

std::string padding_words(const Operator& op) {
  const auto any = [&](auto test) {
    return std::ranges::any_of(op.sides, [&](const Sides& s) { return test(s.begin) || test(s.end); });
  };
  std::string words;
  if (any([](Index p) { return p > 0; }))
    words += op.border.active() ? fmt::format(", {} padding", to_string(op.border.mode)) : ", zero padding";
  if (any([](Index p) { return p < 0; })) words += ", cropped";
  return words;
}

Picture draw_slide(const Derived& derived, Moment moment, const Style& style) {
  const bool volume = derived.op().geometry.rank() == 3;
  if (!volume && style.order.value_or(Order::by_window) != Order::by_window)
    return draw_steps(derived, *style.order, moment, style, "Slide");
  const Operator& op = derived.op();
  const Geometry& g = op.geometry;
  const auto three = g.three_axes();
  const Index window_plane = element_count(g.windows());
  const Index width = g.channels.pixel / g.channels.groups;
  const Index window_channel = moment.step / window_plane;
  const Index first = window_channel / (g.channels.window / g.channels.groups) * width;
  const Frame frame = frame_of(op);

  GatherScene scene = scene_of_result(derived, moment.step, style);
  scene.title = "Slide";
  scene.subtitle = "each output cell is the sum of what lies under the kernel, times its weights";
  scene.source_name = "input";
  scene.source_detail = to_string(op.pixels) + padding_words(op);
  scene.kernel_name = "kernel";
  scene.kernel_detail = to_string(g.taps());
  scene.axes = {three[1], three[2]};
  scene.frame = frame;
  scene.first_plane = first;
  scene.plane_count = width;
  // The planes of a volume are its slices.
  const FrameAxis depth =
      volume ? depth_frame_of(op) : FrameAxis{.count = scene.source_planes, .size = scene.source_planes};
  scene.source = [&, frame](Index plane, Index row, Index column) -> SourceCell {
    const auto fold = [&](const FrameAxis& axis, Index at) {
      return op.border.active() ? border_source(op.border.mode, at, axis.size) : at;
    };
    const Index z = volume ? fold(depth, plane) : plane, r = fold(frame.rows, row),
                c = fold(frame.columns, column);
    const bool real = depth.inside(plane) && frame.rows.inside(row) && frame.columns.inside(column);
    if (!depth.inside(z) || !frame.rows.inside(r) || !frame.columns.inside(c))
      return {CellLook::Kind::padding, 0, {}};
    const Index cell = (z * frame.rows.size + r) * frame.columns.size + c;
    return {
        real ? CellLook::Kind::value : CellLook::Kind::padding, derived.input()[cell], {Role::input, cell}};
  };
  scene.tap = [&](Index plane, Index row, Index column) -> SceneTap {
    const Index weight = ((window_channel * width + plane) * three[1].taps + row) * three[2].taps + column;
    return {derived.weights()[weight], {Role::kernel, weight}};
  };
  if (volume) return draw_gathered_volume(scene, three[0], depth, moment.phase, style);
  return draw_gather(scene, moment.phase, style);
}

}  // namespace

extern const View kSlide{
    .name = "slide",
    .title = "Slide",
    .help = "Convolution: the kernel slides over the padded input and sums what it covers.",
    .more = {"y[o] = Σ w[j] · x[o·s + j·d − p],  j = 0 … k−1",
             "Each output cell is the sum of the products under the kernel. Padding is hatched.",
             "Dumoulin & Visin 2016, arXiv:1603.07285, section 2; torch.nn.functional.conv2d"},
    .example = "conv 5x5 k3 in=[3,3,2,1,0;0,0,1,3,1;3,1,2,2,3;2,0,0,2,2;2,0,0,0,1] w=[0,1,2;2,2,0;0,1,2]",
    .obstacle = slide_obstacle,
    .draw = draw_slide,
    .any_order = true,
    .turned = "scatter",
    .asks = true,
    .whole = lens_whole,
    .zoom = lens_zoom,
    .drag = lens_drag,
    .moves = lens_moves,
};

}  // namespace convscope
