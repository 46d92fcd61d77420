#include "app/desk/file_commands.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/export/formats.hpp"
#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/io/files.hpp"
#include "core/scenario/json.hpp"

namespace convscope {

namespace {

/// What stands on the stage of the lab in front.
Picture stage_picture(const Desk& desk) {
  const Style style = desk.style(desk.session.stage_width, desk.session.stage_height);
  if (auto picture = desk.front_state().picture(desk, style)) return std::move(*picture);
  throw Error("export", "there is no drawing on the stage", "a page or a lab that shows one");
}

}  // namespace

bool ask_for_path(Desk& desk, const std::string& path, const FileDialog::Request& request) {
  if (!path.empty()) return false;
  if (desk.dialog.start(request)) return true;
  desk.session.file_menu = true;
  desk.session.path_command = request.command;
  return true;
}

void open_command(Desk& desk, const std::string& path) {
  if (ask_for_path(desk, path, {"open", "Open a scenario, an array or a photograph"})) return;
  if (desk.open(path) == Opened::later) return desk.tell(fmt::format("Reading {} …", path));
  remember_file(desk.session, path);
  desk.tell("Opened " + path);
}

void save_command(Desk& desk, const std::string& path) {
  if (ask_for_path(desk, path, {"save", "", "scenario.json"})) return;
  if (!path.ends_with(".json"))
    throw Error("save", fmt::format("'{}' is no scenario file", path), "a name that ends in .json");
  write_file(path, to_json(desk.scenario()), "save");
  remember_file(desk.session, path);
  desk.tell("Saved " + path);
}

void export_command(Desk& desk, const std::string& path) {
  if (ask_for_path(desk, path, {"export", "", "picture.png"})) return;
  const Picture picture = stage_picture(desk);
  const ExportFormat* const format = export_format(path);
  if (!format || !format->still())
    throw Error("export", fmt::format("'{}' has no format", path),
                "a name that ends in " + listed(still_endings(), Listing::with_or));
  write_file(path, format->picture(picture, 2), "export");
  desk.tell("Exported " + path);
}

void take_chosen_file(CommandTarget& target) {
  const auto choice = target.desk.dialog.take();
  if (choice && !choice->path.empty()) try_command(target, {choice->command, choice->path});
}

}  // namespace convscope
