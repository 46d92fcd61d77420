#include "app/desk/command_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"

namespace convscope::words {

std::string joined(Arguments words) {
  return fmt::format("{}", fmt::join(words, " "));
}

double number(std::string_view text, std::string_view field) {
  const auto value = parse_value(text);
  if (!value) throw Error(field, fmt::format("'{}' is no number", text), "a decimal number or a fraction");
  return *value;
}

Index whole(std::string_view text, std::string_view field) {
  const auto value = parse_index(text);
  if (!value) throw Error(field, fmt::format("'{}' is no whole number", text), "a whole number");
  return *value;
}

bool flag(bool now, Arguments words, std::string_view field) {
  if (words.empty()) return !now;
  constexpr std::array<std::string_view, 2> kNames{"off", "on"};
  if (words[0] == kNames[0] || words[0] == kNames[1]) return words[0] == kNames[1];
  refuse_name(field, words[0], "on or off");
}

std::size_t choice(std::span<const std::string_view> names, std::string_view word, std::string_view field) {
  const auto found = std::ranges::find(names, word);
  if (found == names.end()) refuse_name(field, word, listed(names, Listing::commas));
  return static_cast<std::size_t>(found - names.begin());
}

Tag cell(std::string_view tensor, std::string_view index) {
  constexpr std::array kRoles{Role::input,  Role::kernel, Role::bias,
                              Role::output, Role::entry,  Role::upstream};
  std::array<std::string_view, kRoles.size()> names;
  std::ranges::transform(kRoles, names.begin(), role_name);
  return {kRoles[choice(names, tensor, "cell")], whole(index, "cell")};
}

}  // namespace convscope::words
