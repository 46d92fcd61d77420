// Exporting what stands on the stage, to a file of any format (export/formats)
// or to the clipboard.
#pragma once

#include <span>
#include <string>

#include "app/desk/commands.hpp"
#include "app/desk/settings.hpp"

namespace convscope {

/// Everything but the path, as export-set takes it: what, steps, ground, bare,
/// crop, scale.
std::span<const Setting> export_settings();

/// An empty path shows what can be chosen (window/export_panel). A picture is
/// there when this returns; what moves is written beside the window, and a
/// message says when. Errors: Error("export", ...): no format, nothing that
/// moves, a path that cannot be written; Error("ground",
/// ...) for a format that is not transparent.
void export_command(Desk& desk, const std::string& path);
/// Asks for a path, with all formats that what stands on the stage can have.
void ask_where_to_export(Desk& desk);
/// What stands on the stage, now, as TikZ. Errors: as to_tikz; Error("export", ...) where there is no
/// drawing.
std::string figure_tex(const Desk& desk);
/// What would be written now, in a sentence or two: whose picture, how large, how long.
std::string export_words(const Desk& desk);
/// The picture, as .png, to the desktop's clipboard.
/// Errors: Error("copy-picture", ...) where there is no clipboard, or no
/// program for it.
void copy_picture_command(Desk& desk);

}  // namespace convscope
