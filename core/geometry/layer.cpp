#include "core/geometry/layer.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {
constexpr std::string_view kLegal =
    "numbers as 1, 1x2 or 1,2, begin:end as 1:2, valid, same, same-lower or full";

Index parse_side(std::string_view text, std::string_view whole) {
  if (const auto value = parse_index(text)) return *value;
  throw Error("padding", fmt::format("'{}' is no padding", whole), kLegal);
}
}  // namespace

std::vector<std::string_view> axis_pieces(std::string_view text) {
  std::vector<std::string_view> pieces;
  for (;;) {
    const std::size_t at = text.find_first_of("x,");
    pieces.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return pieces;
    text.remove_prefix(at + 1);
  }
}

Padding parse_padding(std::string_view text) {
  using Rule = Padding::Rule;
  if (text == "valid") return {Rule::valid, {Sides{}}};
  if (text == "same") return {Rule::same, {Sides{}}};
  if (text == "same-lower") return {Rule::same_lower, {Sides{}}};
  if (text == "full") return {Rule::full, {Sides{}}};
  Padding padding{Rule::numbers, {}};
  for (std::string_view piece : axis_pieces(text)) {
    const auto ends = split(piece, ':');
    if (ends.size() > 2) throw Error("padding", fmt::format("'{}' is no padding", text), kLegal);
    const Index begin = parse_side(ends.front(), text);
    padding.sides.push_back({begin, ends.size() == 2 ? parse_side(ends[1], text) : begin});
  }
  return padding;
}

std::string to_string(const Padding& padding, char separator) {
  switch (padding.rule) {
    case Padding::Rule::valid:
      return "valid";
    case Padding::Rule::same:
      return "same";
    case Padding::Rule::same_lower:
      return "same-lower";
    case Padding::Rule::full:
      return "full";
    case Padding::Rule::numbers:
      break;
  }
  std::string text;
  for (const Sides& sides : padding.sides) {
    if (!text.empty()) text += separator;
    text += sides.begin == sides.end ? fmt::format("{}", sides.begin)
                                     : fmt::format("{}:{}", sides.begin, sides.end);
  }
  return text;
}

}  // namespace convscope
