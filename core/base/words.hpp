// Words about numbers.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <string>
#include <string_view>

namespace convscope {

/// "1 cell", "2 cells"; with a plural of its own "1 entry", "0 entries".
template <std::integral Count>
std::string counted(Count count, std::string_view noun, std::string_view plural = {}) {
  if (count == 1) return fmt::format("1 {}", noun);
  return plural.empty() ? fmt::format("{} {}s", count, noun) : fmt::format("{} {}", count, plural);
}

}  // namespace convscope
