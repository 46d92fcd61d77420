// Icons as shapes: no font has them in one style.
#include <cmath>
#include <numbers>
#include <vector>

#include "app/widgets/widgets.hpp"

namespace convscope {

namespace {

void triangle(const Ui& ui, Point centre, double half, bool to_right, Color color) {
  const double sign = to_right ? 1 : -1;
  ui.draw(Path{.start = {centre.x - sign * half * 0.8, centre.y - half},
               .segments = {{.to = {centre.x + sign * half, centre.y}},
                            {.to = {centre.x - sign * half * 0.8, centre.y + half}}},
               .closed = true,
               .fill = color});
}

void bar(const Ui& ui, double x, Point centre, double width, double half, Color color) {
  ui.draw(Box{.rect = {x - width / 2, centre.y - half, width, 2 * half}, .radius = 0.6, .fill = color});
}

void line(const Ui& ui, std::vector<Point> points, double width, Color color) {
  Path path{.start = points[0], .stroke = color, .stroke_width = width};
  for (std::size_t i = 1; i < points.size(); ++i) path.segments.push_back({.to = points[i]});
  ui.draw(path);
}

void moon(const Ui& ui, Point c, double h, Color color) {
  // A crescent: the disc's edge from one horn to the other, and back along the bite's edge.
  const double radius = h * 0.9, bite = h * 0.78;
  const Point centre{c.x + h * 0.5, c.y - h * 0.42};
  const double away = std::hypot(centre.x - c.x, centre.y - c.y);
  const double towards = std::atan2(centre.y - c.y, centre.x - c.x);
  const double horn = std::acos((radius * radius + away * away - bite * bite) / (2 * radius * away));
  const double inner = std::acos((bite * bite + away * away - radius * radius) / (2 * bite * away));
  std::vector<Point> points;
  const auto arc = [&](Point around, double r, double from, double to) {
    for (int i = 0; i <= 24; ++i) {
      const double a = from + (to - from) * i / 24;
      points.push_back({around.x + r * std::cos(a), around.y + r * std::sin(a)});
    }
  };
  constexpr double pi = std::numbers::pi;
  arc(c, radius, towards + horn, towards - horn + 2 * pi);
  arc(centre, bite, towards + pi + inner, towards + pi - inner);
  line(ui, points, 1.6, color);
}

}  // namespace

void draw_icon(const Ui& ui, Icon icon, Point c, double size, Color color) {
  const double h = size / 2;
  switch (icon) {
    case Icon::play:
      return triangle(ui, {c.x + h * 0.12, c.y}, h, true, color);
    case Icon::pause:
      bar(ui, c.x - h * 0.45, c, h * 0.5, h * 0.95, color);
      return bar(ui, c.x + h * 0.45, c, h * 0.5, h * 0.95, color);
    case Icon::next:
      triangle(ui, {c.x - h * 0.2, c.y}, h * 0.9, true, color);
      return bar(ui, c.x + h * 0.95, c, h * 0.32, h * 0.95, color);
    case Icon::previous:
      triangle(ui, {c.x + h * 0.2, c.y}, h * 0.9, false, color);
      return bar(ui, c.x - h * 0.95, c, h * 0.32, h * 0.95, color);
    case Icon::first:
      triangle(ui, {c.x - h * 0.3, c.y}, h * 0.75, false, color);
      triangle(ui, {c.x + h * 0.75, c.y}, h * 0.75, false, color);
      return bar(ui, c.x - h * 1.15, c, h * 0.28, h * 0.8, color);
    case Icon::last:
      triangle(ui, {c.x - h * 0.75, c.y}, h * 0.75, true, color);
      triangle(ui, {c.x + h * 0.3, c.y}, h * 0.75, true, color);
      return bar(ui, c.x + h * 1.15, c, h * 0.28, h * 0.8, color);
    case Icon::caret_down:
      return ui.draw(Path{.start = {c.x - h, c.y - h * 0.5},
                          .segments = {{.to = {c.x + h, c.y - h * 0.5}}, {.to = {c.x, c.y + h * 0.6}}},
                          .closed = true,
                          .fill = color});
    case Icon::caret_right:
      return ui.draw(Path{.start = {c.x - h * 0.5, c.y - h},
                          .segments = {{.to = {c.x + h * 0.6, c.y}}, {.to = {c.x - h * 0.5, c.y + h}}},
                          .closed = true,
                          .fill = color});
    case Icon::sun: {
      ui.draw(Box{.rect = {c.x - h * 0.42, c.y - h * 0.42, h * 0.84, h * 0.84},
                  .radius = h * 0.42,
                  .stroke = color,
                  .stroke_width = 1.6});
      for (int i = 0; i < 8; ++i) {
        const double a = i * std::numbers::pi / 4, x = std::cos(a), y = std::sin(a);
        line(ui, {{c.x + x * h * 0.72, c.y + y * h * 0.72}, {c.x + x * h, c.y + y * h}}, 1.6, color);
      }
      return;
    }
    case Icon::contrast: {
      const double radius = h * 0.8;
      ui.draw(Box{.rect = {c.x - radius, c.y - radius, 2 * radius, 2 * radius},
                  .radius = radius,
                  .stroke = color,
                  .stroke_width = 1.6});
      Path half{.start = {c.x, c.y - radius}, .closed = true, .fill = color};
      for (int i = 1; i <= 24; ++i) {
        const double a = std::numbers::pi * (i / 24.0 - 0.5);
        half.segments.push_back({{c.x + radius * std::cos(a), c.y + radius * std::sin(a)}});
      }
      ui.draw(half);
      return;
    }
    case Icon::moon:
      return moon(ui, c, h, color);
    case Icon::close:
      line(ui, {{c.x - h * 0.6, c.y - h * 0.6}, {c.x + h * 0.6, c.y + h * 0.6}}, 1.7, color);
      return line(ui, {{c.x - h * 0.6, c.y + h * 0.6}, {c.x + h * 0.6, c.y - h * 0.6}}, 1.7, color);
    case Icon::menu:
      for (int i = -1; i <= 1; ++i)
        line(ui, {{c.x - h * 0.8, c.y + i * h * 0.55}, {c.x + h * 0.8, c.y + i * h * 0.55}}, 1.7, color);
      return;
  }
}

}  // namespace convscope
