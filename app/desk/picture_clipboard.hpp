// Pictures to the desktop's clipboard, by the programs that desktops have for
// it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace convscope {

/// The program that takes a PNG on its standard input, and its arguments.
/// Errors: Error("copy-picture", ...) where there is no clipboard, or no such
/// program.
std::vector<std::string> clipboard_command();
/// Errors: Error("copy-picture", ...) where the program fails.
void png_to_clipboard(const std::vector<std::string>& command, std::string_view png);

}  // namespace convscope
