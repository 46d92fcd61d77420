// The scatter view on two spatial axes or with channels.
#include <fmt/format.h>

#include <algorithm>

#include "app/views/bias.hpp"
#include "app/views/scatter_drawing.hpp"

namespace convscope {

namespace {
constexpr Index kMostPlanes = 4;
}

void ScatterDrawing::draw_blocks() {
  const Rect area = canvas_.area();
  const auto real = [](Index n) { return static_cast<double>(n); };
  const Index inputs = std::min(g_.channels.window, kMostPlanes);
  const Index first_input =
      std::clamp<Index>(window_channel_ - kMostPlanes / 2, 0, g_.channels.window - inputs);
  const Index outputs = std::min(pixel_width_, kMostPlanes);
  const double gap = 0.9, title = canvas_.type(34), between = canvas_.type(84);
  const double input_rows = real(axes_.rows.windows * inputs) + gap * real(inputs - 1);
  const double kernel_rows = real(axes_.rows.taps * outputs) + gap * real(outputs - 1);
  const double output_rows = real(frame_.rows.count * outputs) + gap * real(outputs - 1);
  const double inputs_wide = real(axes_.columns.windows), kernel_wide = real(axes_.columns.taps);
  const double output_wide = real(frame_.columns.count);
  const double height = area.h - title - canvas_.type(24), names = 30, arrow = canvas_.type(76);
  const double room = area.w - names - arrow;
  struct Cells {
    double input, kernel;  // the output has the input's
    double least() const { return std::min(input, kernel); }
  };
  // Beside a large picture the kernel keeps a size at which its numbers can be read.
  const auto readable = [&](double tallest) { return std::min({46.0, tallest, area.w * 0.2 / kernel_wide}); };
  const auto below_each_other = [&] {
    const double least = readable((height - between) / (kernel_rows + input_rows));
    const double u =
        std::min({(room - kernel_wide * least) / output_wide,
                  room / (std::max(inputs_wide, kernel_wide) + output_wide),
                  (height - between - kernel_rows * least) / input_rows,
                  (height - between) / (input_rows + kernel_rows) * 1.3, height / output_rows, 84.0});
    return Cells{u, std::max(least, std::min(u, (height - between - input_rows * u) / kernel_rows))};
  };
  const auto in_a_row = [&] {
    const double least = readable(height / kernel_rows);
    const double u = std::min({(room - arrow - kernel_wide * least) / (inputs_wide + output_wide),
                               (room - arrow) / (inputs_wide + kernel_wide + output_wide),
                               height / std::max(input_rows, output_rows), 84.0});
    return Cells{u, std::max(least, std::min(u, height / kernel_rows))};
  };
  // Many planes stand better beside than below each other, and so does what becomes clearly larger by it.
  const Cells stacked = below_each_other(), row = in_a_row();
  const bool beside = inputs * outputs > 1 || row.least() > 1.2 * stacked.least();
  const auto [u, uk] = beside ? row : stacked;
  const double left_wide =
      beside ? inputs_wide * u + arrow + kernel_wide * uk : std::max(inputs_wide * u, kernel_wide * uk);
  const double left_tall =
      beside ? std::max(input_rows * u, kernel_rows * uk) : input_rows * u + between + kernel_rows * uk;
  const double tallest = std::max(left_tall, output_rows * u);
  const double left = area.x + names + std::max(0.0, (room - left_wide - output_wide * u) / 2);
  const double top = area.y + title + std::max(0.0, (height - tallest) / 2.5);
  const auto centred = [&](double block) { return top + (tallest - block) / 2; };

  const double input_top = centred(beside ? input_rows * u : left_tall);
  const auto input_grid = [&](Index i) {
    return Grid{{left, input_top + real(i) * (real(axes_.rows.windows) + gap) * u},
                u,
                axes_.rows.windows,
                axes_.columns.windows};
  };
  for (Index i = 0; i < inputs; ++i) {
    const Index base = (first_input + i) * window_plane_;
    canvas_.grid(input_grid(i),
                 [&](Index r, Index c) { return input_look(base + r * axes_.columns.windows + c); });
    canvas_.indices(input_grid(i), 0, 0);
  }
  canvas_.block_title(input_grid(0), "input", to_string(g_.windows()), Role::input);
  const Rect active = input_grid(window_channel_ - first_input)
                          .rect(real(window_ / axes_.columns.windows), real(window_ % axes_.columns.windows));
  canvas_.outline(active.inset(-1.5), canvas_.colors().ink, 2.5);

  // Right-aligned: its arrow to the output must not cross the input.
  const double kernel_left = beside ? left + inputs_wide * u + arrow : left + left_wide - kernel_wide * uk;
  const double kernel_top = beside ? centred(kernel_rows * uk) : input_top + input_rows * u + between;
  const auto kernel_grid = [&](Index i) {
    return Grid{{kernel_left, kernel_top + real(i) * (real(axes_.rows.taps) + gap) * uk},
                uk,
                axes_.rows.taps,
                axes_.columns.taps};
  };
  for (Index i = 0; i < outputs; ++i)
    canvas_.grid(kernel_grid(i), [&](Index r, Index c) { return scaled_look(i, r, c); });
  canvas_.block_title(kernel_grid(0), canvas_.number(input()) + " × kernel", "", Role::kernel);
  const Rect kernel_block{kernel_left, kernel_top, kernel_wide * uk, kernel_rows * uk};
  if (beside) {
    canvas_.curve({left + inputs_wide * u + 8, active.centre().y},
                  {kernel_left - 10, kernel_block.centre().y}, canvas_.colors().faint, 1.5, true);
  } else {
    const double x = kernel_block.centre().x;
    canvas_.curve({x, input_grid(0).bounds().bottom() + canvas_.type(26)}, {x, kernel_top - canvas_.type(28)},
                  canvas_.colors().faint, 1.5, true);
  }

  const double output_left = left + left_wide + arrow;
  const double output_top = centred(output_rows * u);
  for (Index i = 0; i < outputs; ++i) {
    const Grid grid{{output_left, output_top + real(i) * (real(frame_.rows.count) + gap) * u},
                    u,
                    frame_.rows.count,
                    frame_.columns.count};
    canvas_.grid(grid, [&](Index r, Index c) {
      return output_look(first_pixel_channel() + i, r + frame_.rows.first, c + frame_.columns.first);
    });
    canvas_.indices(grid, frame_.rows.first, frame_.columns.first);
    draw_stamp(grid, i);
    if (i > 0) continue;
    const bool cropped = frame_.rows.first < 0 || frame_.columns.first < 0 ||
                         frame_.rows.count + frame_.rows.first > frame_.rows.size ||
                         frame_.columns.count + frame_.columns.first > frame_.columns.size;
    const std::string_view note = !cropped              ? ""
                                  : op_.border.active() ? ", the border folds back"
                                                        : ", padding crops what is hatched";
    canvas_.block_title(grid, "output", to_string(op_.output_size()) + std::string(note), Role::output,
                        bias_of(d_, first_pixel_channel()));
    const auto [stamp_row, stamp_column] = gliding();
    const Rect stamp =
        grid.block(stamp_row, stamp_column, real(reach(axes_.rows)), real(reach(axes_.columns)));
    canvas_.curve({kernel_block.right() + 10, kernel_block.centre().y},
                  {output_left - canvas_.type(26), stamp.centre().y}, canvas_.colors().faint, 1.5, true);
  }
}

}  // namespace convscope
