// JSON that comes from outside: bounded before it is taken apart.
#pragma once

#include <string_view>

namespace convscope {

/// As deep as arrays and objects may stand within one another; no file of ours needs a tenth of it.
inline constexpr int kDeepestJson = 64;

/// To be asked before a text is parsed. Errors: Error(field, ...) for what is nested deeper.
void require_flat_json(std::string_view text, std::string_view field);

}  // namespace convscope
