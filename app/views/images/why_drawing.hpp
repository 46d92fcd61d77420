// The page Why as it is drawn: its verdict (why.cpp) and its eight blocks (why_blocks.cpp).
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "app/views/canvas.hpp"
#include "app/views/images/why.hpp"

namespace convscope {

class WhyDrawing {
 public:
  WhyDrawing(const Why& why, const Style& style, std::size_t part)
      : why_(why),
        before_(why.before),
        phases_(why.before.phases),
        s_(phases_.factor),
        style_(style),
        part_(part) {}

  Picture draw();

 private:
  /// From the back row: both rows need so much height, in units of type.
  static constexpr double kBothRows = 640;

  /// Four blocks; `first` is the place of the first one.
  void draw_row(Canvas& canvas, std::size_t row, const Rect& first, double step) const;
  /// The verdict in two lines, one row of blocks as large as the columns are wide, and what to do.
  void draw_one_row(Canvas& canvas, double step) const;
  void heading(Canvas& canvas, const Rect& block, std::string_view title, Color color) const;
  void caption(Canvas& canvas, const Rect& block, const std::string& text, Color color) const;
  /// The worst prediction and where it holds; returns the y below.
  double draw_worst(Canvas& canvas, Point at, double right) const;
  /// The prediction in words, its scale, and what to do. Returns the height.
  double draw_verdict(Canvas& canvas, const Rect& at) const;
  /// The scale's three lines in one; returns its height.
  double say_each(Canvas& canvas, Point at, double size, double right) const;
  std::string advice() const;
  /// Counts over a few periods.
  void draw_contributions(Canvas& canvas, const Rect& block) const;
  void draw_sums(Canvas& canvas, const Rect& block) const;
  std::string repaired_sums(const Canvas& canvas) const;
  /// The weights that each phase sees, in the frame of input pixels that any of them needs.
  void draw_sub_kernels(Canvas& canvas, const Rect& block) const;
  bool equal_sub_kernels() const;
  /// What of a wave comes out at other frequencies, over the photograph's own frequencies.
  void draw_gains(Canvas& canvas, const Rect& block) const;
  /// 128 everywhere, enlarged: as it is on the left, repaired on the right.
  void draw_constant(Canvas& canvas, const Rect& block) const;
  /// The same part of both results, half by half.
  void draw_detail(Canvas& canvas, const Rect& block) const;
  /// An arrow from where the middle should be to where it is, ten times as long. `pixel`: on the screen.
  void draw_shift(Canvas& canvas, const Rect& block, double pixel) const;
  void halves(Canvas& canvas, const Rect& block, std::shared_ptr<const Image> image, Rect source) const;
  /// Log magnitude, frequency 0 in the middle, from -1/2 to 1/2 cycles a pixel along both axes.
  void draw_spectrum(Canvas& canvas, const Rect& block, const WhyResult& result,
                     std::string_view title) const;

  const Why& why_;
  const WhyResult& before_;
  const Phases& phases_;
  Index s_;
  Style style_;
  std::size_t part_;
  double caption_ = 14, head_ = 24, column_ = 0;
};

}  // namespace convscope
