// One matrix with its marks: C or its transpose, the whole of it or a window.
#pragma once

#include "app/views/canvas.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

/// Draws parts of C on a canvas. Rows and columns are counted as they are drawn; with `transposed` the rows
/// are C's columns.
class MatrixPanel {
 public:
  MatrixPanel(Canvas& canvas, const Derived& derived, const MatrixWindow& window, bool transposed, Point at,
              double cell);

  const Grid& grid() const { return grid_; }
  /// Rows are windows (outputs of a convolution) or pixels.
  bool rows_are_windows() const { return !transposed_; }
  Index first_row() const { return transposed_ ? window_.column : window_.row; }
  Index first_column() const { return transposed_ ? window_.row : window_.column; }
  /// The role of the cells that rows (or columns) stand for.
  Role row_role() const { return role(rows_are_windows()); }
  Role column_role() const { return role(!rows_are_windows()); }

  /// Entries shaded by value, block lines, the hovered row and column, and what the step joins outlined: a
  /// row, a column, or the entries of one weight.
  void draw(Order order, Index step, double outline);
  /// Entries are shades alone: the panel is an overview.
  void without_numbers() { numbers_ = false; }
  /// Coordinates of every row, set right-aligned at x, where there is room.
  void row_names(double right) const;
  /// Numbers (one axis) or names of blocks (two) below `y`.
  void column_names(double y) const;
  /// Coordinates of one column.
  std::string column_name(Index column) const { return name(column, !rows_are_windows()); }
  /// "9 × 36", of the whole matrix.
  std::string extent() const;

 private:
  double names_size() const { return canvas_.type(canvas_.style().present ? 13 : 12); }
  Role role(bool windows) const;
  Shape extents(bool windows) const;
  Index all(bool windows) const;
  void blocks() const;
  void cells() const;
  void ground() const;
  void raster() const;
  EntryArea area() const;
  void hovered() const;
  void mark_step(Order order, Index step, double outline) const;
  std::string name(Index flat, bool windows) const;

  Canvas& canvas_;
  const Derived& d_;
  MatrixWindow window_;
  bool transposed_;
  Grid grid_;
  bool numbers_ = true;
};

/// Whether the entries of a window are few enough to be drawn one by one at this size.
bool drawn_as_cells(const Derived& derived, const MatrixWindow& window, double cell);

}  // namespace convscope
