#include "app/views/layout.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace convscope {

double Layout::gap_after(std::size_t column, CellSizes cells) const {
  return across[std::min(column, across.size() - 1)].at(side(cells));
}

std::vector<double> Layout::widths(CellSizes cells) const {
  std::vector<double> out(parts.front().size(), 0);
  for (const auto& row : parts)
    for (std::size_t c = 0; c < row.size(); ++c) out[c] = std::max(out[c], row[c].width(cells));
  return out;
}

std::vector<double> Layout::heights(CellSizes cells) const {
  std::vector<double> out;
  for (const auto& row : parts) {
    out.push_back(0);
    for (const Layout& part : row)
      if (!part.hangs) out.back() = std::max(out.back(), part.height(cells));
  }
  return out;
}

double Layout::content(CellSizes cells) const {
  if (parts.empty()) return columns * side(cells);
  const std::vector<double> all = widths(cells);
  double sum = all.front();
  for (std::size_t c = 1; c < all.size(); ++c) sum += gap_after(c - 1, cells) + all[c];
  return sum;
}

double Layout::width(CellSizes cells) const {
  return std::max(content(cells), least_width.at(side(cells)));
}

double Layout::height(CellSizes cells) const {
  if (parts.empty()) return (rows + below) * side(cells);
  const std::vector<double> all = heights(cells);
  return std::accumulate(all.begin(), all.end(), static_cast<double>(all.size() - 1) * down.at(side(cells)));
}

void Layout::put(Point at, CellSizes cells) const {
  if (grid != nullptr) *grid = {at, side(cells), static_cast<Index>(rows), static_cast<Index>(columns)};
  if (parts.empty()) return;
  const std::vector<double> wide = widths(cells), tall = heights(cells);
  for (std::size_t r = 0; r < parts.size(); ++r) {
    double left = at.x;
    for (std::size_t c = 0; c < wide.size(); ++c) {
      const Layout& part = parts[r][c];
      part.put({left + part.x * (wide[c] - part.content(cells)),
                at.y + part.y * std::max(0.0, tall[r] - part.height(cells))},
               cells);
      left += wide[c] + gap_after(c, cells);
    }
    at.y += tall[r] + down.at(side(cells));
  }
}

Layout block(Grid& grid, LayoutSize cells) {
  Layout out;
  out.grid = &grid;
  out.rows = cells.height;
  out.columns = cells.width;
  return out;
}

Layout block(Grid& grid, Index rows, Index columns) {
  return block(grid, LayoutSize{real(columns), real(rows)});
}

Layout own_block(Grid& grid, Index rows, Index columns) {
  Layout out = block(grid, rows, columns);
  out.own = true;
  return out;
}

Layout in_a_row(std::vector<Layout> parts, Gap gap) {
  Layout out;
  out.parts.push_back(std::move(parts));
  out.across = {gap};
  return out;
}

Layout in_a_column(std::vector<Layout> parts, Gap gap) {
  Layout out;
  for (Layout& part : parts) out.parts.push_back({std::move(part)});
  out.down = gap;
  return out;
}

Layout planes(std::vector<Grid>& grids, Index rows, Index columns, double gap_in_cells, bool own) {
  std::vector<Layout> parts;
  for (Grid& grid : grids) parts.push_back(own ? own_block(grid, rows, columns) : block(grid, rows, columns));
  Layout out = in_a_column(std::move(parts), {.cells = gap_in_cells});
  out.own = own;
  return out;
}

Layout planes_in_columns(std::vector<Grid>& grids, Index rows, Index columns, double gap_in_cells,
                         Index planes_in_a_row, double indices) {
  if (planes_in_a_row < 2) return planes(grids, rows, columns, gap_in_cells);
  Layout out;
  for (std::size_t i = 0; i < grids.size(); ++i) {
    if (i % static_cast<std::size_t>(planes_in_a_row) == 0) out.parts.emplace_back();
    out.parts.back().push_back(block(grids[i], rows, columns));
  }
  out.parts.back().resize(static_cast<std::size_t>(planes_in_a_row));  // the last row may end early
  out.across = {{.pixels = indices, .cells = 0.3}};
  out.down = {.cells = gap_in_cells};
  return out;
}

double largest_cell(double most, const std::function<bool(double)>& fits) {
  if (fits(most)) return most;
  double low = 0, high = most;
  for (int i = 0; i < 40; ++i) {
    const double middle = (low + high) / 2;
    (fits(middle) ? low : high) = middle;
  }
  return low;
}

CellSizes fitted(const Layout& layout, LayoutSize room, const CellLimits& limits) {
  // A size is the quotient that it would be on paper: without what halving and sums leave of rounding.
  constexpr double kGrain = 1e9;
  const auto exact = [](double size) { return std::round(size * kGrain) / kGrain; };
  const double least = limits.readable;
  const double main = exact(largest_cell(limits.most, [&](double cell) {
    return layout.width({cell, std::max(cell, least)}) <= room.width &&
           layout.height({cell, least}) <= room.height;
  }));
  // The rounding must not leave the main cells alone too high for the room.
  const double height = std::max(room.height, layout.height({main, 0}));
  const double own = exact(largest_cell(main, [&](double cell) {
    return layout.height({main, cell}) <= height;
  }));
  return {main, std::max(least, own)};
}

void place(const Layout& layout, const Rect& room, CellSizes cells, double above) {
  layout.put({room.x + std::max(0.0, (room.w - layout.width(cells)) / 2),
              room.y + std::max(0.0, (room.h - layout.height(cells)) * above)},
             cells);
}

}  // namespace convscope
