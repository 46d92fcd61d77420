#include "app/views/sizes/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"

namespace convscope {

Style grown(Style style) {
  constexpr double kWidth = 790, kHeight = 600, kMost = 1.3;
  style.type *= std::clamp(std::min(style.width / kWidth, style.height / kHeight) / style.type, 1.0, kMost);
  return style;
}

std::string amount_text(double value) {
  if (value < 1e4) return fmt::format("{:.0f}", value);
  if (value < 1e6) return fmt::format("{:.1f} k", value / 1e3);
  if (value < 1e9) return fmt::format("{:.1f} M", value / 1e6);
  if (value < 1e12) return fmt::format("{:.1f} G", value / 1e9);
  return fmt::format("{:.1f} T", value / 1e12);
}

std::string fitting(const std::vector<std::string>& texts, double size, double width, Font font) {
  for (const std::string& text : texts)
    if (text_width(font, size, text) <= width) return text;
  return {};
}

std::string counted(Index count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace convscope
