// What language the program speaks. Texts are English in the code, in drawings and in files; they are
// translated where they are measured and inked (fonts.hpp, the backends), so that a drawing is the same data
// in each.
//
// One language for the process, as with setlocale; workers may read it while the window changes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/names.hpp"

namespace convscope {

enum class Language : std::uint8_t { english, chinese };

inline constexpr Names<Language, 2> kLanguages{"language", {"en", "zh"}, Listing::commas};

Language language();
/// As documents name it (BCP 47): "en", "zh-CN".
std::string_view language_tag();
/// From now on. Errors, which leave the language as it was: Error("language", ...) when its table cannot be
/// read or no font of the system has its characters.
void speak(Language language);
/// That of the environment (LC_ALL, LC_MESSAGES, LANG), as programs choose it; English for all others.
Language language_of_environment();

/// A text in the language of the program: what is not in its table stays as it is.
class Spoken {
 public:
  explicit Spoken(std::string_view english);
  Spoken(const Spoken&) = delete;
  Spoken& operator=(const Spoken&) = delete;
  std::string_view text() const { return text_; }

 private:
  std::string room_{};
  std::string_view text_;
};
inline std::string spoken(std::string_view english) {
  return std::string(Spoken(english).text());
}

/// The text, marked (by a character without width) so that Spoken leaves it as it is: a line of a paragraph
/// that was looked up whole. Unmarked in English.
std::string as_it_is(std::string_view text);

/// A stretch of text at whose end a line may end.
struct LinePart {
  std::string_view text;
  bool blank = false;  ///< a blank stands before it
};
/// Words; of Chinese every character, but no line begins with a closing mark or ends with an opening one.
std::vector<LinePart> line_parts(std::string_view text);

/// For tests: the texts with words that were asked for since the last call and had no translation.
std::vector<std::string> take_untranslated();

}  // namespace convscope
