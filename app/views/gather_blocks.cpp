// The layout of a gathering scene on two spatial axes or with channels.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/picture/fonts.hpp"
#include "app/views/gather_drawing.hpp"
#include "app/views/lens.hpp"

namespace convscope {

namespace {
constexpr Index kMostPlanes = 4;
constexpr double kPlaneGap = 1.1;  // in cells

/// "rotated" of "rotated kernel", where that is all there is room for.
std::string short_name(const std::string& name) {
  return name.substr(0, name.find(' '));
}
}  // namespace

struct GatherDrawing::Blocks {
  std::vector<Grid> sources, kernels, results;
  Grid products{};
  Index first_result;  ///< plane
  Rect middle;         ///< where the window's values go
};

GatherDrawing::Blocks GatherDrawing::blocks() const {
  const Rect area = canvas_.area();
  const Index shown = std::min(s_.plane_count, kMostPlanes),
              results = std::min(s_.result_planes, kMostPlanes);
  const auto of = [](Index count) { return std::vector<Grid>(static_cast<std::size_t>(count)); };
  Blocks b{.sources = of(shown),
           .kernels = of(shown),
           .results = of(results),
           .first_result =
               std::clamp<Index>(s_.step / result_plane() - kMostPlanes / 2, 0, s_.result_planes - results),
           .middle = {}};
  const double title = canvas_.spacing(34), names = 24;
  const Rect room{area.x + names, area.y + title, area.w - names,
                  area.h - title - foot() - canvas_.spacing(28.5)};
  const Index taps = s_.axes.columns.taps;
  Layout kernel = planes(b.kernels, s_.axes.rows.taps, taps, kPlaneGap, true);
  if (multiplied()) {  // between kernel and products stands a name, whatever the
                       // cells' size
    kernel = in_a_column({std::move(kernel), own_block(b.products, s_.axes.rows.taps, taps)},
                         {.cells = 0.3, .least = title});
    kernel.own = true;
  }
  // The names of a narrow kernel and its products are wider than they.
  double words = text_width(Font::text_bold, canvas_.type(16), short_name(s_.kernel_name));
  if (multiplied()) words = std::max(words, text_width(Font::text_bold, canvas_.type(16), "products"));
  kernel.least_width = {words - canvas_.type(12)};
  // Beside a large picture the kernel keeps a size at which its numbers can be
  // read.
  const double readable = largest_cell(
      std::min({canvas_.readable_cell(), area.w * 0.2 / real(taps), pane_cell()}), [&](double cell) {
        return kernel.height({cell, cell}) <= room.h;
      });
  constexpr Index kMany = 24;  // columns, with which each pixel counts
  const Index columns = s_.frame.columns.count + taps + s_.axes.columns.windows;
  const double gap = canvas_.style().present && columns > kMany
                         ? canvas_.spacing(48)
                         : std::clamp(area.w * 0.09, canvas_.spacing(48), canvas_.spacing(64));
  const double indices = canvas_.type(22);
  const auto with = [&](Index sources, Index in_a_line) {
    return in_a_row({planes_in_columns(b.sources, s_.frame.rows.count, s_.frame.columns.count, kPlaneGap,
                                       sources, indices),
                     kernel,
                     planes_in_columns(b.results, s_.axes.rows.windows, s_.axes.columns.windows, kPlaneGap,
                                       in_a_line, indices)},
                    {.pixels = gap});
  };
  const auto fit = [&](const Layout& layout) {
    return fitted(layout, {room.w, room.h}, {.most = canvas_.most_cell(76), .readable = readable});
  };
  // From the back row several planes stand in two columns where that is larger.
  Layout row = with(1, 1);
  CellSizes cells = fit(row);
  if (canvas_.style().present)
    for (const auto& [of_sources, of_results] : {std::pair{1, 2}, {2, 1}, {2, 2}}) {
      if (of_sources > shown || of_results > results) continue;
      Layout two = with(of_sources, of_results);
      if (const CellSizes larger = fit(two); larger.main > 1.1 * cells.main) {
        row = std::move(two);
        cells = larger;
      }
    }
  place(row, room, cells, 1 / 2.5);
  look_through(canvas_.style().lens, canvas_.style(), row);
  b.middle = multiplied() ? b.products.bounds() : bounds_of(b.kernels);
  return b;
}

void GatherDrawing::draw_blocks() {
  const Blocks b = blocks();
  const Color window_color = canvas_.colors().kernel;
  const CellPlace at = gliding();
  const auto window = [&](const Grid& grid, CellPlace p) {
    return grid.block(p.row, p.column, reach_of(s_.axes.rows), reach_of(s_.axes.columns));
  };
  for (std::size_t i = 0; i < b.sources.size(); ++i) {
    const Grid& grid = b.sources[i];
    const Index plane = s_.first_plane + static_cast<Index>(i);
    canvas_.grid(grid, [&](Index r, Index c) {
      return source_look(plane, r + s_.frame.rows.first, c + s_.frame.columns.first);
    });
    canvas_.indices(grid, s_.frame.rows.first, s_.frame.columns.first);
    if (!canvas_.style().quiz_place) canvas_.outline(window(grid, at), window_color, 3);
    if (s_.hovered_result >= 0 && s_.hovered_result != s_.step)
      canvas_.dashed(window(grid, origin(s_.hovered_result)), window_color, 2);
  }
  canvas_.block_title(b.sources[0], s_.source_name, s_.source_detail, Role::input);
  for (std::size_t i = 0; i < b.kernels.size(); ++i)
    canvas_.grid(b.kernels[i],
                 [&](Index r, Index c) { return kernel_look(s_.tap(static_cast<Index>(i), r, c)); });
  const bool fits = text_width(Font::text_bold, canvas_.type(16), s_.kernel_name) <
                    b.kernels[0].bounds().w + canvas_.type(16);
  canvas_.block_title(b.kernels[0], fits ? s_.kernel_name : short_name(s_.kernel_name), s_.kernel_detail,
                      Role::kernel);

  const Index of_plane = s_.step / result_plane() - b.first_result;
  const Rect target =
      b.results[static_cast<std::size_t>(of_plane)].rect(real(window_.row), real(window_.column));
  const Rect from = window(b.sources[0], at);
  double beyond = 0;  // all planes of the source
  for (const Grid& grid : b.sources) beyond = std::max(beyond, grid.bounds().right());
  const Color faint = canvas_.colors().faint;
  if (!canvas_.style().quiz_place)
    canvas_.curve({std::max(from.right(), beyond) + 6, from.centre().y},
                  {b.middle.x - 10, b.middle.centre().y}, faint, 1.5, true);
  canvas_.curve({b.middle.right() + 10, b.middle.centre().y},
                {b.results[0].at.x - canvas_.spacing(26), target.centre().y}, faint, 1.5, true);
  const Scale scale = scale_of(s_.result);
  for (std::size_t i = 0; i < b.results.size(); ++i) {
    const Grid& grid = b.results[i];
    const Index base = (b.first_result + static_cast<Index>(i)) * result_plane();
    canvas_.grid(grid, [&](Index r, Index c) { return result_look(base + r * grid.columns + c, scale); });
    canvas_.indices(grid, 0, 0);
  }
  canvas_.block_title(b.results[0], s_.result_name, s_.result_detail, Role::output, s_.bias);
  canvas_.outline(target.inset(-1.5), canvas_.colors().ink, 2.5);
  if (multiplied()) {
    canvas_.block_title(b.products, "products", "", Role::none);
    draw_products(b.products, target, false);
  }
}

}  // namespace convscope
