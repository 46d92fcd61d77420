// Scatter on three axes: the stamp in every slice of the output that it reaches.
#include <fmt/format.h>

#include <algorithm>

#include "app/views/bias.hpp"
#include "app/views/scatter_drawing.hpp"
#include "app/views/volume.hpp"

namespace convscope {

namespace {

class StampedVolume : StampScene {
 public:
  StampedVolume(const Derived& derived, Moment moment, const Style& style)
      : StampScene(derived, moment, style, kScatterSentence),
        depth_(g_.axes[0]),
        depth_frame_(depth_frame_of(op_)),
        plane_(axes_.rows.windows * axes_.columns.windows),
        user_slice_(frame_.rows.size * frame_.columns.size) {}

  Picture draw() {
    const Index window = moment_.step / plane_, from = depth_under(0), to = depth_under(depth_.taps - 1);
    SliceRow input =
        slice_row(0, depth_.windows, window, window, most_slices(canvas_, axes_.columns.windows, 1));
    SliceRow kernel = slice_row(0, depth_.taps, 0, depth_.taps - 1, depth_.taps);
    SliceRow output = slice_row(depth_frame_.first, depth_frame_.count, from, to,
                                most_slices(canvas_, frame_.columns.count, to - from + 1));
    place_slices(canvas_, {input, axes_.rows.windows, axes_.columns.windows},
                 {kernel, axes_.rows.taps, axes_.columns.taps},
                 {output, frame_.rows.count, frame_.columns.count});
    links(input, kernel, output, window);
    draw_input(input, window);
    draw_kernel(kernel);
    draw_output(output);
    words();
    return canvas_.finish();
  }

 private:
  Index depth_under(Index tap) const { return cell_under(depth_, depth_frame_, moment_.step / plane_, tap); }
  Index tap_of(Index z) const { return tap_on(depth_, depth_frame_, moment_.step / plane_, z); }
  Index weight_index(Index tap, Index r, Index c) const {
    return (tap * axes_.rows.taps + r) * axes_.columns.taps + c;
  }
  CellPlace stamp_place() const {
    const Index in_plane = moment_.step % plane_;
    return in_plane + 1 == plane_
               ? origin(in_plane)
               : gliding_place(axes_, frame_, in_plane, eased(moment_.phase, kGlideFrom, 1));
  }

  void links(const SliceRow& in, const SliceRow& kernel, const SliceRow& out, Index window) {
    const Rect beside = in.bounds();
    link_slices(canvas_, kernel.bounds().x > beside.right() ? beside : in.at(window).bounds(),
                kernel.bounds());
    for (Index tap = 0; tap < depth_.taps; ++tap)
      if (const Index z = depth_under(tap); out.shows(z))
        link_slices(canvas_, kernel.at(tap).bounds(), out.at(z).bounds());
  }

  void draw_input(const SliceRow& in, Index window) {
    for (std::size_t i = 0; i < in.grids.size(); ++i) {
      const Index base = (in.first + static_cast<Index>(i)) * plane_;
      const Grid& grid = in.grids[i];
      canvas_.grid(grid, [&](Index r, Index c) { return input_look(base + r * grid.columns + c); });
    }
    title_slices(canvas_, in, "input", to_string(g_.windows()) + slices_shown(in), Role::input, 0);
    caption_slices(
        canvas_, in, [](Index) { return std::string(); }, canvas_.colors().soft);
    const Index in_plane = moment_.step % plane_;
    canvas_.outline(in.at(window)
                        .rect(real(in_plane / axes_.columns.windows), real(in_plane % axes_.columns.windows))
                        .inset(-1.5),
                    canvas_.colors().ink, 2.5);
  }

  void draw_kernel(const SliceRow& kernel) {
    for (Index tap = 0; tap < depth_.taps; ++tap)
      canvas_.grid(kernel.at(tap), [&](Index r, Index c) { return scaled_look(weight_index(tap, r, c)); });
    title_slices(canvas_, kernel, canvas_.line_number(input()) + " × kernel", to_string(g_.taps()),
                 Role::kernel, 0);
    caption_slices(
        canvas_, kernel, [](Index) { return std::string(); }, canvas_.colors().soft);
  }

  void draw_output(const SliceRow& out) {
    const CellPlace at = stamp_place();
    for (std::size_t i = 0; i < out.grids.size(); ++i) {
      const Grid& grid = out.grids[i];
      const Index z = out.first + static_cast<Index>(i), tap = tap_of(z);
      canvas_.grid(grid, [&](Index r, Index c) {
        const Index row = r + frame_.rows.first, column = c + frame_.columns.first;
        const CellLook look = output_look(z, row, column);
        return tap < 0 || grid.cell < kCornerCell ? look : stamped(look, weight_on(tap, row, column));
      });
      if (tap >= 0) canvas_.outline(window_block(grid, at), canvas_.colors().kernel, 3);
    }
    const bool cropped = out.all > d_.op().pixels[0] || frame_.rows.count > frame_.rows.size ||
                         frame_.columns.count > frame_.columns.size;
    title_slices(
        canvas_, out, "output",
        to_string(op_.output_size()) + slices_shown(out) + (cropped ? ", padding crops what is hatched" : ""),
        Role::output, frame_.rows.first, bias_of(d_, 0));
    caption_slices(
        canvas_, out, [](Index) { return std::string(); }, canvas_.colors().soft);
  }

  /// The weight of the stamp's slice at a cell that it covers, or -1.
  Index weight_on(Index tap, Index row, Index column) const {
    const Index in_plane = moment_.step % plane_, windows = axes_.columns.windows;
    const Index r = tap_on(axes_.rows, frame_.rows, in_plane / windows, row),
                c = tap_on(axes_.columns, frame_.columns, in_plane % windows, column);
    return r < 0 || c < 0 ? -1 : weight_index(tap, r, c);
  }

  CellLook output_look(Index z, Index row, Index column) const {
    if (!depth_frame_.inside(z) || !frame_.rows.inside(row) || !frame_.columns.inside(column))
      return {.kind = CellLook::Kind::padding};
    return sum_look(z * user_slice_ + row * frame_.columns.size + column, 0);
  }

  /// "x[0,1,1] = 5: 27 products land in slices z 0 to 2".
  void words() {
    const Palette& c = canvas_.colors();
    const Index in_plane = moment_.step % plane_, columns = axes_.columns.windows;
    Index landed = 0;
    trace_.for_each(moment_.step, [&](const Contribution&) { ++landed; });
    std::string where;
    for (Index tap = 0; tap < depth_.taps; ++tap)
      where += fmt::format("{} z {}", tap > 0 ? "," : "", depth_under(tap));
    const Rect area = canvas_.area();
    canvas_.line({area.x, area.bottom() - canvas_.type(10)},
                 {{fmt::format("x[{},{},{}]", moment_.step / plane_, in_plane / columns, in_plane % columns),
                   c.input_text, Font::number_bold},
                  {" = ", c.soft},
                  {canvas_.line_number(input()), c.input_text, Font::number_bold},
                  {fmt::format(": {} of its {} products land in the output; slices{}", landed,
                               element_count(g_.taps()), where),
                   c.soft, Font::text}},
                 canvas_.type(17), area.right());
  }

  Axis depth_;
  FrameAxis depth_frame_;
  Index plane_, user_slice_;  ///< cells of a slice of the input, and of the output as users see it
};

}  // namespace

Picture draw_stamped_volume(const Derived& derived, Moment moment, const Style& style) {
  return StampedVolume(derived, moment, style).draw();
}

}  // namespace convscope
