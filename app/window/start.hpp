// What the window shows first.
#pragma once

#include <string>

#include "app/window/application.hpp"
#include "app/window/window.hpp"

namespace convscope {

/// Whether a WHAT is a picture's file.
bool is_photo(const std::string& what);

/// The scenario of a WHAT, or the one in which a photograph or an array is opened.
/// Errors: as scenario_from_what.
Scenario first_scenario(const std::string& what);

/// Opens the file that `what` may name, then view, theme and commands as requested.
/// Errors: of the file, the view and the names of the commands.
void set_up(Application& application, const WindowRequest& request);

}  // namespace convscope
