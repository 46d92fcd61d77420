// One moment of a gathering scene being drawn: what the two layouts share. Included by gather_*.cpp only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/views/gather_scene.hpp"

namespace convscope {

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

  Position position(Index step) const;
  /// Row and column of a window's first tap, in cells of the drawn frame.
  std::pair<double, double> origin(Position window) const;
  /// The same while the window glides.
  std::pair<double, double> gliding() const;
  double reach_rows() const { return static_cast<double>(reach(s_.axes.rows)); }
  double reach_columns() const { return static_cast<double>(reach(s_.axes.columns)); }
  /// The present window's terms; taps over the padding count as zeros.
  std::vector<Term> terms(Index plane) const;

  CellLook source_look(Index plane, Index row, Index column) const;
  CellLook kernel_look(const SceneTap& tap) const;
  CellLook result_look(Index cell, const Scale& scale) const;
  double product_alpha(std::size_t index, std::size_t count) const;

  /// One spatial axis: source, kernel, products and result stand under each other, so that every result is
  /// below the middle of its window (gather_rows.cpp).
  void draw_rows();
  /// Two spatial axes, or channels: source on the left, kernel and products in the middle, result on the
  /// right (gather_blocks.cpp).
  void draw_blocks();
  /// The products in their cells, then on their way into the target. `spread`: cells lie as far apart as the
  /// taps.
  void draw_products(const Grid& grid, const Rect& target, const Scale& scale, bool spread);
  /// "y[1,2] = 1·¼ + 2·½ + … = 3"
  void equation(Point at, double right);

  const GatherScene& s_;
  double phase_;
  Canvas canvas_;
  Position window_{}, next_{};
  double glide_ = 0;
};

namespace acts {
// The acts of one step, as phases: products appear, fly into their sum, rest, the window glides on.
inline constexpr double kProductsFrom = 0.06, kProductsTo = 0.34;
inline constexpr double kFlyFrom = 0.38, kFlyTo = 0.58;
inline constexpr double kGlideFrom = 0.78;
}  // namespace acts

}  // namespace convscope
