// What the right button offers on a cell, and on a view.
#include <fmt/format.h>
#include <imgui.h>

#include "app/desk/cell_grid.hpp"
#include "app/desk/cell_hand.hpp"
#include "app/desk/editable_cells.hpp"
#include "app/labs/explore/panels.hpp"
#include "app/widgets/clipboard.hpp"
#include "app/widgets/widgets.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

/// An entry of a menu: what it runs, or null where the menu does something itself.
struct Entry {
  Choice choice;
  CommandWords words{};
};

std::optional<double> value_of(const Derived& derived, Tag cell) {
  if (const auto cells = editable_cells(derived, cell.role))
    if (cell.cell >= 0 && cell.cell < std::ssize(cells->values))
      return cells->values[static_cast<std::size_t>(cell.cell)];
  if (cell.role == Role::output && cell.cell >= 0 && cell.cell < derived.output().size())
    return derived.output()[cell.cell];
  return std::nullopt;
}

std::string number(Index n) {
  return fmt::format("{}", n);
}

constexpr std::string_view kType = "Type a value", kCopy = "Copy the value";

std::vector<Entry> cell_entries(const ExploreState& lab, const View& view, Tag cell) {
  const Derived& derived = lab.desk().derived();
  const std::string role = role_name(cell.role), index = number(cell.cell);
  std::vector<Entry> entries;
  const auto value = value_of(derived, cell);
  if (!value) return entries;
  const bool editable = editable_cells(derived, cell.role).has_value();
  if (editable) {
    entries.push_back({{std::string(kType), "click", "", true}});
    entries.push_back({{"Set to 0", "", "", *value != 0}, {"cell", role, index, "0"}});
    entries.push_back({{"Set to 1", "", "", *value != 1}, {"cell", role, index, "1"}});
  }
  entries.push_back({{std::string(kCopy), format_value(*value), "", true}});
  // The step that makes the cell, or uses it, where there is one for each.
  const Index steps = lab.steps_of(view);
  if (cell.role == Role::output && derived.output().size() == steps)
    entries.push_back({{"Show what makes it", "", "Goes to its step", true}, {"step", index}});
  if (cell.role == Role::input && derived.input().size() == steps)
    entries.push_back({{"Show where it goes", "", "Goes to its step", true}, {"step", index}});
  if (cell.role == Role::kernel) {
    entries.push_back({{"Turn the kernel by 180°", "", "", true}, {"kernel", "rotate"}});
    entries.push_back({{"Divide the kernel by its sum", "", "", true}, {"kernel", "normalise"}});
  }
  if (editable)
    entries.push_back({{fmt::format("Paste numbers as {}", role), "", "From a spreadsheet or NumPy", true},
                       {"paste", role}});
  return entries;
}

std::vector<Entry> view_entries(const ExploreState& lab, const View& view) {
  std::vector<Entry> entries;
  if (lab.arrangement.count > 1)
    entries.push_back({{"This view alone", "", "", true}, {"layout", "1"}});
  else
    entries.push_back({{"Two views", "", "", true}, {"layout", "2"}});
  if (view.whole)
    entries.push_back({{"Show all of it", "", "Undoes zoom and turning", true}, {"zoom", "all"}});
  entries.push_back({{"Export…", "", "As a picture or a film", true}, {"export"}});
  entries.push_back({{"Copy as a picture", "", "", true}, {"copy-picture"}});
  entries.push_back({{"Copy the scenario's line", "", "", true}, {"copy-spec"}});
  return entries;
}

}  // namespace

void Stage::menu(const DeskUi& ui, const Pane& pane, const Picture& picture, CommandTarget& target) {
  const Rect& rect = pane.rect;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool open = rect.contains({mouse.x, mouse.y}) && ImGui::IsWindowHovered() && !ui.editor().is_open() &&
                    ImGui::IsMouseClicked(ImGuiMouseButton_Right);
  if (open) {
    menu_ = Menu{hit_test(picture, {mouse.x - rect.x, mouse.y - rect.y}), {mouse.x, mouse.y}};
    explorer(ui.desk).focus_pane(pane.index);
  }
  const ExploreState& lab = explorer(ui.desk);
  std::vector<Entry> entries = cell_entries(lab, pane.view, menu_.cell);
  if (entries.empty()) entries = view_entries(lab, pane.view);
  std::vector<Choice> choices;
  for (const Entry& entry : entries) choices.push_back(entry.choice);
  const double width = 250 * ui.type;
  const auto chosen =
      popup_list(ui, "menu", {menu_.at.x, menu_.at.y - 4, width, 1}, open, choices, "", width);
  if (!chosen) return;
  const Entry& entry = entries[*chosen];
  if (!entry.words.empty()) {
    ui.desk.attempt([&] { run_command(target, entry.words); });
  } else if (const auto value = value_of(ui.desk.derived(), menu_.cell);
             value && entry.choice.name == kCopy) {
    copy_text(format_value(*value));
    ui.desk.tell("Copied " + format_value(*value));
  } else if (value) {
    held_ = menu_.cell;
    held_in_ = pane.index;
    const Rect cell = rect_under(picture, held_, {menu_.at.x - rect.x, menu_.at.y - rect.y});
    held_rect_ = {rect.x + cell.x, rect.y + cell.y, cell.w, cell.h};
    type_cell(ui, held_, *value);
  }
}

}  // namespace convscope
