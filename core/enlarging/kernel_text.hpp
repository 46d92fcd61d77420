// The kinds of kernels by name, for what is behind upsampling.hpp.
#pragma once

#include <span>
#include <string_view>

#include "core/enlarging/upsampling.hpp"

namespace convscope {

struct KernelKind {
  KernelChoice::Kind kind;
  std::string_view name;  ///< "uniform"
  std::string_view help;  ///< one line
};
/// In the order of KernelChoice::Kind.
std::span<const KernelKind> kernel_kinds();
/// "uniform".
std::string_view kind_name(KernelChoice::Kind kind);
/// Weights as a network has them before it is trained: a comparison with learned ones is no fair one.
bool is_untrained(KernelChoice::Kind kind);

}  // namespace convscope
