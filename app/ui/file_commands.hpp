// Opening, saving and exporting: by path, or by the desktop's file chooser when there is none.
#pragma once

#include <string>

#include "app/ui/app_state.hpp"

namespace convscope {

/// An empty path asks for one: with the desktop's chooser, else in the file menu.
/// Errors: of AppState::open.
void open_command(AppState& app, const std::string& path);
/// Errors: Error("save", ...).
void save_command(AppState& app, const std::string& path);
/// The view on the stage, in the format that the path's ending names; PNG at two pixels for one.
/// Errors: Error("export", ...).
void export_command(AppState& app, const std::string& path);

/// Does what a file chooser that has closed was opened for.
void take_chosen_file(AppState& app);

}  // namespace convscope
