// Numbers as people write them in cells.
#pragma once

#include <string>

#include "app/views/style.hpp"
#include "core/tensor/shape.hpp"

namespace convscope {

/// automatic: whole numbers as such, quarters as 2½, everything else with two decimals; decimal: up to three
/// decimals; fraction: the fraction with a denominator up to 99 where there is one, beyond 1 as 4/3. Never
/// 0.33333334, never -0; the minus is U+2212.
std::string number_text(double value, NumberFormat format);

/// With a plus in front of what is not negative: "+1¼".
std::string signed_text(double value, NumberFormat format);

/// "(1, 2)" or "2" for coordinates; "1,2" without parentheses when `bare`.
std::string coordinates_text(const Shape& at, bool bare = false);
/// "x[1,2]" for a flat cell of planes of that size, "x[0; 1,2]" where there are several channels.
std::string cell_name(std::string_view symbol, Index cell, const Shape& size, Index channels);

}  // namespace convscope
