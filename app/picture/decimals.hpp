// Numbers in the text of drawings: SVG and TikZ.
#pragma once

#include <fmt/format.h>

#include <string>

namespace convscope {

/// Three decimals, a thousandth of a pixel; trailing zeros and the minus of zero are dropped.
inline std::string decimal(double value) {
  std::string text = fmt::format("{:.3f}", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

}  // namespace convscope
