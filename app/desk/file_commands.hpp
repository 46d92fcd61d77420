// Opening and saving: by path, or by a file chooser when there is none. Exporting is in export_commands.
#pragma once

#include <string>
#include <string_view>

#include "app/desk/commands.hpp"

namespace convscope {

/// True when there is no path, so that one is asked for. The request's command will run with it.
bool ask_for_path(Desk& desk, const std::string& path, const FileDialog::Request& request);

/// An empty path asks for one.
/// Errors: of Desk::open.
void open_command(Desk& desk, const std::string& path);
/// The first of several files; the others wait for next_file_command, which the message offers.
/// Errors: of Desk::open, for the first one; the others wait all the same. Precondition: there is one.
void open_together(Desk& desk, std::vector<std::string> paths);
/// Errors: Error("next-file", ...) where no other file waits; of Desk::open.
void next_file_command(Desk& desk);
/// "cat.jpg" of "/a/cat.jpg".
std::string file_name(std::string_view path);
/// Several words: one path with blanks in it, unless all of them are files and that is none.
std::vector<std::string> paths_of(std::span<const std::string> words);
/// Writes the scenario, with how `stage` says that it is shown and the lecturer's note.
/// Errors: Error("save", ...).
void save_command(Desk& desk, const std::string& path);
void save_command(Desk& desk, const std::string& path, const ScenarioStage& stage);
/// Runs the command that a file chooser which has closed was opened for.
void take_chosen_file(CommandTarget& target);

}  // namespace convscope
