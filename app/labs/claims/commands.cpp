#include "app/labs/commands.hpp"

#include "app/labs/claims/state.hpp"

namespace convscope {

std::span<const Command> claims_commands() {
  return {};
}

}  // namespace convscope
