// Text to numbers and back, strictly: the whole text must be the number.
#pragma once

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

std::string_view trim(std::string_view text);

/// Shortest decimal text that reads back as the same number; "-0" is written "0".
std::string format_value(double value);

}  // namespace convscope
