// The commands that each lab adds to the window's (app/desk/commands.hpp). Their keys work while it is in
// front.
#pragma once

#include "app/desk/commands.hpp"

namespace convscope {

std::span<const Command> round_trip_commands();
std::span<const Command> sizes_commands();
std::span<const Command> images_commands();
std::span<const Command> claims_commands();

}  // namespace convscope
