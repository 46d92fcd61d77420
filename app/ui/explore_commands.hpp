// What the commands of the explorer do: layouts, orders, zoom and camera, pasting, cropping, kernels, quiz.
#pragma once

#include "app/ui/commands.hpp"

namespace convscope::explore {

void layout(CommandTarget& target, Arguments words);
void focus(CommandTarget& target, Arguments words);
void order(CommandTarget& target, Arguments words);
/// Of the matrix, or of the volumes where the view in focus shows those.
void zoom(CommandTarget& target, Arguments words);
void pan(CommandTarget& target, Arguments words);
void camera(CommandTarget& target, Arguments words);
/// A scenario's line, or a matrix for the input, the kernel or the upstream gradient: the one that is named,
/// or the one under the pointer, or the input.
void paste(CommandTarget& target, Arguments words);
void crop_photo(CommandTarget& target, Arguments words);
void load(CommandTarget& target, Arguments words);
void kernel(CommandTarget& target, Arguments words);
void quiz(CommandTarget& target, Arguments words);
void answer(CommandTarget& target, Arguments words);

}  // namespace convscope::explore
