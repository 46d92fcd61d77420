#include "app/window/lecturer_page.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "app/picture/fonts.hpp"
#include "app/picture/language.hpp"
#include "app/picture/scaled.hpp"
#include "core/base/numbers.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

/// The page is laid out at a height of 720 and enlarged as one.
constexpr double kHeight = 720, kMargin = 32, kGap = 32;
constexpr double kRightShare = 0.3585;  ///< of what is left between the margins
constexpr std::size_t kShownOutline = 5;

class Pencil {
 public:
  Pencil(DrawnLecturer& out, const Palette& colors, double unit) : out_(out), colors_(colors), unit_(unit) {}

  const Palette& colors() const { return colors_; }
  void box(const Rect& rect, double radius, Color fill, Color stroke = {}, double width = 1) {
    out_.picture.add(Box{.rect = at(rect),
                         .radius = radius * unit_,
                         .fill = fill,
                         .stroke = stroke,
                         .stroke_width = width * unit_});
  }
  void text(Point p, std::string_view words, double size, Color color, Font font = Font::text,
            Align align = Align::left) {
    if (words.empty()) return;
    out_.picture.add(Label{.at = {p.x * unit_, p.y * unit_},
                           .text = std::string(words),
                           .font = font,
                           .size = size * unit_,
                           .align = align,
                           .color = color});
  }
  void text_within(Point p, std::string_view words, double size, double width, Color color,
                   Font font = Font::text, Align align = Align::left) {
    text(p, shortened(font, size, words, width), size, color, font, align);
  }
  /// A picture of any size as large as it fits, in the upper left corner of the rectangle; returns its place.
  Rect picture(const Rect& rect, const Picture& of) {
    const double factor = std::min(rect.w / of.width, rect.h / of.height);
    const Rect place{rect.x, rect.y, of.width * factor, of.height * factor};
    box(place, 0, of.background.a > 0 ? of.background : colors_.stage);
    append(out_.picture, scaled(of, factor * unit_), {place.x * unit_, place.y * unit_});
    box(place, 0, {}, colors_.line);
    return place;
  }
  void spot(const Rect& rect, const LecturerPage::Entry& entry) {
    if (entry.possible && !entry.command.empty()) out_.spots.push_back({at(rect), entry.command, entry.help});
  }
  void button(const Rect& rect, const LecturerPage::Entry& entry, double size) {
    const Color fill = entry.on ? mix(colors_.window, colors_.accent, 0.16) : colors_.window;
    box(rect, 8, fill, entry.on ? colors_.accent : colors_.line);
    const Font font = entry.on ? Font::text_bold : Font::text_medium;
    const std::string words = shortened(font, size, entry.words, rect.w - 14);
    text(rect.centre(), words, size,
         !entry.possible ? colors_.faint
         : entry.on      ? colors_.accent
                         : colors_.ink,
         font, Align::centre);
    spot(rect, entry);
  }
  Rect at(const Rect& r) const { return {r.x * unit_, r.y * unit_, r.w * unit_, r.h * unit_}; }

 private:
  DrawnLecturer& out_;
  const Palette& colors_;
  double unit_;
};

void bar(Pencil& pencil, const Rect& rect, double share, Color color) {
  pencil.box(rect, rect.h / 2, pencil.colors().line);
  const double width = rect.w * std::clamp(share, 0.0, 1.0);
  if (width >= 1) pencil.box({rect.x, rect.y, std::max(rect.h, width), rect.h}, rect.h / 2, color);
}

/// A shot with its label above and its steps below; returns its bottom.
double shot(Pencil& pencil, const Rect& rect, const LecturerPage::Shot& of, double label,
            Rect* stands = nullptr) {
  const Palette& colors = pencil.colors();
  pencil.text_within({rect.x, rect.y - 22}, of.label, label, rect.w, colors.soft, Font::text_medium);
  Rect place = rect;
  if (of.picture) {
    place = pencil.picture(rect, *of.picture);
    if (stands != nullptr) *stands = pencil.at(place);
  } else {
    place.h = std::min(place.h, place.w * 9 / 16);
    pencil.box(place, 0, mix(colors.stage, colors.line, 0.4), colors.line);
    pencil.text_within(place.centre(), of.words, 17, place.w - 32, colors.soft, Font::text, Align::centre);
  }
  bar(pencil, {place.x, place.bottom(), place.w, 4}, of.progress, colors.accent);
  return place.bottom() + 4;
}

/// Words wrapped at `width`, a row each.
std::vector<std::string> rows_of(std::string_view text, double size, double width) {
  std::vector<std::string> rows;
  for (const std::string_view paragraph : split(text, '\n')) {
    const Spoken words(paragraph);
    std::string row;
    for (const LinePart& part : line_parts(words.text())) {
      std::string longer = row + (row.empty() || !part.blank ? "" : " ") + std::string(part.text);
      if (!row.empty() && text_width(Font::text_medium, size, as_it_is(longer)) > width) {
        rows.push_back(as_it_is(std::exchange(row, std::string(part.text))));
        continue;
      }
      row = std::move(longer);
    }
    rows.push_back(as_it_is(row));
  }
  return rows;
}

constexpr double kRow = 1.68;

void notes(Pencil& pencil, DrawnLecturer& out, const Rect& rect, const LecturerPage& page) {
  const Palette& colors = pencil.colors();
  pencil.text({rect.x, rect.y + 10}, "Notes", 18, colors.ink, Font::text_bold);
  const Rect body{rect.x, rect.y + 26, rect.w, rect.h - 26};
  out.notes = pencil.at(body);
  if (page.notes.empty()) {
    pencil.text({body.x, body.y + 16}, "There are none for this.", 16, colors.faint);
    return;
  }
  // As large as all of it fits, down to what can still be read at a glance; then it scrolls.
  std::vector<std::string> rows;
  double size = 18;
  std::size_t room = 1;
  for (; size >= 14; --size) {
    rows = rows_of(page.notes, size, body.w);
    room = static_cast<std::size_t>(saturated(std::max(1.0, std::floor(body.h / (size * kRow)))));
    if (rows.size() <= room) break;
  }
  size = std::max(size, 14.0);
  out.note_rows = rows.size();
  out.rows_shown = std::min(room, rows.size());
  const std::size_t from = std::min(page.notes_from, rows.size() - out.rows_shown);
  for (std::size_t i = 0; i < out.rows_shown; ++i)
    pencil.text({body.x, body.y + size * kRow * (static_cast<double>(i) + 0.5)}, rows[from + i], size,
                colors.ink, Font::text_medium);
  if (from + out.rows_shown < rows.size())
    pencil.text({rect.right(), rect.y + 10}, "more below", 14, colors.accent, Font::text, Align::right);
}

/// Timer, its buttons, and the clock.
void timing(Pencil& pencil, const Rect& rect, const LecturerPage& page) {
  const Palette& colors = pencil.colors();
  const double y = rect.y + 36;
  constexpr double kLarge = 66;
  const Color ink = page.over ? colors.warning : page.running ? colors.ink : colors.soft;
  pencil.text({rect.x, y}, page.elapsed, kLarge, ink, Font::number_bold);
  double x = rect.x + text_width(Font::number_bold, kLarge, page.elapsed) + 24;
  pencil.text({x, y + 12}, page.planned, 22, page.over ? colors.warning : colors.soft);
  x += text_width(Font::text, 22, page.planned) + (page.planned.empty() ? 0 : 24);
  const double clock = text_width(Font::number, 32, page.clock);
  pencil.text({rect.right(), y + 8}, page.clock, 32, colors.soft, Font::number, Align::right);
  // Between them, from the right.
  double right = rect.right() - clock - 24;
  for (std::size_t i = page.timer.size(); i-- > 0;) {
    const double width = text_width(Font::text_medium, 15, page.timer[i].words) + 28;
    if (right - width < x) break;
    right -= width;
    pencil.button({right, y - 8, width, 32}, page.timer[i], 15);
    right -= 8;
  }
  bar(pencil, {rect.x, rect.y + 74, rect.w, 8}, page.share, page.over ? colors.warning : colors.accent);
}

void outline(Pencil& pencil, const Rect& rect, const std::vector<LecturerPage::Entry>& entries) {
  if (entries.empty()) return;
  const auto on = std::ranges::find_if(entries, &LecturerPage::Entry::on);
  const auto now = on == entries.end() ? 0 : static_cast<std::size_t>(on - entries.begin());
  const std::size_t count = std::min(kShownOutline, entries.size());
  const std::size_t most = entries.size() - count;
  const std::size_t from = std::min(most, now < count / 2 ? 0 : now - count / 2);
  constexpr double kBetween = 10;
  const double width = (rect.w - kBetween * (kShownOutline - 1)) / static_cast<double>(kShownOutline);
  for (std::size_t i = 0; i < count; ++i)
    pencil.button({rect.x + (width + kBetween) * static_cast<double>(i), rect.y, width, rect.h},
                  entries[from + i], 15);
}

void buttons(Pencil& pencil, const Rect& rect, const std::vector<LecturerPage::Entry>& entries) {
  constexpr double kBetween = 10, kColumns = 3;
  const double width = (rect.w - kBetween * (kColumns - 1)) / kColumns;
  for (std::size_t i = 0; i < entries.size(); ++i)
    pencil.button({rect.x + (width + kBetween) * static_cast<double>(i % 3),
                   rect.y + (40 + kBetween) * static_cast<double>(i / 3), width, 40},
                  entries[i], 15);
}

}  // namespace

DrawnLecturer draw_lecturer_page(const LecturerPage& page, double width, double height, Theme theme) {
  // A narrow window keeps its type, and its pictures become smaller.
  const double unit = std::max(0.5, std::min(width / 1280, height / kHeight));
  const double w = width / unit, h = height / unit;
  const Palette& colors = palette(theme);
  DrawnLecturer out;
  out.picture = Picture(width, height, colors.stage);
  Pencil pencil(out, colors, unit);

  const double inner = w - 2 * kMargin - kGap;
  const double right_width = inner * kRightShare, left_width = inner - right_width;
  const double right = kMargin + left_width + kGap, top = 56;
  constexpr double kBelow = 82 + 18 + 40 + 18 + 30;  // timer, outline, keys
  const double most = h - top - kBelow - 16;
  shot(pencil, {kMargin, top, left_width, most - 4}, page.now, 16, &out.now);
  // What is below stands at the foot, whatever the picture leaves.
  double y = h - kBelow;
  timing(pencil, {kMargin, y, left_width, 82}, page);
  y += 82 + 18;
  outline(pencil, {kMargin, y, left_width, 40}, page.outline);
  y += 40 + 18;
  pencil.text_within({kMargin, y + 6}, page.keys, 15, left_width, colors.soft);

  const double rows = std::ceil(static_cast<double>(page.buttons.size()) / 3);
  const double buttons_top = h - 30 - rows * 50;
  const double next =
      shot(pencil, {right, top, right_width, std::min(right_width * 0.6, (h - top) * 0.4)}, page.next, 16);
  notes(pencil, out, {right, next + 26, right_width, std::max(30.0, buttons_top - next - 40)}, page);
  buttons(pencil, {right, buttons_top, right_width, rows * 50}, page.buttons);
  return out;
}

std::string plain_notes(std::string_view markdown) {
  std::string out;
  for (std::string_view line : split(markdown, '\n')) {
    line = trim(line);
    std::string row;
    if (line.starts_with("- ") || line.starts_with("* ")) {
      row = "· ";
      line.remove_prefix(2);
    }
    while (line.starts_with('#')) line.remove_prefix(1);
    for (std::size_t i = 0; i < line.size(); ++i) {
      const char c = line[i];
      if (c == '\\' && i + 1 < line.size()) {
        row += line[++i];
      } else if (c == '[') {  // [text](target)
        const std::size_t close = line.find("](", i), end = line.find(')', close == line.npos ? i : close);
        if (close == line.npos || end == line.npos) {
          row += c;
          continue;
        }
        row += line.substr(i + 1, close - i - 1);
        i = end;
      } else if (c == '*') {  // between letters and digits it is a sign of multiplication
        const bool times = i > 0 && i + 1 < line.size() && line[i - 1] == ' ' && line[i + 1] == ' ';
        const bool product = i > 0 && i + 1 < line.size() && line[i - 1] >= '0' && line[i - 1] <= '9' &&
                             line[i + 1] >= '0' && line[i + 1] <= '9';
        if (times || product) row += c;
      } else if (c != '`') {
        row += c;
      }
    }
    const std::string_view kept = trim(row);
    if (kept.empty()) continue;
    if (!out.empty()) out += '\n';
    out += kept;
  }
  return out;
}

}  // namespace convscope
