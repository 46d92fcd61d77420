#include "app/labs/commands.hpp"

#include "app/labs/sizes/state.hpp"

namespace convscope {

std::span<const Command> sizes_commands() {
  return {};
}

}  // namespace convscope
