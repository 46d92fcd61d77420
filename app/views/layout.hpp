// Where the blocks of a drawing stand: grids of cells in rows and columns, with the room that captions,
// indices and signs between them need. Nothing here draws.
//
//   Grid input, kernel, output;
//   Layout row = in_a_row({block(input, 5, 5), own_block(kernel, 3, 3), block(output, 3, 3)}, {.pixels = 60});
//   const CellSizes cells = fitted(row, {room.w, room.h}, {.most = 76, .readable = 46});
//   place(row, room, cells, 0.4);  // now the three grids have place and size
#pragma once

#include <algorithm>
#include <functional>
#include <vector>

#include "app/views/canvas.hpp"
#include "app/views/frame.hpp"

namespace convscope {

/// Sides of the cells in a drawing: of most blocks, and of those whose cells
/// have a size of their own (a kernel beside a large input stays readable).
struct CellSizes {
  double main = 0, own = 0;
  double least() const { return std::min(main, own); }
};

/// A distance: pixels and cells, at least so many pixels.
struct Gap {
  double pixels = 0, cells = 0, least = 0;
  double at(double cell) const { return std::max(least, pixels + cells * cell); }
};

struct LayoutSize {
  double width, height;
};

/// One block, or a table of parts; a part without either is an empty place.
struct Layout {
  Grid* grid = nullptr;                      ///< a block: what place() fills in
  double rows = 0, columns = 0;              ///< of the block, in its cells
  double below = 0;                          ///< cells below the grid that belong to it
  Gap least_width{};                         ///< what stands above it in words may be wider than it
  bool own = false;                          ///< its cells, and a table's gaps, have the second size
  bool hangs = false;                        ///< is as high as it likes: it does not count for the
                                             ///< height of its row
  double x = 0, y = 0.5;                     ///< how it stands in a place that is larger: 0 left or
                                             ///< above, 0.5 in the middle
  std::vector<std::vector<Layout>> parts{};  ///< a table, row by row; all rows have as many parts
  std::vector<Gap> across{{}};               ///< between columns; the last one also between all that follow
  Gap down{};                                ///< between rows

  double width(CellSizes cells) const;
  double height(CellSizes cells) const;

 private:
  friend void place(const Layout&, const Rect&, CellSizes, double);
  double side(CellSizes cells) const { return own ? cells.own : cells.main; }
  double content(CellSizes cells) const;  ///< width, less what only words need
  double gap_after(std::size_t column, CellSizes cells) const;
  std::vector<double> widths(CellSizes cells) const;
  std::vector<double> heights(CellSizes cells) const;
  void put(Point at, CellSizes cells) const;
};

Layout block(Grid& grid, Index rows, Index columns);
Layout block(Grid& grid, LayoutSize cells);
/// Its cells have the second size.
Layout own_block(Grid& grid, Index rows, Index columns);
Layout in_a_row(std::vector<Layout> parts, Gap gap);
Layout in_a_column(std::vector<Layout> parts, Gap gap);
/// A block for each grid, below each other: the channels of a tensor.
Layout planes(std::vector<Grid>& grids, Index rows, Index columns, double gap_in_cells, bool own = false);
/// The same in so many columns, with room for indices between them; row by row.
Layout planes_in_columns(std::vector<Grid>& grids, Index rows, Index columns, double gap_in_cells,
                         Index planes_in_a_row, double indices);

/// Around blocks that stand below each other.
inline Rect bounds_of(const std::vector<Grid>& grids) {
  const Rect first = grids.front().bounds(), last = grids.back().bounds();
  return {first.x, first.y, last.right() - first.x, last.bottom() - first.y};
}

/// The largest size up to `most` for which `fits` holds; it holds for all smaller ones.
double largest_cell(double most, const std::function<bool(double)>& fits);

/// As large as fit the room. Where not all cells can be readable the own ones are: they keep that size while
/// the others become smaller, and never become larger than the others otherwise.
struct CellLimits {
  double most = 76;
  double readable = 0;  ///< least size of the own cells; precondition: with it they fit
};
CellSizes fitted(const Layout& layout, LayoutSize room, const CellLimits& limits);

/// Puts the layout into the middle of the room; `above` is the share of the
/// height left over that stays above it.
void place(const Layout& layout, const Rect& room, CellSizes cells, double above);

}  // namespace convscope
