// Brand, views, examples, files, theme, and the scenario's line.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <vector>

#include "app/desk/file_commands.hpp"
#include "app/desk/panels.hpp"
#include "app/picture/language.hpp"
#include "app/widgets/widgets.hpp"
#include "app/window/overlays.hpp"
#include "core/scenario/spec_line.hpp"
#include "core/scenario/what.hpp"

namespace convscope {

namespace {

void tab(const DeskUi& ui, const LabRow& lab, const Rect& rect, CommandTarget& target) {
  const bool now = &lab == &ui.desk.front();
  const Touch touch = ui.touch(fmt::format("lab/{}", lab.name), rect);
  ui.explain(touch, lab.help, fmt::format("lab/{}", lab.name));
  if (touch.clicked) try_command(target, {std::string(lab.name)});
  ui.text(rect.centre(), lab.title, 16, now || touch.hovered ? ui.colors.ink : ui.colors.soft,
          now ? Font::text_bold : Font::text, Align::centre);
  if (!now) return;
  const double width = ui.width_of(lab.title, 16, Font::text_bold);
  ui.draw(Box{.rect = {rect.centre().x - width / 2, rect.bottom() - 2, width, 3}, .fill = ui.colors.accent});
}

constexpr double kLeastGap = 8;  ///< between tabs
constexpr double kNarrowMargin = 18;

/// Of all tabs, without gaps.
double width_of_tabs(const DeskUi& ui) {
  double sum = 0;
  for (const LabRow& lab : ui.desk.labs()) sum += ui.width_of(lab.title, 16, Font::text_bold);
  return sum;
}

/// A tab for each lab; returns where the next thing may stand.
double tabs(const DeskUi& ui, const Rect& rect, double x, double room, double wished_gap,
            CommandTarget& target) {
  const double gap = std::clamp((room - width_of_tabs(ui)) / static_cast<double>(ui.desk.labs().size()),
                                kLeastGap, std::max(kLeastGap, wished_gap));
  for (const LabRow& lab : ui.desk.labs()) {
    const double width = ui.width_of(lab.title, 16, Font::text_bold);
    tab(ui, lab, {x - gap / 2, rect.y, width + gap, rect.h - 1}, target);
    x += width + gap;
  }
  return x;
}

bool menu_title(const DeskUi& ui, const std::string& id, const Rect& rect, std::string_view words,
                std::string_view help) {
  const Touch touch = ui.touch(id, rect);
  ui.explain(touch, help);
  if (touch.hovered) ui.draw(Box{.rect = rect, .radius = 6, .fill = ui.colors.cell});
  ui.text({rect.x + 10, rect.centre().y}, words, 15, touch.hovered ? ui.colors.ink : ui.colors.soft);
  draw_icon(ui, Icon::caret_down, {rect.x + ui.width_of(words, 15) + 20 * ui.type, rect.centre().y},
            8 * ui.type, ui.colors.soft);
  return touch.clicked;
}

void examples(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const bool open = menu_title(ui, "examples", rect, "Examples", "Scenarios worth a look");
  if (const auto chosen = examples_popup(ui, rect, open))
    try_command(target, {"preset", std::string(presets()[*chosen].name)});
}

/// An entry for a command that the lab in front or all labs have.
Choice menu_entry(const Desk& desk, const FileEntry& entry) {
  std::string_view keys;
  for (const Command& command : desk.commands())
    if (command.name == entry.command && (command.lab.empty() || command.lab == desk.front().name))
      keys = command.keys;
  return {std::string(entry.title), std::string(keys.substr(0, keys.find(' '))), std::string(entry.help),
          true};
}

void files(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  Session& session = ui.desk.session;
  const bool open = menu_title(ui, "file", rect, "File", "Open, save and export");
  std::vector<FileEntry> entries{{"Open…", "open", "A scenario (.json), an array (.npy) or a picture"}};
  const auto own = ui.desk.front().files();
  entries.insert(entries.end(), own.begin(), own.end());
  entries.push_back({"Present", "present", "The bare stage, and the lecturer's window beside"});
  entries.push_back({"Code…", "code", "The scenario as a framework's script"});
  entries.push_back({"Lessons…", "lessons", "Scenes in a row, with words and questions"});
  entries.push_back({"First steps", "first-steps", "The lesson for beginners"});
  entries.push_back(language() == Language::english
                        ? FileEntry{"简体中文", "language", "The window in Chinese"}
                        : FileEntry{"English", "language", "The window in English"});
  entries.push_back({"All commands…", "palette"});
  entries.push_back({"Keys and help", "help"});
  std::vector<Choice> choices;
  for (const FileEntry& entry : entries) choices.push_back(menu_entry(ui.desk, entry));
  for (const std::string& path : session.recent) choices.push_back({file_name(path), "recent", path, true});
  const std::vector<std::string> recent = session.recent;  // opening one changes their order
  if (const auto chosen = popup_list(ui, "file/list", rect, open, choices, "", 250 * ui.type))
    *chosen < entries.size() ? try_command(target, {std::string(entries[*chosen].command)})
                             : try_command(target, {"open", recent[*chosen - entries.size()]});
}

double menu_width(const DeskUi& ui, std::string_view words) {
  return ui.width_of(words, 15) + 34 * ui.type;
}

double width_of_tools(const DeskUi& ui) {
  return 38 * ui.type + menu_width(ui, "File") + 2 +
         (ui.desk.front().shows_scenario ? menu_width(ui, "Examples") + 16 : 0);
}

double width_of_labs(const DeskUi& ui) {
  return width_of_tabs(ui) + kLeastGap * static_cast<double>(ui.desk.labs().size());
}

/// The factor of the header's type: where labs and menus have no room beside each other, it is smaller.
double header_type(const DeskUi& window, double width) {
  const double type = bar_type(window);
  const DeskUi ui(window, type);
  return type * std::clamp((width - 2 * kNarrowMargin) / (width_of_tools(ui) + width_of_labs(ui)), 0.7, 1.0);
}

/// What T makes of each theme.
constexpr std::pair<Icon, std::string_view> kNextTheme[] = {{Icon::moon, "Dark theme (T)"},
                                                            {Icon::contrast, "High-contrast theme (T)"},
                                                            {Icon::sun, "Light theme (T)"}};

}  // namespace

void draw_header(const DeskUi& window, const Rect& rect, CommandTarget& target) {
  const DeskUi ui(window, header_type(window, rect.w));
  ui.begin_panel("header", rect, ui.colors.window);
  const double y = rect.centre().y;
  const bool narrow = rect.w < 1400 * ui.type;
  const double margin = narrow ? kNarrowMargin : 24;
  const double file = menu_width(ui, "File"), list = menu_width(ui, "Examples");
  // The name gives way to the labs.
  const double name = ui.width_of("ConvScope", 20, Font::text_bold) + (narrow ? 28 : 39) * ui.type;
  double x = margin, room = rect.right() - margin + 6 - width_of_tools(ui) - x;
  if (room - name >= width_of_labs(ui)) {
    ui.text({margin, y}, "ConvScope", 20, ui.colors.ink, Font::text_bold);
    x += name;
    room -= name;
  }
  x = tabs(ui, rect, x, room, (narrow ? 22 : 34) * ui.type, target);

  // From the right: theme, files, examples; the scenario's line takes what is left.
  const double height = 34 * ui.type;
  double right = rect.right() - margin + 6;
  const auto& [icon, next] = kNextTheme[static_cast<std::size_t>(ui.desk.session.theme)];
  if (icon_button(ui, "theme", {right - 14 * ui.type, y}, 17 * ui.type, icon, next))
    try_command(target, {"theme"});
  right -= 38 * ui.type;
  files(ui, {right - file, y - height / 2, file, height}, target);
  right -= file + 2;
  if (!ui.desk.front().shows_scenario) {
    ui.hairline({rect.x, rect.bottom() - 1 / ui.density}, {rect.right(), rect.bottom() - 1 / ui.density});
    ui.end_panel();
    return;
  }
  examples(ui, {right - list, y - height / 2, list, height}, target);
  right -= list + 16;

  const double left = right - x;
  const std::string line = shortened(Font::number, 14 * ui.type, ui.desk.line(), left);
  const bool whole = line.size() == ui.desk.line().size();
  if (left > 0 && (whole || left > 150 * ui.type)) {  // the first word alone would say nothing
    const double width = ui.width_of(line, 14, Font::number);
    const Rect place{right - width - 6, y - height / 2, width + 12, height};
    const Touch touch = ui.touch("spec", place);
    ui.explain(touch, "This scenario in one line. Click to copy it; Ctrl+V loads such a line.");
    if (touch.clicked) try_command(target, {"copy-spec"});
    ui.text({right - width, y}, line, 14, touch.hovered ? ui.colors.ink : ui.colors.soft, Font::number);
  }
  ui.hairline({rect.x, rect.bottom() - 1 / ui.density}, {rect.right(), rect.bottom() - 1 / ui.density});
  ui.end_panel();
}

}  // namespace convscope
