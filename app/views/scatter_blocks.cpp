// The scatter view on two spatial axes or with channels.
#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/bias.hpp"
#include "app/views/lens.hpp"
#include "app/views/scatter_drawing.hpp"

namespace convscope {

namespace {
constexpr Index kMostPlanes = 4;
constexpr double kPlaneGap = 0.9;  // in cells
}  // namespace

struct ScatterDrawing::Blocks {
  std::vector<Grid> inputs, kernels, outputs;
  Index first_input;  ///< channel
  bool beside;        ///< the scaled kernel stands beside the input, else below it
};

ScatterDrawing::Blocks ScatterDrawing::blocks() const {
  const Rect area = canvas_.area();
  const auto of = [](Index count) {
    return std::vector<Grid>(static_cast<std::size_t>(std::min(count, kMostPlanes)));
  };
  Blocks b{of(g_.channels.window), of(pixel_width_), of(pixel_width_), 0, false};
  b.first_input =
      std::clamp<Index>(window_channel_ - kMostPlanes / 2, 0, g_.channels.window - std::ssize(b.inputs));
  const double title = canvas_.spacing(34), names = 30;
  const Gap between{canvas_.spacing(84)}, arrow{canvas_.spacing(76)};
  const Rect room{area.x + names, area.y + title, area.w - names,
                  area.h - title - canvas_.spacing(24) - marks_height()};
  const Layout input = planes(b.inputs, axes_.rows.windows, axes_.columns.windows, kPlaneGap);
  const auto output_in = [&](Index in_a_line) {
    return planes_in_columns(b.outputs, frame_.rows.count, frame_.columns.count, kPlaneGap, in_a_line,
                             canvas_.type(22));
  };
  const Layout output = output_in(1);
  Layout kernel = planes(b.kernels, axes_.rows.taps, axes_.columns.taps, kPlaneGap, true);
  kernel.x = 1;  // its arrow to the output must not cross the input
  const Layout left = in_a_column({input, kernel}, between);
  const Layout stacked = in_a_row({left, output}, arrow);
  Layout row = in_a_row({input, kernel, output}, arrow);
  // Beside a large picture the kernel keeps a size at which its numbers can be
  // read.
  const auto equal = [&](const Layout& part, double most) {
    return largest_cell(most, [&](double cell) { return part.height({cell, cell}) <= room.h; });
  };
  const auto fit = [&](const Layout& all, const Layout& part, double most) {
    const double readable = std::min({canvas_.readable_cell(), area.w * 0.2 / real(axes_.columns.taps),
                                      canvas_.style().present ? area.w * 0.07 : 1e9});
    return fitted(all, {room.w, room.h}, {.most = most, .readable = equal(part, readable)});
  };
  const double most = canvas_.most_cell(84);
  const CellSizes of_stacked = fit(stacked, left, std::min(most, 1.3 * equal(left, most)));
  CellSizes of_row = fit(row, kernel, most);
  // From the back row several outputs stand in two columns where that is larger.
  if (canvas_.style().present && b.outputs.size() > 1)
    if (Layout two = in_a_row({input, kernel, output_in(2)}, arrow);
        fit(two, kernel, most).main > 1.1 * of_row.main) {
      row = std::move(two);
      of_row = fit(row, kernel, most);
    }
  // Many planes stand better beside than below each other, and so does what
  // becomes clearly larger by it.
  b.beside = b.inputs.size() * b.outputs.size() > 1 ||
             of_row.least() > (canvas_.style().present ? 1 : 1.2) * of_stacked.least();
  place(b.beside ? row : stacked, room, b.beside ? of_row : of_stacked, 1 / 2.5);
  look_through(canvas_.style().lens, canvas_.style(), b.beside ? row : stacked);
  return b;
}

void ScatterDrawing::draw_blocks() {
  const Blocks b = blocks();
  for (std::size_t i = 0; i < b.inputs.size(); ++i) {
    const Index base = (b.first_input + static_cast<Index>(i)) * window_plane_;
    canvas_.grid(b.inputs[i],
                 [&](Index r, Index c) { return input_look(base + r * axes_.columns.windows + c); });
    canvas_.indices(b.inputs[i], 0, 0);
  }
  canvas_.block_title(b.inputs[0], "input", to_string(g_.windows()), Role::input);
  const Rect active = b.inputs[static_cast<std::size_t>(window_channel_ - b.first_input)].rect(
      real(window_ / axes_.columns.windows), real(window_ % axes_.columns.windows));
  canvas_.outline(active.inset(-1.5), canvas_.colors().ink, 2.5);
  ring_inputs([&](Index cell) -> std::optional<Rect> {
    const Index channel = cell / window_plane_ - b.first_input, at = cell % window_plane_;
    if (channel < 0 || channel >= std::ssize(b.inputs)) return std::nullopt;
    return b.inputs[static_cast<std::size_t>(channel)].rect(real(at / axes_.columns.windows),
                                                            real(at % axes_.columns.windows));
  });

  for (std::size_t i = 0; i < b.kernels.size(); ++i) {
    canvas_.grid(b.kernels[i],
                 [&](Index r, Index c) { return scaled_look(weight_index(static_cast<Index>(i), r, c)); });
    ring_taps(b.kernels[i], static_cast<Index>(i));
  }
  const Rect kernel = bounds_of(b.kernels), input = b.inputs[0].bounds();
  // What is wider than the kernel must not reach the output's row numbers.
  const std::string scaled = canvas_.line_number(this->input()) + " × kernel";
  Grid named = b.kernels[0];
  named.at.x -=
      std::max(0.0, text_width(Font::text_bold, canvas_.type(16), scaled) - kernel.w - canvas_.type(14));
  canvas_.block_title(named, scaled, "", Role::kernel);
  const Color faint = canvas_.colors().faint;
  if (b.beside)
    canvas_.curve({input.right() + 8, active.centre().y}, {kernel.x - 10, kernel.centre().y}, faint, 1.5,
                  true);
  else
    canvas_.curve({kernel.centre().x, input.bottom() + canvas_.type(26)},
                  {kernel.centre().x, kernel.y - canvas_.type(28)}, faint, 1.5, true);

  for (std::size_t i = 0; i < b.outputs.size(); ++i) {
    const Grid& grid = b.outputs[i];
    const Index plane = static_cast<Index>(i);
    canvas_.grid(grid, [&](Index r, Index c) {
      const Index row = r + frame_.rows.first, column = c + frame_.columns.first;
      const CellLook look = output_look(first_pixel_channel() + plane, row, column);
      return grid.cell < kCornerCell ? look : stamped(look, weight_on(plane, row, column));
    });
    canvas_.indices(grid, frame_.rows.first, frame_.columns.first);
    mark_output_padding(grid, i + 1 == b.outputs.size());
    if (!canvas_.style().quiz_place) canvas_.outline(stamp(grid), canvas_.colors().kernel, 3);
    ring_stamps(grid, plane);
    if (i + 1 == b.outputs.size() && !canvas_.style().quiz_place) mark_stride(grid);
  }
  const Grid& output = b.outputs[0];
  const auto cropped = [](const FrameAxis& axis) {
    return axis.first < 0 || axis.count + axis.first > axis.size;
  };
  const std::string_view note = !cropped(frame_.rows) && !cropped(frame_.columns) ? ""
                                : op_.border.active()                             ? ", the border folds back"
                                                      : ", padding crops what is hatched";
  canvas_.block_title(output, "output", to_string(op_.output_size()) + std::string(note), Role::output,
                      bias_of(d_, first_pixel_channel()));
  if (!canvas_.style().quiz_place)
    canvas_.curve({kernel.right() + 10, kernel.centre().y},
                  {output.at.x - canvas_.type(26), stamp(output).centre().y}, faint, 1.5, true);
}

}  // namespace convscope
