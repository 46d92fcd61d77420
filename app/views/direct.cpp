// Transposed convolution as a convolution: zeros inserted between the inputs, padding d(k-1) - p, the kernel
// rotated by 180 degrees sliding at stride 1.
#include <fmt/format.h>

#include <algorithm>

#include "app/views/gather_scene.hpp"
#include "app/views/lens.hpp"
#include "app/views/obstacles.hpp"
#include "app/views/view.hpp"
#include "app/views/volume.hpp"
#include "core/geometry/size_report.hpp"

namespace convscope {

namespace {

std::optional<std::string> direct_obstacle(const Derived& derived) {
  if (!derived.op().transposed())
    return "shows a transposed convolution; choose operator tconv, or the slide view";
  if (derived.op().border.active()) return "needs zero padding; choose border zeros";
  return derived.op().geometry.rank() == 3 ? volume_obstacle(derived) : plane_obstacle(derived);
}

/// The stretched input as an axis of its own: its cells that hold an input are the contacts of one tap.
Axis stretched_axis(const Axis& axis) {
  return {stretched(axis), axis.windows, 1, axis.stride, 1, 0};
}

/// The direct convolution over the stretched input, as an axis.
Axis direct_axis(const Axis& axis) {
  return {stretched_axis(axis).pixels, axis.pixels, axis.taps, 1, axis.dilation, direct_padding(axis).begin};
}

FrameAxis direct_frame(const Axis& axis) {
  const Axis direct = direct_axis(axis);
  return frame_axis(direct, direct.pixels, direct_padding(axis), 0);
}

std::string padding_text(const Geometry& g) {
  std::vector<std::string> parts;
  for (const Axis& axis : g.axes) {
    const Sides p = direct_padding(axis);
    parts.push_back(p.begin == p.end ? fmt::format("{}", p.begin) : fmt::format("{}:{}", p.begin, p.end));
  }
  bool same = true;
  for (const std::string& part : parts) same = same && part == parts.front();
  return same ? parts.front() : fmt::format("{}", fmt::join(parts, ", "));
}

Picture draw_direct(const Derived& derived, Moment moment, const Style& style) {
  const Operator& op = derived.op();
  const Geometry& g = op.geometry;
  const auto three = g.three_axes();
  const bool volume = g.rank() == 3;
  const Axis stretched_slices = stretched_axis(three[0]), stretched_rows = stretched_axis(three[1]),
             stretched_columns = stretched_axis(three[2]);
  const Index pixel_plane = element_count(g.pixels());
  const Index slice_taps = three[1].taps * three[2].taps;
  const Index pixel_width = g.channels.pixel / g.channels.groups,
              window_width = g.channels.window / g.channels.groups;
  const Index pixel_channel = moment.step / pixel_plane;
  const Index first = pixel_channel / pixel_width * window_width;

  GatherScene scene = scene_of_result(derived, moment.step, style);
  scene.title = "Direct";
  scene.subtitle = fmt::format("{}pad {}, slide the rotated kernel at stride 1",
                               std::ranges::any_of(g.axes, [](const Axis& axis) { return axis.stride > 1; })
                                   ? "insert zeros between the inputs, "
                                   : "",
                               padding_text(g));
  scene.source_name = "input";
  Shape stretched_size;
  for (const Axis& axis : g.axes) stretched_size.push_back(stretched(axis));
  scene.source_detail = fmt::format("{}, stretched to {}", to_string(g.windows()), to_string(stretched_size));
  scene.kernel_name = "rotated kernel";
  scene.axes = {direct_axis(three[1]), direct_axis(three[2])};
  scene.frame = {direct_frame(three[1]), direct_frame(three[2])};
  scene.first_plane = first;
  scene.plane_count = window_width;
  // The planes of a volume are its slices.
  const FrameAxis depth =
      volume ? direct_frame(three[0]) : FrameAxis{.count = scene.source_planes, .size = scene.source_planes};
  scene.source = [&, frame = scene.frame](Index plane, Index row, Index column) -> SourceCell {
    if (!depth.inside(plane) || !frame.rows.inside(row) || !frame.columns.inside(column))
      return {CellLook::Kind::padding, 0, {}};
    const Slice r = contacts_of_pixel(stretched_rows, row), c = contacts_of_pixel(stretched_columns, column);
    const Slice z = volume ? contacts_of_pixel(stretched_slices, plane) : Slice{{0, plane, 0}, {}, 1};
    if (z.count == 0 || r.count == 0 || c.count == 0) return {CellLook::Kind::zero, 0, {}};
    const Index cell =
        (z.first.window * three[1].windows + r.first.window) * three[2].windows + c.first.window;
    return {CellLook::Kind::value, derived.input()[cell], {Role::input, cell}};
  };
  scene.tap = [&](Index plane, Index row, Index column) -> SceneTap {
    const Index rotated = (three[1].taps - 1 - row) * three[2].taps + three[2].taps - 1 - column;
    const Index slice =
        volume ? three[0].taps - 1 - plane : (first + plane) * pixel_width + pixel_channel % pixel_width;
    const Index weight = slice * slice_taps + rotated;
    return {derived.weights()[weight], {Role::kernel, weight}};
  };
  if (volume) return draw_gathered_volume(scene, direct_axis(three[0]), depth, moment.phase, style);
  return draw_gather(scene, moment.phase, style);
}

}  // namespace

extern const View kDirect{
    .name = "direct",
    .title = "Direct",
    .help = "The same transposed convolution as a kernel sliding over the zero-inserted input.",
    .more = {"y[o] = Σ x[i] · w[j]  over all i, j with i·s + j·d − p = o",
             "The same result by sliding: zeros between the input's cells, the kernel turned by 180 "
             "degrees.",
             "Dumoulin & Visin 2016, arXiv:1603.07285, section 4.5"},
    .example = "tconv 3x3 k3 s2 p1 op1 w=bilinear",
    .obstacle = direct_obstacle,
    .draw = draw_direct,
    .order = Order::by_pixel,
    .asks = true,
    .whole = lens_whole,
    .zoom = lens_zoom,
    .drag = lens_drag,
    .moves = lens_moves,
};

}  // namespace convscope
