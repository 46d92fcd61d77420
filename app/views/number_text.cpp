#include "app/views/number_text.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string_view>
#include <vector>

#include "core/base/fractions.hpp"
#include "core/base/number_words.hpp"

namespace convscope {

namespace {

std::string_view glyph(long above, long below) {
  struct Entry {
    long above, below;
    std::string_view text;
  };
  constexpr Entry kGlyphs[] = {{1, 2, "½"}, {1, 4, "¼"}, {3, 4, "¾"}, {1, 3, "⅓"}, {2, 3, "⅔"}};
  for (const Entry& e : kGlyphs)
    if (e.above == above && e.below == below) return e.text;
  return {};
}

/// One way of writing in one figure: beyond 1 either all are mixed numbers or none is.
std::string fraction_text(const Fraction& f, bool mixed) {
  if (f.above == 0) return fmt::format("{}", f.whole);
  if (const std::string_view sign = glyph(f.above, f.below); !sign.empty() && (mixed || f.whole == 0))
    return f.whole > 0 ? fmt::format("{}{}", f.whole, sign) : std::string(sign);
  return fmt::format("{}/{}", f.whole * f.below + f.above, f.below);
}

std::string magnitude_text(double value, NumberFormat format) {
  if (std::abs(value - std::round(value)) <= 1e-9 * std::max(1.0, value) && value < 1e6)
    return fmt::format("{}", std::lround(value));
  if (format == NumberFormat::decimal) return decimal_text(value, 3);
  const auto fraction = as_fraction(value, format == NumberFormat::fraction ? 99 : 4);
  // Thirds only on request: in a column of decimals they would stand alone.
  if (fraction && (format == NumberFormat::fraction || fraction->below != 3))
    return fraction_text(*fraction, format != NumberFormat::fraction);
  return decimal_text(value, format == NumberFormat::fraction ? 3 : 2);
}

}  // namespace

std::string number_text(double value, NumberFormat format) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "−∞" : "∞";
  const std::string text = magnitude_text(std::abs(value), format);
  return value < 0 && text != "0" ? "−" + text : text;
}

std::string signed_text(double value, NumberFormat format) {
  const std::string text = number_text(value, format);
  return std::isnan(value) || text.starts_with("−") ? text : "+" + text;
}

std::string coordinates_text(const Shape& at, bool bare) {
  const std::vector<Index> list(at.begin(), at.end());
  if (bare) return fmt::format("{}", fmt::join(list, ","));
  return list.size() == 1 ? fmt::format("{}", list.front()) : fmt::format("({})", fmt::join(list, ", "));
}

std::string cell_name(std::string_view symbol, Index cell, const Shape& size, Index channels) {
  const Index plane = element_count(size);
  const std::string at = coordinates_text(unravel(cell % plane, size), true);
  return channels > 1 ? fmt::format("{}[{}; {}]", symbol, cell / plane, at)
                      : fmt::format("{}[{}]", symbol, at);
}

}  // namespace convscope
