#include "app/desk/export_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>

#include "app/desk/command_words.hpp"
#include "app/desk/file_commands.hpp"
#include "app/desk/picture_clipboard.hpp"
#include "app/desk/presenting.hpp"
#include "app/export/film.hpp"
#include "app/picture/backends.hpp"
#include "app/picture/tikz.hpp"
#include "app/views/calm.hpp"
#include "app/views/registry.hpp"
#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/words.hpp"

namespace convscope {

namespace {

constexpr Index kMostScale = 8;
constexpr std::array<std::string_view, 2> kWhat{"view", "stage"}, kSteps{"now", "all"};
constexpr std::array<std::string_view, 3> kGrounds{"shown", "white", "none"},  // in the order of FigureGround
    kGroundTitles{"As shown", "White", "None"};
constexpr std::array<std::string_view, 2> kWhatTitles{"This view", "Whole stage"},
    kStepTitles{"This step", "All steps"};

/// Which of the names it is. Errors: Error(field, ...) for none of them.
template <std::size_t count>
std::size_t chosen(const std::array<std::string_view, count>& names, std::string_view value,
                   std::string_view field) {
  const auto found = std::ranges::find(names, value);
  if (found == names.end())
    throw Error(field, fmt::format("'{}' is not known", value), listed(names, Listing::commas));
  return static_cast<std::size_t>(found - names.begin());
}
constexpr std::array<std::string_view, 2> kSwitch{"off", "on"};
/// The second of two names sets the flag.
template <bool ExportSettings::*flag>
void set_flag(CommandTarget& t, const std::array<std::string_view, 2>& names, std::string_view value,
              std::string_view field) {
  t.desk.session.exporting.*flag = chosen(names, value, field) == 1;
}
template <bool ExportSettings::*flag>
std::string get_flag(const Desk& d, const std::array<std::string_view, 2>& names) {
  return std::string(names[d.session.exporting.*flag ? 1 : 0]);
}

void set_scale(CommandTarget& t, std::string_view value) {
  const Index scale = words::whole(value, "scale");
  if (scale < 1 || scale > kMostScale)
    throw Error("scale", fmt::format("{} is out of reach", scale), fmt::format("1 to {}", kMostScale));
  t.desk.session.exporting.scale = scale;
}

constexpr std::array kSettings{
    Setting{.name = "what",
            .group = "export-set",
            .label = "What",
            .kind = SettingKind::choice,
            .choices = kWhat,
            .titles = kWhatTitles,
            .help = "The view in focus, or all that stand on the stage.",
            .first = "view",
            .get = [](const Desk& d) { return get_flag<&ExportSettings::whole_stage>(d, kWhat); },
            .set = [](CommandTarget& t,
                      std::string_view v) { set_flag<&ExportSettings::whole_stage>(t, kWhat, v, "what"); }},
    Setting{.name = "steps",
            .group = "export-set",
            .label = "Steps",
            .kind = SettingKind::choice,
            .choices = kSteps,
            .titles = kStepTitles,
            .help = "One page in a PDF, or a page for each step; what moves "
                    "has them all.",
            .first = "now",
            .get = [](const Desk& d) { return get_flag<&ExportSettings::all_steps>(d, kSteps); },
            .set = [](CommandTarget& t,
                      std::string_view v) { set_flag<&ExportSettings::all_steps>(t, kSteps, v, "steps"); }},
    Setting{.name = "ground",
            .group = "export-set",
            .label = "Ground",
            .kind = SettingKind::choice,
            .choices = kGrounds,
            .titles = kGroundTitles,
            .help = "The stage's colour, white with the colours of the light theme, or none.",
            .first = "shown",
            .get =
                [](const Desk& d) {
                  return std::string(kGrounds[static_cast<std::size_t>(d.session.exporting.ground)]);
                },
            .set =
                [](CommandTarget& t, std::string_view v) {
                  t.desk.session.exporting.ground = static_cast<FigureGround>(chosen(kGrounds, v, "ground"));
                }},
    Setting{.name = "bare",
            .group = "export-set",
            .label = "Without title",
            .kind = SettingKind::toggle,
            .help = "Leaves out the view's name and its sentence.",
            .first = "off",
            .get = [](const Desk& d) { return get_flag<&ExportSettings::bare>(d, kSwitch); },
            .set = [](CommandTarget& t,
                      std::string_view v) { set_flag<&ExportSettings::bare>(t, kSwitch, v, "bare"); }},
    Setting{.name = "crop",
            .group = "export-set",
            .label = "Cropped",
            .kind = SettingKind::toggle,
            .help = "Cuts to what is drawn, and a margin.",
            .first = "off",
            .get = [](const Desk& d) { return get_flag<&ExportSettings::cropped>(d, kSwitch); },
            .set = [](CommandTarget& t,
                      std::string_view v) { set_flag<&ExportSettings::cropped>(t, kSwitch, v, "crop"); }},
    Setting{.name = "ink",
            .group = "export-set",
            .label = "With ink",
            .kind = SettingKind::toggle,
            .help = "With what the pen has drawn over it.",
            .first = "off",
            .get = [](const Desk& d) { return get_flag<&ExportSettings::ink>(d, kSwitch); },
            .set = [](CommandTarget& t,
                      std::string_view v) { set_flag<&ExportSettings::ink>(t, kSwitch, v, "ink"); }},
    Setting{.name = "scale",
            .group = "export-set",
            .label = "Pixels for one of the window",
            .kind = SettingKind::whole,
            .least = 1,
            .most = kMostScale,
            .arguments = "N",
            .help = "How fine pictures of pixels are, 1 to 8.",
            .first = "2",
            .get = [](const Desk& d) { return fmt::format("{}", d.session.exporting.scale); },
            .set = set_scale},
};

/// What stands on the stage of the lab in front, as the settings have it; nothing where it is no drawing.
std::optional<Film> chosen_film(const Desk& desk) {
  const ExportSettings& s = desk.session.exporting;
  const Theme theme = s.ground == FigureGround::white ? Theme::light : desk.session.theme;
  StageLook look{.whole = s.whole_stage, .title = !s.bare, .ink = s.ink, .theme = theme};
  std::optional<Film> film = stage_film(desk, look);
  if (!film) return film;
  film->dark = is_dark(theme);
  look.theme = film->dark ? Theme::light : Theme::dark;
  if (std::optional<Film> other = stage_film(desk, look)) film->in_other_theme = std::move(other->draw);
  return film;
}

ExportChoice choice_now(const Desk& desk) {
  const ExportSettings& s = desk.session.exporting;
  return {.scale = static_cast<double>(s.scale),
          .all_steps = s.all_steps,
          .ground = s.ground,
          .cropped = s.cropped};
}

/// The next frame's pixels as a film that stands still.
void capture(Desk& desk, std::string_view field, std::function<void(const Film&, double scale)> take) {
  const Rect part = desk.front_state().seen();
  if (!(part.w > 0)) throw Error(field, "there is no drawing on the stage", "a page or a lab that shows one");
  const FigureGround ground = desk.session.exporting.ground;
  if (ground == FigureGround::white && is_dark(desk.session.theme))
    throw Error("ground", "white does not show a dark theme's light letters",
                "the theme's or none, or the light theme");
  if (desk.front_state().updating())
    throw Error(field, "the pictures are still being made", "try again in a moment");
  desk.session.capture =
      Capture{part, [take = std::move(take), ground, title = std::string(desk.front().title)](
                        const Image& image, double density) {
                Picture picture(image.width / density, image.height / density,
                                ground == FigureGround::none ? Color{} : Color{255, 255, 255, 255});
                picture.add(Raster{.rect = {0, 0, picture.width, picture.height},
                                   .image = std::make_shared<Image>(image)});
                take({.draw = [picture = std::move(picture)](Moment) { return picture; },
                      .animated = false,
                      .title = title},
                     density);
              }};
}

const ExportFormat& format_for(const std::string& path) {
  if (const ExportFormat* const format = export_format(path)) return *format;
  const auto ending = [](const ExportFormat& format) { return format.ending; };
  throw Error("export", fmt::format("'{}' has no format", path),
              "a name that ends in " + listed(names_of(export_formats(), ending), Listing::with_or));
}

/// So many pixels are written before anybody notices; more of them beside the window.
constexpr double kQuickPixels = 16e6;
bool is_quick(const Desk& desk, const ExportChoice& choice) {
  return desk.session.stage_width * desk.session.stage_height * choice.scale * choice.scale <= kQuickPixels;
}

void write_picture(Desk& desk, const Film& film, const ExportChoice& choice, const ExportFormat& format,
                   const std::string& path) {
  PendingFile file(path, "export");
  write_film(film, choice, format, file, {});
  file.commit();
  desk.tell("Exported " + path);
}

void write_beside(Desk& desk, Film film, ExportChoice choice, const ExportFormat& format,
                  const std::string& path) {
  choice.timing.fps = format.usual_fps;
  choice.timing.speed = desk.session.speed;
  const std::string page = " " + desk.front_state().place(desk).page + " ";
  for (const View& view : views())  // those on the explorer's stage
    if (page.find(fmt::format(" {} ", view.name)) != page.npos)
      choice.timing.speed = calm_speed(view, choice.timing.speed, kExportStepSeconds);
  choice.timing.stills = choice.all_steps;
  try {
    if (!is_still(format, choice)) frames_of(film, choice);
  } catch (const Error& error) {
    if (error.field() != "speed") throw;
    choice.all_steps = choice.timing.stills = true;  // too many frames: one for each step
    frames_of(film, choice);
  }
  desk.exports.save(path, "export", "Exported " + path,
                    [film = std::move(film), choice, &format](PendingFile& file, const Progress& progress) {
                      write_film(film, choice, format, file, progress);
                    });
  desk.tell(fmt::format("Writing {} …", path));
  desk.offer = Offer{"Stop", {"cancel-export"}};
}

void cancel(CommandTarget& t, Arguments) {
  if (!t.desk.exports.busy()) return t.desk.tell("Nothing is being written.");
  t.desk.exports.cancel();
  t.desk.tell("Stopped; no file has been written.");
}

void copy(Desk& desk, const Film& film, const ExportChoice& choice) {
  const Film still = prepared({.draw = film.draw, .animated = false, .now = film.now}, choice);
  const Picture picture = still.draw(film.now);
  desk.exports.run("the clipboard",
                   [command = clipboard_command(), picture, choice](const Progress& progress) {
                     const Image image = rasterise(picture, choice.scale, choice.backing());
                     progress.check();
                     png_to_clipboard(command, encode_png(image, progress));
                     return fmt::format("Copied the picture, {} × {} pixels.", image.width, image.height);
                   });
}

const std::vector<Command>& all_commands() {
  static const std::vector<Command> all = [] {
    std::vector<Command> list{
        {"export", "[PATH]", "Ctrl+E",
         "Saves what stands on the stage: .png, .svg, .pdf, .tex, .gif, .webp, .mp4, .webm or .html; alone: "
         "shows what "
         "can be "
         "chosen.",
         0, 64, [](CommandTarget& t, Arguments a) { export_command(t.desk, words::joined(a)); }},
        {"export-as", "", "", "Asks for the file to export to.", 0, 0,
         [](CommandTarget& t, Arguments) { ask_where_to_export(t.desk); }},
        {"copy-picture", "", "Ctrl+Shift+C", "Copies what stands on the stage as a picture.", 0, 0,
         [](CommandTarget& t, Arguments) { copy_picture_command(t.desk); }},
        {"cancel-export", "", "", "Stops what is being exported; no file is left.", 0, 0, cancel},
        group_command([]() -> const auto& { return kSettings; },
                      "What exports hold: the view or the stage, "
                      "one step or all, a ground, a title, ink."),
    };
    return list;
  }();
  return all;
}

}  // namespace

std::span<const Setting> export_settings() {
  return kSettings;
}

std::span<const Command> export_commands() {
  return all_commands();
}

void export_command(Desk& desk, const std::string& path) {
  if (path.empty()) {
    desk.session.export_panel = true;
    return;
  }
  const ExportFormat& format = format_for(path);
  const ExportChoice choice = choice_now(desk);
  check_export(format, choice);
  const bool still = is_still(format, choice);
  std::optional<Film> film = chosen_film(desk);
  if (!still && !(film && film->animated && film->steps > 1))
    throw Error("export", "nothing moves here, it is one picture",
                fmt::format("{}", listed(still_endings(), Listing::with_or)));
  if (film)
    return still && is_quick(desk, choice) ? write_picture(desk, *film, choice, format, path)
                                           : write_beside(desk, std::move(*film), choice, format, path);
  { const PendingFile tried(path, "export"); }  // what is wrong with the path shows now
  capture(desk, "export", [&desk, choice, &format, path](const Film& seen, double density) {
    ExportChoice as_seen = choice;
    as_seen.scale = density;
    as_seen.cropped = false;
    write_picture(desk, seen, as_seen, format, path);
  });
}

void ask_where_to_export(Desk& desk) {
  desk.session.export_panel = false;
  const std::optional<Film> film = chosen_film(desk);
  const bool moves = film && film->animated && film->steps > 1;
  std::vector<FileKind> kinds;
  for (const ExportFormat& format : export_formats()) {
    if (!format.still() && !moves) continue;
    if (desk.session.exporting.ground == FigureGround::none && !format.transparent) continue;
    kinds.push_back({std::string(format.title), {std::string(format.ending)}});
  }
  ask_for_path(desk, "",
               {.command = "export", .title = "Export the stage", .name = "picture.png", .kinds = kinds});
}

std::string figure_tex(const Desk& desk) {
  const std::optional<Film> film = chosen_film(desk);
  if (!film) throw Error("export", "there is no drawing on the stage", "a page or a lab that shows one");
  return to_tikz(
      prepared({.draw = film->draw, .animated = false, .now = film->now}, choice_now(desk)).draw(film->now));
}

std::string export_words(const Desk& desk) {
  const ExportChoice choice = choice_now(desk);
  const std::optional<Film> film = chosen_film(desk);
  if (!film) return "The part of the window that shows pictures, pixel by pixel.";
  Film one{.draw = film->draw, .animated = false, .now = film->now};
  const Picture picture = prepared(std::move(one), choice).draw(film->now);
  std::string words = fmt::format("{}: {:.0f} × {:.0f}, as pixels {:.0f} × {:.0f}.", film->title,
                                  picture.width, picture.height, std::ceil(picture.width * choice.scale),
                                  std::ceil(picture.height * choice.scale));
  if (film->animated && film->steps > 1)
    words += fmt::format(
        " {}, a film of {:.1f} s.", counted(film->steps, "step"),
        static_cast<double>(film->steps) * kExportStepSeconds / desk.session.speed + kHoldSeconds);
  return words;
}

void copy_picture_command(Desk& desk) {
  static_cast<void>(clipboard_command());  // what is missing shows now
  const ExportChoice choice = choice_now(desk);
  if (const std::optional<Film> film = chosen_film(desk)) return copy(desk, *film, choice);
  capture(desk, "copy-picture", [&desk, choice](const Film& seen, double density) {
    ExportChoice as_seen = choice;
    as_seen.scale = density;
    as_seen.cropped = false;
    copy(desk, seen, as_seen);
  });
}

}  // namespace convscope
