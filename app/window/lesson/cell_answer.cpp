// The cell that a lesson asks for, clicked: its number is typed where it will stand.
#include <imgui.h>

#include <optional>

#include "app/labs/explore/state.hpp"
#include "app/widgets/widgets.hpp"
#include "app/window/lesson/lesson_mode.hpp"
#include "app/window/lesson/panels.hpp"
#include "app/window/presenting_layer.hpp"
#include "core/base/error.hpp"

namespace convscope {

namespace {

constexpr std::string_view kCellField = "lesson/cell";

/// As views tag it; nothing where another scenario is there by now, which does not have it.
std::optional<Tag> asked_cell(const ExploreState& lab, const CellName& name) {
  const bool left = lab.column() == ExploreState::Column::left;
  const bool other = name.beside == left;
  if (other && name.beside && !lab.has_neighbour()) return std::nullopt;
  try {
    const Derived& derived =
        other && lab.has_neighbour() ? lab.pane_derived(lab.arrangement.focus ^ 1U) : lab.desk().derived();
    const std::vector<Tag> tags = tags_of(name, derived);
    return tags.size() == 1 ? std::optional(tags.front()) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

void draw_cell_answer(const DeskUi& ui, CommandTarget& target) {
  LessonMode* mode = lesson_of(ui.desk);
  if (mode == nullptr || !mode->waits()) return;
  ExploreState& lab = explorer(ui.desk);
  if (&ui.desk.front_state() != &lab) return;
  const std::optional<Question>& question = mode->scene().question;
  if (!question || !question->cell) return;
  const std::optional<Tag> asked = asked_cell(lab, *question->cell);
  if (!asked) return;
  const Session& session = ui.desk.session;
  if (session.hover == *asked && !ui.editor().is_open(kCellField)) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    ui.hand(Ui::Hand::pointing);
    ui.explain({.hovered = true, .at = {mouse.x, mouse.y}}, "Click to type its number");
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) ui.editor().open(kCellField, "");
  }
  if (!ui.editor().is_open(kCellField)) return;
  Rect cell{};
  ui.desk.attempt([&] { cell = cell_on_stage(ui.desk, *asked); });
  if (cell.w <= 0) return ui.editor().close();
  // Small cells have no room to type in.
  const double width = std::max(cell.w, 84 * ui.type), height = std::max(cell.h, 38 * ui.type);
  const Rect field{cell.centre().x - width / 2, cell.centre().y - height / 2, width, height};
  ui.begin_floating("cell-answer", field);
  const auto end = ui.editor().draw(ui, field, true);
  ui.end_panel();
  if (end == FieldEditor::End::none) return;
  const std::string text = ui.editor().text();
  ui.editor().close();
  if (end == FieldEditor::End::entered && !text.empty())
    try_command(target, {"scene", "answer", text});
  else
    mode->wants_keyboard = false;
}

}  // namespace convscope
