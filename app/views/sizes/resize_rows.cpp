#include "app/views/sizes/resize_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"

namespace convscope {

namespace {

class ResizeDrawing : SizeDrawing {
 public:
  ResizeDrawing(const ResizeView& view, std::string_view lit, const Style& style)
      : SizeDrawing(style, "Resize", "one resize in several frameworks", lit), view_(view) {}

  SizePage draw() {
    const Palette& c = colors();
    const Rect area = canvas_.area();
    const double size = type(20);
    const ResizeAxis& axis = view_.rows.front().axis;
    const std::string head =
        fitting(Font::text_bold, size, area.w,
                {fmt::format("{} input cells become {}: where each output cell looks", axis.from, axis.to),
                 fmt::format("{} become {}: where each looks", axis.from, axis.to)});
    canvas_.text({area.x, area.y + size * 0.6}, head, size, c.ink, Font::text_bold);
    lay_out(area);
    const double top = area.y + type(54), below = type(150);
    const auto count = static_cast<double>(view_.rows.size());
    const double pitch = std::min(type(56), (area.bottom() - below - top - type(26)) / count);
    input_cells(top, type(26));
    double y = top + type(32);
    for (std::size_t i = 0; i < view_.rows.size(); ++i, y += pitch) row(i, y, pitch);
    compare(area, std::min(y + type(26), area.bottom() - below + type(20)));
    return finish();
  }

 private:
  void lay_out(const Rect& area) {
    names_ = std::min(type(250), area.w * 0.34);
    shifts_ = std::min(type(170), area.w * 0.22);
    double low = 0, high = static_cast<double>(view_.rows.front().axis.from - 1);
    for (const ResizeDialect& row : view_.rows)
      for (const double place : row.places) {
        low = std::min(low, place);
        high = std::max(high, place);
      }
    first_ = low - 0.55;
    const double room = area.w - names_ - shifts_ - type(16);
    cell_ = std::min(type(96), room / (high - first_ + 0.55));
    left_ = area.x + names_ + (room - cell_ * (high - first_ + 0.55)) / 2;
  }

  double x_of(double place) const { return left_ + (place - first_) * cell_; }
  Rect input_cell(Index i, double y, double height) const {
    return {x_of(static_cast<double>(i) - 0.5) + 0.75, y, cell_ - 1.5, height};
  }

  void input_cells(double y, double height) {
    const Palette& c = colors();
    const Rect area = canvas_.area();
    canvas_.text({area.x + type(10), y + height / 2}, "input", type(14), c.soft, Font::text);
    canvas_.text({area.right() - type(10), y + height / 2}, "shift", type(14), c.soft, Font::text,
                 Align::right);
    const Index n = view_.rows.front().axis.from;
    for (Index i = 0; i < n; ++i) {
      const Rect rect = input_cell(i, y, height);
      canvas_.add(Box{.rect = rect, .radius = 3, .fill = role_tint(c, Role::input, 0.5)});
      const std::string text = fmt::format("{}", i);
      if (const double size = type(14); text_width(Font::number, size, text) < rect.w - 3)
        canvas_.text(rect.centre(), text, size, c.ink, Font::number, Align::centre);
    }
  }

  const ResizeDialect& against() const { return view_.rows[view_.against]; }

  void row(std::size_t i, double y, double pitch) {
    const Palette& c = colors();
    const ResizeDialect& row = view_.rows[i];
    const Rect area = canvas_.area();
    row_spot({area.x, y + 1, area.w, pitch - 2}, fmt::format("resize/{}", i), std::string(row.rule),
             i == view_.compared);
    const double middle = y + pitch / 2;
    const bool tight = pitch < type(30);
    const double step = tight ? 0 : std::min(type(10), pitch * 0.21);
    const double words = area.x + type(10), right = area.x + names_ - type(10);
    const double shrink = std::min(1.0, pitch / type(20));
    canvas_.line({words, middle - step}, {{std::string(row.name), c.ink, Font::text_bold}},
                 type(14.5) * shrink, right);
    if (!tight)
      canvas_.line({words, middle + step}, {{std::string(row.who), c.soft, Font::text}}, type(12) * shrink,
                   right);
    samples(row, middle, std::min(type(11), pitch * 0.24));
    const ResizeShift by = shift_between(row, against(), view_.nearest);
    const bool same = by.even() && std::abs(by.mean) < 0.0005;
    const std::string text = i == view_.against ? "compared with" : same ? "0" : signed_text(by);
    canvas_.line({area.right() - type(10), middle},
                 {{text, same || i == view_.against ? c.soft : c.warning,
                   i == view_.against ? Font::text : Font::number}},
                 type(14) * shrink, area.right() - type(10), Align::right);
  }

  static std::string number(double shift) {
    return fmt::format("{}{:.3g}", shift < -0.0005 ? "−" : shift > 0.0005 ? "+" : "", std::abs(shift));
  }
  static std::string signed_text(const ResizeShift& by) {
    if (by.even()) return number(by.mean);
    // Ups and downs that come to nothing at both ends: their mean.
    if (std::abs(by.first - by.last) < 0.0005) return "≈ " + number(by.mean);
    return fmt::format("{} … {}", number(by.first), number(by.last));
  }

  /// Dots at the places of the output cells, on the input's scale; of nearest the cells that are taken.
  void samples(const ResizeDialect& row, double middle, double radius) {
    const Palette& c = colors();
    const Index n = row.axis.from;
    canvas_.stroke({x_of(-0.5), middle}, {x_of(static_cast<double>(n) - 0.5), middle}, c.line);
    for (Index i = 0; i <= n; ++i) {
      const double x = x_of(static_cast<double>(i) - 0.5);
      canvas_.stroke({x, middle - radius}, {x, middle + radius}, c.line);
    }
    const double apart = cell_ * static_cast<double>(n) / static_cast<double>(row.axis.to);
    const double size = std::min(std::max(apart * 0.42, 2.0), radius);  // which may be below 2
    for (std::size_t i = 0; i < row.places.size(); ++i) {
      const double x = x_of(row.places[i]);
      if (view_.nearest) {
        const double taken = x_of(static_cast<double>(row.cells[i]));
        canvas_.stroke({x, middle}, {taken, middle - radius * 1.3}, c.output, 1.5);
      }
      const bool outside = row.places[i] < -0.0005 || row.places[i] > static_cast<double>(n) - 0.9995;
      canvas_.disc({x, middle}, size, outside ? c.stage : c.output, c.output, 1.5);
      const std::string text = fmt::format("{}", i);
      if (const double digits = size * 1.15;
          digits >= canvas_.least_number() && text_width(Font::number_bold, digits, text) < 2 * size)
        canvas_.text({x, middle}, text, digits, outside ? c.ink : c.stage, Font::number_bold, Align::centre);
    }
  }

  /// The chosen row against the other one, joined place by place, and in words.
  void compare(const Rect& area, double y) {
    const Palette& c = colors();
    const ResizeDialect &one = view_.rows[view_.compared], &other = against();
    canvas_.stroke({area.x, y - type(14)}, {area.right(), y - type(14)}, c.line);
    const double radius = type(10), first = y + radius, second = first + type(46);
    const auto name = [&](const ResizeDialect& row, double at) {
      canvas_.text({area.x + type(10), at}, std::string(row.name), type(15), c.ink, Font::text_bold);
      samples(row, at, radius);
    };
    for (std::size_t i = 0; i < one.places.size(); ++i)
      canvas_.stroke({x_of(other.places[i]), first}, {x_of(one.places[i]), second}, c.warning, 1.5);
    name(other, first);
    name(one, second);
    const ResizeShift by = shift_between(one, other, view_.nearest);
    const bool same = by.even() && std::abs(by.mean) < 0.0005;
    const std::string words = [&] {
      if (view_.compared == view_.against)
        return std::string("Another row, clicked, is compared with this one.");
      if (same && view_.nearest)
        return fmt::format("With nearest {} and {} show the same.", one.name, other.name);
      if (same) return fmt::format("{} and {} show the same.", one.name, other.name);
      const std::string shift = shift_text(by);
      return view_.nearest ? fmt::format("With nearest {}'s picture lies {} of {}'s, in output pixels.",
                                         one.name, shift, other.name)
                           : fmt::format("{}'s picture lies {} of {}'s, in output pixels.", one.name, shift,
                                         other.name);
    }();
    canvas_.paragraph({area.x + type(10), second + type(34)}, words, type(15), area.w - type(20),
                      same ? c.soft : c.warning, Font::text);
  }

  const ResizeView& view_;
  double names_ = 0, shifts_ = 0, first_ = 0, cell_ = 1, left_ = 0;
};

}  // namespace

SizePage draw_resizes(const ResizeView& resizes, std::string_view lit, const Style& style) {
  return ResizeDrawing(resizes, lit, grown(style)).draw();
}

}  // namespace convscope
