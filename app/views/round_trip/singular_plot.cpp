#include "app/views/round_trip/singular_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/round_trip/sheet.hpp"

namespace convscope {

namespace {

constexpr double kWide = 50;  ///< largest over smallest, from which on the axis is logarithmic

std::string tick(double value) {
  if (value == 0) return "0";
  if (value >= 1e-2 && value < 1e4) return fmt::format("{:.4g}", value);
  return fmt::format("1e{:.0f}", std::log10(value));
}

/// Where values stand between bottom and top.
struct Height {
  bool logarithmic = false;
  double low = 0, high = 1, bottom = 0, top = 0;
  double operator()(double value) const {
    const double t = logarithmic ? (std::log10(std::max(value, low)) - std::log10(low)) /
                                       (std::log10(high) - std::log10(low))
                                 : value / high;
    return bottom + (top - bottom) * std::clamp(t, 0.0, 1.0);
  }
};

Height height_for(double least, double most, double bottom, double top) {
  Height out{most > least * kWide, 0, most > 0 ? most : 1, bottom, top};
  if (out.logarithmic) {
    out.low = std::pow(10.0, std::floor(std::log10(least)));
    out.high = std::pow(10.0, std::ceil(std::log10(most)));
  }
  return out;
}

void frame(Canvas& canvas, const Rect& plot, const Height& height) {
  const Palette& c = canvas.colors();
  std::vector<double> ticks;
  if (height.logarithmic) {
    const double from = std::log10(height.low), to = std::log10(height.high);
    const double step = std::max(1.0, std::ceil((to - from) / 4));
    for (double at = from; at <= to + 0.5; at += step) ticks.push_back(std::pow(10.0, std::min(at, to)));
  } else {
    ticks = {0, height.high};
  }
  for (double value : ticks) {
    const double y = height(value);
    canvas.add(Path{.start = {plot.x, y}, .segments = {{{plot.right(), y}}}, .stroke = c.line});
    canvas.text({plot.x - 6, y}, tick(value), canvas.type(12), c.soft, Font::number, Align::right);
  }
}

void dot(Canvas& canvas, Point at, double radius, Color color, bool filled) {
  canvas.add(Box{.rect = {at.x - radius, at.y - radius, 2 * radius, 2 * radius},
                 .radius = radius,
                 .fill = filled ? color : canvas.colors().stage,
                 .stroke = color,
                 .stroke_width = 1.5});
}

}  // namespace

void draw_singular_values(Canvas& canvas, const Rect& rect, const Analysis& a) {
  const Palette& c = canvas.colors();
  const double title = canvas.type(28);
  std::vector<double> values = a.singular_values;
  values.resize(static_cast<std::size_t>(a.columns), 0);  // the columns beyond the rows
  double least = 0;
  for (double v : values)
    if (v > a.tolerance) least = v;
  const double most = values.front();
  const Rect plot{rect.x + canvas.type(44), rect.y + title + 4, rect.w - canvas.type(44),
                  rect.h - title - canvas.type(30)};
  const Height height = height_for(least, most, plot.bottom() - canvas.type(14), plot.y + 4);
  const std::string rank = fmt::format("  rank {} of {}", a.rank, a.columns);
  const double size = canvas.type(15), room = rect.w + canvas.type(24);
  const std::string name =
      fitting(Font::text_bold, size, room - text_width(Font::text, size, rank), {"singular values", "σ"});
  canvas.line({rect.x, rect.y + canvas.type(9)},
              {{name, c.ink, Font::text_bold},
               {fitting(Font::text, size, room - text_width(Font::text_bold, size, name),
                        {fmt::format("{}, condition {}", rank, digits(a.condition)), rank}),
                a.nullity > 0 ? c.warning : c.output_text, Font::text}},
              size, rect.x + room);
  if (plot.h < canvas.type(50)) return;  // nothing could be read off it
  frame(canvas, plot, height);
  const auto n = static_cast<double>(values.size());
  const double step = plot.w / n, radius = std::clamp(step * 0.3, 1.5, 5.0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = plot.x + (static_cast<double>(i) + 0.5) * step;
    const bool zero = values[i] <= a.tolerance;
    const double y = zero ? plot.bottom() : height(values[i]);
    if (!zero && step >= 7)
      canvas.add(Path{.start = {x, height.bottom},
                      .segments = {{{x, y}}},
                      .stroke = c.accent.with_alpha(0.35),
                      .stroke_width = 2});
    dot(canvas, {x, y}, radius, zero ? c.warning : c.accent, !zero);
  }
  if (a.nullity > 0)
    canvas.text({plot.x - 6, plot.bottom()}, height.logarithmic ? "0" : "lost", canvas.type(12), c.warning,
                Font::text_medium, Align::right);
  canvas.text({plot.right(), rect.bottom() - canvas.type(4)},
              height.logarithmic ? "largest to smallest, logarithmic" : "largest to smallest",
              canvas.type(12), c.soft, Font::text, Align::right);
}

void draw_curves(Canvas& canvas, const Rect& rect, const std::vector<Curve>& curves, Index now,
                 std::string_view axis) {
  const Palette& c = canvas.colors();
  const double title = canvas.type(26);
  double most = 0, floor = 0;
  std::size_t count = 1;
  for (const Curve& curve : curves) {
    for (double v : curve.values) most = std::max(most, v);
    count = std::max(count, curve.values.size());
  }
  floor = most * 1e-8;
  double least = most;
  for (const Curve& curve : curves)
    for (double v : curve.values) least = std::min(least, std::max(v, floor));
  const Rect plot{rect.x + canvas.type(44), rect.y + title, rect.w - canvas.type(56),
                  rect.h - title - canvas.type(24)};
  const Height height = height_for(least, most, plot.bottom(), plot.y + 4);
  std::vector<Piece> names;
  for (const Curve& curve : curves)
    names.push_back({(names.empty() ? "" : "    ") + curve.name, curve.color, Font::text_bold});
  canvas.line({rect.x, rect.y + canvas.type(8)}, names, canvas.type(14), rect.right());
  frame(canvas, plot, height);
  const auto x_of = [&](std::size_t i) {
    return plot.x + plot.w * (count > 1 ? static_cast<double>(i) / static_cast<double>(count - 1) : 0);
  };
  const double at = x_of(static_cast<std::size_t>(now));
  canvas.add(Path{.start = {at, plot.y}, .segments = {{{at, plot.bottom()}}}, .stroke = c.faint, .dash = 4});
  for (const Curve& curve : curves) {
    if (curve.values.empty()) continue;
    Path path{.start = {x_of(0), height(curve.values[0])}, .stroke = curve.color, .stroke_width = 2};
    for (std::size_t i = 1; i < curve.values.size(); ++i)
      path.segments.push_back({{x_of(i), height(curve.values[i])}});
    canvas.add(path);
    if (static_cast<std::size_t>(now) < curve.values.size())
      dot(canvas, {at, height(curve.values[static_cast<std::size_t>(now)])}, 5, curve.color, true);
  }
  canvas.text({plot.x, plot.bottom() + canvas.type(14)}, "0", canvas.type(12), c.soft, Font::number,
              Align::centre);
  canvas.text({plot.right(), plot.bottom() + canvas.type(14)}, fmt::format("{} {}", count - 1, axis),
              canvas.type(12), c.soft, Font::text, Align::right);
}

}  // namespace convscope
