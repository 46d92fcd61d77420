// Brand, views, examples, files, theme, and the scenario's line.
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "app/ui/panels.hpp"
#include "app/ui/widgets.hpp"
#include "core/scenario/spec_line.hpp"
#include "core/scenario/what.hpp"

namespace convscope {

namespace {

/// How many views have a tab; the others stand in a list behind them.
struct TabPlan {
  std::size_t shown;
  double gap, more;  ///< more: the list's width, 0 without one
};

TabPlan plan_tabs(const Ui& ui, double room, double wished_gap) {
  const auto all = views();
  std::vector<double> widths;
  double sum = 0;
  for (const View& view : all) sum += widths.emplace_back(ui.width_of(view.title, 16, Font::text_bold));
  const double least = 15 * ui.type, count = static_cast<double>(all.size());
  if (sum + count * wished_gap <= room) return {all.size(), wished_gap, 0};
  if (sum + count * least <= room) return {all.size(), (room - sum) / count, 0};
  const double more = ui.width_of("More", 16) + 26 * ui.type;
  TabPlan plan{0, least, more};
  for (double used = more; plan.shown < all.size() && used + widths[plan.shown] + least <= room; ++plan.shown)
    used += widths[plan.shown] + least;
  return plan;
}

void tab(const Ui& ui, const View& view, const Rect& rect, CommandTarget& target) {
  const bool now = view.name == ui.app.session.view;
  const auto obstacle = view.obstacle(ui.app.derived());
  const Touch touch = ui.touch(std::string("view/") + std::string(view.name), rect);
  ui.explain(touch, obstacle ? *obstacle : std::string(view.help), "view/" + std::string(view.name));
  if (touch.clicked) try_command(target, {"view", std::string(view.name)});
  const Color ink = now             ? ui.colors.ink
                    : obstacle      ? ui.colors.faint
                    : touch.hovered ? ui.colors.ink
                                    : ui.colors.soft;
  ui.text(rect.centre(), view.title, 16, ink, now ? Font::text_bold : Font::text, Align::centre);
  if (!now) return;
  const double width = ui.width_of(view.title, 16, Font::text_bold);
  ui.draw(Box{.rect = {rect.centre().x - width / 2, rect.bottom() - 2, width, 3}, .fill = ui.colors.accent});
}

/// The views that have no tab.
void more_views(const Ui& ui, const Rect& rect, std::size_t from, CommandTarget& target) {
  std::vector<Choice> choices;
  std::string current;
  for (const View& view : views().subspan(from)) {
    const auto obstacle = view.obstacle(ui.app.derived());
    choices.push_back(
        {std::string(view.title), {}, obstacle ? *obstacle : std::string(view.help), !obstacle});
    if (view.name == ui.app.session.view) current = view.title;
  }
  const Touch touch = ui.touch("more views", rect);
  const std::string_view words = current.empty() ? std::string_view("More") : std::string_view(current);
  const double width = ui.text_within({rect.x, rect.centre().y}, words, 16, rect.w - 14 * ui.type,
                                      touch.hovered || !current.empty() ? ui.colors.ink : ui.colors.soft,
                                      current.empty() ? Font::text : Font::text_bold);
  draw_icon(ui, Icon::caret_down, {rect.x + width + 9 * ui.type, rect.centre().y}, 8 * ui.type,
            ui.colors.soft);
  if (!current.empty()) ui.draw(Box{.rect = {rect.x, rect.bottom() - 2, width, 3}, .fill = ui.colors.accent});
  if (const auto chosen =
          popup_list(ui, "more views/list", rect, touch.clicked, choices, current, 180 * ui.type))
    try_command(target, {"view", std::string(views()[from + *chosen].name)});
}

/// A tab for each view as far as there is room; returns where the next thing may stand.
double tabs(const Ui& ui, const Rect& rect, double x, double room, double gap, CommandTarget& target) {
  const TabPlan plan = plan_tabs(ui, room, gap);
  for (const View& view : views().first(plan.shown)) {
    const double width = ui.width_of(view.title, 16, Font::text_bold);
    tab(ui, view, {x - plan.gap / 2, rect.y, width + plan.gap, rect.h - 1}, target);
    x += width + plan.gap;
  }
  if (plan.more > 0) more_views(ui, {x, rect.y, plan.more, rect.h - 1}, plan.shown, target);
  return x + plan.more;
}

bool menu_title(const Ui& ui, const std::string& id, const Rect& rect, std::string_view words,
                std::string_view help) {
  const Touch touch = ui.touch(id, rect);
  ui.explain(touch, help);
  if (touch.hovered) ui.draw(Box{.rect = rect, .radius = 6, .fill = ui.colors.cell});
  ui.text({rect.x + 10, rect.centre().y}, words, 15, touch.hovered ? ui.colors.ink : ui.colors.soft);
  draw_icon(ui, Icon::caret_down, {rect.x + ui.width_of(words, 15) + 20 * ui.type, rect.centre().y},
            8 * ui.type, ui.colors.soft);
  return touch.clicked;
}

void examples(const Ui& ui, const Rect& rect, CommandTarget& target) {
  const bool open = menu_title(ui, "examples", rect, "Examples", "Scenarios worth a look");
  std::vector<Choice> choices;
  std::string current;
  const std::string line = spec_line(ui.app.scenario());
  for (const Preset& preset : presets()) {
    choices.push_back(
        {std::string(preset.title), {}, fmt::format("{} ({})", preset.shows, preset.spec), true});
    if (preset.spec == line) current = preset.title;
  }
  if (const auto chosen = popup_list(ui, "examples/list", rect, open, choices, current, 260 * ui.type))
    try_command(target, {"preset", std::string(presets()[*chosen].name)});
}

constexpr std::string_view kPathPlace = "file/path";

/// The way without a file chooser: a path is typed, its ending says what is meant.
void path_field(const Ui& ui, const Rect& anchor, CommandTarget& target) {
  if (!ui.editor().is_open(kPathPlace)) return;
  const double width = 420 * ui.type, row = 34 * ui.type;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const Rect rect{std::min(anchor.x, screen.x - width - 16), anchor.bottom() + 6, width, row + 62 * ui.type};
  ImGui::SetNextWindowFocus();
  ui.begin_floating("path", rect);
  ui.draw(Box{.rect = rect.inset(0.5), .radius = 10, .fill = ui.colors.window, .stroke = ui.colors.line});
  ui.text({rect.x + 16, rect.y + 20 * ui.type}, target.app.session.path_command + " which file?", 14,
          ui.colors.soft);
  const auto end = ui.editor().draw(ui, {rect.x + 14, rect.y + 38 * ui.type, width - 28, row});
  ui.end_panel();
  if (end == FieldEditor::End::none) return;
  const std::string path = ui.editor().text();
  ui.editor().close();
  std::string name = target.app.session.path_command;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  if (end == FieldEditor::End::entered && !path.empty()) try_command(target, {name, path});
}

void files(const Ui& ui, const Rect& rect, CommandTarget& target) {
  Session& session = ui.app.session;
  const bool open = menu_title(ui, "file", rect, "File", "Open, save and export");
  std::vector<Choice> choices{
      {"Open…", "Ctrl+O", "A scenario (.json), an input (.npy) or a photograph", true},
      {"Save scenario…", "Ctrl+S", "", true},
      {"Export picture…", "Ctrl+E", "The view as .png, .svg or .pdf", true},
      {"Copy scenario line", "Ctrl+C", "", true},
      {"Paste line or matrix", "Ctrl+V", "A scenario's line, or numbers from a spreadsheet or NumPy", true},
      {"All commands…", "Ctrl+P", "", true},
      {"Keys and help", "F1", "", true}};
  constexpr std::string_view kNames[] = {"open", "save", "export", "copy-spec", "paste", "palette", "help"};
  const std::size_t fixed = choices.size();
  for (const std::string& path : session.recent)
    choices.push_back({path.substr(path.rfind('/') + 1), "recent", path, true});
  const std::vector<std::string> recent = session.recent;  // opening one changes their order
  if (const auto chosen = popup_list(ui, "file/list", rect, open, choices, "", 250 * ui.type))
    *chosen < fixed ? try_command(target, {std::string(kNames[*chosen])})
                    : try_command(target, {"open", recent[*chosen - fixed]});
  if (session.file_menu) {
    session.file_menu = false;
    ui.editor().open(kPathPlace, "");
  }
  path_field(ui, rect, target);
}

}  // namespace

void draw_header(const Ui& ui, const Rect& rect, CommandTarget& target) {
  ui.begin_panel("header", rect, ui.colors.window);
  const double y = rect.centre().y;
  const bool narrow = rect.w < 1400 * ui.type;
  const double margin = narrow ? 18 : 24;
  ui.text({margin, y}, "ConvScope", 20, ui.colors.ink, Font::text_bold);
  double x = margin + ui.width_of("ConvScope", 20, Font::text_bold) + (narrow ? 28 : 39) * ui.type;
  const double file = ui.width_of("File", 15) + 34 * ui.type,
               list = ui.width_of("Examples", 15) + 34 * ui.type;
  const double tools = 38 * ui.type + file + 2 + list + 16;
  const double room = rect.right() - margin + 6 - tools - x;
  x = tabs(ui, rect, x, room, (narrow ? 22 : 34) * ui.type, target);

  // From the right: theme, files, examples; the scenario's line takes what is left.
  const double height = 34 * ui.type;
  double right = rect.right() - margin + 6;
  const bool dark = ui.app.session.theme == Theme::dark;
  if (icon_button(ui, "theme", {right - 14 * ui.type, y}, 17 * ui.type, dark ? Icon::sun : Icon::moon,
                  dark ? "Light theme (T)" : "Dark theme (T)"))
    try_command(target, {"theme"});
  right -= 38 * ui.type;
  files(ui, {right - file, y - height / 2, file, height}, target);
  right -= file + 2;
  examples(ui, {right - list, y - height / 2, list, height}, target);
  right -= list + 16;

  const std::string line = spec_line(ui.app.scenario());
  const double left = right - x;
  if (left > 90) {
    const double width = std::min(ui.width_of(line, 14, Font::number), left);
    const Rect place{right - width - 6, y - height / 2, width + 12, height};
    const Touch touch = ui.touch("spec", place);
    ui.explain(touch, "This scenario in one line. Click to copy it; Ctrl+V loads such a line.");
    if (touch.clicked) try_command(target, {"copy-spec"});
    ui.text_within({right - width, y}, line, 14, width + 0.5, touch.hovered ? ui.colors.ink : ui.colors.soft,
                   Font::number);
  }
  ui.hairline({rect.x, rect.bottom() - 1 / ui.density}, {rect.right(), rect.bottom() - 1 / ui.density});
  ui.end_panel();
}

}  // namespace convscope
