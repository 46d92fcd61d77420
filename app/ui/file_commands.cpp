#include "app/ui/file_commands.hpp"

#include <fmt/format.h>

#include <utility>

#include "app/export/formats.hpp"
#include "app/ui/session_store.hpp"
#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/io/files.hpp"
#include "core/scenario/json.hpp"

namespace convscope {

namespace {

/// What stands on the stage of the lab in front.
Picture stage_picture(const AppState& app) {
  const Style style = app.style(app.session.stage_width, app.session.stage_height);
  if (const LabState* lab = app.lab_state()) {
    if (auto picture = lab->picture(app, style)) return std::move(*picture);
    throw Error("export", "there is no drawing on the stage", "a page or a lab that shows one");
  }
  const DerivedPtr shown = app.shown();
  if (!shown) throw Error("export", "the photo view is not ready yet", "try again in a moment");
  return app.view().draw(*shown, app.moment(), style);
}

}  // namespace

bool ask_for_path(AppState& app, const std::string& path, const FileDialog::Request& request) {
  if (!path.empty()) return false;
  if (app.dialog.start(request)) return true;
  app.session.file_menu = true;
  app.session.path_command = request.command;
  return true;
}

void open_command(AppState& app, const std::string& path) {
  if (ask_for_path(app, path, {"open", "Open a scenario, an array or a photograph"})) return;
  app.open(path);
  if (app.reading_photo()) return app.tell(fmt::format("Reading {} …", path));  // it says what became of it
  remember_file(app.session, path);
  app.tell("Opened " + path);
}

void save_command(AppState& app, const std::string& path) {
  if (ask_for_path(app, path, {"save", "", "scenario.json"})) return;
  if (!path.ends_with(".json"))
    throw Error("save", fmt::format("'{}' is no scenario file", path), "a name that ends in .json");
  write_file(path, to_json(app.scenario()), "save");
  remember_file(app.session, path);
  app.tell("Saved " + path);
}

void export_command(AppState& app, const std::string& path) {
  if (ask_for_path(app, path, {"export", "", "picture.png"})) return;
  const Picture picture = stage_picture(app);
  const ExportFormat* const format = export_format(path);
  if (!format || !format->still())
    throw Error("export", fmt::format("'{}' has no format", path),
                "a name that ends in " + listed(still_endings(), Listing::with_or));
  write_file(path, format->picture(picture, 2), "export");
  app.tell("Exported " + path);
}

void take_chosen_file(CommandTarget& target) {
  const auto choice = target.app.dialog.take();
  if (choice && !choice->path.empty()) try_command(target, {choice->command, choice->path});
}

}  // namespace convscope
