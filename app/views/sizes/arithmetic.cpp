#include "app/views/sizes/arithmetic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/picture/fonts.hpp"
#include "app/views/frame.hpp"
#include "app/views/sizes/arithmetic_drawing.hpp"
#include "core/ops/unread.hpp"

namespace convscope {

namespace {

constexpr std::array<std::string_view, 9> kTerms{"",      "input",          "padding",   "reach", "stride",
                                                 "first", "output-padding", "remainder", "output"};
/// Beyond so many contacts a border's copies are not followed to mark single cells.
constexpr Index kMostFollowed = 1'000'000;

std::string term_id(SizeTerm term) {
  return fmt::format("term/{}", term_name(term));
}

}  // namespace

std::string_view term_name(SizeTerm term) {
  return kTerms[static_cast<std::size_t>(term)];
}

SizeTerm find_term(std::string_view name) {
  const auto* found = std::ranges::find(kTerms, name);
  return found == kTerms.end() ? SizeTerm::none : static_cast<SizeTerm>(found - kTerms.begin());
}

std::vector<SizeTerm> terms_of(bool transposed) {
  using enum SizeTerm;
  if (transposed) return {input, stride, reach, padding, output_padding, output};
  return {input, padding, reach, stride, remainder, first, output};
}

std::string_view term_help(SizeTerm term, bool transposed) {
  switch (term) {
    case SizeTerm::input:
      return transposed ? "Cells of the input: each stamps the kernel once." : "Cells of the input.";
    case SizeTerm::padding:
      return transposed ? "Rows that the padding removes at both ends of what the stamps cover."
                        : "Cells that the padding adds at both ends.";
    case SizeTerm::reach:
      return "The kernel's reach, d(k−1) + 1: from its first weight to its last.";
    case SizeTerm::stride:
      return "Each window begins a stride after the one before.";
    case SizeTerm::first:
      return "The first window, from which the strides are counted.";
    case SizeTerm::output_padding:
      return "Rows at the end that the padding would have removed, or that no stamp reaches.";
    case SizeTerm::remainder:
      return "What rounding down leaves over: no further window fits there.";
    case SizeTerm::output:
      return "Cells of the output.";
    case SizeTerm::none:
      break;
  }
  return {};
}

Color term_color(const Palette& c, SizeTerm term) {
  switch (term) {
    case SizeTerm::input:
      return c.input_text;
    case SizeTerm::reach:
    case SizeTerm::first:
      return c.kernel_text;
    case SizeTerm::output:
    case SizeTerm::output_padding:
      return c.output_text;
    case SizeTerm::remainder:
      return c.warning;
    case SizeTerm::padding:
      return c.soft;
    case SizeTerm::stride:
    case SizeTerm::none:
      break;
  }
  return c.ink;
}

SizeAxis size_axis(const Operator& op, std::size_t i) {
  Axis axis = op.geometry.axes[i];
  axis.pixels = op.pixels[i];
  axis.pad = op.sides[i].begin;
  return {axis, op.sides[i]};
}

ArithmeticDrawing::ArithmeticDrawing(const Operator& op, std::size_t axis, SizeTerm lit, const Style& style)
    : SizeDrawing(style, "Arithmetic",
                  op.transposed() ? "how far the stamps reach, and what is cropped" : "how many windows fit"),
      op_(op),
      chosen_(axis),
      axis_(size_axis(op, axis).axis),
      sides_(size_axis(op, axis).sides),
      lit_term_(lit) {
  if (op.transposed() || !op.border.active()) return;
  const Axis& whole = op.geometry.axes[axis];
  if (whole.taps * whole.windows + whole.pixels <= kMostFollowed)
    read_ = read_on_axis(op, axis);
  else
    marks_ = false;
}

void ArithmeticDrawing::part(SizeTerm term, const Rect& rect) {
  spots_.push_back({rect, term_id(term), std::string(term_help(term, op_.transposed()))});
  if (term != lit_term_) return;
  const Color color = term_color(colors(), term);
  canvas_.add(Box{.rect = {rect.x - 3, rect.y - 2, rect.w + 6, rect.h + 4},
                  .radius = 5,
                  .fill = color.with_alpha(0.16),
                  .stroke = color.with_alpha(0.8),
                  .stroke_width = 1.5});
}

void ArithmeticDrawing::dimension(SizeTerm term, Index from, Index to, double y,
                                  std::vector<std::string> texts, bool below, bool bold) {
  if (from >= to) return;
  const double a = ruler_.left(from) + 2, b = ruler_.left(to) - 2, tick = type(4) * squeeze_,
               size = dimension_size();
  const Color color = term_color(colors(), term);
  const double words = words_at(y, below);
  const Font font = bold ? Font::number_bold : Font::number;
  texts.push_back("");  // rather none than one that is too long
  const std::string text = fitting(font, size, std::max(b - a - 4, size), texts);
  part(term, {a - 1, std::min(y, words) - size * 0.55, b - a + 2, std::abs(words - y) + size * 1.1});
  const auto line = [&](Point p, Point q) { canvas_.stroke(p, q, color, bold ? 2.5 : 1.75); };
  line({a, y}, {b, y});
  line({a, y - tick}, {a, y + tick});
  line({b, y - tick}, {b, y + tick});
  if (!text.empty()) canvas_.text({(a + b) / 2, words}, text, size, color, font, Align::centre);
}

void ArithmeticDrawing::steps(Index from, Index count, double y, bool below) {
  const Index s = axis_.stride;
  const double wide = static_cast<double>(s) * ruler_.cell;
  if (count < 1) return;
  const std::string all = fmt::format("{} × s = {} × {}", count, count, s);
  if (wide < type(20) || count == 1) {
    dimension(SizeTerm::stride, from, from + count * s, y,
              {count == 1 ? fmt::format("stride {}", s) : all, fmt::format("{} × {}", count, s),
               fmt::format("{}", count * s)},
              below);
    return;
  }
  for (Index n = 0; n < count; ++n) {
    const Index a = from + n * s;
    if (ruler_.exact(a) && ruler_.exact(a + s))
      dimension(SizeTerm::stride, a, a + s, y,
                {fmt::format("stride {}", s), fmt::format("s = {}", s), fmt::format("s={}", s),
                 fmt::format("{}", s)},
                below);
    else if (ruler_.exact(a + s) && !ruler_.whole() && a + s >= ruler_.first + ruler_.count - ruler_.tail)
      continue;
    else if (!ruler_.exact(a)) {  // none of these is seen: go on behind the gap
      const Index behind = ruler_.first + ruler_.count - ruler_.tail;
      n = std::max(n, floor_div(behind - from, s) - 1);
    }
  }
  if (!ruler_.whole() && ruler_.exact(from) && ruler_.exact(from + count * s))
    canvas_.text({ruler_.gap_centre(), words_at(y, below)}, fmt::format("{} × s", count), type(13),
                 colors().ink, Font::number, Align::centre);
}

void ArithmeticDrawing::index(Index number, Point at, double size, double width, Color color) {
  const std::string text = fmt::format("{}", number);
  const double fits = (width - 3) / text_width(Font::number, 1, text);
  if (fits >= 8) canvas_.text(at, text, std::min(size, fits), color, Font::number, Align::centre);
}

double ArithmeticDrawing::window_centre(Index window) const {
  const Index from = window_origin(axis_, window);
  return (ruler_.left(from) + ruler_.left(from + reach(axis_))) / 2;
}

bool ArithmeticDrawing::window_shown(Index window) const {
  // The first and the last are always there, cut off where they reach into the gap.
  if (window == 0 || window == axis_.windows - 1) return true;
  const Index from = window_origin(axis_, window), to = from + reach(axis_);
  const bool spans = !ruler_.whole() && from - ruler_.first <= ruler_.head &&
                     to - ruler_.first >= ruler_.count - ruler_.tail;
  return ruler_.exact(from) && ruler_.exact(to) && !spans;
}

std::vector<ArithmeticDrawing::Bar> ArithmeticDrawing::arrange(Index capacity) const {
  const Index windows = axis_.windows;
  std::vector<Bar> bars;
  // One a row while they fit; else as many rows as keep neighbours apart.
  const bool stairs = windows <= capacity && windows <= 12;
  const Index cycle = stairs ? windows : std::min(capacity, ceil_div(reach(axis_) + 1, axis_.stride));
  const bool crowded = !stairs && ceil_div(reach(axis_) + 1, axis_.stride) > capacity;
  for (Index o = 0; o < windows; o = next_window(ruler_, axis_, o)) {
    if (!window_shown(o)) continue;
    if (crowded && o >= capacity - 2 && o < windows - 2) continue;
    const Index row = crowded && o >= windows - 2 ? capacity - (windows - o) : o % std::max<Index>(cycle, 1);
    bars.push_back({o, row});
  }
  // Rows in which nothing is shown close up.
  std::vector<Index> rows;
  for (const Bar& bar : bars) rows.push_back(bar.row);
  std::ranges::sort(rows);
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  for (Bar& bar : bars) bar.row = std::ranges::lower_bound(rows, bar.row) - rows.begin();
  return bars;
}

void ArithmeticDrawing::bars(const std::vector<Bar>& list, double top, double pitch) {
  const Palette& c = colors();
  const double height = std::min(pitch - 3, type(18));
  for (const Bar& bar : list) {
    const Index from = window_origin(axis_, bar.window), to = from + reach(axis_);
    const double y = top + static_cast<double>(bar.row) * pitch;
    const Rect rect{ruler_.left(from) + 1.5, y, ruler_.left(to) - ruler_.left(from) - 3, height};
    const bool first = bar.window == (op_.transposed() ? axis_.windows - 1 : 0);
    canvas_.add(Box{.rect = rect,
                    .radius = 3,
                    .fill = mix(c.stage, c.kernel, 0.14),
                    .stroke = c.kernel.with_alpha(first ? 1 : 0.55),
                    .stroke_width = first ? 2.0 : 1.0});
    for (Index tap = 0; tap < axis_.taps; ++tap) {
      const Index pixel = pixel_under(axis_, bar.window, tap);
      if (!ruler_.shown(pixel)) continue;
      const double inset = std::min(4.0, ruler_.cell * 0.2);
      canvas_.add(Box{.rect = {ruler_.left(pixel) + inset, y + 3, ruler_.cell - 2 * inset, height - 6},
                      .radius = 2,
                      .fill = c.kernel.with_alpha(0.85)});
    }
    const SizeTerm term = first && !op_.transposed() ? SizeTerm::first : SizeTerm::reach;
    spots_.push_back({rect, term_id(term), std::string(term_help(term, op_.transposed()))});
    const bool lit = lit_term_ == SizeTerm::reach || (lit_term_ == SizeTerm::first && first);
    if (lit)
      canvas_.outline({rect.x - 2, rect.y - 2, rect.w + 4, rect.h + 4}, term_color(c, lit_term_), 2, 5);
    if (lit_term_ == SizeTerm::stride && bar.window + 1 < axis_.windows && ruler_.exact(from + axis_.stride))
      canvas_.stroke({rect.x, rect.bottom() + 2}, {ruler_.left(from + axis_.stride), rect.bottom() + 2},
                     c.ink, 3);
  }
}

void ArithmeticDrawing::leaders(const std::vector<Bar>& list, double top, double pitch, double end) {
  for (const Bar& bar : list) {
    const double x = window_centre(bar.window), y = top + (static_cast<double>(bar.row) + 0.5) * pitch;
    canvas_.stroke({x, std::min(y, end)}, {x, std::max(y, end)}, colors().hatch.with_alpha(0.8));
  }
}

void ArithmeticDrawing::strided_cells(double top, double height, Role role, std::string_view name) {
  const Palette& c = colors();
  const double wide = std::min({ruler_.cell, static_cast<double>(axis_.stride) * ruler_.cell, type(40)}) - 3;
  const double size = std::min(height * 0.5, type(15));
  double left = 1e9, right = -1e9;
  for (Index o = 0; o < axis_.windows; o = next_window(ruler_, axis_, o)) {
    if (!window_shown(o)) continue;
    const double x = window_centre(o);
    canvas_.add(Box{.rect = {x - wide / 2, top, wide, height}, .radius = 4, .fill = role_tint(c, role, 0.8)});
    index(o, {x, top + height / 2}, size, wide, c.ink);
    left = std::min(left, x - wide / 2);
    right = std::max(right, x + wide / 2);
  }
  ellipsis(ruler_, top + height / 2, type(20));
  const SizeTerm term = role == Role::output ? SizeTerm::output : SizeTerm::input;
  part(term, {left, top, right - left, height});
  const std::string text = fmt::format("{} {}", name, axis_.windows);
  const double font = type(15), room = canvas_.area().right() - right;
  if (const double width = text_width(Font::text_bold, font, text); width + 14 < room)
    canvas_.text({right + 12, top + height / 2}, text, font, term_color(c, term), Font::text_bold);
  else if (left - canvas_.area().x > width + 14)
    canvas_.text({left - 12, top + height / 2}, text, font, term_color(c, term), Font::text_bold,
                 Align::right);
  else
    canvas_.text({(left + right) / 2, role == Role::output ? top + height + font : top - font * 0.8}, text,
                 font, term_color(c, term), Font::text_bold, Align::centre);
}

SizePage ArithmeticDrawing::draw() {
  const double summary = op_.geometry.rank() > 1 ? plane() : 0;
  const Rect all = canvas_.area();
  const double top = formula(all.right() - summary);
  const Rect area{all.x, top, all.w, all.bottom() - top};
  if (op_.transposed())
    transposed(area);
  else
    convolution(area);
  return finish();
}

SizePage draw_arithmetic(const Operator& op, std::size_t axis, SizeTerm lit, const Style& style) {
  return ArithmeticDrawing(op, axis, lit, grown(style)).draw();
}

}  // namespace convscope
