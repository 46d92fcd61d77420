// English in what was drawn in another language.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "app/picture/language.hpp"
#include "core/base/numbers.hpp"

namespace convscope::testing {

/// Two words of small letters in a row: a sentence, or a part of one. Names, formulas, keys and scenario
/// lines have none.
inline bool is_english(std::string_view text) {
  bool before = false;
  for (const std::string_view word : split(text, ' ')) {
    const bool now =
        word.size() > 1 && std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
    if (now && before) return true;
    before = now;
  }
  return false;
}

/// Those that were asked for since the last call and have no translation.
inline std::vector<std::string> english_sentences() {
  std::vector<std::string> all = take_untranslated();
  std::erase_if(all, [](const std::string& text) { return !is_english(text); });
  return all;
}

}  // namespace convscope::testing
