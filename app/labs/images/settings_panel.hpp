// Pieces of the left panel that its files share.
#pragma once

#include <functional>
#include <vector>

#include "app/labs/images/lab.hpp"
#include "app/widgets/panel_column.hpp"
#include "app/widgets/widgets.hpp"

namespace convscope {

/// In the order of UpsamplingMethod; a network, the last, is chosen by its file.
std::vector<Choice> method_choices();
/// Dragging is one change of the settings; what is typed goes to the command of the slider's name.
void settings_slider(const DeskUi& ui, Column& column, CommandTarget& target, const SliderLook& look,
                     const std::function<void(ImageSettings&, Index)>& edit);
/// Precondition: a contender is unfolded.
void draw_contender_parameters(const DeskUi& ui, Column& column, CommandTarget& target);

}  // namespace convscope
