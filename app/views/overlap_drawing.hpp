// One moment of the overlap view being drawn: what its two layouts share.
// Included by overlap*.cpp only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/views/canvas.hpp"
#include "app/views/frame.hpp"
#include "app/views/overlap_stack.hpp"
#include "core/metrics/checkerboard.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

class OverlapDrawing {
 public:
  OverlapDrawing(const Derived& derived, Moment moment, const Style& style);

  Picture draw();

 private:
  Role input_role() const { return op_.transposed() ? Role::input : Role::output; }
  Role output_role() const { return op_.transposed() ? Role::output : Role::input; }
  double least(Index layer) const { return rows_.layer(layer).min * columns_.layer(layer).min; }
  double most(Index layer) const { return rows_.most(layer) * columns_.most(layer); }

  /// The cells that this scenario has itself; deeper layers are imagined.
  Tag tag(Index layer, Index row, Index column) const {
    if (layer > 1) return {};
    return {layer == 0 ? input_role() : output_role(), row * columns_.pixels(layer) + column};
  }

  /// The scale is fixed by the interior: the most contributions are the
  /// lightest.
  Color count_color(Index layer, double count, bool inside) const {
    if (layer == 0) return role_tint(canvas_.colors(), input_role(), 0.6);
    const double t = most(layer) > 0 ? count / most(layer) : 0;
    return mix(canvas_.colors().stage, sequential(canvas_.colors(), 0.1 + 0.8 * t), inside ? 1 : 0.34);
  }

  // One axis: each layer a row of bars (overlap_rows.cpp).
  void draw_rows();
  Lens row_lens(Index layer, double low, double high) const;
  void bars(Index layer, const Lens& lens, double base, double height, double risen);
  void foot(double top, bool below);
  void meeting(const Lens& lens, double parents, double bars_top);
  // Two axes: the newest layer as a map between its two profiles
  // (overlap_plane.cpp).
  void draw_plane();
  void words_beside(double left);
  std::pair<Lens, Lens> plane_lens(Index layer, const Rect& region) const;
  void map(Index layer, const Lens& down, const Lens& across, double alpha);
  void profiles(const Lens& down, const Lens& across);
  void interior(const Lens& down, const Lens& across);
  void layer_table(Point at, double right);
  double legend(Point at, double right);
  /// The same upright beside the map, for the back row, where the words' column needs the height.
  bool upright_legend() const { return canvas_.style().present && !flat(); }
  void legend_beside(const Rect& map);
  // Both.
  Point kernel(Point at, double width, double height, double most);
  /// A quarter of a stage: the newest layers, large, and one sentence.
  bool flat() const { return canvas_.area().h < canvas_.type(290); }
  std::vector<std::string> verdicts() const;
  double words_height(const std::string& text, double width);
  double paragraph(Point at, const std::string& text, Color color, double right);
  double verdict(Point at, double right);
  /// All words of the rows: what they say of the counts, of the weights, of faded cells.
  double words_height(double width);
  bool has_interior(Index layer) const {
    const auto some = [&](const StackAxis& axis) { return axis.layer(layer).first < axis.layer(layer).end; };
    return some(rows_) && some(columns_);
  }
  std::string fading() const {
    return has_interior(layer_) ? "Faded cells lie near an end of the input."
                                : "The input is too small: every cell lies near one of its ends.";
  }

  const Derived& d_;
  const Operator& op_;
  std::vector<Axis> axes_;
  bool one_axis_;
  Index layer_;
  double room_, risen_;
  bool numbered_ = false;  ///< the map's cells hold their counts
  Canvas canvas_;
  StackAxis rows_, columns_;
  PhaseSums sums_;
};

}  // namespace convscope
