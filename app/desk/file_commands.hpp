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
/// The first of several files; the others wait for next_file_command, which the message offers.
/// Errors: of Desk::open, for the first one; the others wait all the same. Precondition: there is one.
void open_together(Desk& desk, std::vector<std::string> paths);
/// Errors: Error("next-file", ...) where no other file waits; of Desk::open.
void next_file_command(Desk& desk);
/// Several words: one path with blanks in it, unless all of them are files and that is none.
std::vector<std::string> paths_of(std::span<const std::string> words);
/// Errors: Error("save", ...).
void save_command(Desk& desk, const std::string& path);
/// The view on the stage, in the format that the path's ending names; PNG at two pixels for one.
/// Errors: Error("export", ...).
void export_command(Desk& desk, const std::string& path);

/// Runs the command that a file chooser which has closed was opened for.
void take_chosen_file(CommandTarget& target);

}  // namespace convscope
