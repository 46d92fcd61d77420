#include "app/views/images/plots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/picture/fonts.hpp"
#include "app/views/fitting.hpp"
#include "app/views/plot.hpp"

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
                        is_dark(theme) ? Color{240, 228, 66, 255} : Color{168, 146, 0, 255}};
  return {hues[n % 3], kDashes[n / 3 % 4]};
}

class Plots {
 public:
  Plots(const Sweep& sweep, const PlotChoice& choice, const Style& style)
      : sweep_(sweep), choice_(choice), style_(style), canvas_(style, "Plots", subtitle()) {}

  Picture draw() {
    if (choice_.metric == nullptr) {
      std::vector<Curve> names;
      for (std::size_t f = 0; f < sweep_.families.size(); ++f) names.push_back(curve(f));
      legend(canvas_, canvas_.area(), names, size());
    }
    for (const PlotPlace& place : places(canvas_.area(), legend_height()))
      panel(place.rect, *place.metric, place.axis, place.large);
    return canvas_.finish();
  }

  std::vector<PlotPlace> places() { return places(canvas_.area(), legend_height()); }
  /// One large, and beside it the same one by the other axis and the other measures in small; or all in
  /// small.
  std::vector<PlotPlace> places(const Rect& area, double legend) const {
    std::vector<PlotPlace> small;
    if (choice_.metric == nullptr) {
      for (const Metric* metric : plotted_metrics())
        for (const SweepAxis axis : kSweepAxes) small.push_back({{}, metric, axis});
      in_grid(small, {area.x, area.y + legend, area.w, area.h - legend}, 4);
      return small;
    }
    const double gap = canvas_.type(26), large = (area.w - gap) * 0.66;
    small.push_back(
        {{}, choice_.metric, choice_.axis == SweepAxis::stride ? SweepAxis::kernel_size : SweepAxis::stride});
    for (const Metric* metric : plotted_metrics())
      if (metric != choice_.metric) small.push_back({{}, metric, choice_.axis});
    in_grid(small, {area.x + large + gap, area.y, area.w - large - gap, area.h}, 2);
    small.push_back({{area.x, area.y, large, area.h}, choice_.metric, choice_.axis, true});
    return small;
  }

 private:
  void in_grid(std::vector<PlotPlace>& places, const Rect& area, std::size_t columns) const {
    const double gap = canvas_.type(20);
    const auto across = static_cast<double>(columns),
               rows = std::ceil(static_cast<double>(places.size()) / across);
    const double width = (area.w - (across - 1) * gap) / across, height = (area.h - (rows - 1) * gap) / rows;
    for (std::size_t i = 0; i < places.size(); ++i)
      places[i].rect = {area.x + static_cast<double>(i % columns) * (width + gap),
                        area.y + std::floor(static_cast<double>(i) / across) * (height + gap), width, height};
  }
  double legend_height() {
    if (choice_.metric != nullptr) return 0;
    Canvas aside(style_, "", "");
    std::vector<Curve> names;
    for (std::size_t f = 0; f < sweep_.families.size(); ++f) names.push_back(curve(f));
    return legend(aside, canvas_.area(), names, size()) + canvas_.type(10);
  }

  std::string subtitle() const { return fmt::format("measured on the middle {0} × {0} pixels", sweep_.side); }
  double size() const { return canvas_.type(14); }
  Index present(SweepAxis axis) const { return axis == SweepAxis::stride ? sweep_.factor : choice_.size; }
  bool has_size(std::size_t family) const { return kernel_size(sweep_.families[family].choice) > 0; }

  /// How a family is drawn, without points.
  Curve curve(std::size_t family) const {
    const LineLook look = look_of(sweep_.families, family, style_.theme);
    const bool chosen = family == choice_.family;
    return {sweep_.families[family].name, {}, look.color, chosen ? 3.5 : 2.0, look.dash, chosen};
  }

  /// The points of a family along an axis. A family without a kernel is level along the axis of sizes.
  std::vector<Point> points(std::size_t family, SweepAxis axis, const Metric& metric) const {
    std::vector<Point> out;
    for (const auto& [place, measures] : sweep_.points) {
      if (place.family != family || place.axis != axis) continue;
      const auto value = value_of(measures, metric);
      if (!value) continue;
      if (axis == SweepAxis::kernel_size && place.at == 0)
        return {{1, *value}, {static_cast<double>(kMostSweptTaps), *value}};
      out.push_back({static_cast<double>(place.at), *value});
    }
    return out;
  }

  /// One scale for both panels of a metric.
  PlotAxis values_of(const Metric& metric) const {
    std::vector<double> values;
    for (std::size_t f = 0; f < sweep_.families.size(); ++f)
      for (SweepAxis axis : kSweepAxes)
        for (const Point& p : points(f, axis, metric)) values.push_back(p.y);
    const double floor = metric.plot->floor;
    return floor > 0 ? logarithmic_axis(values, floor) : linear_axis(values);
  }

  /// A small one has its lines alone: what they measure, and where the present choice is.
  void panel(const Rect& box, const Metric& metric, SweepAxis axis, bool large) {
    const Palette& c = canvas_.colors();
    const MetricPlot& about = *metric.plot;
    const bool sizes = axis == SweepAxis::kernel_size;
    const Index first = sizes ? 1 : kLeastFactor, last = sizes ? kMostSweptTaps : kMostFactor;
    const double text = large ? size() : canvas_.type(12);
    double widest = 0;
    for (const SweepFamily& family : sweep_.families)
      widest = std::max(widest, text_width(Font::text_bold, text, family.name));
    const PlotAxis values = values_of(metric);
    Plot plot(canvas_, box,
              {.x = {static_cast<double>(first), static_cast<double>(last)},
               .y = values,
               .text = text,
               .left = large ? text_width(Font::number, text, "100 %") + 10 : 2,
               .right = large ? std::min(widest + 26, box.w * 0.42) : 6,
               .numbers = large});
    const std::string by = sizes ? fmt::format("by kernel size, stride {}", sweep_.factor) : "by stride";
    if (large)
      plot.title({{std::string(about.title), c.ink, Font::text_bold},
                  {"  " + by, c.soft, Font::text},
                  {fmt::format("  ({})", about.words), c.soft, Font::text}});
    else
      small_title(plot, box, metric, sizes ? "by kernel size" : "by stride");
    if (about.seen > 0 && values.high > about.seen)
      plot.band(about.seen, values.high, c.warning.with_alpha(0.06));
    if (large)
      plot.y_ticks([&](double tick) {
        return about.tick ? about.tick(tick, values.logarithmic && tick <= values.low * 1.001)
                          : Plot::plain(tick);
      });
    const Index every = plot.area().w / static_cast<double>(last - first + 1) < text * 1.6 ? 2 : 1;
    for (Index at = first; at <= last; ++at) {
      const auto x = static_cast<double>(at);
      const bool now = at == present(axis);
      // Sizes that the stride divides overlap evenly.
      if (sizes && at % sweep_.factor == 0) plot.upright(x, c.line);
      if (now) plot.upright(x, c.faint, 1.5, 4);
      if (large && (now || (at - first) % every == 0)) plot.x_tick(x, fmt::format("{}", at), now);
    }
    plot.base();
    const std::vector<Curve> drawn = draw_curves(plot, metric, axis, large);
    if (large) plot.names_at_ends(drawn, box.right());
  }

  /// The measure's name; behind it what it stands against, where there is room and it differs.
  void small_title(Plot& plot, const Rect& box, const Metric& metric, const std::string& by) {
    const double size = canvas_.type(12) + 1;
    std::vector<Piece> pieces{{std::string(metric.title), canvas_.colors().ink, Font::text_bold}};
    const Piece axis{"  " + by, canvas_.colors().soft, Font::text};
    if (width_of(pieces, size) + width_of({axis}, size) < box.w) pieces.push_back(axis);
    plot.title(pieces);
  }

  /// The chosen family last, over all others.
  std::vector<Curve> draw_curves(Plot& plot, const Metric& metric, SweepAxis axis, bool large) {
    std::vector<Curve> drawn;
    for (std::size_t i = 0; i <= sweep_.families.size(); ++i) {
      if (i == choice_.family) continue;
      const std::size_t f = i == sweep_.families.size() ? choice_.family : i;
      if (f >= sweep_.families.size()) continue;
      Curve line = curve(f);
      line.points = points(f, axis, metric);
      if (line.points.empty()) continue;
      const bool level = axis == SweepAxis::kernel_size && line.points.size() == 2 && !has_size(f);
      if (large ? level && !line.bold : !line.bold) line.width = 1.5;
      if (large && canvas_.style().type > 1) line.width *= 1.3;
      plot.curve(line);
      for (const Point& p : line.points) {
        const bool now = line.bold && p.x == static_cast<double>(present(axis));
        if (now)
          canvas_.disc(plot.at(p.x, p.y), canvas_.type(large ? 6 : 4), canvas_.colors().window, line.color,
                       3);
        else if (!level && large)
          canvas_.disc(plot.at(p.x, p.y), line.bold ? 3.5 : 2.5, line.color);
      }
      drawn.push_back(std::move(line));
    }
    return drawn;
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

Picture draw_plots(const Sweep* sweep, const PlotChoice& choice, const std::string& problem,
                   const Style& style) {
  if (sweep && !sweep->points.empty()) return Plots(*sweep, choice, style).draw();
  Canvas canvas(style, "Plots", "");
  canvas.paragraph({canvas.area().x, canvas.area().y + canvas.type(16)},
                   problem.empty() ? "The ways of enlarging are being measured, size by size …" : problem,
                   canvas.type(17), canvas.area().w,
                   problem.empty() ? canvas.colors().soft : canvas.colors().warning);
  return canvas.finish();
}

std::vector<PlotPlace> plot_places(const Sweep* sweep, const PlotChoice& choice, const Style& style) {
  if (!sweep || sweep->points.empty()) return {};
  return Plots(*sweep, choice, style).places();
}

}  // namespace convscope
