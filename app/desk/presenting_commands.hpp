// The commands of who presents: the bare stage, the second window, pen, spotlight, magnifier, timer,
// automatic play.
#pragma once

#include <span>

#include "app/desk/commands.hpp"

namespace convscope {

std::span<const Command> presenting_commands();

/// Once a frame, behind Desk::tick: automatic play takes its step when it is due, as a remote's key would;
/// after the last one it begins again where playing loops, else it ends.
void play_by_itself(CommandTarget& target);

/// Undo and redo while the pen is out: strokes. False where there is none to take back, or no pen is out.
bool undo_ink(Desk& desk);
bool redo_ink(Desk& desk);

}  // namespace convscope
