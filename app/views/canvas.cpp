#include "app/views/canvas.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/fitting.hpp"
#include "app/views/pixels.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {
constexpr double kSmallWidth = 700, kSmallHeight = 340;
constexpr double kSmallestType = 8;
}  // namespace

double eased(double phase, double from, double to) {
  const double t = std::clamp((phase - from) / (to - from), 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

double lerp(double a, double b, double t) {
  return a + (b - a) * t;
}

double widest_em(const std::vector<std::string>& texts) {
  double widest = 0;
  for (const std::string& text : texts) widest = std::max(widest, text_width(Font::number, 1, text));
  return widest;
}

void Scale::take(double value) {
  most = std::max(most, std::abs(value));
  is_signed = is_signed || value < 0;
}

Margins margins(const Style& style) {
  if (style.width >= kSmallWidth || style.height >= kSmallHeight) return {};
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
    text({after, y + 1}, std::string(clauses_within(subtitle, Font::text, type(16), area_.right() - after)),
         type(16), colors_.soft);
  }
  const double below = free.subtitle ? 22 : 12;
  area_.y += size + below;
  area_.h -= size + below;
}

CellLook CellLook::faded(double shown) const {
  if (shown <= 0)
    return {.kind = Kind::empty, .role = role, .scale = scale, .is_signed = is_signed, .tag = tag};
  CellLook out = *this;
  out.value *= shown;
  out.text_alpha = shown;
  return out;
}

CellLook Canvas::look(Role role, double value, const Scale& scale, Tag tag) const {
  return {.role = role,
          .value = value,
          .scale = scale.most,
          .is_signed = scale.is_signed,
          .text = number(value),
          .tag = tag};
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
      std::string_view words = piece.text;
      while (!words.empty() && x + text_width(piece.font, size, words) > stop)
        words = words.substr(0, words.find(' ') == std::string_view::npos ? 0 : words.rfind(' '));
      if (trim(words).empty() && x == at.x) return x;
      text({x, at.y}, fmt::format("{} …", words), size, piece.color, piece.font);
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

Color Canvas::cell_color(const CellLook& look) const {
  switch (look.kind) {
    case CellLook::Kind::empty:
      return colors_.cell;
    case CellLook::Kind::zero:
      return colors_.ghost;
    case CellLook::Kind::padding:
      return colors_.stage;
    case CellLook::Kind::value:
      break;
  }
  const double t = look.scale > 0 ? look.value / look.scale : 0;
  return look.is_signed ? diverging(colors_, t) : role_tint(colors_, look.role, t);
}

void Canvas::cell(Rect rect, const CellLook& look, double text_size) {
  // Small cells stay square: hundreds of rounded corners cost a software
  // renderer more than all the rest.
  Box box{.rect = rect, .radius = rect.w < 30 ? 0 : std::min(5.0, rect.w / 8), .fill = cell_color(look)};
  if (look.kind == CellLook::Kind::padding) {
    box.hatch = colors_.hatch;
    box.stroke = colors_.line;
  }
  if (look.kind == CellLook::Kind::zero) box.stroke = colors_.line;
  picture_.add(box, look.tag);
  const Color quiet = look.kind == CellLook::Kind::value ? readable_on(colors_, box.fill) : colors_.soft;
  if (text_size > 0 && !look.text.empty() && look.text_alpha > 0)
    text({rect.centre().x, rect.centre().y + (look.corner.empty() ? 0 : rect.h * 0.1)}, look.text, text_size,
         quiet.with_alpha(look.text_alpha), Font::number, Align::centre);
  const double corner_size = std::max(text_size * 0.62, 9.0);
  if (text_size > 0 && !look.corner.empty() && look.corner_alpha > 0 &&
      text_width(Font::number, corner_size, look.corner) < rect.w - 6)
    text({rect.right() - 4, rect.y + corner_size * 0.62 + 2}, look.corner, corner_size,
         (look.is_signed ? quiet : colors_.kernel_text).with_alpha(look.corner_alpha), Font::number,
         Align::right);
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
  const Point at{grid.at.x + grid.gap() / 2, grid.at.y - type(16)};
  const double size = type(16);
  // The next block begins not far after this one; clauses that would run into
  // it are left out.
  const double room = std::min(grid.bounds().right() + type(20), style_.width - 8) - at.x -
                      text_width(Font::text_bold, size, name) -
                      (added ? addend({}, *added, false) + type(12) : 0);
  std::vector<Piece> pieces = {{std::string(name), role_text_color(colors_, role), Font::text_bold}};
  detail = clauses_within(detail, Font::text, size, room - text_width(Font::text, size, "  "));
  if (!detail.empty()) pieces.push_back({fmt::format("  {}", detail), colors_.soft, Font::text});
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

void Canvas::indices(const Grid& grid, Index first_row, Index first_column) {
  const double size = type(13);
  if (grid.cell < 14) return;
  const auto every = [&](double room) {
    return std::max<Index>(1, static_cast<Index>(std::ceil(room / grid.cell)));
  };
  const Index by_row = every(size * 1.4), by_column = every(size * 2.2);
  for (Index r = 0; grid.rows > 1 && r < grid.rows; r += by_row)
    text({grid.at.x - 8, grid.rect(static_cast<double>(r), 0).centre().y}, fmt::format("{}", first_row + r),
         size, colors_.faint, Font::number, Align::right);
  for (Index c = 0; c < grid.columns; c += by_column)
    text({grid.rect(0, static_cast<double>(c)).centre().x, grid.bounds().bottom() + size},
         fmt::format("{}", first_column + c), size, colors_.faint, Font::number, Align::centre);
}

void Canvas::tiny_grid(const Grid& grid, const std::function<Color(Index, Index)>& color) {
  const auto pixels = [](double extent, Index cells) {
    return std::clamp<Index>(static_cast<Index>(std::ceil(2 * extent)), 1, cells);
  };
  const Index height = pixels(grid.bounds().h, grid.rows), width = pixels(grid.bounds().w, grid.columns);
  picture_.add(Raster{.rect = grid.bounds(), .image = painted(height, width, [&](Index row, Index column) {
                                               return color(row * grid.rows / height,
                                                            column * grid.columns / width);
                                             })});
}

void Canvas::grid(const Grid& grid, const std::function<CellLook(Index, Index)>& look) {
  if (grid.cell < kTinyCell)
    return tiny_grid(grid, [&](Index row, Index column) { return cell_color(look(row, column)); });
  std::vector<CellLook> looks;
  looks.reserve(static_cast<std::size_t>(grid.rows * grid.columns));
  for (Index r = 0; r < grid.rows; ++r)
    for (Index c = 0; c < grid.columns; ++c) looks.push_back(look(r, c));
  const auto first = static_cast<std::ptrdiff_t>(picture_.items.size());
  cells(grid.cell, looks, [&](Index i) {
    return grid.rect(static_cast<double>(i / grid.columns), static_cast<double>(i % grid.columns));
  });
  // Numbers after all grounds: a renderer that goes to and fro between glyphs
  // and plain colour takes longer.
  std::ranges::stable_partition(picture_.items.begin() + first, picture_.items.end(),
                                [](const Item& item) { return !std::holds_alternative<Label>(item.shape); });
}

void Canvas::cells(double cell_size, const std::vector<CellLook>& looks,
                   const std::function<Rect(Index)>& at) {
  double widest = 0;
  for (const CellLook& look : looks) widest = std::max(widest, text_width(Font::number, 1, look.text));
  const double size = text_size(cell_size, widest);
  for (std::size_t i = 0; i < looks.size(); ++i) cell(at(static_cast<Index>(i)), looks[i], size);
}

double Canvas::text_size(double cell, double widest) const {
  // Small cells are filled more than large ones: numbers are there to be read.
  const double share = lerp(0.5, 0.36, std::clamp((cell - 28) / 32, 0.0, 1.0));
  double size = cell * share;
  if (widest > 0) size = std::min(size, (cell - std::min(12.0, cell * 0.25)) / widest);
  return size >= kSmallestType ? std::min(size, 30.0) : 0;
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
  picture_.items.insert(picture_.items.end(), rings.begin(), rings.end());
  return std::move(picture_);
}

}  // namespace convscope
