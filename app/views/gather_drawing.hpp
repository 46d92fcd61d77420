// One moment of a gathering scene being drawn: what the two layouts share.
// Included by gather_*.cpp only.
#pragma once

#include <string>
#include <vector>

#include "app/views/fitting.hpp"
#include "app/views/gather_scene.hpp"

namespace convscope {

namespace acts {
// The acts of one step, as phases: products appear, fly into their sum, rest,
// the window glides on.
inline constexpr double kProductsFrom = 0.06, kProductsTo = 0.34;
inline constexpr double kFlyFrom = 0.38, kFlyTo = 0.58;
inline constexpr double kGlideFrom = 0.78;
}  // namespace acts

/// A result as far as it is there: before its step nothing, at it faded in; hidden where it is asked for.
CellLook result_look(const Canvas& canvas, const GatherScene& scene, double phase, Index cell,
                     const Scale& scale);

class GatherDrawing {
 public:
  GatherDrawing(const GatherScene& scene, double phase, const Style& style);
  Picture draw();

 private:
  struct Position {
    Index row, column;
  };
  struct Term {
    SourceCell cell;
    SceneTap tap;
    Index row, column;  ///< of the tap
  };

  /// Cells of a channel of the result.
  Index result_plane() const { return s_.axes.rows.windows * s_.axes.columns.windows; }
  bool in_rows() const { return s_.one_axis && s_.source_planes == 1 && s_.result_planes == 1; }
  double names() const;  ///< what the rows' names take on the left
  /// How far the present window has gone on to the next one.
  double glide() const {
    return (s_.step + 1) % result_plane() == 0 ? 0 : eased(phase_, acts::kGlideFrom, 1);
  }
  /// Where a result's window stands, and the present one while it glides.
  CellPlace origin(Index cell) const { return window_place(s_.axes, s_.frame, cell % result_plane()); }
  CellPlace gliding() const { return gliding_place(s_.axes, s_.frame, s_.step % result_plane(), glide()); }
  /// With one source plane the products have cells of their own.
  bool multiplied() const { return s_.plane_count == 1; }
  /// The present window's terms; taps over the padding count as zeros.
  std::vector<Term> terms(Index plane) const;

  /// A number in the equation; one that is taken from something stands in parentheses.
  std::string factor(double value) const;
  CellLook source_look(Index plane, Index row, Index column) const;
  CellLook kernel_look(const SceneTap& tap) const;
  CellLook result_look(Index cell, const Scale& scale) const {
    return convscope::result_look(canvas_, s_, phase_, cell, scale);
  }
  double product_alpha(std::size_t index, std::size_t count) const;

  /// One spatial axis: source, kernel, products and result stand under each
  /// other, so that every result is below the middle of its window
  /// (gather_rows.cpp).
  void draw_rows();
  struct Rows;
  Rect result_rect(const Rows& rows, Index cell) const;
  void draw_taps(const Rows& rows);
  void draw_source(const Rows& rows);
  void widen(Rows& rows, const Rect& room) const;
  void cells(const Rows& rows, const Grid& row, const std::vector<CellLook>& looks, Index apart);
  void draw_results(const Rows& rows);
  /// Two spatial axes, or channels: source on the left, kernel and products in
  /// the middle, result on the right (gather_blocks.cpp).
  void draw_blocks();
  struct Blocks;
  Blocks blocks() const;
  /// The products in their cells, then on their way into the target. `spread`:
  /// cells lie as far apart as the taps.
  /// `high`: of its cells, where they are wider; 0: as wide.
  void draw_products(const Grid& grid, const Rect& target, bool spread, double high = 0);
  /// The colours of all products, fixed while playing.
  Scale product_scale() const { return s_.source_scale * s_.kernel_scale; }
  /// "y[1,2] = 1·¼ + 2·½ + … = 3"
  LongSum sum() const;
  /// How many lines the sums of this scene need, one or two: the same at each step, so that nothing jumps.
  std::size_t sum_lines() const;
  double sum_size() const { return canvas_.type(canvas_.style().present ? 15 : 17); }
  /// What they take at the foot of the picture.
  double foot() const;
  /// In a narrow pane the kernel does not take the room of the others, which are to be read as well.
  double pane_cell() const { return canvas_.style().present ? canvas_.area().w * 0.07 : 1e9; }
  /// From the back row a low pane's cells need the height more than the sum: the result stands in its cell.
  bool without_sum() const { return canvas_.style().present && canvas_.area().h < canvas_.type(310); }

  GatherScene s_;  ///< on one axis with the page of the frame that is shown
  double phase_;
  Canvas canvas_;
  Position window_{};
  std::size_t sum_lines_ = 1;
};

}  // namespace convscope
