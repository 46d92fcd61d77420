// What the program asks for itself: its streams, its memory, its place among others.
#pragma once

#include <string_view>

namespace convscope {

/// 0, or the reason why not: an errno.
int write_to_output(std::string_view text);
/// What cannot be said there cannot be said at all.
void write_to_errors(std::string_view text);
/// Whether somebody sees at once what is written there.
bool errors_are_on_a_terminal();

/// This thread lets others go first, and so do the threads that it starts, oneTBB's among them.
void step_back();

/// Memory that is freed is soon wanted again: handing it back to the system in between costs as much time as
/// some of the work that is done in it.
void keep_freed_memory();

}  // namespace convscope
