// A cell's number with all its digits, for the pointer that rests on it: cells have room for two or three.
#pragma once

#include <string>

#include "app/picture/picture.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

/// "x[0,1] = 0.3333333333"; of an output cell what it is after the last step: "y[2] = 12.34567 in the end".
/// Empty where the cell itself says it, and for roles other than input, weight and output.
std::string value_words(const Derived& derived, Tag cell);

}  // namespace convscope
