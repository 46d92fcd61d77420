// The formula in large type, the sentence below it, and the summary of two axes beside it.
#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/sizes/arithmetic_drawing.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

double wide(double size, const std::string& text) {
  return text_width(Font::number_bold, size, text);
}

/// One side of a plane: what is drawn of it, in cells, and the other side's size.
struct PlaneAxis {
  Axis axis;
  Sides sides;
  double low, high, out;
  /// Pixels behind the last window, which a convolution never reads.
  double unread() const {
    const Index last = window_origin(axis, axis.windows - 1) + reach(axis);
    return static_cast<double>(std::clamp<Index>(axis.pixels - last, 0, axis.pixels));
  }
};

PlaneAxis plane_axis(const Operator& op, std::size_t i) {
  const SizeAxis a = size_axis(op, i);
  const Index from = -a.axis.pad, to = from + covered(a.axis);
  const Index end = op.transposed() ? to : a.axis.pixels + a.sides.end;
  return {a.axis, a.sides, static_cast<double>(std::min<Index>(0, from)),
          static_cast<double>(std::max({a.axis.pixels, end, to})), static_cast<double>(a.axis.windows)};
}

std::string plane_size(Index rows, Index columns) {
  return fmt::format("{} × {}", rows, columns);
}

}  // namespace

std::vector<std::string> ArithmeticDrawing::sentences() const {
  const Index step = axis_.stride;
  if (op_.transposed()) {
    const Index op = axis_.pixels - (covered(axis_) - sides_.begin - sides_.end);
    std::string text = fmt::format("{} {} apart cover {}.", counted(axis_.windows, "stamp"), step,
                                   counted(covered(axis_), "cell"));
    if (axis_.windows == 1) text = fmt::format("One stamp covers {}.", counted(covered(axis_), "cell"));
    if (const Index removed = sides_.begin + sides_.end; removed > 0)
      text += fmt::format(" Padding removes {}{}", removed,
                          op > 0 ? fmt::format(", output padding brings {} back.", op) : ".");
    else if (op > 0)
      text += fmt::format(" Output padding adds {}.", op);
    return {text};
  }
  const Index beyond = padded() - reach(axis_), rest = beyond % step;
  const std::string steps = counted(axis_.windows - 1, "step");
  const std::string plain =
      fmt::format("{} beyond the first window = {} of {}", counted(beyond, "cell"), steps, step);
  const std::string brief = fmt::format("{} more = {} of {}", counted(beyond, "cell"), steps, step);
  if (rest > 0) return {plain + " +", brief + " +"};
  return {plain + ", nothing left over", plain, brief};
}

double ArithmeticDrawing::formula(double right) {
  const Palette& c = colors();
  const Rect area = canvas_.area();
  const SizeFormula f = op_.transposed() ? transposed_formula(axis_, sides_) : conv_formula(axis_, sides_);
  std::vector<FormulaPart> parts{{SizeTerm::output, "o", f.result}, {SizeTerm::none, " = ", " = "}};
  parts.insert(parts.end(), f.parts.begin(), f.parts.end());
  const auto total = [&](double size) {
    double sum = 0;
    for (const FormulaPart& p : parts) sum += std::max(wide(size, p.names), wide(size, p.numbers));
    return sum;
  };
  double size = type(25);
  size = std::clamp(size * (right - area.x - 8) / total(size), type(12), size);
  const double names = area.y + size * 0.6, numbers = names + size * 1.6;
  double x = area.x + 4;
  for (const FormulaPart& p : parts) {
    const double width = std::max(wide(size, p.names), wide(size, p.numbers));
    const Color color = p.term == SizeTerm::none ? c.soft : term_color(c, p.term);
    if (p.term != SizeTerm::none) {
      // The sign belongs to the term, but lights up around what is behind it.
      const bool blank = p.names.starts_with(' ');
      const double lead = blank ? wide(size, " ") * 0.4 : 0;
      part(p.term, {x + lead, names - size * 0.72, width - lead, numbers - names + size * 1.44});
    }
    const Font font = p.term == SizeTerm::none ? Font::number : Font::number_bold;
    const auto write = [&](const std::string& text, double y) {
      const std::size_t blanks = text.find_first_not_of(' ');
      canvas_.text({x + (width - wide(size, text)) / 2 + wide(size, text.substr(0, blanks)), y},
                   std::string(trim(text)), size, color, font);
    };
    write(p.names, names);
    write(p.numbers, numbers);
    x += width;
  }
  const double y = numbers + size * 0.9 + type(20), text = type(17);
  if (op_.transposed()) {
    const int lines =
        canvas_.paragraph({area.x + 4, y}, sentences().front(), text, right - area.x - 8, c.soft);
    return y + text * 1.35 * (lines - 1) + type(24);
  }
  const Index rest = (padded() - reach(axis_)) % axis_.stride;
  const std::string words = fmt::format("{} left over", rest);
  const double width = rest > 0 ? text_width(Font::text_bold, text, words) : 0;
  const double room = right - area.x - 4 - (rest > 0 ? width + type(10) : 0);
  std::vector<std::string> texts = sentences();
  texts.push_back("");  // rather none than one that is too long
  const double after = canvas_.line(
      {area.x + 4, y}, {{fitting(Font::text, text, room, texts), c.soft, Font::text}}, text, right);
  if (rest > 0) {
    part(SizeTerm::remainder, {after + type(6), y - text * 0.7, width, text * 1.4});
    canvas_.text({after + type(6), y}, words, text, c.warning, Font::text_bold);
  }
  return y + type(24);
}

double ArithmeticDrawing::plane() {
  const Palette& c = colors();
  const Rect all = canvas_.area();
  const std::size_t rank = op_.geometry.rank();
  const double room = std::min(type(96), all.h * 0.22), width = type(210);
  if (all.w < type(680)) return 0;  // the formula needs all of it
  const PlaneAxis rows = plane_axis(op_, rank - 2), columns = plane_axis(op_, rank - 1);
  const double high = rows.high - rows.low, across = columns.high - columns.low;
  const auto half_of = [&](const std::string& words) {
    return text_width(Font::number_bold, type(13), words) / 2;
  };
  const std::string in = plane_size(rows.axis.pixels, columns.axis.pixels);
  const std::string out = plane_size(rows.axis.windows, columns.axis.windows);
  const double half = half_of(out), least = type(34);
  const double unit = std::min(room / std::max(high, rows.out), (width - least) / (across + columns.out));
  // So far apart that their sizes do not meet.
  const double gap = std::max(least, half_of(in) + half + type(12) + std::max(half, unit * columns.out / 2) -
                                         unit * (columns.out + across / 2));
  const double left = all.right() - unit * (across + columns.out) - gap, top = all.y + type(4);
  const auto place = [&](double row, double column, double h, double w) {
    return Rect{left + (column - columns.low) * unit, top + (row - rows.low) * unit, w * unit, h * unit};
  };
  const Role dense = op_.transposed() ? Role::output : Role::input;
  const Role strided = op_.transposed() ? Role::input : Role::output;
  const auto size = [](Index n) { return static_cast<double>(n); };
  canvas_.add(Box{.rect = place(rows.low, columns.low, high, across),
                  .fill = c.stage,
                  .stroke = c.hatch,
                  .hatch = c.hatch});
  canvas_.add(Box{.rect = place(0, 0, size(rows.axis.pixels), size(columns.axis.pixels)),
                  .fill = mix(c.stage, role_color(c, dense), 0.32)});
  if (!op_.transposed()) {
    const double below = rows.unread(), beside = columns.unread();
    const double h = size(rows.axis.pixels), w = size(columns.axis.pixels);
    if (below > 0)
      canvas_.add(Box{.rect = place(h - below, 0, below, w), .fill = c.warning.with_alpha(0.55)});
    if (beside > 0)
      canvas_.add(Box{.rect = place(0, w - beside, h - below, beside), .fill = c.warning.with_alpha(0.55)});
  }
  canvas_.outline(
      place(-size(rows.axis.pad), -size(columns.axis.pad), size(reach(rows.axis)), size(reach(columns.axis))),
      c.kernel, 2, 2);
  const double other = left + unit * across + gap;
  const double centre = top + unit * std::max(high, rows.out) / 2;
  const Rect grid{other, centre - unit * rows.out / 2, unit * columns.out, unit * rows.out};
  canvas_.add(Box{.rect = grid, .fill = mix(c.stage, role_color(c, strided), 0.4)});
  const double a = left + unit * across + type(6), b = other - type(6);
  canvas_.curve({op_.transposed() ? b : a, centre}, {op_.transposed() ? a : b, centre}, c.soft, 1.5, true);
  const double words = top + unit * std::max(high, rows.out) + type(14);
  canvas_.text({left + unit * across / 2, words}, in, type(13), role_text_color(c, dense), Font::number_bold,
               Align::centre);
  canvas_.text({std::min(grid.centre().x, all.right() - half), words}, out, type(13),
               role_text_color(c, strided), Font::number_bold, Align::centre);
  // The axis of the drawing below.
  const Rect whole = place(rows.low, columns.low, high, across);
  if (chosen_ + 1 == rank)
    canvas_.stroke({whole.x, whole.y - 5}, {whole.right(), whole.y - 5}, c.ink, 3);
  else if (chosen_ + 2 == rank)
    canvas_.stroke({whole.x - 5, whole.y}, {whole.x - 5, whole.bottom()}, c.ink, 3);
  spots_.push_back({{left - 8, top - 8, all.right() - left + 8, words - top + 16},
                    fmt::format("axis/{}", chosen_ + 1 == rank ? rank - 2 : rank - 1),
                    "Both axes; click for the other one (X)"});
  return all.right() - left + type(24);
}

}  // namespace convscope
