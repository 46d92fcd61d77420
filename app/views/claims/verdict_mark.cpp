#include "app/views/claims/verdict_mark.hpp"

#include <cmath>
#include <numbers>
#include <string>

#include "app/picture/fonts.hpp"

namespace convscope {

namespace {

Box disc(Point centre, double radius) {
  return {.rect = {centre.x - radius, centre.y - radius, 2 * radius, 2 * radius}, .radius = radius};
}

void add_stroke(Picture& picture, Point from, std::initializer_list<Point> to, Color color, double width) {
  Path path{.start = from, .stroke = color, .stroke_width = width};
  for (const Point point : to) path.segments.push_back({point});
  picture.add(std::move(path));
}

}  // namespace

Color verdict_color(const Palette& palette, ShownVerdict verdict) {
  if (!verdict) return palette.soft;
  switch (*verdict) {
    case Verdict::yes:
      return palette.output_text;
    case Verdict::no:
      return palette.warning;
    case Verdict::depends:
      break;
  }
  return palette.ink;
}

void add_verdict_mark(Picture& picture, const Palette& palette, Point c, double r, ShownVerdict verdict) {
  const Color color = verdict_color(palette, verdict), on = palette.window;
  const double line = std::max(1.5, r * 0.22);
  if (!verdict) {
    Box ring = disc(c, r - line / 2);
    ring.stroke = palette.faint;
    ring.stroke_width = line * 0.8;
    picture.add(ring);
    picture.add(Label{{c.x, c.y}, "?", Font::text_bold, r * 1.25, Align::centre, color});
  } else if (*verdict == Verdict::yes) {
    Box ground = disc(c, r);
    ground.fill = color;
    picture.add(ground);
    add_stroke(picture, {c.x - r * 0.45, c.y + r * 0.05},
               {{c.x - r * 0.1, c.y + r * 0.4}, {c.x + r * 0.48, c.y - r * 0.35}}, on, line);
  } else if (*verdict == Verdict::no) {
    const double side = r * 0.92, arm = r * 0.4;
    picture.add(Box{.rect = {c.x - side, c.y - side, 2 * side, 2 * side}, .radius = r * 0.25, .fill = color});
    add_stroke(picture, {c.x - arm, c.y - arm}, {{c.x + arm, c.y + arm}}, on, line);
    add_stroke(picture, {c.x + arm, c.y - arm}, {{c.x - arm, c.y + arm}}, on, line);
  } else {
    constexpr int kPieces = 16;
    Path half{.start = {c.x, c.y - r}, .closed = true, .fill = color};
    for (int i = 1; i <= kPieces; ++i) {
      const double angle = std::numbers::pi * i / kPieces;
      half.segments.push_back({{c.x - r * std::sin(angle), c.y - r * std::cos(angle)}});
    }
    picture.add(std::move(half));
    Box ring = disc(c, r - line / 2);
    ring.stroke = color;
    ring.stroke_width = line;
    picture.add(ring);
  }
}

double add_verdict_chip(Picture& picture, const Palette& palette, Point left, double size,
                        ShownVerdict verdict, std::string_view words) {
  const Color color = verdict_color(palette, verdict);
  const double radius = size * 0.58, height = size * 1.9, pad = (height - 2 * radius) / 2;
  const double width =
      pad + 2 * radius + size * 0.45 + text_width(Font::text_bold, size, words) + size * 0.85;
  picture.add(Box{.rect = {left.x, left.y - height / 2, width, height},
                  .radius = height / 2,
                  .fill = color.with_alpha(0.11)});
  add_verdict_mark(picture, palette, {left.x + pad + radius, left.y}, radius, verdict);
  picture.add(Label{{left.x + pad + 2 * radius + size * 0.45, left.y},
                    std::string(words),
                    Font::text_bold,
                    size,
                    Align::left,
                    color});
  return width;
}

}  // namespace convscope
