#include "core/base/number_words.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/base/fractions.hpp"

namespace convscope {

std::string decimal_text(double value, int decimals) {
  if (value >= 1e6) return fmt::format("{:.3g}", value);
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (std::stod(text) == 0 && value > 0) return fmt::format("{:.1e}", value);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text;
}

std::string exact_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "−∞" : "∞";
  const double size = std::abs(value);
  std::string text = decimal_text(size, 3);
  if (const auto fraction = as_fraction(size, 99)) {
    const auto& [whole, above, below] = *fraction;
    text = above == 0 ? fmt::format("{}", whole) : fmt::format("{}/{}", whole * below + above, below);
  }
  return value < 0 && text != "0" ? "−" + text : text;
}

}  // namespace convscope
