// Around the views: the lines between them that can be dragged, and the line above each of two scenarios that
// says which it is.
#include <imgui.h>

#include <algorithm>
#include <array>
#include <string>

#include "app/desk/panels.hpp"
#include "app/desk/presenting.hpp"
#include "app/labs/explore/panels.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/keyboard_focus.hpp"
#include "app/widgets/widgets.hpp"
#include "core/base/numbers.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

constexpr double kGrip = 5;  ///< on either side of a line
constexpr std::size_t kLongestLine = 400;

constexpr std::array kNoNeighbour{
    BesideChoice{"Beside it: its transpose", "turned",
                 "Two columns, stepped together: this operator and the one that goes the other way"},
    BesideChoice{"Beside it: the same, to change", "same",
                 "Two columns, stepped together: change one of them, as a kernel of 3 against 4"}};
constexpr std::array kNeighbour{
    BesideChoice{"One scenario again", "off", "This one stays, the one beside it goes"}};

/// In percent of the stage, for each press of an arrow.
constexpr double kStep = 2;

/// Which way an arrow that was pressed moves a divider; 0: none was.
int arrow_along(bool upright) {
  using compat::Key;
  const auto pressed = [](Key key) { return compat::key_pressed(key, true) ? 1 : 0; };
  return upright ? pressed(Key::right) - pressed(Key::left) : pressed(Key::down) - pressed(Key::up);
}

}  // namespace

double heading_type(const DeskUi& ui) {
  // The views below need the room more; who looks at the bare stage sits far away.
  return ui.desk.presenting().bare ? std::max(bar_type(ui), 0.8 * ui.type) : bar_type(ui);
}

std::span<const BesideChoice> beside_choices(const ExploreState& lab) {
  if (lab.has_neighbour()) return kNeighbour;
  return kNoNeighbour;
}

void Stage::divide(const DeskUi& ui, const Rect& stage, const std::vector<Rect>& panes,
                   CommandTarget& target) {
  on_divider_ = false;
  for (const PaneDivider& line : pane_dividers(panes)) {
    const Rect grip = line.upright ? Rect{line.at - kGrip, stage.y, 2 * kGrip, stage.h}
                                   : Rect{stage.x, line.at - kGrip, stage.w, 2 * kGrip};
    const char* name = line.upright ? "divider-across" : "divider-down";
    const Touch touch = ui.touch(name, grip);
    ui.explain(touch, "Drag to divide the stage; a double click divides it as it fits");
    // Where two lines cross the pointer is on both; the arrows are for the one that has the focus.
    KeyboardFocus* const focus = KeyboardFocus::current();
    if (focus != nullptr) focus->arrows(KeyboardFocus::Arrows::value);
    const bool focused = focus != nullptr && focus->is_on() && focus->id() == ImGui::GetID(name);
    if (!touch.hovered && !touch.held) continue;
    on_divider_ = true;
    ui.hand(line.upright ? Ui::Hand::left_right : Ui::Hand::up_down);
    const Rect mark =
        line.upright ? Rect{line.at - 1.5, stage.y, 3, stage.h} : Rect{stage.x, line.at - 1.5, stage.w, 3};
    ui.draw(Box{.rect = mark, .fill = ui.colors.accent.with_alpha(touch.held ? 0.8 : 0.35)});
    if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
      try_command(target, {name, "auto"});
    else if (const int way = focused ? arrow_along(line.upright) : 0; way != 0)
      try_command(
          target,
          {name, format_value(std::clamp(100 * share_at(stage, line, {line.at, line.at}) + kStep * way,
                                         100 * StageSplit::kLeast, 100 * StageSplit::kMost))});
    else if (const Point by = ui.dragged(); touch.held && (by.x != 0 || by.y != 0))
      try_command(target, {name, format_value(100 * share_at(stage, line, touch.at))});
  }
}

void Stage::heading(const DeskUi& window, std::size_t pane, const Rect& rect, CommandTarget& target) {
  const DeskUi ui(window, heading_type(window));
  ExploreState& lab = explorer(ui.desk);
  const bool front = lab.is_front(pane);
  ImGui::PushID(static_cast<int>(pane));
  const std::string place = front ? "heading/line" : "heading/other";
  const double side = 12, cross = 13 * ui.type;
  const Rect words{rect.x + side, rect.y + 3, rect.w - 3 * side - 2 * cross, rect.h - 6};
  if (front && ui.editor().is_open(place)) {
    const auto end = ui.editor().draw(ui, words);
    const std::string text(trim(ui.editor().text()));
    if (end != FieldEditor::End::none) ui.editor().close();
    const bool meant = end == FieldEditor::End::entered || end == FieldEditor::End::left;
    if (meant && !text.empty() && text != ui.desk.line()) try_command(target, {"spec", text});
    return ImGui::PopID();
  }
  const Touch touch = ui.touch(place, {rect.x, rect.y, rect.w - side - 2 * cross, rect.h});
  ui.explain(touch, front ? "Edits mean this scenario. Click to type another line."
                          : "Click: edits then mean this scenario");
  ui.draw(Box{.rect = {rect.x, rect.y, rect.w, rect.h},
              .fill = front ? ui.colors.accent.with_alpha(0.1) : ui.colors.cell});
  if (front) ui.draw(Box{.rect = {rect.x, rect.bottom() - 3, rect.w, 3}, .fill = ui.colors.accent});
  const std::string line = cut(lab.pane_line(pane), kLongestLine);
  ui.text_within({words.x + 8, rect.centre().y}, line, 16, words.w - 8,
                 front || touch.hovered ? ui.colors.ink : ui.colors.soft,
                 front ? Font::number_bold : Font::number);
  const bool closed = !ui.desk.presenting().bare &&
                      icon_button(ui, "heading/close", {rect.right() - side - cross, rect.centre().y}, cross,
                                  Icon::close, "This scenario goes, the other one stays");
  ImGui::PopID();
  if (touch.clicked && front) ui.editor().open(place, ui.desk.line());
  if (touch.clicked && !front) lab.focus_pane(pane);
  if (!closed) return;
  if (front) lab.focus_pane(pane ^ 1U);
  try_command(target, {"beside", "off"});
}

}  // namespace convscope
