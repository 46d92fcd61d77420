#include "app/labs/commands.hpp"

#include "app/labs/images/stage_commands.hpp"

namespace convscope {

std::span<const Command> images_commands() {
  return image_stage::commands();
}

}  // namespace convscope
