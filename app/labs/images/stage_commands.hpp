// The commands of the stage of images: how it is looked at.
#pragma once

#include "app/desk/commands.hpp"

namespace convscope::image_stage {

std::span<const Command> commands();

}  // namespace convscope::image_stage
