#include "app/ui/file_commands.hpp"

#include <fmt/format.h>

#include "app/picture/backends.hpp"
#include "app/ui/session_store.hpp"
#include "core/base/error.hpp"
#include "core/io/files.hpp"
#include "core/scenario/json.hpp"

namespace convscope {

namespace {

/// True when a path must still be asked for, which has then begun.
bool ask(AppState& app, const std::string& path, FileDialog::Purpose purpose) {
  if (!path.empty()) return false;
  if (app.dialog.start(purpose)) return true;
  app.session.file_menu = true;
  app.session.path_command = purpose == FileDialog::Purpose::save             ? "Save"
                             : purpose == FileDialog::Purpose::export_picture ? "Export"
                                                                              : "Open";
  return true;
}

}  // namespace

void open_command(AppState& app, const std::string& path) {
  if (ask(app, path, FileDialog::Purpose::open)) return;
  app.open(path);
  remember_file(app.session, path);
  app.tell("Opened " + path);
}

void save_command(AppState& app, const std::string& path) {
  if (ask(app, path, FileDialog::Purpose::save)) return;
  if (!path.ends_with(".json"))
    throw Error("save", fmt::format("'{}' is no scenario file", path), "a name that ends in .json");
  write_file(path, to_json(app.scenario()), "save");
  remember_file(app.session, path);
  app.tell("Saved " + path);
}

void export_command(AppState& app, const std::string& path) {
  if (ask(app, path, FileDialog::Purpose::export_picture)) return;
  const DerivedPtr shown = app.shown();
  if (!shown || !shown->photo_ready()) {
    if (app.session.view == "photo")
      throw Error("export", "the photo view is not ready yet", "try again in a moment");
  }
  Style style = app.style(app.session.stage_width, app.session.stage_height);
  const Picture picture = app.view().draw(*shown, app.moment(), style);
  if (path.ends_with(".png"))
    write_file(path, encode_png(rasterise(picture, 2)), "export");
  else if (path.ends_with(".svg"))
    write_file(path, to_svg(picture), "export");
  else if (path.ends_with(".pdf"))
    write_file(path, to_pdf({picture}), "export");
  else
    throw Error("export", fmt::format("'{}' has no format", path), "a name that ends in .png, .svg or .pdf");
  app.tell("Exported " + path);
}

void take_chosen_file(AppState& app) {
  const auto choice = app.dialog.take();
  if (!choice || choice->path.empty()) return;
  app.attempt([&] {
    switch (choice->purpose) {
      case FileDialog::Purpose::open:
      case FileDialog::Purpose::open_photo:
        return open_command(app, choice->path);
      case FileDialog::Purpose::save:
        return save_command(app, choice->path);
      case FileDialog::Purpose::export_picture:
        return export_command(app, choice->path);
    }
  });
}

}  // namespace convscope
