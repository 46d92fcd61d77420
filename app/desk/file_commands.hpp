// Opening, saving and exporting: by path, or by the desktop's file chooser when there is none.
#pragma once

#include <string>

#include "app/desk/commands.hpp"

namespace convscope {

/// True when there is no path, so that one is asked for: with the desktop's chooser, else in the file menu.
/// The request's command will run with it.
bool ask_for_path(Desk& desk, const std::string& path, const FileDialog::Request& request);

/// An empty path asks for one.
/// Errors: of Desk::open.
void open_command(Desk& desk, const std::string& path);
/// Errors: Error("save", ...).
void save_command(Desk& desk, const std::string& path);
/// The view on the stage, in the format that the path's ending names; PNG at two pixels for one.
/// Errors: Error("export", ...).
void export_command(Desk& desk, const std::string& path);

/// Runs the command that a file chooser which has closed was opened for.
void take_chosen_file(CommandTarget& target);

}  // namespace convscope
