// The lines of the channels view: the kernel's block in the volume, and the
// ways of the values.
#include <utility>

#include "app/picture/fonts.hpp"
#include "app/views/channels_drawing.hpp"

namespace convscope {

/// The window's corners joined through the group's slabs: one block.
void ChannelsDrawing::draw_block(SlabScene& scene) {
  const Index front = kernel_.first, back = kernel_.first + kernel_.count - 1;
  if (front >= back) return;
  const auto [row, column] = window_corner();
  const double tall = real(reach(axes_.rows)), wide = real(reach(axes_.columns));
  for (double r : {row, row + tall})
    for (double c : {column, column + wide}) {
      const auto at = [&](Index channel) { return scene.projection()(pixels_.point(channel, r, c)); };
      scene.outline({at(front), at(back)}, false, canvas_.colors().kernel.with_alpha(0.55), 1.5);
    }
}

/// A curve with a dot that has gone along it so far.
void ChannelsDrawing::link(SlabScene& scene, Point from, Point to, Color color, double travelled) {
  const double dx = to.x - from.x, dy = to.y - from.y;
  const Point a = below_ ? Point{from.x, from.y + dy * 0.5} : Point{from.x + dx * 0.5, from.y};
  const Point b = below_ ? Point{to.x, to.y - dy * 0.5} : Point{to.x - dx * 0.5, to.y};
  const auto at = [&](double t) {
    const double u = 1 - t;
    const auto blend = [&](double p, double q, double r, double s) {
      return u * u * u * p + 3 * u * u * t * q + 3 * u * t * t * r + t * t * t * s;
    };
    return Point{blend(from.x, a.x, b.x, to.x), blend(from.y, a.y, b.y, to.y)};
  };
  if (scene.shows(from) && scene.shows(to)) {
    canvas_.add(Path{
        .start = from, .segments = {{to, true, a, b}}, .stroke = color.with_alpha(0.6), .stroke_width = 1.5});
  } else {
    std::vector<Point> points;
    for (int i = 0; i <= 24; ++i) points.push_back(at(i / 24.0));
    scene.outline(points, false, color.with_alpha(0.6), 1.5);
  }
  constexpr double kRadius = 5;
  const Point dot = at(travelled);
  if (travelled > 0 && travelled < 1 && scene.shows(dot)) canvas_.disc(dot, kRadius, color);
}

void ChannelsDrawing::draw_links(SlabScene& scene) {
  const Palette& c = canvas_.colors();
  const Projection& eye = scene.projection();
  const bool t = op_.transposed();
  const double first = eased(moment_.phase, kToKernelFrom, kToKernelTo),
               second = eased(moment_.phase, kToSumFrom, kToSumTo);
  const auto [row, column] = window_corner();
  const double tall = real(reach(axes_.rows)), wide = real(reach(axes_.columns));
  if (!windows_.shows(window_channel_)) return;
  const double cell_row = real(window_ / axes_.columns.windows),
               cell_column = real(window_ % axes_.columns.windows);
  // The side of a rectangle that looks to the volume before or behind: left and
  // right, or top and bottom.
  const auto edge = [&](const ChannelVolume& v, Index channel, double r, double k, double height,
                        double width, bool to_output) {
    if (below_) return eye(v.point(channel, to_output ? r + height : r, k + width / 2));
    return eye(v.point(channel, r + height / 2, to_output ? k + width : k));
  };
  const Point cell = edge(windows_, window_channel_, cell_row, cell_column, 1, 1, t);
  // Also where slabs stand before it, one sees which cell it is.
  std::vector<Point> ring;
  for (const auto& [r, k] : {std::pair{0, 0}, {0, 1}, {1, 1}, {1, 0}})
    ring.push_back(eye(windows_.point(window_channel_, cell_row + r, cell_column + k)));
  scene.outline(ring, true, c.ink.with_alpha(0.35), 1.5);
  for (Index i = kernel_.first; i < kernel_.first + kernel_.count; ++i) {
    const double gap = 0.1 / kernel_.cell;
    const double taps_tall = real(kernel_.rows), taps_wide = real(kernel_.columns);
    const Point in = edge(kernel_, i, -gap, -gap, taps_tall + 2 * gap, taps_wide + 2 * gap, false),
                out = edge(kernel_, i, -gap, -gap, taps_tall + 2 * gap, taps_wide + 2 * gap, true);
    if (t) {
      link(scene, cell, in, c.input, first);
      link(scene, out, edge(pixels_, i, row, column, tall, wide, false), c.kernel, second);
      continue;
    }
    link(scene, edge(pixels_, i, row, column, tall, wide, true), in, c.input, first);
    link(scene, out, cell, c.output, second);
    const double shown = eased(moment_.phase, kToKernelTo - 0.06, kToKernelTo + 0.04);
    if (parts_.size() < 2 || shown <= 0) continue;
    // Where the sum leaves the kernel, or below the slab's corner if others
    // stand there.
    const double size = canvas_.type(canvas_.style().present ? 19 : 15);
    const std::string text = canvas_.line_addend(parts_.at(i));
    const Point corner = eye(kernel_.point(i, taps_tall, taps_wide));
    for (const Point& at : {Point{out.x + 8, out.y - size * 0.8}, Point{out.x + 8, out.y + size * 0.8},
                            Point{corner.x + 6, corner.y + size * 0.3}}) {
      const Rect rect = text_rect(at, text, size, Font::number_bold, Align::left);
      if (scene.on_slab(rect)) continue;
      if (scene.place(at, text, size, c.output_text.with_alpha(shown), Font::number_bold, Align::left)) break;
    }
  }
}

}  // namespace convscope
