// The examples: in groups, each with what there is to see.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "app/widgets/widgets.hpp"
#include "app/window/overlays.hpp"
#include "core/scenario/what.hpp"

namespace convscope {

namespace {

constexpr double kHeading = 40, kEntry = 48, kColumn = 350, kPadding = 14;

/// A heading (`preset` is the first of its group) or an example.
struct Row {
  const Preset* preset;
  bool heading;
  double y;
  std::size_t column;
};

/// Groups from column to column; none begins at a column's foot.
std::vector<Row> rows_in(std::size_t columns, double type, double& height) {
  double all = 0;
  std::string_view group;
  for (const Preset& preset : presets()) {
    all += (preset.group != group ? kHeading + kEntry : kEntry) * type;
    group = preset.group;
  }
  const double share = all / static_cast<double>(columns) + kHeading * type / 2;
  std::vector<Row> rows;
  double y = 0;
  std::size_t column = 0;
  height = 0;
  group = {};
  for (const Preset& preset : presets()) {
    const bool first = preset.group != std::exchange(group, preset.group);
    const double need = (first ? kHeading + kEntry : kEntry) * type;
    if (y > 0 && y + need > share && column + 1 < columns) {
      ++column;
      y = 0;
    }
    if (first) {
      rows.push_back({&preset, true, y, column});
      y += kHeading * type;
    }
    rows.push_back({&preset, false, y, column});
    y += kEntry * type;
    height = std::max(height, y);
  }
  return rows;
}

bool entry(const DeskUi& ui, const Rect& place, const Preset& preset, bool now) {
  const Touch touch = ui.touch(preset.name, place);
  ui.explain(touch, preset.spec);
  if (touch.hovered || now)
    ui.draw(Box{.rect = place.inset(1),
                .radius = 7,
                .fill = now ? mix(ui.colors.window, ui.colors.accent, 0.12) : ui.colors.cell});
  const double x = place.x + 12, room = place.w - 24, middle = place.centre().y;
  ui.text_within({x, middle - 9 * ui.type}, preset.title, 15, room, ui.colors.ink, Font::text_medium);
  const double wide = ui.width_of(preset.shows, 13);
  ui.text_within({x, middle + 10 * ui.type}, preset.shows,
                 wide > room ? std::max(12.0, 13 * room / wide) : 13, room, ui.colors.soft);
  return touch.clicked;
}

}  // namespace

std::optional<std::size_t> examples_popup(const DeskUi& ui, const Rect& anchor, bool open) {
  constexpr const char* kId = "examples/list";
  if (open) ImGui::OpenPopup(kId);
  if (!ImGui::IsPopupOpen(kId)) return std::nullopt;
  const Point screen = ui.size();
  const auto columns =
      static_cast<std::size_t>(std::clamp(std::floor((screen.x - 40) / (kColumn * ui.type)), 1.0, 3.0));
  double content = 0;
  const std::vector<Row> rows = rows_in(columns, ui.type, content);
  const double column = std::min(kColumn * ui.type, (screen.x - 40) / static_cast<double>(columns));
  const double width = column * static_cast<double>(columns) + 2 * kPadding;
  const double height = std::min(content + 2 * kPadding, screen.y - anchor.bottom() - 16);
  const double x = std::clamp(anchor.right() - width, 8.0, std::max(8.0, screen.x - width - 8));
  const std::string& line = ui.desk.line();
  std::optional<std::size_t> chosen;
  popup(ui, kId, {x, anchor.bottom() + 4, width, height}, content + 2 * kPadding, 12, [&](Point corner) {
    for (const Row& row : rows) {
      const Rect place{corner.x + kPadding + column * static_cast<double>(row.column),
                       corner.y + kPadding + row.y, column - 8, (row.heading ? kHeading : kEntry) * ui.type};
      if (row.heading)
        ui.text({place.x + 12, place.bottom() - 16 * ui.type}, row.preset->group, 14, ui.colors.accent,
                Font::text_bold);
      else if (entry(ui, place, *row.preset, row.preset->spec == line))
        chosen = static_cast<std::size_t>(row.preset - presets().data());
    }
    return chosen.has_value();
  });
  return chosen;
}

}  // namespace convscope
