// The settings as they were: taken down when the window closes, brought back by the next start.
#pragma once

#include "app/desk/commands.hpp"
#include "app/window/session_store.hpp"

namespace convscope {

/// What every lab wants to have again, and under kAllLabs what is the same in all.
LabMemories remembered(const Desk& desk);

/// Runs what was taken down, each lab in front for its own; then the lab in front is the same as before. Only
/// settings are run (Command::now), each in its own lab: a file that asks for anything else, and a setting
/// that no longer works, of a file that is gone or another version, is passed over.
void recall(CommandTarget& target, const LabMemories& settings);

/// Makes the desk as it was left; `again`: with the scenario that was left, so that its view in focus and the
/// lesson over it come back, too; else the scenario's own view and no lesson. Keeps the rest: moment, hover
/// and what lies over the stage.
void restore(CommandTarget& target, const StoredSession& stored, bool again);

}  // namespace convscope
