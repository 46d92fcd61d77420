// Numbers as people write them.
#pragma once

#include <string>

namespace convscope {

/// value >= 0 with at most so many decimals, no zeros at the end; beyond a million with three digits.
std::string decimal_text(double value, int decimals);

/// Whole numbers as such, else the fraction with a denominator up to 99 where there is one, beyond 1 as 4/3,
/// else three decimals; the minus is U+2212, never "-0".
std::string exact_text(double value);

}  // namespace convscope
