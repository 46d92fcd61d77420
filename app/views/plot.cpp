#include "app/views/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/picture/fonts.hpp"

namespace convscope {

namespace {
constexpr double kFarApart = 50;  ///< largest over smallest, from which on an axis is logarithmic
}

double PlotAxis::place(double value) const {
  const double t = logarithmic ? std::log(std::max(value, low) / low) / std::log(high / low)
                               : (value - low) / (high - low);
  return std::clamp(t, 0.0, 1.0);
}

std::vector<double> PlotAxis::ticks(double most) const {
  std::vector<double> out;
  if (logarithmic) {
    const double decades = std::log10(high / low), step = std::max(1.0, std::ceil(decades / most));
    for (double e = 0; e <= decades + 1e-9; e += step) out.push_back(low * std::pow(10, e));
    return out;
  }
  const double rough = (high - low) / most, power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (double round : {5.0, 2.0, 1.0})
    if (round * power >= rough) step = round * power;
  for (double at = std::ceil(low / step) * step; at <= high; at += step)
    out.push_back(std::abs(at) < 1e-9 * step ? 0 : at);
  return out;
}

PlotAxis linear_axis(const std::vector<double>& values) {
  if (values.empty()) return {};
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const double room = std::max((*most - *least) * 0.08, std::abs(*most) * 1e-3 + 1e-6);
  return {*least - room, *most + room, false};
}

PlotAxis logarithmic_axis(const std::vector<double>& values, double floor) {
  double most = 100 * floor;
  for (double value : values) most = std::max(most, value);
  return {floor, std::pow(10, std::ceil(std::log10(most) - 1e-9)), true};
}

PlotAxis axis_from_zero(double least, double most) {
  if (most <= least * kFarApart || least <= 0) return {0, most > 0 ? most : 1};
  return {std::pow(10, std::floor(std::log10(least))), std::pow(10, std::ceil(std::log10(most))), true};
}

double legend(Canvas& canvas, const Rect& area, const std::vector<Curve>& curves, double text) {
  const double sample = canvas.type(26), row = text * 1.6;
  double x = area.x, y = area.y + row / 2;
  for (const Curve& curve : curves) {
    const Font font = curve.bold ? Font::text_bold : Font::text;
    const double width = sample + 8 + text_width(font, text, curve.name) + canvas.type(22);
    if (x > area.x && x + width > area.right()) {
      x = area.x;
      y += row;
    }
    canvas.stroke({x, y}, {x + sample, y}, curve.color, curve.width, curve.dash);
    canvas.text({x + sample + 8, y}, curve.name, text, canvas.colors().ink, font);
    x += width;
  }
  return y + row - area.y;
}

Plot::Plot(Canvas& canvas, const Rect& box, const PlotFrame& frame)
    : canvas_(canvas), box_(box), frame_(frame) {
  const double title = frame.text * 2.1, below = frame.numbers ? frame.text * 1.9 : 0;
  area_ = {box.x + frame.left, box.y + title, box.w - frame.left - frame.right, box.h - title - below};
}

void Plot::title(const std::vector<Piece>& pieces, double right) {
  canvas_.line({box_.x, box_.y + frame_.text * 0.7}, pieces, frame_.text + 1, right);
}

void Plot::y_ticks(const std::function<std::string(double)>& words) {
  y_ticks(frame_.y.ticks(std::clamp(std::floor(area_.h / (2.2 * frame_.text)), 2.0, 5.0)), words);
}

void Plot::y_ticks(const std::vector<double>& at, const std::function<std::string(double)>& words) {
  std::optional<double> last;
  for (double value : at) {
    const double y = y_of(value);
    canvas_.stroke({area_.x, y}, {area_.right(), y}, canvas_.colors().line);
    if (last && std::abs(y - *last) < frame_.text) continue;
    last = y;
    canvas_.text({area_.x - 8, y}, words(value), frame_.text - 1, canvas_.colors().soft, Font::number,
                 Align::right);
  }
}

void Plot::x_tick(double x, std::string words, bool now, Align align) {
  const double size = frame_.text - 1, wide = text_width(now ? Font::number_bold : Font::number, size, words),
               left = x_of(x) - (align == Align::centre  ? wide / 2
                                 : align == Align::right ? wide
                                                         : 0);
  const double apart = 0.5 * size;
  for (const auto& [from, to] : ticks_)
    if (left < to + apart && from < left + wide + apart) return;
  ticks_.emplace_back(left, left + wide);
  canvas_.text({x_of(x), area_.bottom() + frame_.text}, std::move(words), size,
               now ? canvas_.colors().ink : canvas_.colors().soft, now ? Font::number_bold : Font::number,
               align);
}

void Plot::upright(double x, Color color, double width, double dash) {
  canvas_.stroke({x_of(x), area_.y}, {x_of(x), area_.bottom()}, color, width, dash);
}

void Plot::base() {
  canvas_.stroke({area_.x, area_.bottom()}, {area_.right(), area_.bottom()}, canvas_.colors().faint);
}

void Plot::band(double from, double to, Color color) {
  const double top = y_of(to);
  canvas_.add(Box{.rect = {area_.x, top, area_.w, y_of(from) - top}, .fill = color});
}

void Plot::bars(std::span<const double> values, Color color) {
  const double step = area_.w / static_cast<double>(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double y = y_of(values[i]);
    canvas_.add(
        Box{.rect = {area_.x + static_cast<double>(i) * step, y, step, area_.bottom() - y}, .fill = color});
  }
}

void Plot::steps(std::span<const double> values, Color color, double width) {
  const double step = area_.w / static_cast<double>(values.size());
  Path path{.start = {area_.x, area_.bottom()}, .stroke = color, .stroke_width = width};
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = area_.x + static_cast<double>(i) * step, y = y_of(values[i]);
    path.segments.push_back({{x, y}});
    path.segments.push_back({{x + step, y}});
  }
  path.segments.push_back({{area_.right(), area_.bottom()}});
  canvas_.add(path);
}

void Plot::curve(const Curve& curve) {
  if (curve.points.size() < 2) return;
  Path path{.start = at(curve.points[0].x, curve.points[0].y),
            .stroke = curve.color,
            .stroke_width = curve.width,
            .dash = curve.dash};
  for (const Point& p : std::span(curve.points).subspan(1)) path.segments.push_back({at(p.x, p.y)});
  canvas_.add(path);
}

void Plot::names_at_ends(const std::vector<Curve>& curves, double right) {
  struct Ending {
    const Curve* curve;
    Point at;
    double y;  ///< of the name
  };
  std::vector<Ending> endings;
  for (const Curve& curve : curves) {
    if (curve.points.empty()) continue;
    const Point end = at(curve.points.back().x, curve.points.back().y);
    if (end.x >= area_.right() - 10) endings.push_back({&curve, end, end.y});
  }
  std::ranges::sort(endings, {}, [](const Ending& e) { return e.at.y; });
  const double text = frame_.text, n = static_cast<double>(endings.size());
  const double apart = std::min(text * 1.25, (area_.h + text * 2) / std::max(n, 1.0));
  for (std::size_t i = 1; i < endings.size(); ++i)
    endings[i].y = std::max(endings[i].y, endings[i - 1].y + apart);
  // What was pushed beyond the bottom moves up again.
  double limit = area_.bottom() + text;
  for (std::size_t i = endings.size(); i-- > 0; limit = endings[i].y - apart)
    endings[i].y = std::min(endings[i].y, limit);
  for (const Ending& e : endings) {
    const double x = area_.right() + 16;
    canvas_.add(Path{.start = {e.at.x + 5, e.at.y},
                     .segments = {{{area_.right() + 5, e.at.y}}, {{x - 3, e.y}}},
                     .stroke = e.curve->color.with_alpha(0.6)});
    canvas_.line({x, e.y},
                 {{e.curve->name, mix(e.curve->color, canvas_.colors().ink, 0.35),
                   e.curve->bold ? Font::text_bold : Font::text}},
                 text, right);
  }
}

std::string Plot::plain(double value) {
  const double power = value > 0 ? std::log10(value) : 0;
  if ((value < 1e-2 || value >= 1e4) && std::abs(power - std::round(power)) < 1e-9 && power != 0)
    return fmt::format("1e{:.0f}", power);
  return fmt::format("{:.6g}", value);
}

}  // namespace convscope
