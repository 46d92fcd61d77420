#include "app/views/canvas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fit.hpp"
#include "app/picture/fonts.hpp"
#include "app/picture/language.hpp"
#include "app/views/fitting.hpp"
#include "app/views/lens.hpp"
#include "app/views/pixels.hpp"
#include "core/base/numbers.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {
constexpr double kSmallWidth = 700, kSmallHeight = 340;

/// Of things that need so much room, the number of cells from one to the next.
Index every(double room, double cell) {
  return std::max<Index>(1, saturated(std::ceil(room / cell)));
}
}  // namespace

double eased(double phase, double from, double to) {
  const double t = std::clamp((phase - from) / (to - from), 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

double lerp(double a, double b, double t) {
  return a + (b - a) * t;
}

void Scale::take(double value) {
  most = std::max(most, std::abs(value));
  is_signed = is_signed || value < 0;
}

Margins margins(const Style& style) {
  if (style.width >= kSmallWidth || style.height >= kSmallHeight)
    return style.present ? Margins{.side = 22, .top = 16} : Margins{};
  return {.side = 18, .top = 12, .subtitle = false};
}

Canvas::Canvas(const Style& style, std::string_view title, std::string_view subtitle)
    : style_(style), colors_(palette(style.theme)), picture_(style.width, style.height, colors_.stage) {
  const Margins free = margins(style);
  area_ = {free.side, free.top, style.width - 2 * free.side, style.height - 2 * free.top};
  if (!style.title) return;
  const double size = type(20), y = free.top + size / 2;
  text({free.title, y}, std::string(title), size, colors_.ink, Font::text_bold);
  if (free.subtitle) {
    const double after = free.title + text_width(Font::text_bold, size, title) + 16;
    text({after, y + 1}, clauses_within(subtitle, Font::text, type(16), area_.right() - after), type(16),
         colors_.soft);
  }
  const double below = free.subtitle && !style.present ? 22 : 12;
  area_.y += size + below;
  area_.h -= size + below;
  titled_ = picture_.items.size();
}

void Canvas::text(Point at, std::string text, double size, Color color, Font font, Align align) {
  picture_.add(Label{at, std::move(text), font, size, align, color});
}

double Canvas::line(Point at, const std::vector<Piece>& pieces, double size, double right, Align align) {
  const double total = width_of(pieces, size);
  double x = at.x;
  if (align == Align::centre) x -= total / 2;
  if (align == Align::right) x -= total;
  const bool cut = x + total > right;
  const double stop = cut ? right - text_width(Font::text, size, " …") : right;
  for (const Piece& piece : pieces) {
    const double width = text_width(piece.font, size, piece.text);
    if (cut && x + width > stop) {
      // As many whole words as fit; a lone ellipsis would say nothing.
      const Spoken spoken(piece.text);
      note_unfit(spoken.text());
      std::string words;
      for (const LinePart& part : line_parts(spoken.text())) {
        std::string longer = fmt::format("{}{}{}", words, part.blank ? " " : "", part.text);
        if (x + text_width(piece.font, size, as_it_is(longer)) > stop) break;
        words = std::move(longer);
      }
      if (trim(words).empty() && x == at.x) return x;
      text({x, at.y}, as_it_is(fmt::format("{} …", words)), size, piece.color, piece.font);
      return right;
    }
    text({x, at.y}, piece.text, size, piece.color, piece.font);
    x += width;
  }
  return x;
}

int Canvas::paragraph(Point at, std::string_view words, double size, double width, Color color, Font font,
                      bool draw) {
  const std::vector<std::string> lines = wrapped(words, font, size, width);
  for (std::size_t i = 0; draw && i < lines.size(); ++i)
    text({at.x, at.y + static_cast<double>(i) * size * 1.35}, lines[i], size, color, font);
  return static_cast<int>(lines.size());
}

void Canvas::outline(Rect rect, Color color, double width, double radius) {
  picture_.add(Box{.rect = rect, .radius = radius, .stroke = color, .stroke_width = width});
}

void Canvas::dashed(Rect rect, Color color, double width) {
  Path path{.start = {rect.x, rect.y}, .closed = true, .stroke = color, .stroke_width = width, .dash = 6};
  for (Point corner :
       {Point{rect.right(), rect.y}, Point{rect.right(), rect.bottom()}, Point{rect.x, rect.bottom()}})
    path.segments.push_back({corner});
  picture_.add(path);
}

void Canvas::stroke(Point from, Point to, Color color, double width, double dash) {
  picture_.add(Path{.start = from, .segments = {{to}}, .stroke = color, .stroke_width = width, .dash = dash});
}

void Canvas::disc(Point centre, double radius, Color fill, Color edge, double width, Color hatch, Tag tag) {
  picture_.add(Box{.rect = {centre.x - radius, centre.y - radius, 2 * radius, 2 * radius},
                   .radius = radius,
                   .fill = fill,
                   .stroke = edge,
                   .stroke_width = width,
                   .hatch = hatch},
               tag);
}

void Canvas::curve(Point from, Point to, Color color, double width, bool head) {
  if (head && !style_.lens.whole()) return;  // what it joins is not all in view
  const double bend = (to.x - from.x) * 0.45;
  const bool level = std::abs(to.x - from.x) > std::abs(to.y - from.y) * 0.2;
  const Point a = level ? Point{from.x + bend, from.y} : Point{from.x, lerp(from.y, to.y, 0.4)};
  const Point b = level ? Point{to.x - bend, to.y} : Point{to.x, lerp(from.y, to.y, 0.6)};
  picture_.add(Path{.start = from, .segments = {{to, true, a, b}}, .stroke = color, .stroke_width = width});
  if (!head) return;
  // The curve arrives along its last control point.
  const double dx = to.x - b.x, dy = to.y - b.y, length = std::max(std::hypot(dx, dy), 1e-9);
  const Point u{dx / length * 8, dy / length * 8};
  picture_.add(Path{.start = {to.x - u.x - u.y * 0.6, to.y - u.y + u.x * 0.6},
                    .segments = {{to}, {{to.x - u.x + u.y * 0.6, to.y - u.y - u.x * 0.6}}},
                    .stroke = color,
                    .stroke_width = width});
}

void Canvas::block_title(const Grid& grid, std::string_view name, std::string_view detail, Role role,
                         const std::optional<Addend>& added) {
  const Point at{grid.at.x + grid.gap() / 2, grid.at.y - spacing(16)};
  const double size = type(16);
  // The next block begins not far after this one; clauses that would run into
  // it are left out.
  const double room = std::min(grid.bounds().right() + type(20), style_.width - 8) - at.x -
                      text_width(Font::text_bold, size, name) -
                      (added ? addend({}, *added, false) + type(12) : 0);
  std::vector<Piece> pieces = {{std::string(name), role_text_color(colors_, role), Font::text_bold}};
  const std::string shown =
      clauses_within(detail, Font::text, size, room - text_width(Font::text, size, "  "));
  if (!shown.empty()) pieces.push_back({fmt::format("  {}", shown), colors_.soft, Font::text});
  const double end = line(at, pieces, size, style_.width);
  if (added && end + type(12) + addend({}, *added, false) < style_.width - 4)
    addend({end + type(12), at.y}, *added);
}

double Canvas::addend(Point at, const Addend& added, bool draw) {
  const double size = type(14), height = type(22);
  const std::string words = number(added.value);
  const double sign = text_width(Font::text, type(16), "+ ");
  const double width = std::max(height, text_width(Font::number, size, words) + type(12));
  if (!draw) return sign + width;
  text(at, "+", type(16), colors_.soft);
  const Rect rect{at.x + sign, at.y - height / 2, width, height};
  const CellLook look{.role = added.tag.role,
                      .value = added.value,
                      .scale = 2 * std::abs(added.value),
                      .is_signed = added.value < 0,
                      .text = words,
                      .tag = added.tag};
  cell(rect, look, size);
  return sign + width;
}

void Canvas::addend_after(const Rect& last, const Addend& added) {
  const Point at{last.right() + type(14), last.centre().y};
  if (at.x + addend(at, added, false) < area_.right()) addend(at, added);
}

Index Canvas::page_cells(double names) const {
  const double cell = style_.present ? std::max(44.0, type(29.4)) : 24;
  return std::max<Index>(1, static_cast<Index>((area_.w - names - 2 * type(14)) / cell));
}

void Canvas::goes_on(const Rect& row, bool before, bool after) {
  const double size = type(18), y = row.centre().y;
  if (before) text({row.x - type(10), y}, "…", size, colors_.faint, Font::text_bold, Align::centre);
  if (after) text({row.right() + type(10), y}, "…", size, colors_.faint, Font::text_bold, Align::centre);
}

double Canvas::index_size(double cell) const {
  return style_.present ? std::clamp(cell * 0.3, type(11.7), type(13)) : type(13);
}

Index Canvas::index_step(double cell) const {
  return every(index_size(cell) * 2.2, cell);
}

void Canvas::indices(const Grid& grid, Index first_row, Index first_column) {
  const double size = index_size(grid.cell);
  if (grid.cell < 14) return;
  const Index by_row = every(size * 1.4, grid.cell), by_column = index_step(grid.cell);
  // Of an enlarged figure they stay at its edge, on a band that hides the cells there.
  const bool whole = style_.lens.whole();
  const double beside = grid.at.x - 8, below = grid.bounds().bottom() + size;
  const double left = whole ? beside : std::max(beside, area_.x + type(14));
  const double low = whole ? below : std::min(below, area_.bottom() - type(44));
  const Rect bounds = grid.bounds();
  const bool in_width = whole || (bounds.right() > left && bounds.x < style_.width),
             in_height = whole || (bounds.bottom() > area_.y && bounds.y < low);
  const Color color = whole ? colors_.faint : colors_.soft;
  if (in_width && grid.rows > 1) {
    if (left > beside) add(Box{.rect = {0, bounds.y, left + 5, bounds.h}, .fill = colors_.stage});
    for (Index r = 0; r < grid.rows; r += by_row)
      text({left, grid.rect(static_cast<double>(r), 0).centre().y}, fmt::format("{}", first_row + r), size,
           color, Font::number, Align::right);
  }
  if (!in_height) return;
  if (low < below)
    add(Box{.rect = {bounds.x, low - size * 0.8, bounds.w, style_.height}, .fill = colors_.stage});
  for (Index c = 0; c < grid.columns; c += by_column)
    text({grid.rect(0, static_cast<double>(c)).centre().x, low}, fmt::format("{}", first_column + c), size,
         color, Font::number, Align::centre);
}

void Canvas::keep_within(double top, double bottom) {
  if (style_.lens.whole()) return;
  within_ = Rect{0, top, style_.width, bottom - top};
  convscope::keep_within(picture_.items, titled_, *within_);
}

Picture Canvas::finish() {
  std::vector<Item> rings;
  const auto ring = [&](Tag tag, double width) {
    for (const Item& item : picture_.items) {
      if (item.tag != tag) continue;
      if (const Box* box = std::get_if<Box>(&item.shape))
        rings.push_back({Box{.rect = box->rect.inset(-2),
                             .radius = box->radius + 2,
                             .stroke = colors_.accent,
                             .stroke_width = width}});
      if (const Path* path = std::get_if<Path>(&item.shape); path != nullptr && path->closed) {
        Path outline = *path;
        outline.fill = {};
        outline.stroke = colors_.accent;
        outline.stroke_width = width;
        rings.push_back({std::move(outline)});
      }
    }
  };
  if (style_.hover) ring(style_.hover, 2.5);
  for (const Tag& tag : style_.linked) ring(tag, 2);
  if (within_) convscope::keep_within(rings, 0, *within_);
  picture_.items.insert(picture_.items.end(), rings.begin(), rings.end());
  return std::move(picture_);
}

}  // namespace convscope
