// How sizes, lists of values and sources are written in fields, spec lines and commands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/scenario/scenario.hpp"

namespace convscope {

/// "3", "3x2" or "3,2" -> list. Errors: Error(field, ...).
Shape parse_sizes(std::string_view text, std::string_view field);
std::string sizes_text(const Shape& sizes);

/// "[1,2;3/4,-0.5]": rows of equal length, separated by ';', row-major. Errors: Error(field, ...).
std::vector<double> parse_list(std::string_view text, std::string_view field);
/// `width` values a row; 0: all in one.
std::string list_text(const std::vector<double>& values, Index width);

/// A name between quotes, as a spec line wants one that holds blanks or brackets: "a b.npy" with \" \\ \n
/// inside.
std::string in_quotes(std::string_view name);
/// Length of the quoted name at the beginning, quotes included; 0 where none begins or it is not closed.
std::size_t quoted_length(std::string_view text);

/// "ramp", "random:7", "[1,2;3,4]", or a path ("./x.npy", anything with a '.' or '/', or anything quoted).
Source parse_source(std::string_view text, std::string_view field);
std::string source_text(const Source& source, const Shape& shape);

}  // namespace convscope
