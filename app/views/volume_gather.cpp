// Slide and direct on three axes: the window in every slice of the source that it reaches, the kernel's
// slices, and what each slice adds to the result.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/views/gather_drawing.hpp"
#include "app/views/volume.hpp"

namespace convscope {

namespace {

class VolumeDrawing {
 public:
  VolumeDrawing(const GatherScene& scene, const Axis& depth, const FrameAxis& frame, double phase,
                const Style& style)
      : s_(scene),
        depth_(depth),
        frame_(frame),
        phase_(phase),
        canvas_(style, scene.title, scene.subtitle),
        plane_(scene.axes.rows.windows * scene.axes.columns.windows) {}

  Picture draw() {
    const Index window = s_.step / plane_, from = depth_under(0), to = depth_under(depth_.taps - 1);
    SliceRow source = slice_row(frame_.first, frame_.count, from, to,
                                most_slices(canvas_, s_.frame.columns.count, to - from + 1));
    SliceRow kernel = slice_row(0, depth_.taps, 0, depth_.taps - 1, depth_.taps);
    SliceRow result =
        slice_row(0, depth_.windows, window, window, most_slices(canvas_, s_.axes.columns.windows, 1));
    place_slices(canvas_, {source, s_.frame.rows.count, s_.frame.columns.count},
                 {kernel, s_.axes.rows.taps, s_.axes.columns.taps},
                 {result, s_.axes.rows.windows, s_.axes.columns.windows});
    links(source, kernel, result, window);
    draw_source(source);
    draw_kernel(kernel);
    draw_result(result, window);
    equation();
    return canvas_.finish();
  }

 private:
  Index depth_under(Index tap) const { return cell_under(depth_, frame_, s_.step / plane_, tap); }
  Index tap_of(Index z) const { return tap_on(depth_, frame_, s_.step / plane_, z); }
  CellPlace place(Index cell, double share) const {
    const Index in_plane = cell % plane_;
    return in_plane + 1 == plane_ ? window_place(s_.axes, s_.frame, in_plane)
                                  : gliding_place(s_.axes, s_.frame, in_plane, share);
  }
  Rect window_in(const Grid& grid, CellPlace at) const {
    return grid.block(at.row, at.column, reach_of(s_.axes.rows), reach_of(s_.axes.columns));
  }
  double glide() const { return eased(phase_, acts::kGlideFrom, 1); }
  /// How far the slice of a tap has been summed.
  double summed(Index tap) const {
    if (canvas_.style().quiz) return 0;
    const double share = depth_.taps > 1 ? real(tap) / real(depth_.taps - 1) : 0;
    const double start = lerp(acts::kProductsFrom, acts::kProductsTo - 0.1, share);
    return eased(phase_, start, start + 0.1);
  }

  /// What the window gets from one slice.
  double part(Index tap) const {
    const Index in_plane = s_.step % plane_;
    double sum = 0;
    for (Index r = 0; r < s_.axes.rows.taps; ++r)
      for (Index c = 0; c < s_.axes.columns.taps; ++c) {
        const Index row = cell_under(s_.axes.rows, s_.frame.rows, in_plane / s_.axes.columns.windows, r);
        const Index column =
            cell_under(s_.axes.columns, s_.frame.columns, in_plane % s_.axes.columns.windows, c);
        sum += s_.source(depth_under(tap), row, column).value * s_.tap(tap, r, c).weight;
      }
    return sum;
  }

  void links(const SliceRow& source, const SliceRow& kernel, const SliceRow& result, Index window) {
    const bool beside = kernel.bounds().x > source.bounds().right();
    if (beside) link_slices(canvas_, source.bounds(), kernel.bounds());
    for (Index tap = 0; !beside && tap < depth_.taps; ++tap)
      if (const Index z = depth_under(tap); source.shows(z))
        link_slices(canvas_, source.at(z).bounds(), kernel.at(tap).bounds());
    const Rect from = kernel.bounds(), to = result.bounds();
    link_slices(canvas_, from, to.x > from.right() ? to : result.at(window).bounds());
  }

  void draw_source(const SliceRow& source) {
    const Color color = canvas_.colors().kernel;
    const CellPlace at = place(s_.step, glide());
    for (std::size_t i = 0; i < source.grids.size(); ++i) {
      const Grid& grid = source.grids[i];
      const Index z = source.first + static_cast<Index>(i), tap = tap_of(z);
      canvas_.grid(grid, [&](Index r, Index c) {
        const CellLook look = source_look(z, r, c);
        return tap < 0 || grid.cell < kCornerCell ? look : weighed(look, tap, r, c);
      });
      if (tap >= 0) canvas_.outline(window_in(grid, at), color, 3);
      if (s_.hovered_result >= 0 && s_.hovered_result != s_.step) hovered(grid, z);
    }
    title_slices(canvas_, source, s_.source_name, s_.source_detail + slices_shown(source), Role::input,
                 s_.frame.rows.first);
    caption_slices(
        canvas_, source,
        [&](Index z) {
          const Index tap = tap_of(z);
          return tap < 0 || summed(tap) < 0.5 ? std::string()
                                              : fmt::format("Σ {}", canvas_.line_number(part(tap)));
        },
        canvas_.colors().output_text);
  }

  /// With the weight that a cell meets in its corner.
  CellLook weighed(CellLook look, Index tap, Index row, Index column) const {
    const Index in_plane = s_.step % plane_, windows = s_.axes.columns.windows;
    const Index r = tap_on(s_.axes.rows, s_.frame.rows, in_plane / windows, row + s_.frame.rows.first),
                c = tap_on(s_.axes.columns, s_.frame.columns, in_plane % windows,
                           column + s_.frame.columns.first);
    if (r < 0 || c < 0) return look;
    look.corner = "·" + canvas_.line_number(s_.tap(tap, r, c).weight);
    look.corner_alpha = 1 - glide();
    return look;
  }

  void hovered(const Grid& grid, Index z) {
    const Index window = s_.hovered_result / plane_;
    for (Index tap = 0; tap < depth_.taps; ++tap)
      if (cell_under(depth_, frame_, window, tap) == z)
        canvas_.dashed(window_in(grid, window_place(s_.axes, s_.frame, s_.hovered_result % plane_)),
                       canvas_.colors().kernel, 2);
  }

  void draw_kernel(const SliceRow& kernel) {
    for (Index tap = 0; tap < depth_.taps; ++tap)
      canvas_.grid(kernel.at(tap), [&](Index r, Index c) {
        const SceneTap one = s_.tap(tap, r, c);
        return canvas_.look(Role::kernel, one.weight, s_.kernel_scale, one.tag);
      });
    title_slices(canvas_, kernel, s_.kernel_name, s_.kernel_detail, Role::kernel, 0);
    caption_slices(
        canvas_, kernel, [](Index) { return std::string(); }, canvas_.colors().soft);
  }

  void draw_result(const SliceRow& result, Index window) {
    const Scale scale = scale_of(s_.result);
    for (std::size_t i = 0; i < result.grids.size(); ++i) {
      const Index base = (result.first + static_cast<Index>(i)) * plane_;
      const Grid& grid = result.grids[i];
      canvas_.grid(grid, [&](Index r, Index c) {
        return result_look(canvas_, s_, phase_, base + r * grid.columns + c, scale);
      });
    }
    title_slices(canvas_, result, s_.result_name, s_.result_detail + slices_shown(result), Role::output, 0,
                 s_.bias);
    caption_slices(
        canvas_, result, [](Index) { return std::string(); }, canvas_.colors().soft);
    const Index in_plane = s_.step % plane_;
    canvas_.outline(
        result.at(window)
            .rect(real(in_plane / s_.axes.columns.windows), real(in_plane % s_.axes.columns.windows))
            .inset(-1.5),
        canvas_.colors().ink, 2.5);
  }

  CellLook source_look(Index z, Index r, Index c) const {
    const SourceCell cell = s_.source(z, r + s_.frame.rows.first, c + s_.frame.columns.first);
    CellLook look = canvas_.look(Role::input, cell.value, s_.source_scale, cell.tag);
    look.kind = cell.kind;
    if (cell.kind != CellLook::Kind::value) look.text_alpha = 0.75;
    return look;
  }

  /// "y[0,1,1] = 12 + 30 + 48 = 90": a term for each slice.
  void equation() {
    const Palette& c = canvas_.colors();
    const bool hidden = canvas_.style().quiz;
    const Index in_plane = s_.step % plane_, columns = s_.axes.columns.windows;
    std::vector<Piece> pieces{
        {fmt::format("y[{},{},{}]", s_.step / plane_, in_plane / columns, in_plane % columns), c.output_text,
         Font::number_bold},
        {" = ", c.soft}};
    for (Index tap = 0; tap < depth_.taps; ++tap) {
      if (tap > 0) pieces.push_back({" + ", c.soft});
      pieces.push_back({hidden ? "?" : canvas_.line_number(part(tap)), c.ink, Font::number});
      pieces.push_back({fmt::format(" (z {})", depth_under(tap)), c.soft, Font::text});
    }
    if (s_.bias && s_.bias->value != 0)
      pieces.push_back({fmt::format(" + bias {}", canvas_.line_number(s_.bias->value)), c.soft});
    if (s_.activation != Activation::none)
      pieces.push_back(
          {hidden ? fmt::format(", {} of it", to_string(s_.activation))
                  : fmt::format(" = {}, {} of it", canvas_.line_number(s_.linear), to_string(s_.activation)),
           c.soft});
    pieces.push_back({" = ", c.soft});
    pieces.push_back({hidden ? "?" : canvas_.line_number(s_.result[static_cast<std::size_t>(s_.step)]),
                      c.output_text, Font::number_bold});
    const Rect area = canvas_.area();
    canvas_.line({area.x, area.bottom() - canvas_.type(10)}, pieces, canvas_.type(17), area.right());
  }

  const GatherScene& s_;
  Axis depth_;
  FrameAxis frame_;
  double phase_;
  Canvas canvas_;
  Index plane_;  ///< cells of a slice of the result
};

}  // namespace

Picture draw_gathered_volume(const GatherScene& scene, const Axis& depth, const FrameAxis& frame,
                             double phase, const Style& style) {
  return VolumeDrawing(scene, depth, frame, phase, style).draw();
}

}  // namespace convscope
