// The widgets of settings (settings.hpp), as a row's kind wants them.
#pragma once

#include "app/desk/desk_ui.hpp"
#include "app/desk/settings.hpp"

namespace convscope {

/// A list to choose from, a switch, a slider or a text to type, whose change runs the setting's command.
void setting_row(const DeskUi& ui, Column& column, CommandTarget& target, const Setting& setting);
/// A choice whose titles stand beside each other.
void setting_segments(const DeskUi& ui, const Rect& rect, CommandTarget& target, const Setting& setting);
/// A switch that stands outside a column.
void setting_switch(const DeskUi& ui, const Rect& rect, CommandTarget& target, const Setting& setting);

}  // namespace convscope
