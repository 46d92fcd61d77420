// Text to numbers and back, strictly: the whole text must be the number. Pieces and words of texts. The size
// of numbers.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/index.hpp"

namespace convscope {

/// A whole decimal number within +-kLargestIndex, or nothing.
std::optional<Index> parse_index(std::string_view text);

/// A finite decimal number or a fraction "a/b", or nothing ("1/0", "nan", "inf" and "" are nothing).
std::optional<double> parse_value(std::string_view text);

/// Pieces between separators; an empty text has one empty piece.
std::vector<std::string_view> split(std::string_view text, char separator);
/// The pieces would outlive a temporary.
template <std::same_as<std::string> Temporary>
std::vector<std::string_view> split(Temporary&& text, char separator) = delete;

std::string_view trim(std::string_view text);

/// With small letters for the capital ones of ASCII, whatever the locale.
std::string lower(std::string_view text);
/// Whether every word of a search, between spaces, is somewhere in the text; small or capital is the same.
bool has_words(std::string_view text, std::string_view search);

/// The text, or its beginning with an ellipsis where it has more than `most` bytes; no character is cut in
/// two.
std::string cut(std::string_view text, std::size_t most);

/// Shortest decimal text that reads back as the same number; "-0" is written "0".
std::string format_value(double value);

/// The power of two above a magnitude, within 2^-1000 and 2^1000, or 1: dividing by it is exact, and the
/// squares of what was no larger neither overflow nor vanish.
double power_of_two_above(double magnitude);

}  // namespace convscope
