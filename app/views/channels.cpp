// Channels and groups in three dimensions: volumes of slabs, the kernel's block
// between them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/views/bias.hpp"
#include "app/views/channels_drawing.hpp"
#include "app/views/lens.hpp"
#include "app/views/obstacles.hpp"
#include "app/views/view.hpp"

namespace convscope {

namespace {

std::optional<std::string> channels_obstacle(const Derived& derived) {
  if (derived.op().geometry.rank() > 2)
    return "draws channels as the third dimension; choose a size with one or "
           "two axes, such as 5x5";
  return plane_obstacle(derived);
}

constexpr Index kMostSlabs = 8;

/// A single row of cells is looked at more from the front: its slant would take the height that its cells
/// need.
Style seen(const Derived& derived, Style style) {
  constexpr double kTurned = 0.4;
  const Geometry& g = derived.op().geometry;
  if (style.present && g.rank() == 1 && g.channels.pixel == 1 && g.channels.window == 1)
    style.camera.yaw *= kTurned;
  return style;
}

}  // namespace

ChannelsDrawing::ChannelsDrawing(const Derived& derived, Moment moment, const Style& style)
    : WindowScene(derived, moment, seen(derived, style), "Channels",
                  derived.op().transposed() ? "each input cell is stamped through the output "
                                              "channels of its group"
                                            : "each output channel has a kernel block that reads its "
                                              "whole group"),
      one_axis_(g_.rank() == 1),
      taps_plane_(element_count(g_.taps())) {
  input_scale_ = scale_of(d_.input().values());
  kernel_scale_ = scale_of(d_.weights().values());
  output_scale_ = scale_of(d_.output().values());
  if (op_.transposed()) {
    const Trace trace(op_, Order::by_window);
    before_ = output_after(d_, trace, moment.step);
    after_ = output_after(d_, trace, moment.step + 1);
    // Fixed while playing; on the way sums of mixed signs can have either.
    output_scale_.is_signed = output_scale_.is_signed || input_scale_.is_signed || kernel_scale_.is_signed;
  } else {
    const Index padded = element_count(g_.pixels());
    for (Index i = 0; i < pixel_width_; ++i) parts_[group_ * pixel_width_ + i] = 0;
    for_each_contribution(g_, Side::window, moment.step, [&](const Contribution& c) {
      parts_[c.pixel / padded] += d_.weights()[c.weight] * d_.input()[user_cell(op_, c.pixel)];
    });
  }
  lay_out();
}

/// Too many channels: the group's, or in a large group the page with the
/// present one.
Index ChannelsDrawing::first_shown(Index from, Index width, Index now, Index all) const {
  const Index shown = std::min(all, kMostSlabs);
  const Index wanted = width <= shown ? from - (shown - width) / 2 : now / shown * shown;
  return std::clamp<Index>(wanted, 0, all - shown);
}

void ChannelsDrawing::lay_out() {
  const auto volume = [&](Index all, Index from, Index width, Index now, Index rows, Index columns) {
    ChannelVolume v{
        .first = first_shown(from, width, now, all), .count = std::min(all, kMostSlabs), .all = all};
    v.rows = rows;
    v.columns = columns;
    v.middle = real(v.first) + real(v.count - 1) / 2;
    // Far enough apart to see each face, near enough to be one volume.
    const double wide = real(std::max(rows, columns)), gaps = std::max(real(v.count - 1), 1.0);
    v.spacing =
        one_axis_ ? std::min(2.8, 12 / gaps) : std::max(wide * std::clamp(1.7 / gaps, 0.16, 0.85), 0.8);
    return v;
  };
  pixels_ = volume(g_.channels.pixel, group_ * pixel_width_, pixel_width_, group_ * pixel_width_,
                   frame_.rows.size, frame_.columns.size);
  windows_ = volume(g_.channels.window, group_ * window_width_, window_width_, window_channel_,
                    axes_.rows.windows, axes_.columns.windows);
  // The kernel's slabs stand as deep as the pixels' that they meet.
  kernel_ = pixels_;
  kernel_.first = std::max(pixels_.first, group_ * pixel_width_);
  kernel_.count = std::min(pixels_.first + pixels_.count, (group_ + 1) * pixel_width_) - kernel_.first;
  kernel_.rows = axes_.rows.taps;
  kernel_.columns = axes_.columns.taps;
  const double tallest = std::max(pixels_.height(), windows_.height());
  if (!one_axis_)
    kernel_.cell = std::clamp(
        tallest * (canvas_.style().present ? 0.52 : 0.36) / real(std::max(kernel_.rows, kernel_.columns)),
        1.0, 12.0);
  // The volumes stand beside each other as the camera sees it (below each other
  // for one axis): it turns each of them, and they never hide one another.
  const Camera camera = clamped(canvas_.style().camera);
  const double yaw = camera.yaw * std::numbers::pi / 180, pitch = camera.pitch * std::numbers::pi / 180;
  const glm::dvec3 across{std::cos(yaw), 0, -std::sin(yaw)},
      down{std::sin(yaw) * std::sin(pitch), std::cos(pitch), std::cos(yaw) * std::sin(pitch)};
  const auto half = [&](const ChannelVolume& v, bool below) {
    const double side = std::abs(std::sin(yaw)), up = std::abs(std::sin(pitch));
    const double padded = &v == &pixels_ ? real(frame_.columns.count) : v.width();
    if (!below) return padded / 2 * std::cos(yaw) + v.deepest() * side;
    return v.height() / 2 * std::cos(pitch) + (v.deepest() * std::cos(yaw) + padded / 2 * side) * up;
  };
  ChannelVolume* order[] = {op_.transposed() ? &windows_ : &pixels_, &kernel_,
                            op_.transposed() ? &pixels_ : &windows_};
  const auto gap = [&](bool below) { return below ? 1.3 : 1.2 + 0.16 * tallest; };
  // Rows of cells stand below each other, or beside, whichever is larger.
  const auto larger = [&](bool below) {
    double along = 2 * gap(below), most = 0;
    for (const ChannelVolume* v : order) {
      along += 2 * half(*v, below);
      most = std::max(most, 2 * half(*v, !below));
    }
    const Rect area = canvas_.area();
    return below ? std::min(area.h / along, area.w / most) : std::min(area.w / along, area.h / most);
  };
  below_ = one_axis_ && (!canvas_.style().present || larger(true) >= larger(false));
  double at = 0;
  for (ChannelVolume* v : order) {
    at += half(*v, below_);
    v->centre = (below_ ? down : across) * at;
    at += half(*v, below_) + gap(below_);
  }
}

CellLook ChannelsDrawing::pixel_look(Index channel, Index row, Index column) const {
  const Index cell = channel * user_plane_ + row * frame_.columns.size + column;
  if (!op_.transposed())
    return canvas_.look(Role::input, d_.input()[cell], input_scale_, {Role::input, cell});
  CellLook look{.role = Role::output,
                .scale = output_scale_.most,
                .is_signed = output_scale_.is_signed,
                .tag = {Role::output, cell}};
  const double old = before_[cell], now = after_[cell];
  if (old == 0 && now == 0 && moment_.step + 1 < d_.input().size()) {
    look.kind = CellLook::Kind::empty;
    return look;
  }
  const double t = eased(moment_.phase, kToSumTo - 0.04, kToSumTo + 0.1);
  look.value = lerp(old, now, t);
  look.text = canvas_.number(t < 0.5 ? old : now);
  if (old != now) look.text_alpha = std::abs(2 * t - 1);
  return look;
}

CellLook ChannelsDrawing::window_look(Index channel, Index row, Index column) const {
  const Index cell = channel * window_plane_ + row * axes_.columns.windows + column;
  if (op_.transposed()) return canvas_.look(Role::input, d_.input()[cell], input_scale_, {Role::input, cell});
  const double shown = cell < moment_.step   ? 1
                       : cell > moment_.step ? 0
                                             : eased(moment_.phase, kToSumTo - 0.04, kToSumTo + 0.1);
  return canvas_.look(Role::output, d_.output()[cell], output_scale_, {Role::output, cell}).faded(shown);
}

CellLook ChannelsDrawing::kernel_look(Index channel, Index row, Index column) const {
  const Index weight = (window_channel_ * pixel_width_ + channel % pixel_width_) * taps_plane_ +
                       row * axes_.columns.taps + column;
  return canvas_.look(Role::kernel, d_.weights()[weight], kernel_scale_, {Role::kernel, weight});
}

Slab ChannelsDrawing::pixel_slab(Index channel) const {
  const Palette& c = canvas_.colors();
  Slab slab{.at = pixels_.point(channel, 0, 0),
            .rows = pixels_.rows,
            .columns = pixels_.columns,
            .role = op_.transposed() ? Role::output : Role::input,
            .lit = lit_pixel(channel),
            .look = [this, channel](Index r, Index k) { return pixel_look(channel, r, k); },
            .name = pixels_.all > 1 ? fmt::format("{}", channel) : ""};
  if (!slab.lit) return slab;
  const bool framed = frame_.rows.first < 0 || frame_.columns.first < 0 ||
                      frame_.rows.first + frame_.rows.count > frame_.rows.size ||
                      frame_.columns.first + frame_.columns.count > frame_.columns.size;
  if (framed)
    slab.marks.push_back({real(frame_.rows.first), real(frame_.columns.first), real(frame_.rows.count),
                          real(frame_.columns.count), c.hatch, 1, 4});
  const auto [row, column] = window_corner();
  slab.marks.push_back({row, column, real(reach(axes_.rows)), real(reach(axes_.columns)), c.kernel, 2.5});
  return slab;
}

Slab ChannelsDrawing::window_slab(Index channel) const {
  Slab slab{.at = windows_.point(channel, 0, 0),
            .rows = windows_.rows,
            .columns = windows_.columns,
            .role = op_.transposed() ? Role::input : Role::output,
            .lit = lit_window(channel),
            .look = [this, channel](Index r, Index k) { return window_look(channel, r, k); },
            .name = windows_.all > 1 ? fmt::format("{}", channel) : ""};
  if (channel == window_channel_)
    slab.marks.push_back({real(window_ / axes_.columns.windows), real(window_ % axes_.columns.windows), 1, 1,
                          canvas_.colors().ink, 2.5});
  return slab;
}

Slab ChannelsDrawing::kernel_slab(Index channel) const {
  return {.at = kernel_.point(channel, 0, 0),
          .cell = kernel_.cell,
          .rows = kernel_.rows,
          .columns = kernel_.columns,
          .role = Role::kernel,
          .look = [this, channel](Index r, Index k) { return kernel_look(channel, r, k); }};
}

std::vector<Slab> ChannelsDrawing::slabs() const {
  std::vector<Slab> list;
  for (Index i = pixels_.first; i < pixels_.first + pixels_.count; ++i) list.push_back(pixel_slab(i));
  for (Index i = kernel_.first; i < kernel_.first + kernel_.count; ++i) list.push_back(kernel_slab(i));
  for (Index i = windows_.first; i < windows_.first + windows_.count; ++i) list.push_back(window_slab(i));
  return list;
}

Picture ChannelsDrawing::draw() {
  const Rect area = canvas_.area();
  std::vector<glm::dvec3> corners;
  const auto take = [&](const ChannelVolume& v, double top, double left, double bottom, double right) {
    for (Index channel : {v.first, v.first + v.count - 1})
      for (double row : {top, bottom})
        for (double column : {left, right}) corners.push_back(v.point(channel, row, column));
  };
  take(pixels_, real(frame_.rows.first), real(frame_.columns.first),
       real(frame_.rows.first + frame_.rows.count), real(frame_.columns.first + frame_.columns.count));
  take(windows_, 0, 0, real(windows_.rows), real(windows_.columns));
  take(kernel_, 0, 0, real(kernel_.rows), real(kernel_.columns));
  const double names = below_ ? canvas_.type(120) : 0, top = canvas_.type(below_ ? 16 : 46),
               foot = canvas_.type(canvas_.style().present ? 36 : 64);
  SlabScene scene(canvas_, slabs(), std::move(corners),
                  {area.x + names, area.y + top, area.w - names, area.h - top - foot},
                  {0, area.y - 6, canvas_.style().width, area.h - foot + 18});
  const std::vector<Line> lines = titles(scene);
  scene.draw();
  draw_block(scene);
  draw_links(scene);
  for (const Line& line : lines) canvas_.line(line.at, line.pieces, line.size, canvas_.style().width);
  caption();
  return canvas_.finish();
}

namespace {

Picture draw_channels(const Derived& derived, Moment moment, const Style& style) {
  return ChannelsDrawing(derived, moment, style).draw();
}

Outlook zoom(const Derived&, const Outlook& now, double factor, const ViewSpot&) {
  Outlook next = now;
  next.camera = approached(now.camera, factor);
  return next;
}

Outlook whole(const Outlook& now) {
  Outlook next = now;
  next.camera = {};
  return next;
}

Outlook drag(const Derived&, const Outlook& now, const Drag& drag) {
  Outlook next = now;
  next.camera = turned_by(drag.from.camera, drag.by, now.camera.zoom);
  return next;
}

}  // namespace

extern const View kChannels{
    .name = "channels",
    .title = "Channels",
    .help =
        "Input and output channels and groups in three dimensions, with "
        "the kernel block between them.",
    .more = {"y[c'] = Σ over c of W[c', c] ∗ x[c]",
             "The kernel block covers all input channels of its group and "
             "gives one number. Drag to turn, "
             "wheel to zoom.",
             "groups in torch.nn.Conv2d"},
    .example = "conv 5x5 k3 p1 c3>2 w=random:1 in=random:2",
    .obstacle = channels_obstacle,
    .draw = draw_channels,
    .whole = whole,
    .zoom = zoom,
    .drag = drag,
};

}  // namespace convscope
