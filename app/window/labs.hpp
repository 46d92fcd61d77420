// The one table of labs, and what follows from it: the table of all commands, what F1 knows, a desk with all
// labs on it. A new lab is a folder in app/labs and a row here.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "app/desk/commands.hpp"
#include "app/desk/context_help.hpp"
#include "app/desk/desk.hpp"

namespace convscope {

/// In the order of the tabs.
std::span<const LabRow> labs();
/// Null for an unknown name.
const LabRow* find_lab(std::string_view name);

/// Those that choose a lab and those of the window, then each lab's own.
std::span<const Command> commands();

/// Null when nothing is known about the topic.
const HelpTopic* help_topic(std::string_view key);

/// A desk with all labs. `wake` as Workers'; errors as Desk's.
Desk whole_desk(const Scenario& first, std::function<void()> wake = {});

}  // namespace convscope
