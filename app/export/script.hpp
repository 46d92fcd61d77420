// A scenario as a framework's script, with its comments in the language of the program (picture/language).
#pragma once

#include <string>

#include "core/code/code.hpp"

namespace convscope {

/// framework_code with what is said about the code, its comments and docstrings, in the language of the
/// program; the code is the same in each. Errors: as framework_code.
std::string spoken_script(const Derived& derived, const Framework& framework);

}  // namespace convscope
