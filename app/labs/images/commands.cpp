#include "app/labs/commands.hpp"

#include "app/labs/images/state.hpp"

namespace convscope {

std::span<const Command> images_commands() {
  return {};
}

}  // namespace convscope
