// What is exported, and how.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "app/desk/export_commands.hpp"
#include "app/desk/setting_rows.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/keyboard_focus.hpp"
#include "app/widgets/widgets.hpp"
#include "app/window/lesson/lesson_mode.hpp"
#include "app/window/overlays.hpp"
#include "core/base/error.hpp"
#include "core/base/names.hpp"

namespace convscope {

namespace {

constexpr double kExportRow = 40, kExportMargin = 28, kLabel = 96;

void row_of(const DeskUi& ui, const Rect& rect, const Setting& setting, CommandTarget& target) {
  if (setting.kind == SettingKind::toggle) return setting_switch(ui, rect, target, setting);
  ui.text({rect.x, rect.centre().y}, setting.label, 15, ui.colors.soft);
  const double label = kLabel * ui.type;
  setting_segments(ui, {rect.x + label, rect.y + 2, rect.w - label, rect.h - 6}, target, setting);
}

std::string formats() {
  return fmt::format("{} hold a picture; {} move or have a page for each step.",
                     listed(still_endings(), Listing::commas), listed(moving_endings(), Listing::commas));
}

}  // namespace

/// A button of the clipboard's row, and its command.
struct Copy {
  std::string_view words, help, command;
};

/// What is copied, as buttons beside one another; whether one was pressed.
bool copy_row(const DeskUi& ui, const Rect& row, CommandTarget& target) {
  const Copy kCopies[] = {
      {"Picture", "As a picture (Ctrl+Shift+C)", "copy-picture"},
      {"TeX", "The step's sum as LaTeX; copy-tex has the matrix, sizes and figure", "copy-tex"},
      {"Numbers", "The output's, for a spreadsheet", "copy-numbers"},
      {"Code", "A script for PyTorch; copy-code has other frameworks", "copy-code"}};
  constexpr double kGap = 8;
  const double label = 60 * ui.type, width = (row.w - label - 3 * kGap) / 4;
  ui.text({row.x, row.centre().y}, "Copy", 15, ui.colors.soft);
  double x = row.x + label;
  bool any = false;
  for (const Copy& copy : kCopies) {
    if (framed_button(ui, copy.words, {x, row.y, width, row.h}, copy.words, 15, copy.help))
      any = try_command(target, {std::string(copy.command)}) || any;
    x += width + kGap;
  }
  return any;
}

/// What the lesson under way can be saved as; whether one was pressed.
bool lesson_row(const DeskUi& ui, const Rect& row, const LessonMode& lesson, CommandTarget& target) {
  const double label = 60 * ui.type, width = (row.w - label - 8) / 2, x = row.x + label;
  ui.text({row.x, row.centre().y}, "Lesson", 15, ui.colors.soft);
  if (framed_button(ui, "lesson-file", {x, row.y, width, row.h}, "Handout or page…", 15,
                    "All its scenes as a .pdf to print, or a .html page that runs by itself"))
    return try_command(target, {"export-lesson"}), true;
  if (framed_button(ui, "lesson-folder", {x + width + 8, row.y, width, row.h}, "Folder of figures", 15,
                    "A numbered figure for each scene, in a folder beside"))
    return try_command(target, {"export-lesson", lesson.name() + "-figures/"}), true;
  return false;
}

/// What would be written, or why nothing can be.
std::string export_line(const Desk& desk) {
  try {
    return export_words(desk);
  } catch (const Error& error) {
    return fmt::format("{} ({})", error.problem(), error.legal());
  }
}

void draw_export_panel(const DeskUi& ui, const Rect& window, CommandTarget& target) {
  if (!ui.desk.session.export_panel) return;
  const double row = kExportRow * ui.type, width = std::min(window.w - 40, 520 * ui.type);
  const double inner = width - 2 * kExportMargin, slider = kSliderHeight * ui.type;
  const std::string now = export_line(ui.desk);
  const double words = ui.paragraph({}, formats(), 14, inner, ui.colors.soft, false),
               told = ui.paragraph({}, now, 14, inner, ui.colors.ink, false);
  const auto rows = static_cast<double>(export_settings().size() - 1);
  const LessonMode* lesson = lesson_of(ui.desk);
  const double foot = (lesson ? 148 : 100) * ui.type;
  const double height = 62 * ui.type + rows * row + slider + 22 + words + told + foot + 16 * ui.type;
  const Rect box{window.centre().x - width / 2, std::max(8.0, window.centre().y - height / 2), width, height};
  const bool beside = begin_overlay(ui, "export", window, box);
  const double x = box.x + kExportMargin;
  ui.text({x, box.y + 34 * ui.type}, "Export", 20, ui.colors.ink, Font::text_bold);
  bool closed =
      icon_button(ui, "close", {box.right() - 32, box.y + 34 * ui.type}, 15 * ui.type, Icon::close, "");
  Column column(x, box.y + 62 * ui.type, inner);
  for (const Setting& setting : export_settings())
    if (setting.kind == SettingKind::whole)
      setting_row(ui, column, target, setting);
    else
      row_of(ui, column.take(row), setting, target);
  column.gap(14);
  ui.paragraph({x, column.y()}, now, 14, inner, ui.colors.ink);
  ui.paragraph({x, column.y() + told + 8}, formats(), 14, inner, ui.colors.soft);
  const double high = 36 * ui.type, y = box.bottom() - foot;
  const Rect save{x, y, 130 * ui.type, high};
  const bool saves = filled_button(ui, "save", save, "Save as…", 15,
                                   "Asks for the file; its ending says the format (Enter)");
  bool copies = copy_row(ui, {x, y + 48 * ui.type, inner, high}, target);
  if (lesson) copies = lesson_row(ui, {x, y + 96 * ui.type, inner, high}, *lesson, target) || copies;
  const bool enter =
      compat::key_pressed(compat::Key::enter, false) && !ui.editor().is_open() && !keyboard_has_focus();
  ui.end_panel();
  if (saves || enter) return static_cast<void>(try_command(target, {"export-as"}));
  closed = closed || compat::key_pressed(compat::Key::escape, false);
  if (beside || closed || copies) ui.desk.session.export_panel = false;
}

}  // namespace convscope
