#include "core/base/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace convscope {

std::optional<Index> parse_index(std::string_view text) {
  Index value = 0;
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value > kLargestIndex || value < -kLargestIndex) return std::nullopt;
  return value;
}

std::optional<double> parse_value(std::string_view text) {
  text = trim(text);
  if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
    if (text.find('/', slash + 1) != std::string_view::npos) return std::nullopt;
    const auto above = parse_value(text.substr(0, slash)), below = parse_value(text.substr(slash + 1));
    if (!above || !below || *below == 0) return std::nullopt;
    const double quotient = *above / *below;
    return std::isfinite(quotient) ? std::optional(quotient) : std::nullopt;
  }
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  for (;;) {
    const std::size_t at = text.find(separator);
    pieces.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return pieces;
    text.remove_prefix(at + 1);
  }
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool has_words(std::string_view text, std::string_view search) {
  const std::string all = lower(text), wanted = lower(search);
  return std::ranges::all_of(split(wanted, ' '),
                             [&](std::string_view word) { return all.find(word) != std::string::npos; });
}

std::string cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (text[most] & 0xc0) == 0x80) --most;
  return std::string(text.substr(0, most)) + "…";
}

std::string format_value(double value) {
  return fmt::format("{}", value == 0 ? 0.0 : value);
}

double power_of_two_above(double magnitude) {
  int exponent = 0;
  if (magnitude > 0) std::frexp(magnitude, &exponent);
  return std::ldexp(1.0, std::clamp(exponent, -1000, 1000));
}

}  // namespace convscope
