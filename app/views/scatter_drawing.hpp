// One moment of the scatter view being drawn: what its two layouts share.
// Included by scatter*.cpp only.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "app/views/stamp_scene.hpp"
#include "core/ops/cell_terms.hpp"

namespace convscope {

class ScatterDrawing : StampScene {
 public:
  ScatterDrawing(const Derived& derived, Moment moment, const Style& style);
  Picture draw();

 private:
  double weight(Index output_plane, Index row, Index column) const {
    return d_.weights()[weight_index(output_plane, row, column)];
  }
  Index weight_index(Index output_plane, Index row, Index column) const {
    return ((window_channel_ * pixel_width_ + output_plane) * axes_.rows.taps + row) * axes_.columns.taps +
           column;
  }
  /// `row`, `column` in user coordinates of the output's frame.
  CellLook output_look(Index plane, Index row, Index column) const;
  /// The stamp in a grid of the output, gliding.
  Rect stamp(const Grid& grid) const { return window_block(grid, gliding()); }

  /// One axis: the stamps stand below each other where they land, their columns
  /// add up to the output (scatter_rows.cpp).
  bool in_rows() const { return g_.rank() == 1 && g_.channels.window == 1 && g_.channels.pixel == 1; }
  double names() const { return canvas_.type(120); }
  void draw_rows();
  struct Rows;
  Rect input_rect(const Rows& rows, Index window) const;
  void draw_stamps(const Rows& rows);
  /// Two axes, or channels: input and scaled kernel on the left, the output on
  /// the right (scatter_blocks.cpp).
  void draw_blocks();
  struct Blocks;
  Blocks blocks() const;
  /// The weight of the stamp at a cell that it covers, or -1.
  Index weight_on(Index plane, Index row, Index column) const;
  // Beside the figure (scatter_marks.cpp).
  /// What makes the output cell under the pointer; nothing where there is none, or the quiz asks.
  static std::vector<CellTerm> making_of(const Derived& derived, const Style& style);
  /// Its sum stands in the title's line, in place of the sentence.
  static bool explains(const Derived& derived, const Style& style);
  void draw_sum();
  bool has_landed(const CellTerm& term) const {
    return term.input < moment_.step ||
           (term.input == moment_.step && moment_.phase >= scatter_acts::kLandTo);
  }
  void ring_inputs(const std::function<std::optional<Rect>(Index)>& place);
  void ring_stamps(const Grid& grid, Index plane);
  void ring_taps(const Grid& grid, Index plane);
  /// A line with its ends marked, as Sizes has them; the words before or behind it.
  void dimension(Point from, Point to, std::string_view words, Color color, bool before);
  /// How many cells output padding brings to an axis of the operator.
  Index brought(const Axis& axis, std::size_t index) const;
  /// What the marks below the output need.
  double marks_height() const;
  void mark_output_padding(const Grid& grid, bool with_words);
  void mark_stride(const Grid& grid);

  std::vector<CellTerm> making_;
};

}  // namespace convscope
