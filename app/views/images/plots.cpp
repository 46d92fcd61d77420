#include "app/views/images/plots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/views/images/value_axis.hpp"

namespace convscope {

namespace {

/// Nothing where there is no finite number.
std::optional<double> value_of(const Measures& m, const Metric& metric) {
  const auto value = m[metric];
  return value && std::isfinite(*value) ? value : std::nullopt;
}

/// Hues that mean nothing else in the window: Okabe and Ito's reddish purple, black and yellow (darkened
/// where the ground is light); then the same dashed and dotted. Interpolations, which have no kernel to vary,
/// are grey.
struct LineLook {
  Color color;
  double dash;
};
LineLook look_of(const std::vector<SweepFamily>& families, std::size_t family, Theme theme) {
  const auto varies = [&](std::size_t f) { return info(families[f].choice.method).has_kernel; };
  std::size_t n = 0;  // its number among those of its kind
  for (std::size_t f = 0; f < family; ++f) n += varies(f) == varies(family) ? 1 : 0;
  constexpr double kDashes[] = {0, 7, 2.5, 12};
  if (!varies(family)) return {palette(theme).soft, kDashes[n % 4]};
  const Color hues[] = {{204, 121, 167, 255},
                        palette(theme).ink,
                        theme == Theme::dark ? Color{240, 228, 66, 255} : Color{168, 146, 0, 255}};
  return {hues[n % 3], kDashes[n / 3 % 4]};
}

class Plots {
 public:
  Plots(const Sweep& sweep, const PlotChoice& choice, const Style& style)
      : sweep_(sweep), choice_(choice), style_(style), canvas_(style, "Plots", subtitle()) {}

  Picture draw(const Metric* metric) {
    const Rect area = canvas_.area();
    if (metric) {
      // One below the other: wide enough for names at the lines' ends.
      const double gap = canvas_.type(26), height = (area.h - gap) / 2;
      for (int i = 0; i < 2; ++i)
        panel({area.x, area.y + i * (height + gap), area.w, height}, *metric, kSweepAxes[i], true, true);
      return canvas_.finish();
    }
    const double top = legend(area), gap = canvas_.type(16);
    // The lowest row has the numbers of both axes.
    const double numbers = canvas_.type(12) * 1.9;
    const auto rows = static_cast<int>(plotted_metrics().size());
    const double height = (area.h - top - (rows - 1) * gap - numbers) / rows, width = (area.w - 2 * gap) / 2;
    for (int row = 0; row < rows; ++row)
      for (int column = 0; column < 2; ++column) {
        const bool last = row == rows - 1;
        panel({area.x + column * (width + 2 * gap), area.y + top + row * (height + gap), width,
               height + (last ? numbers : 0)},
              *plotted_metrics()[static_cast<std::size_t>(row)], kSweepAxes[column], last, false);
      }
    return canvas_.finish();
  }

 private:
  std::string subtitle() const { return fmt::format("measured on the middle {0} × {0} pixels", sweep_.side); }
  double size() const { return canvas_.type(14); }
  Index present(SweepAxis axis) const { return axis == SweepAxis::stride ? sweep_.factor : choice_.size; }

  /// Names beside samples of their lines, in as many rows as they need. Returns the height.
  double legend(const Rect& area) {
    const double sample = canvas_.type(26), row = size() * 1.6;
    double x = area.x, y = area.y + row / 2;
    for (std::size_t f = 0; f < sweep_.families.size(); ++f) {
      const std::string& name = sweep_.families[f].name;
      const Font font = f == choice_.family ? Font::text_bold : Font::text;
      const double width = sample + 8 + text_width(font, size(), name) + canvas_.type(22);
      if (x > area.x && x + width > area.right()) {
        x = area.x;
        y += row;
      }
      const LineLook look = look_of(sweep_.families, f, style_.theme);
      canvas_.add(Path{.start = {x, y},
                       .segments = {{{x + sample, y}}},
                       .stroke = look.color,
                       .stroke_width = f == choice_.family ? 3.5 : 2,
                       .dash = look.dash});
      canvas_.text({x + sample + 8, y}, name, size(), canvas_.colors().ink, font);
      x += width;
    }
    return y + row - area.y;
  }

  /// The points of a family along an axis. A family without a kernel is level along the axis of sizes.
  std::vector<Point> points(std::size_t family, SweepAxis axis, const Metric& metric) const {
    std::vector<Point> out;
    for (const auto& [place, measures] : sweep_.points) {
      if (place.family != family || place.axis != axis) continue;
      const auto value = value_of(measures, metric);
      if (!value) continue;
      if (axis == SweepAxis::kernel_size && place.at == 0)
        return {{1, *value}, {static_cast<double>(kMostTaps), *value}};
      out.push_back({static_cast<double>(place.at), *value});
    }
    return out;
  }

  /// `numbers`: below the axis; `labels`: names at the lines' ends.
  void panel(const Rect& box, const Metric& metric, SweepAxis axis, bool numbers, bool labels) {
    const Palette& c = canvas_.colors();
    const MetricPlot& about = *metric.plot;
    const bool sizes = axis == SweepAxis::kernel_size;
    const double text = labels ? size() : canvas_.type(12);
    canvas_.line({box.x, box.y + text * 0.7},
                 {{std::string(about.title), c.ink, Font::text_bold},
                  {sizes ? fmt::format("  by kernel size, stride {}", sweep_.factor) : "  by stride", c.soft,
                   Font::text},
                  {labels ? fmt::format("  ({})", about.words) : "", c.soft, Font::text}},
                 text + 1, box.right());
    double widest = 0;
    for (const SweepFamily& family : sweep_.families)
      widest = std::max(widest, text_width(Font::text_bold, text, family.name));
    const double gutter = labels ? std::min(widest + 26, box.w * 0.42) : 8;
    const double left = text_width(Font::number, text, "100 %") + 10;
    const Rect plot{box.x + left, box.y + text * 2.1, box.w - left - gutter,
                    box.h - text * (numbers ? 4.0 : 2.1)};

    std::vector<double> values;
    for (std::size_t f = 0; f < sweep_.families.size(); ++f)
      for (SweepAxis any : kSweepAxes)  // one scale for both panels of a metric
        for (const Point& p : points(f, any, metric)) values.push_back(p.y);
    const ValueAxis scale = about.floor > 0 ? logarithmic_axis(values, about.floor) : linear_axis(values);
    const auto first = static_cast<double>(sizes ? 1 : kLeastFactor),
               last = static_cast<double>(sizes ? kMostTaps : kMostFactor);
    const auto x_of = [&](double at) { return plot.x + (at - first) / (last - first) * plot.w; };
    const auto y_of = [&](double value) { return plot.bottom() - scale.place(value) * plot.h; };

    if (about.seen > 0 && scale.high > about.seen)
      canvas_.add(Box{.rect = {plot.x, plot.y, plot.w, y_of(about.seen) - plot.y},
                      .fill = c.warning.with_alpha(0.06)});
    for (double tick : scale.ticks(std::clamp(std::floor(plot.h / (2.2 * text)), 2.0, 5.0))) {
      hairline({plot.x, y_of(tick)}, {plot.right(), y_of(tick)}, c.line);
      canvas_.text({plot.x - 8, y_of(tick)}, tick_text(tick, scale, about), text - 1, c.soft, Font::number,
                   Align::right);
    }
    const Index every = plot.w / (last - first + 1) < text * 1.6 ? 2 : 1;
    for (Index at = static_cast<Index>(first); at <= static_cast<Index>(last); ++at) {
      const double x = x_of(static_cast<double>(at));
      const bool now = at == present(axis);
      // Sizes that the stride divides overlap evenly.
      if (sizes && at % sweep_.factor == 0) hairline({x, plot.y}, {x, plot.bottom()}, c.line);
      if (now)
        canvas_.add(Path{.start = {x, plot.y},
                         .segments = {{{x, plot.bottom()}}},
                         .stroke = c.faint,
                         .stroke_width = 1.5,
                         .dash = 4});
      if (numbers && (now || (at - static_cast<Index>(first)) % every == 0))
        canvas_.text({x, plot.bottom() + text}, fmt::format("{}", at), text - 1, now ? c.ink : c.soft,
                     now ? Font::number_bold : Font::number, Align::centre);
    }
    hairline({plot.x, plot.bottom()}, {plot.right(), plot.bottom()}, c.faint);

    std::vector<Ending> endings;
    for (std::size_t i = 0; i <= sweep_.families.size(); ++i) {
      // The chosen family last, over all others.
      if (i == choice_.family) continue;
      const std::size_t f = i == sweep_.families.size() ? choice_.family : i;
      if (f >= sweep_.families.size()) continue;
      const std::vector<Point> line = points(f, axis, metric);
      if (line.empty()) continue;
      draw_line(line, f, sizes && line.size() == 2 && kernel_size(sweep_.families[f].choice) == 0, x_of, y_of,
                present(axis));
      endings.push_back({f, y_of(line.back().y), x_of(line.back().x)});
    }
    if (!labels) return;
    // Lines that end before the margin have their names in the other panel.
    std::erase_if(endings, [&](const Ending& e) { return e.x < plot.right() - 10; });
    draw_labels(std::move(endings), plot, box, text);
  }

  struct Ending {
    std::size_t family;
    double y, x;
  };

  void draw_line(const std::vector<Point>& line, std::size_t family, bool level, const auto& x_of,
                 const auto& y_of, Index present) {
    const LineLook look = look_of(sweep_.families, family, style_.theme);
    const bool chosen = family == choice_.family;
    Path path{.start = {x_of(line.front().x), y_of(line.front().y)},
              .stroke = look.color,
              .stroke_width = chosen  ? 3.5
                              : level ? 1.5
                                      : 2,
              .dash = look.dash};
    for (std::size_t i = 1; i < line.size(); ++i)
      path.segments.push_back({{x_of(line[i].x), y_of(line[i].y)}});
    if (!path.segments.empty()) canvas_.add(path);
    for (const Point& p : line) {
      const bool now = chosen && p.x == static_cast<double>(present);
      if (level && !now) continue;
      const double r = now ? canvas_.type(6) : chosen ? 3.5 : 2.5;
      canvas_.add(Box{.rect = {x_of(p.x) - r, y_of(p.y) - r, 2 * r, 2 * r},
                      .radius = r,
                      .fill = now ? canvas_.colors().window : look.color,
                      .stroke = now ? look.color : Color{},
                      .stroke_width = 3});
    }
  }

  Color label_color(std::size_t family) const {
    return mix(look_of(sweep_.families, family, style_.theme).color, canvas_.colors().ink, 0.35);
  }

  /// Names at the lines' ends, moved apart where ends are close.
  void draw_labels(std::vector<Ending> endings, const Rect& plot, const Rect& box, double text) {
    std::sort(endings.begin(), endings.end(), [](const Ending& a, const Ending& b) { return a.y < b.y; });
    const auto n = static_cast<double>(endings.size());
    const double apart = std::min(text * 1.25, (plot.h + text * 2) / std::max(n, 1.0));
    std::vector<double> at;
    for (const Ending& e : endings) at.push_back(at.empty() ? e.y : std::max(e.y, at.back() + apart));
    // What was pushed beyond the bottom moves up again.
    double limit = plot.bottom() + text;
    for (std::size_t i = at.size(); i-- > 0; limit = at[i] - apart) at[i] = std::min(at[i], limit);
    for (std::size_t i = 0; i < endings.size(); ++i) {
      const Ending& e = endings[i];
      const LineLook look = look_of(sweep_.families, e.family, style_.theme);
      const double x = plot.right() + 16;
      canvas_.add(Path{.start = {e.x + 5, e.y},
                       .segments = {{{plot.right() + 5, e.y}}, {{x - 3, at[i]}}},
                       .stroke = look.color.with_alpha(0.6)});
      canvas_.line({x, at[i]},
                   {{sweep_.families[e.family].name, label_color(e.family),
                     e.family == choice_.family ? Font::text_bold : Font::text}},
                   text, box.right());
    }
  }

  static std::string tick_text(double tick, const ValueAxis& scale, const MetricPlot& about) {
    if (about.tick) return about.tick(tick, scale.logarithmic && tick <= scale.low * 1.001);
    return fmt::format("{:.6g}", std::abs(tick) < 1e-12 ? 0.0 : tick);
  }

  void hairline(Point from, Point to, Color color) {
    canvas_.add(Path{.start = from, .segments = {{to}}, .stroke = color});
  }

  const Sweep& sweep_;
  PlotChoice choice_;
  Style style_;
  Canvas canvas_;
};

}  // namespace

std::span<const Metric* const> plotted_metrics() {
  static const std::vector<const Metric*> all = [] {
    std::vector<const Metric*> plotted;
    for (const Metric& metric : metrics())
      if (metric.plot) plotted.push_back(&metric);
    return plotted;
  }();
  return all;
}

std::span<const std::string_view> plot_names() {
  static const std::vector<std::string> words = [] {
    std::vector<std::string> names{"all"};
    for (const Metric* metric : plotted_metrics()) names.push_back(command_name(*metric));
    return names;
  }();
  static const std::vector<std::string_view> all(words.begin(), words.end());
  return all;
}

Picture draw_plots(const Sweep* sweep, const PlotChoice& choice, const Metric* metric,
                   const std::string& problem, const Style& style) {
  if (sweep && !sweep->points.empty()) return Plots(*sweep, choice, style).draw(metric);
  Canvas canvas(style, "Plots", "");
  canvas.paragraph({canvas.area().x, canvas.area().y + canvas.type(16)},
                   problem.empty() ? "The ways of enlarging are being measured, size by size …" : problem,
                   canvas.type(17), canvas.area().w,
                   problem.empty() ? canvas.colors().soft : canvas.colors().warning);
  return canvas.finish();
}

}  // namespace convscope
