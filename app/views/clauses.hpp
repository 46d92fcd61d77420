// Sentences that lose whole clauses where there is not room for all of them: half of one would say nothing.
#pragma once

#include <string_view>

#include "app/picture/fonts.hpp"

namespace convscope {

/// As many clauses (up to a comma, a semicolon or a colon) from the beginning as fit; perhaps none.
inline std::string_view clauses_within(std::string_view words, Font font, double size, double width) {
  while (!words.empty() && text_width(font, size, words) > width) {
    const std::size_t end = words.find_last_of(",;:");
    words = words.substr(0, end == words.npos ? 0 : end);
  }
  return words;
}

}  // namespace convscope
