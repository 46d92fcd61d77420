// The size lab in words: headings with sentences and formulas below each other, for the right panel.
#pragma once

#include <string>
#include <vector>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"

namespace convscope {

struct Sentence {
  enum class Kind { text, formula, result, warning };
  std::string text;
  Kind kind = Kind::text;
};
struct WordSection {
  std::string heading;
  std::vector<Sentence> sentences;
};

/// As high as the words need, at least style.height.
Picture draw_words(const std::vector<WordSection>& sections, const Style& style);

}  // namespace convscope
