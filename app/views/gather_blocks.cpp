// The layout of a gathering scene on two spatial axes or with channels.
#include <fmt/format.h>

#include <algorithm>

#include "app/views/gather_drawing.hpp"

namespace convscope {

namespace {
constexpr Index kMostPlanes = 4;
}

void GatherDrawing::draw_blocks() {
  const Rect area = canvas_.area();
  const Index shown_sources = std::min(s_.plane_count, kMostPlanes);
  const Index result_plane = s_.step / (s_.axes.rows.windows * s_.axes.columns.windows);
  const Index shown_results = std::min(s_.result_planes, kMostPlanes);
  const Index first_result =
      std::clamp<Index>(result_plane - kMostPlanes / 2, 0, s_.result_planes - shown_results);
  const bool products = s_.plane_count == 1;
  const auto rows = [](Index n) { return static_cast<double>(n); };
  const double title = canvas_.type(34), gap_rows = 1.1;
  const double source_rows =
      rows(s_.frame.rows.count) * rows(shown_sources) + (rows(shown_sources) - 1) * gap_rows;
  const double result_rows =
      rows(s_.axes.rows.windows) * rows(shown_results) + (rows(shown_results) - 1) * gap_rows;
  // Between kernel and products stands a name, whatever the cells' size.
  const auto between = [&](double cell) { return std::max(1.6 * cell, title); };
  const auto kernel_tall = [&](double cell) {
    return products ? 2 * rows(s_.axes.rows.taps) * cell + between(cell)
                    : (rows(s_.axes.rows.taps) * rows(shown_sources) + (rows(shown_sources) - 1) * gap_rows) *
                          cell;
  };
  const double height = area.h - title - canvas_.type(64);
  const double tap_columns = rows(s_.axes.columns.taps), names = 24;
  const double gap = std::clamp(area.w * 0.09, canvas_.type(48), canvas_.type(64));
  const double tallest_tap = products ? std::min(height / (2 * rows(s_.axes.rows.taps) + 1.6),
                                                 (height - title) / (2 * rows(s_.axes.rows.taps)))
                                      : height / kernel_tall(1);
  // Beside a large picture the kernel keeps a size at which its numbers can be read.
  const double readable = std::min({46.0, tallest_tap, area.w * 0.2 / tap_columns});
  const double columns = rows(s_.frame.columns.count) + rows(s_.axes.columns.windows);
  const double u = std::min({(area.w - names - 2 * gap - tap_columns * readable) / columns,
                             (area.w - names - 2 * gap) / (columns + tap_columns),
                             height / std::max(source_rows, result_rows), 76.0});
  const double uk = std::max(readable, std::min(u, tallest_tap));
  const double used = names + columns * u + 2 * gap + tap_columns * uk;
  const double left = area.x + names + std::max(0.0, (area.w - used) / 2);
  const double tallest = std::max({source_rows * u, result_rows * u, kernel_tall(uk)});
  const double top = area.y + title + std::max(0.0, (height - tallest) / 2.5);
  const auto centred = [&](double block) { return top + (tallest - block) / 2; };

  // Source planes with the window over each.
  const double source_top = centred(source_rows * u);
  const auto source_grid = [&](Index i) {
    return Grid{{left, source_top + static_cast<double>(i) * (rows(s_.frame.rows.count) + gap_rows) * u},
                u,
                s_.frame.rows.count,
                s_.frame.columns.count};
  };
  const auto [row, column] = gliding();
  const double kernel_left = left + rows(s_.frame.columns.count) * u + gap;
  const double kernel_top = centred(kernel_tall(uk));
  const double result_left = kernel_left + tap_columns * uk + gap;
  const double result_top = centred(result_rows * u);
  const Index window_columns = s_.axes.columns.windows;
  const auto result_grid = [&](Index i) {
    return Grid{
        {result_left, result_top + static_cast<double>(i) * (rows(s_.axes.rows.windows) + gap_rows) * u},
        u,
        s_.axes.rows.windows,
        window_columns};
  };
  const Grid now = result_grid(result_plane - first_result);
  const Rect target = now.rect(static_cast<double>(window_.row), static_cast<double>(window_.column));
  const Scale scale = scale_of(s_.result);

  for (Index i = 0; i < shown_sources; ++i) {
    const Grid grid = source_grid(i);
    canvas_.grid(grid, [&](Index r, Index c) {
      return source_look(s_.first_plane + i, r + s_.frame.rows.first, c + s_.frame.columns.first);
    });
    canvas_.indices(grid, s_.frame.rows.first, s_.frame.columns.first);
    canvas_.outline(grid.block(row, column, reach_rows(), reach_columns()), canvas_.colors().kernel, 3);
    if (s_.hovered_result >= 0 && s_.hovered_result != s_.step) {
      const auto [hr, hc] = origin(position(s_.hovered_result));
      canvas_.dashed(grid.block(hr, hc, reach_rows(), reach_columns()), canvas_.colors().kernel, 2);
    }
  }
  canvas_.block_title(source_grid(0), s_.source_name, s_.source_detail, Role::input);

  // Kernel planes; with one of them the products below.
  const auto kernel_grid = [&](double below) {
    return Grid{{kernel_left, kernel_top + below}, uk, s_.axes.rows.taps, s_.axes.columns.taps};
  };
  for (Index i = 0; i < shown_sources; ++i)
    canvas_.grid(kernel_grid(rows(i) * (rows(s_.axes.rows.taps) + gap_rows) * uk),
                 [&](Index r, Index c) { return kernel_look(s_.tap(i, r, c)); });
  canvas_.block_title(kernel_grid(0), s_.kernel_name, s_.kernel_detail, Role::kernel);
  const Grid product_grid = kernel_grid(rows(s_.axes.rows.taps) * uk + between(uk));
  const Rect middle =
      products ? product_grid.bounds() : Rect{kernel_left, kernel_top, tap_columns * uk, kernel_tall(uk)};
  const Grid first_source = source_grid(0);
  const Rect window_rect = first_source.block(row, column, reach_rows(), reach_columns());
  canvas_.curve({std::max(window_rect.right(), first_source.bounds().right()) + 6, window_rect.centre().y},
                {kernel_left - 10, middle.centre().y}, canvas_.colors().faint, 1.5, true);
  canvas_.curve({middle.right() + 10, middle.centre().y}, {result_left - canvas_.type(24), target.centre().y},
                canvas_.colors().faint, 1.5, true);

  for (Index i = 0; i < shown_results; ++i) {
    const Grid grid = result_grid(i);
    const Index base = (first_result + i) * grid.rows * grid.columns;
    canvas_.grid(grid, [&](Index r, Index c) { return result_look(base + r * grid.columns + c, scale); });
    canvas_.indices(grid, 0, 0);
  }
  canvas_.block_title(result_grid(0), s_.result_name, s_.result_detail, Role::output, s_.bias);
  canvas_.outline(target.inset(-1.5), canvas_.colors().ink, 2.5);
  if (products) {
    canvas_.block_title(product_grid, "products", "", Role::none);
    draw_products(product_grid, target, scale, false);
  }
  equation({area.x, area.bottom() - canvas_.type(10)}, area.right());
}

}  // namespace convscope
