// The labs as they were: taken down when the window closes, brought back by the next start.
#pragma once

#include "app/desk/commands.hpp"
#include "app/window/session_store.hpp"

namespace convscope {

/// What every lab wants to have again.
LabMemories remembered(const Desk& desk);

/// Runs what was taken down, each lab in front for its own; then the lab in front is the same as before. A
/// command that no longer works, of a file that is gone or another version, is passed over.
void recall(CommandTarget& target, const LabMemories& labs);

}  // namespace convscope
