// What is exported, and how.
#include <fmt/format.h>

#include <algorithm>

#include "app/desk/export_commands.hpp"
#include "app/desk/setting_rows.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/widgets.hpp"
#include "app/window/overlays.hpp"
#include "core/base/names.hpp"

namespace convscope {

namespace {

constexpr double kRow = 40, kMargin = 28, kLabel = 96;

void row_of(const DeskUi& ui, const Rect& rect, const Setting& setting, CommandTarget& target) {
  if (setting.kind == Setting::Kind::toggle) return setting_switch(ui, rect, target, setting);
  ui.text({rect.x, rect.centre().y}, setting.label, 15, ui.colors.soft);
  const double label = kLabel * ui.type;
  setting_segments(ui, {rect.x + label, rect.y + 2, rect.w - label, rect.h - 6}, target, setting);
}

std::string formats() {
  return fmt::format("{} hold a picture; {} move or have a page for each step.",
                     listed(still_endings(), Listing::commas), listed(moving_endings(), Listing::commas));
}

}  // namespace

void draw_export_panel(const DeskUi& ui, const Rect& window, CommandTarget& target) {
  if (!ui.desk.session.export_panel) return;
  const double row = kRow * ui.type, width = std::min(window.w - 40, 520 * ui.type);
  const double inner = width - 2 * kMargin, slider = kSliderHeight * ui.type;
  const double words = ui.paragraph({}, formats(), 14, inner, ui.colors.soft, false);
  const auto rows = static_cast<double>(export_settings().size() - 1);
  const double height = 62 * ui.type + rows * row + slider + 14 + words + 68 * ui.type;
  const Rect box{window.centre().x - width / 2, std::max(8.0, window.centre().y - height / 2), width, height};
  const bool beside = begin_overlay(ui, "export", window, box);
  const double x = box.x + kMargin;
  ui.text({x, box.y + 34 * ui.type}, "Export", 20, ui.colors.ink, Font::text_bold);
  bool closed =
      icon_button(ui, "close", {box.right() - 32, box.y + 34 * ui.type}, 15 * ui.type, Icon::close, "");
  Column column(x, box.y + 62 * ui.type, inner);
  for (const Setting& setting : export_settings())
    if (setting.kind == Setting::Kind::whole)
      setting_row(ui, column, target, setting);
    else
      row_of(ui, column.take(row), setting, target);
  column.gap(14);
  ui.paragraph({x, column.y()}, formats(), 14, inner, ui.colors.soft);
  const double y = box.bottom() - 52 * ui.type, high = 36 * ui.type;
  const Rect save{x, y, 130 * ui.type, high}, copy{save.right() + 12, y, 190 * ui.type, high};
  const bool saves = filled_button(ui, "save", save, "Save as…", 15,
                                   "Asks for the file; its ending says the format (Enter)");
  const bool copies =
      framed_button(ui, "copy", copy, "Copy to the clipboard", 15, "As a picture (Ctrl+Shift+C)");
  const bool enter = compat::key_pressed(compat::Key::enter, false) && !ui.editor().is_open();
  ui.end_panel();
  if (saves || enter) return static_cast<void>(try_command(target, {"export-as"}));
  if (copies) try_command(target, {"copy-picture"});
  closed = closed || compat::key_pressed(compat::Key::escape, false);
  if (beside || closed || copies) ui.desk.session.export_panel = false;
}

}  // namespace convscope
