// A plot on a canvas: two axes, what stands between them, and the words around it.
//
//   const Palette& c = canvas.colors();
//   Plot plot(canvas, box, {.x = {0, 0.5}, .y = logarithmic_axis(gains, 1e-4), .left = canvas.type(44)});
//   plot.title({{"alias gain", c.ink, Font::text_bold}, {"  by frequency", c.soft, Font::text}});
//   plot.bars(spectrum, c.input.with_alpha(0.3));  // a ground, as wide as the plot
//   plot.y_ticks();
//   for (const auto& [at, words] : {std::pair{0.0, "0"}, {0.5, "1/2"}, {0.25, "1/4"}}) plot.x_tick(at, words);
//   plot.upright(1.0 / factor, c.faint, 1.5, 4);
//   plot.base();
//   for (const Curve& curve : curves) plot.curve(curve);
//   plot.names_at_ends(curves, box.right());
//
// What is drawn first lies below. All methods but title and names take numbers of the axes, not pixels.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/views/canvas.hpp"

namespace convscope {

/// A range of numbers along a side of a plot. Precondition: low < high; 0 < low where it is logarithmic.
struct PlotAxis {
  double low = 0, high = 1;
  bool logarithmic = false;
  /// 0 at low, 1 at high; what is beyond stands at the ends.
  double place(double value) const;
  /// About `most` round numbers; powers of ten times low where it is logarithmic.
  std::vector<double> ticks(double most) const;
};

/// Around all values, with a little room; 0 to 1 when there are none.
PlotAxis linear_axis(const std::vector<double>& values);
/// From `floor` > 0 to the next power of ten, two decades at least.
PlotAxis logarithmic_axis(const std::vector<double>& values, double floor);
/// From 0 to `most`, or, where the least is far below (50 times), in decades around both. Precondition:
/// 0 <= least <= most; only where least is 0 too, `most` may be.
PlotAxis axis_from_zero(double least, double most);

/// A line with a name.
struct Curve {
  std::string name;
  std::vector<Point> points{};  ///< from left to right, in the axes' numbers
  Color color{};
  double width = 2, dash = 0;
  bool bold = false;  ///< its name
};

/// Names behind samples of their lines, in as many rows as they need. Returns the height.
double legend(Canvas& canvas, const Rect& area, const std::vector<Curve>& curves, double text);

struct PlotFrame {
  PlotAxis x{}, y{};
  double text = 14;            ///< size of the words; the title is one larger, the ticks' numbers one smaller
  double left = 0, right = 0;  ///< room beside the points: for the numbers of y, for names at the lines' ends
  bool numbers = true;         ///< there is room below for the numbers of x
};

class Plot {
 public:
  /// `box` has room for all words; the points stand inside it, below a title.
  Plot(Canvas& canvas, const Rect& box, const PlotFrame& frame);

  /// Where the points stand.
  const Rect& area() const { return area_; }
  Point at(double x, double y) const { return {x_of(x), y_of(y)}; }

  void title(const std::vector<Piece>& pieces) { title(pieces, box_.right()); }
  void title(const std::vector<Piece>& pieces, double right);

  /// Hairlines and numbers at round values, as many as the height has room for; or at these,
  /// without the numbers that would touch one before.
  void y_ticks(const std::function<std::string(double)>& words = plain);
  void y_ticks(const std::vector<double>& at, const std::function<std::string(double)>& words = plain);
  /// A number below; `now`: the present one. Left out where it would touch one that is there: the ends come
  /// first.
  void x_tick(double x, std::string words, bool now = false, Align align = Align::centre);
  void upright(double x, Color color, double width = 1, double dash = 0);
  void base();
  /// The ground between two values.
  void band(double from, double to, Color color);

  /// The values share the x axis evenly, whatever its numbers; bars fill it, steps are their outline.
  void bars(std::span<const double> values, Color color);
  void steps(std::span<const double> values, Color color, double width = 2);
  void curve(const Curve& curve);
  /// To the right of lines that reach the right edge, moved apart where ends are close.
  void names_at_ends(const std::vector<Curve>& curves, double right);

  /// "0", "0.25", "1e-5".
  static std::string plain(double value);

 private:
  double x_of(double x) const { return area_.x + frame_.x.place(x) * area_.w; }
  double y_of(double y) const { return area_.bottom() - frame_.y.place(y) * area_.h; }

  Canvas& canvas_;
  Rect box_;
  PlotFrame frame_;
  Rect area_;
  std::vector<std::pair<double, double>> ticks_{};  ///< where the numbers below stand
};

}  // namespace convscope
