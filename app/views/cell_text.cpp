#include "app/views/cell_text.hpp"

#include <algorithm>

#include "app/picture/fonts.hpp"

namespace convscope {

namespace {

constexpr double kSmallestType = 8;
/// Of an upright fraction, in sizes of the whole number: its digits, their distance from the middle, the room
/// beside them, the bar.
constexpr double kDigits = kUprightDigits, kApart = 0.335, kBeside = 0.08, kBar = 0.055;

double ramp(double a, double b, double t) {
  return a + (b - a) * std::clamp(t, 0.0, 1.0);
}

double fraction_width(Font font, double size, const NumberParts& parts) {
  return kDigits * std::max(text_width(font, size, parts.above), text_width(font, size, parts.below)) +
         2 * kBeside * size;
}

}  // namespace

NumberParts number_parts(std::string_view text) {
  struct Entry {
    std::string_view sign, above, below;
  };
  constexpr Entry kSigns[] = {
      {"½", "1", "2"}, {"¼", "1", "4"}, {"¾", "3", "4"}, {"⅓", "1", "3"}, {"⅔", "2", "3"}};
  for (const Entry& e : kSigns)
    if (text.ends_with(e.sign))
      return {std::string(text.substr(0, text.size() - e.sign.size())), std::string(e.above),
              std::string(e.below)};
  const std::size_t bar = text.find('/');
  if (bar == text.npos) return {std::string(text), {}, {}};
  const std::size_t first = std::min(text.find_first_of("0123456789"), bar);
  return {std::string(text.substr(0, first)), std::string(text.substr(first, bar - first)),
          std::string(text.substr(bar + 1))};
}

double upright_width(Font font, double size, std::string_view text) {
  const NumberParts parts = number_parts(text);
  const double whole = text_width(font, size, parts.whole);
  return parts.below.empty() ? whole : whole + fraction_width(font, size, parts);
}

void add_upright(Picture& picture, const Label& number) {
  const NumberParts parts = number_parts(number.text);
  if (parts.below.empty()) return picture.add(number);
  const double all = upright_width(number.font, number.size, number.text),
               whole = text_width(number.font, number.size, parts.whole),
               wide = fraction_width(number.font, number.size, parts);
  const double left = number.at.x - (number.align == Align::centre  ? all / 2
                                     : number.align == Align::right ? all
                                                                    : 0);
  const auto put = [&](const std::string& text, Point at, double size) {
    if (!text.empty()) picture.add(Label{at, text, number.font, size, Align::centre, number.color});
  };
  const double x = left + whole + wide / 2, y = number.at.y, apart = kApart * number.size;
  put(parts.whole, {left + whole / 2, y}, number.size);
  put(parts.above, {x, y - apart}, kDigits * number.size);
  put(parts.below, {x, y + apart}, kDigits * number.size);
  const double half = wide / 2 - kBeside * number.size;
  picture.add(Path{.start = {x - half, y},
                   .segments = {{{x + half, y}}},
                   .stroke = number.color,
                   .stroke_width = std::max(1.0, kBar * number.size)});
}

double widest_em(const std::vector<std::string>& texts, bool upright) {
  double widest = 0;
  for (const std::string& text : texts)
    widest =
        std::max(widest, upright ? upright_width(Font::number, 1, text) : text_width(Font::number, 1, text));
  return widest;
}

double CellType::size(double cell, double widest) const {
  // Small cells are filled more than large ones: numbers are there to be read.
  const double share =
      present ? ramp(0.7, 0.42, (cell / growth - 26) / 78) : ramp(0.5, 0.36, (cell - 28) / 32);
  double size = std::min(cell * share, (present ? 90 : 30) * growth);
  // Between the widest number and the edges; the gap between two cells is in it.
  const double margin = present ? std::clamp(cell * 0.17, 5.0, 26 * growth) : std::min(12.0, cell * 0.25);
  if (widest > 0) size = std::min(size, (cell - margin) / widest);
  return size >= kSmallestType ? size : 0;
}

double CellType::corner_size(double cell, double em) const {
  constexpr double kLeast = 0.62;  // long ones are set that much smaller
  if (em <= 0) return 0;
  const double usual =
      present ? std::min(cell * 0.27, 48 * growth) : std::clamp(cell * 0.22, 9.0, 16 * growth);
  const double size = std::min(usual, (cell - std::max(9.0, present ? cell * 0.16 : 0)) / em);
  return size >= std::max(9.0, usual * kLeast) ? size : 0;
}

}  // namespace convscope
