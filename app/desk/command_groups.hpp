// The table of commands in parts; labs add their own (app/labs/commands.hpp).
#pragma once

#include <span>

#include "app/desk/commands.hpp"

namespace convscope {

std::span<const Command> window_commands();
std::span<const Command> stage_commands();
std::span<const Command> playback_commands();
std::span<const Command> scenario_commands();
std::span<const Command> script_commands();

}  // namespace convscope
