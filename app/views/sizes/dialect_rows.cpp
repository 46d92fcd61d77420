#include "app/views/sizes/dialect_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "app/picture/fonts.hpp"
#include "app/views/sizes/ruler.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

class DialectDrawing : SizeDrawing {
 public:
  DialectDrawing(const DialectView& view, std::string_view lit, const Style& style)
      : SizeDrawing(style, "Dialects", "one layer in four frameworks", lit), view_(view) {}

  SizePage draw() {
    const Palette& c = colors();
    const Rect area = canvas_.area();
    const double size = type(20);
    canvas_.text({area.x, area.y + size * 0.6}, fitting(Font::text_bold, size, area.w, headlines()), size,
                 c.ink, Font::text_bold);
    double y = area.y + type(46);
    const bool overlay = comparison() != nullptr;
    const double below = overlay ? type(142) : 0;
    lay_out(area);
    const std::vector<std::size_t> shown = rows_shown(area.bottom() - below - y);
    const double pitch = std::min(type(48), (area.bottom() - below - y) / static_cast<double>(shown.size()));
    for (const std::size_t i : shown) {
      row(i, y, pitch);
      y += pitch;
    }
    if (overlay)
      compare(area, std::max(y + type(10), std::min(area.bottom() - below + type(10), y + type(40))));
    return finish();
  }

 private:
  /// All rows; presenting, as many as can be read: PyTorch's and those around the one that is compared.
  std::vector<std::size_t> rows_shown(double room) const {
    const std::size_t all = view_.rows.size();
    const auto fit = static_cast<std::size_t>(saturated(std::max(2.0, room / type(27))));
    std::vector<std::size_t> shown;
    if (!canvas_.style().present || all <= fit) {
      for (std::size_t i = 0; i < all; ++i) shown.push_back(i);
      return shown;
    }
    const std::size_t others = fit - 1, middle = std::clamp<std::size_t>(view_.compared, 1, all - 1);
    const std::size_t first = std::clamp<std::size_t>(middle - std::min(middle, others / 2), 1, all - others);
    shown.push_back(0);
    for (std::size_t i = first; i < first + others; ++i) shown.push_back(i);
    return shown;
  }
  bool present() const { return canvas_.style().present; }
  Index out(const DialectRow& row) const { return row.output[view_.at]; }
  Sides sides(const DialectRow& row) const { return row.sides[view_.at]; }
  const DialectRow* comparison() const {
    if (view_.compared == 0 || view_.compared >= view_.rows.size()) return nullptr;
    const DialectRow& row = view_.rows[view_.compared];
    return row.output.empty() ? nullptr : &row;
  }

  /// The longest one that fits is taken.
  std::vector<std::string> headlines() const {
    Index low = out(view_.rows[0]), high = low;
    for (const DialectRow& row : view_.rows)
      if (!row.output.empty()) {
        low = std::min(low, out(row));
        high = std::max(high, out(row));
      }
    const bool plane = view_.input.rank() == 2;
    const std::string from = counted(view_.input[view_.at], !plane          ? "cell"
                                                            : view_.at == 0 ? "row"
                                                                            : "column");
    if (low == high)
      return {fmt::format("From {} this layer makes {} in every framework", from, low),
              fmt::format("From {}: {} in every framework", from, low), fmt::format("{} → {}", from, low)};
    return {fmt::format("From {} this layer makes {} to {}, depending on the framework", from, low, high),
            fmt::format("From {}: {} to {}, by framework", from, low, high),
            fmt::format("{} → {} to {}", from, low, high)};
  }

  void lay_out(const Rect& area) {
    Index low = 0, high = view_.transposed ? covered(view_.axis) : view_.axis.pixels;
    for (const DialectRow& row : view_.rows) {
      if (row.output.empty()) continue;
      const Sides s = sides(row);
      low = std::min(low, view_.transposed ? s.begin : -s.begin);
      high = std::max(high, view_.transposed ? covered(view_.axis) - s.end : view_.axis.pixels + s.end);
    }
    names_ = std::min(type(258), area.w * 0.35);
    result_ = type(148);
    const double room = area.w - names_ - result_;
    ruler_ = make_ruler(low, high - low, area.x + names_, room, type(11), type(40));
    ruler_.x += std::max(0.0, (room - (ruler_.right() - ruler_.x)) / 2);
    for (Index i = 0; i < static_cast<Index>(view_.full.size()); ++i)
      widest_ = std::max(widest_, text_width(Font::number, 1, value(i)));
  }

  std::string value(Index full_cell) const {
    if (full_cell < 0 || full_cell >= static_cast<Index>(view_.full.size()))
      return view_.full.empty() ? "" : "0";
    // On one line: signs such as ⅓ beside 5/3 would be another size.
    return canvas_.line_number(view_.full[static_cast<std::size_t>(full_cell)]);
  }

  void cell(const Rect& rect, Color fill, Color stroke, Color hatch, const std::string& text, Color ink) {
    canvas_.add(Box{.rect = rect, .radius = 3, .fill = fill, .stroke = stroke, .hatch = hatch});
    // All in the size that the longest has room for.
    const double size = std::min({type(14), rect.h * 0.72, (rect.w - 3) / widest_});
    if (!text.empty() && size >= 8) canvas_.text(rect.centre(), text, size, ink, Font::number, Align::centre);
  }

  void row(std::size_t i, double y, double pitch) {
    const Palette& c = colors();
    const DialectRow& row = view_.rows[i];
    const Rect area = canvas_.area();
    const Rect all{area.x, y + 1, area.w, pitch - 2};
    const bool has = !row.output.empty();
    if (const bool chosen = i == view_.compared; i > 0 && (has || chosen))
      row_spot(all, fmt::format("dialect/{}", i),
               !has ? row.note
                    : fmt::format("Compares {} with PyTorch below{}", row.framework,
                                  row.note.empty() ? "" : ": " + row.note),
               chosen);
    // Two lines for the names where there is room, else one.
    const bool tight = pitch < type(present() ? 34 : 30);
    const double middle = y + pitch / 2, step = tight ? 0 : std::min(type(10), pitch * 0.21);
    const double shrink = std::min(1.0, pitch / type(20));
    const double words = area.x + type(10), right = area.x + names_ - type(10);
    const double after =
        canvas_.line({words, middle - step}, {{row.framework, has ? c.ink : c.faint, Font::text_bold}},
                     type(14) * shrink, right);
    // Where there is little room, what is set alone: "Convolution", or the value.
    const double from = tight ? after + type(8) : words, small = type(present() ? 13.4 : 12) * shrink;
    const std::size_t blank = row.setting.find(' '), equals = row.setting.find('=');
    const std::string value = blank < equals ? row.setting.substr(0, blank) : row.setting.substr(equals + 1);
    std::string brief = value;
    constexpr std::string_view kExtra = "output_padding=";
    if (const std::size_t at = brief.find(kExtra); at != std::string::npos)
      brief.replace(at, kExtra.size(), "op=");
    const std::string setting =
        fitting(Font::number, small, right - from, {row.setting, value, brief, row.setting});
    canvas_.line({from, middle + step}, {{setting, has ? c.soft : c.faint, Font::number}}, small, right);
    if (!has) {
      canvas_.line({std::max(area.x + names_, ruler_.x), middle}, {{row.note, c.soft, Font::text}},
                   type(14) * shrink, area.right());
      return;
    }
    if (view_.transposed)
      crops(row, middle, pitch);
    else
      pads(row, middle, pitch);
    result(row, middle, step, shrink, i == 0);
  }

  void result(const DialectRow& row, double middle, double step, double shrink, bool reference) {
    const Palette& c = colors();
    const double x = canvas_.area().right() - type(10);
    const double beside = step > 0 ? 0 : type(66) * shrink;
    canvas_.text({x - beside, middle - step}, to_string(row.output), type(15) * shrink, c.output_text,
                 Font::number_bold, Align::right);
    std::string shift = "between";
    Color color = c.warning;
    if (reference) {
      shift = "";
    } else if (const auto by = row.shift[view_.at]) {
      shift = *by == 0 ? "aligned" : fmt::format("shift {}{}", *by > 0 ? "+" : "−", std::abs(*by));
      if (*by == 0) color = c.soft;
    }
    canvas_.text({x, middle + step}, shift, type(present() ? 14 : 13) * shrink, color, Font::text,
                 Align::right);
  }

  /// A convolution's input with its padding, and under it where the windows' middles are.
  void pads(const DialectRow& row, double middle, double pitch) {
    const Palette& c = colors();
    const Sides s = sides(row);
    const double height = std::min(pitch * 0.46, type(20)), top = middle - height * 0.75;
    ruler_.each_shown(-s.begin, view_.axis.pixels + s.end, [&](Index i) {
      const Rect rect{ruler_.left(i) + 0.75, top, ruler_.cell - 1.5, height};
      if (i < 0 || i >= view_.axis.pixels)
        cell(rect, c.stage, c.line, c.hatch, "", c.soft);
      else
        cell(rect, role_tint(c, Role::input, 0.5), {}, {}, "", c.ink);
    });
    ellipsis(ruler_, middle, type(16));
    Axis axis = view_.axis;
    axis.windows = out(row);
    axis.pad = s.begin;
    for (Index o = 0; o < axis.windows; o = next_window(ruler_, axis, o)) {
      const Index from = window_origin(axis, o), to = from + reach(axis);
      if (!ruler_.exact(from) || (!ruler_.exact(to) && to <= ruler_.first + ruler_.count)) continue;
      const double x = ruler_.left(from) + static_cast<double>(reach(view_.axis)) * ruler_.cell / 2;
      const double wide = std::clamp(ruler_.cell * 0.5, 3.0, 12.0);
      canvas_.add(Box{.rect = {x - wide / 2, top + height + 4, wide, std::min(wide, pitch * 0.18)},
                      .radius = 2,
                      .fill = c.output});
    }
  }

  /// The full result, of which a framework keeps the middle.
  void crops(const DialectRow& row, double middle, double pitch) {
    const Palette& c = colors();
    const Sides s = sides(row);
    const double height = std::min(std::max(pitch - type(12), pitch * 0.72), type(28)),
                 top = middle - height / 2;
    const Index from = std::min<Index>(0, s.begin),
                to = std::max(covered(view_.axis), covered(view_.axis) - s.end);
    ruler_.each_shown(from, to, [&](Index i) {
      const Rect rect{ruler_.left(i) + 0.75, top, ruler_.cell - 1.5, height};
      const bool kept = i >= s.begin && i < covered(view_.axis) - s.end,
                 real = i >= 0 && i < covered(view_.axis);
      if (!kept)
        cell(rect, c.stage, c.line, c.hatch, "", c.soft);
      else
        cell(rect, real ? role_tint(c, Role::output, 0.6) : c.cell, {}, {}, value(i), real ? c.ink : c.soft);
    });
    ellipsis(ruler_, middle, type(16));
  }

  /// Both results by their own indices, with lines between cells that are the same.
  void compare(const Rect& area, double y) {
    const Palette& c = colors();
    const DialectRow &mine = view_.rows[0], &other = *comparison();
    const double height = type(30), gap = type(38);
    canvas_.stroke({area.x, y - type(8)}, {area.right(), y - type(8)}, c.line);
    const Index most = std::max(out(mine), out(other));
    const Ruler by_index = [&] {
      Ruler r = make_ruler(0, most, area.x + names_, area.w - names_ - type(10), type(18), type(44));
      r.x += std::max(0.0, std::min((area.w - names_ - (r.right() - r.x)) / 2, type(60)));
      return r;
    }();
    const auto strip = [&](const DialectRow& row, double top, const std::string& name) {
      canvas_.text({area.x + type(10), top + height / 2}, name, type(15), c.ink, Font::text_bold);
      by_index.each_shown(0, out(row), [&](Index i) {
        const Rect rect{by_index.left(i) + 1, top, by_index.cell - 2, height};
        const std::string text =
            view_.transposed && !view_.full.empty() ? value(i + sides(row).begin) : fmt::format("{}", i);
        cell(rect, role_tint(c, Role::output, 0.6), {}, {}, text, c.ink);
      });
      ellipsis(by_index, top + height / 2, type(16));
    };
    const double first = y + type(6), second = first + height + gap;
    strip(mine, first, "PyTorch");
    strip(other, second, other.framework);
    const std::optional<Index> shift = other.shift[view_.at];
    if (shift)
      by_index.each_shown(0, out(mine), [&](Index i) {
        const Index j = i + *shift;
        if (j < 0 || j >= out(other) || !by_index.shown(j)) return;
        canvas_.stroke({by_index.centre(i), first + height + 3}, {by_index.centre(j), second - 3},
                       *shift == 0 ? c.soft : c.warning, 1.75);
      });
    const std::string words =
        !shift ? fmt::format("{}'s windows lie between PyTorch's: no cell is the same.", other.framework)
        : *shift == 0
            ? fmt::format("{} i is the same in both{}.",
                          view_.input.rank() > 1 ? "On this axis cell" : "Cell",
                          out(mine) == out(other) ? "" : ", as far as both go")
            : fmt::format(
                  "PyTorch's cell i is {}'s cell i {} {}: a network taken over without care moves by {}.",
                  other.framework, *shift > 0 ? "+" : "−", std::abs(*shift),
                  counted(std::abs(*shift), "cell"));
    canvas_.line({area.x + type(10), second + height + type(18)},
                 {{words, shift && *shift == 0 ? c.soft : c.warning, Font::text}}, type(15), area.right());
  }

  const DialectView& view_;
  Ruler ruler_;
  double names_ = 0, result_ = 0;
  double widest_ = 0.6;  ///< of the values, in em
};

}  // namespace

std::size_t row_to_compare(const std::vector<DialectRow>& rows, std::size_t axis) {
  std::size_t second = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].output.empty()) continue;
    if (second == 0) second = i;
    if (rows[i].shift[axis] != 0 && rows[i].setting.find("same") != std::string::npos) return i;
  }
  return second;
}

SizePage draw_dialects(const DialectView& dialects, std::string_view lit, const Style& style) {
  return DialectDrawing(dialects, lit, grown(style)).draw();
}

}  // namespace convscope
