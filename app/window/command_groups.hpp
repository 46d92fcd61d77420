// The commands of the window itself.
#pragma once

#include <span>

#include "app/desk/commands.hpp"

namespace convscope {

std::span<const Command> window_commands();
std::span<const Command> script_commands();
std::span<const Command> code_commands();

}  // namespace convscope
