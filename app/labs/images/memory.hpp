// The picture, the factor and the contenders that the next start shall have again, as commands.
#pragma once

#include <vector>

#include "app/desk/lab.hpp"
#include "app/labs/images/settings.hpp"

namespace convscope {

/// Those that make it so of a fresh state; none for what a fresh state has anyway. Not in them: pasted
/// pictures, and contenders whose own kernel no list can say (own_text).
std::vector<CommandWords> commands_for(const ImageSettings& settings);

}  // namespace convscope
