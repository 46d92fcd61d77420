// The arithmetic of one axis being drawn: what its parts share. Included by arithmetic*.cpp only.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "app/views/sizes/arithmetic.hpp"
#include "app/views/sizes/ruler.hpp"

namespace convscope {

class ArithmeticDrawing : SizeDrawing {
 public:
  ArithmeticDrawing(const Operator& op, std::size_t axis, SizeTerm lit, const Style& style);
  SizePage draw();

 private:
  Index padded() const { return axis_.pixels + sides_.begin + sides_.end; }

  /// The place lights up with its term, which it means.
  void part(SizeTerm term, const Rect& rect);
  /// A dimension line from edge to edge of cells, with the longest of the texts that fits below or above it.
  double dimension_size() const { return type(14) * std::max(squeeze_, 0.75); }
  /// The middle of what is written at a dimension's line.
  double words_at(double y, bool below) const { return y + (below ? 0.95 : -0.95) * dimension_size(); }
  void dimension(SizeTerm term, Index from, Index to, double y, std::vector<std::string> texts, bool below,
                 bool bold = false);
  /// Steps of the stride, from edge to edge, as far as they are shown.
  void steps(Index from, Index count, double y, bool below);
  /// A cell's number, as large as the cell allows.
  void index(Index number, Point at, double size, double width, Color color);

  // The formula in large type and the sentence (arithmetic_formula.cpp).
  double formula(double right);
  /// The longest one that fits is taken; of a transposed operator there is one, which may wrap.
  std::vector<std::string> sentences() const;
  // The summary of two axes at the top right; returns its width.
  double plane();

  /// Which windows are drawn in which of the rows.
  struct Bar {
    Index window, row;
  };
  std::vector<Bar> arrange(Index capacity) const;
  /// The rows of bars and what stands above and below them, as high as the area allows.
  struct BarRows {
    std::vector<Bar> list;
    Index rows = 1;
    double pitch = 0, top = 0;  ///< of the rows; of all that is drawn
    double cell = 0;            ///< height of the dense side's cells
    double height() const { return pitch * static_cast<double>(rows); }
  };
  BarRows bar_rows(const Rect& area, double lines);
  void pixel_cells(Index first, Index end, double y, double height,
                   const std::function<Color(Index, Box&)>& look);
  void note_all(double x, double top, const BarRows& rows, std::string_view what);
  /// Windows or stamps as bars with their taps.
  void bars(const std::vector<Bar>& bars, double top, double pitch);
  /// Thin lines between bars and the cells of the strided side.
  void leaders(const std::vector<Bar>& bars, double top, double pitch, double end);
  /// The strided side: a cell for each window, over or under its middle.
  void strided_cells(double top, double height, Role role, std::string_view name);
  double window_centre(Index window) const;
  bool window_shown(Index window) const;

  /// Of a pixel of the input: whether some window reads it, or a copy of it.
  bool read_of(Index pixel) const;
  void convolution(const Rect& area);
  void transposed(const Rect& area);

  const Operator& op_;
  std::size_t chosen_;
  Axis axis_;
  Sides sides_;
  SizeTerm lit_term_;
  Ruler ruler_;
  double squeeze_ = 1;      ///< of heights, where the stage is low
  std::vector<bool> read_;  ///< conv with a border: of the user's pixels; else empty: the relation says it
  bool marks_ = true;       ///< pixels that no window reads are marked
};

}  // namespace convscope
