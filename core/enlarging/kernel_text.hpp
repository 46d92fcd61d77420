// The kinds of kernels by name, for what is behind upsampling.hpp.
#pragma once

#include <string_view>

#include "core/enlarging/upsampling.hpp"

namespace convscope {

/// "uniform".
std::string_view kind_name(KernelChoice::Kind kind);

}  // namespace convscope
