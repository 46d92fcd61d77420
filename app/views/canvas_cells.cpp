// Cells on a canvas: one, many of a size, grids of them.
#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/views/numbered.hpp"
#include "app/views/pixels.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {
constexpr double kCornerTop = 4;  // above a corner's number

/// From the back row cells are a picture without numbers before they hold smaller digits.
double least_digits(const Style& style) {
  constexpr double kPaneType = 1.29;  // of half a stage at 1280 × 720, for which the least size is given
  return style.present ? CellType::kSmallestPresenting * style.type / kPaneType : 0;
}

/// "−12¼" or "69/25" with two digits, "−12" and "2.8", where more have no room; below 1 without the zero,
/// ".57", as matrices are often printed.
std::string two_digits(const std::string& text) {
  const NumberParts parts = number_parts(text);
  constexpr std::string_view kMinus = "−";
  std::string whole = parts.whole;
  const bool negative = whole.starts_with(kMinus);
  const std::string sign = negative ? std::string(kMinus) : std::string();
  if (negative) whole.erase(0, kMinus.size());
  const bool fraction = !parts.below.empty();
  if (whole.find_first_not_of("0123456789.") != whole.npos) return text;
  if (!fraction && whole.find('.') == whole.npos) return text;
  const double value = (whole.empty() ? 0 : std::stod(whole)) +
                       (fraction ? std::stod(parts.above) / std::stod(parts.below) : 0);
  if (value < 0.0095) return text;
  if (value < 0.995)
    return sign + number_text(std::round(value * 100) / 100, NumberFormat::decimal).substr(1);
  const double rounded = value >= 9.95 ? std::round(value) : std::round(value * 10) / 10;
  return sign + number_text(rounded, NumberFormat::decimal);
}

/// What is read from the back row without effort; shorter numbers stand where longer ones would be smaller.
double easy_digits(const Style& style) {
  constexpr double kEasy = 20, kType = 1.5;  // presenting at 1280 × 720
  return style.present ? kEasy * style.type / kType : 0;
}
}  // namespace

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
          .text = numberless_ ? std::string() : number(value),
          .tag = tag};
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
  if (rect.w >= kBorderedCell && box.stroke.a == 0) box.stroke = colors_.border;
  picture_.add(box, look.tag);
  text_size = beside_corner(rect, look, text_size);
  const Color quiet = look.kind == CellLook::Kind::value ? readable_on(colors_, box.fill) : colors_.soft;
  if (text_size > 0 && !look.text.empty() && look.text_alpha > 0)
    cell_number(number_place(rect, look, text_size), look.text, text_size, quiet.with_alpha(look.text_alpha));
  if (text_size > 0)
    corner(rect, look.corner,
           (look.is_signed ? quiet : readable_on(colors_, box.fill, colors_.kernel_text))
               .with_alpha(look.corner_alpha));
}

void Canvas::cell_number(Point at, const std::string& number, double size, Color color, Align align) {
  const Label label{at, number, Font::number, size, align, color};
  if (!style_.present) return picture_.add(label);
  const bool dust = !number_parts(number).below.empty() && size * kUprightDigits < least_digits(style_);
  if (!dust) add_upright(picture_, label);
}

double Canvas::beside_corner(const Rect& rect, const CellLook& look, double size) const {
  if (!style_.present || look.corner.empty() || number_parts(look.text).below.empty()) return size;
  const double corner = corner_size(rect, look.corner);
  return corner > 0
             ? std::min(size, (rect.h - kCornerTop - cap_height(Font::number, corner) - 8) / kUprightHeight)
             : size;
}

double Canvas::corner_size(const Rect& rect, const std::string& number) const {
  constexpr double kSmallestCell = 24;
  if (rect.w < kSmallestCell) return 0;
  const double size = cell_type().corner_size(rect.w, text_width(Font::number, 1, number));
  return size < least_digits(style_) ? 0 : size;
}

Point Canvas::number_place(const Rect& rect, const CellLook& look, double size) const {
  Point at = rect.centre();
  if (look.corner.empty() || corner_size(rect, look.corner) <= 0) return at;
  at.y += (style_.present ? 0.14 : 0.1) * rect.h * look.corner_alpha;
  if (style_.present && !number_parts(look.text).below.empty())
    at.y = std::min(at.y + rect.h * look.corner_alpha, rect.bottom() - 4 - size * kUprightHeight / 2);
  return at;
}

bool Canvas::corner(const Rect& cell, const std::string& number, Color color) {
  const double size = corner_size(cell, number);
  if (size <= 0 || color.a == 0) return false;
  const double aside = style_.present ? std::max(4.0, 0.055 * cell.w) : 4;
  text({cell.right() - aside, cell.y + kCornerTop + cap_height(Font::number, size) / 2}, number, size, color,
       Font::number, Align::right);
  return true;
}

std::string Canvas::number(double value) const {
  constexpr std::size_t kShort = 3;  // characters: 0.2 needs no fraction
  const std::string usual = number_text(value, style_.numbers);
  if (!style_.present || style_.numbers != NumberFormat::automatic) return usual;
  if (usual.find('.') == usual.npos || number_text(std::abs(value), style_.numbers).size() <= kShort)
    return usual;
  // What two decimals say exactly is a decimal: 0.15, not 3/20.
  if (std::abs(value * 100 - std::round(value * 100)) < 1e-9) return usual;
  const std::string fraction = number_text(value, NumberFormat::fraction);
  const NumberParts parts = number_parts(fraction);
  constexpr std::size_t kDigits = 2, kLargest = 36;  // 6 × 6 cells of equal weight
  const bool small = !parts.below.empty() && parts.above.size() <= kDigits && parts.below.size() <= kDigits &&
                     std::stoul(parts.below) <= kLargest;
  if (small) return fraction;
  // Three digits tell it; the cell's own words under the pointer have the others.
  const double size = std::abs(value), unit = size >= 100 ? 1 : size >= 10 ? 0.1 : 0.01;
  return size < 1e6 && size >= 0.01 ? number_text(std::round(value / unit) * unit, NumberFormat::decimal)
                                    : usual;
}

std::string Canvas::line_number(double value) const {
  if (!style_.present) return number_text(value, style_.numbers);
  // What the cells say, so that a sum of thirds is one of thirds; quarters as decimals, which are exact.
  const std::string usual = number(value);
  const NumberParts parts = number_parts(usual);
  if (parts.below.empty() || usual.find('/') != usual.npos) return usual;
  const bool quarters = parts.below != "3";
  if (quarters && style_.numbers == NumberFormat::automatic) return number_text(value, NumberFormat::decimal);
  return parts.whole + (parts.whole.ends_with("−") || parts.whole.empty() ? "" : " ") + parts.above + "/" +
         parts.below;
}

std::string Canvas::line_addend(double value) const {
  const std::string text = line_number(value);
  return text.starts_with("−") ? text : "+" + text;
}

void Canvas::tiny_grid(const Grid& grid, const std::function<Color(Index, Index)>& color) {
  const auto pixels = [](double extent, Index cells) {
    return std::clamp<Index>(saturated(std::ceil(2 * extent)), 1, cells);
  };
  const Index height = pixels(grid.bounds().h, grid.rows), width = pixels(grid.bounds().w, grid.columns);
  const bool before = std::exchange(numberless_, true);
  picture_.add(Raster{.rect = grid.bounds(), .image = painted(height, width, [&](Index row, Index column) {
                                               return color(row * grid.rows / height,
                                                            column * grid.columns / width);
                                             })});
  numberless_ = before;
}

void Canvas::grid(const Grid& grid, const std::function<CellLook(Index, Index)>& look) {
  if (grid.cell < kTinyCell)
    return tiny_grid(grid, [&](Index row, Index column) { return cell_color(look(row, column)); });
  // Of an enlarged figure only what is seen.
  const auto part = [&](double at, double room, Index count) {
    if (style_.lens.whole()) return std::pair{Index{0}, count};
    const auto cell = [&](double place) {
      return static_cast<Index>(
          std::clamp(std::floor((place - at) / grid.cell), -1.0, static_cast<double>(count)));
    };
    return std::pair{std::max<Index>(cell(0), 0), std::min(cell(room) + 1, count)};
  };
  const auto [row, rows_end] = part(grid.at.y, style_.height, grid.rows);
  const auto [column, columns_end] = part(grid.at.x, style_.width, grid.columns);
  const Index wide = std::max<Index>(columns_end - column, 1);
  std::vector<CellLook> looks;
  for (Index r = row; r < rows_end; ++r)
    for (Index c = column; c < columns_end; ++c) looks.push_back(look(r, c));
  const auto first = static_cast<std::ptrdiff_t>(picture_.items.size());
  cells(grid.cell, looks, [&](Index i) {
    return grid.rect(static_cast<double>(row + i / wide), static_cast<double>(column + i % wide));
  });
  // Numbers after all grounds: a renderer that goes to and fro between glyphs
  // and plain colour takes longer.
  std::ranges::stable_partition(picture_.items.begin() + first, picture_.items.end(),
                                [](const Item& item) { return !std::holds_alternative<Label>(item.shape); });
}

namespace {
double widest_of(const Canvas& canvas, const std::vector<CellLook>& looks) {
  double widest = 0;
  for (const CellLook& look : looks)
    widest = std::max(widest, canvas.style().present ? upright_width(Font::number, 1, look.text)
                                                     : text_width(Font::number, 1, look.text));
  return widest;
}

/// The least size of their numbers: digits of upright fractions are smaller than that.
double least_size(const Canvas& canvas, const std::vector<CellLook>& looks) {
  const bool fractions = canvas.style().present && std::ranges::any_of(looks, [](const CellLook& look) {
                           return !number_parts(look.text).below.empty();
                         });
  return least_digits(canvas.style()) / (fractions ? kUprightDigits : 1);
}

/// The size in which the widest of their numbers fits such a cell; 0 when it would be too small to read.
double number_size(const Canvas& canvas, double cell_size, const std::vector<CellLook>& looks,
                   double wide = 1) {
  const double size = canvas.text_size(cell_size, widest_of(canvas, looks) / wide);
  return size < least_size(canvas, looks) ? 0 : size;
}

constexpr double kDigit = 0.6;  // em
}  // namespace

void Canvas::cells(double cell_size, const std::vector<CellLook>& looks,
                   const std::function<Rect(Index)>& at) {
  const Numbered all = numbered(*this, cell_size, looks);
  for (std::size_t i = 0; i < looks.size(); ++i) cell(at(static_cast<Index>(i)), all.looks[i], all.size);
}

Numbered numbered(const Canvas& canvas, double cell, std::vector<CellLook> looks, double wide) {
  const Style& style = canvas.style();
  const double usual = number_size(canvas, cell, looks, wide);
  const bool decimals = std::ranges::any_of(
      looks, [](const CellLook& look) { return look.text.find('.') != std::string::npos; });
  // Where not even one digit fits, cells are a picture.
  if (!style.present || (usual > 0 && (usual >= easy_digits(style) || !decimals)) ||
      canvas.text_size(cell, kDigit) <= 0)
    return {std::move(looks), usual};
  // Under the pointer there are all digits.
  std::vector<CellLook> brief = looks;
  for (CellLook& look : brief) look.text = two_digits(look.text);
  const double size = number_size(canvas, cell, brief, wide);
  return size > usual ? Numbered{std::move(brief), size} : Numbered{std::move(looks), usual};
}

double wide_enough(const Canvas& canvas, double cell, const std::vector<CellLook>& looks, double most) {
  constexpr double kStep = 0.05;
  const double high = canvas.text_size(cell, kDigit);  // that the height allows
  if (!canvas.style().present || high <= 0) return 1;
  const auto wide_for = [&](double wanted, const auto& size) {
    for (double wide = 1; wide <= most; wide += kStep)
      if (size(wide) >= std::min(wanted, high)) return wide;
    return 0.0;
  };
  // All digits where they have room, else two.
  const double easy = easy_digits(canvas.style());
  const auto brief = [&](double wide) { return numbered(canvas, cell, looks, wide).size; };
  if (const double wide = wide_for(std::max(easy, least_size(canvas, looks)),
                                   [&](double w) { return number_size(canvas, cell, looks, w); });
      wide > 0)
    return wide;
  if (const double wide = wide_for(easy, brief); wide > 0) return wide;
  return brief(most) > brief(1) ? most : 1;
}

double Canvas::growth() const {
  constexpr double kMost = 3;
  return std::clamp(std::min(style_.width / 1280, style_.height / 720), 1.0, kMost);
}

double Canvas::most_cell(double usual) const {
  constexpr double kPresenting = 3;
  return usual * growth() * (style_.present ? kPresenting : 1);
}

double Canvas::text_size(double cell, double widest) const {
  const double size = cell_type().size(cell, widest);
  return size >= least_digits(style_) ? size : 0;
}

}  // namespace convscope
