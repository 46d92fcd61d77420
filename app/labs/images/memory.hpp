// What the next start of the lab of images shall have again, as commands.
#pragma once

#include <vector>

#include "app/desk/lab.hpp"
#include "app/labs/images/settings.hpp"
#include "app/labs/images/stage_view.hpp"

namespace convscope {

/// Those that make it so of a fresh state; none for what a fresh state has anyway. Not in them: pasted
/// pictures, and contenders whose own kernel no list can say (own_text).
std::vector<CommandWords> commands_for(const ImageSettings& settings, const ImageStage& stage);

}  // namespace convscope
