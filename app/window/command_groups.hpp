// The commands of the window itself.
#pragma once

#include <span>

#include "app/desk/commands.hpp"

namespace convscope {

std::span<const Command> window_commands();
std::span<const Command> script_commands();
/// Lessons: opening, going through, writing them (window/lesson).
std::span<const Command> lesson_commands();
std::span<const Command> code_commands();

}  // namespace convscope
