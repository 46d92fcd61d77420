// What the pointer does to a view on the stage: it points at cells, edits them, goes to their step, zooms and
// moves the view.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/desk/cell_hand.hpp"
#include "app/desk/editable_cells.hpp"
#include "app/labs/explore/panels.hpp"
#include "app/views/cell_value.hpp"
#include "app/widgets/keyboard_focus.hpp"

namespace convscope {

namespace {

constexpr double kZoomPerNotch = 1.25;

/// Which of a view's steps computes the cell, if there is exactly one.
std::optional<Index> step_of(const View& view, const ExploreState& lab, Tag tag) {
  const Index all = lab.steps_of(view);
  const Derived& derived = lab.desk().derived();  // of the pane in focus
  if (tag.role == Role::output && derived.output().size() == all) return tag.cell;
  if (tag.role == Role::input && derived.input().size() == all) return tag.cell;
  return std::nullopt;
}

/// A drag moves the view.
bool moves_now(const View& view, const ExploreState& lab, std::size_t pane) {
  if (view.drag == nullptr) return false;
  return view.moves == nullptr || view.moves(lab.pane_derived(pane), lab.pane_outlook(pane));
}

}  // namespace

void Stage::react(const DeskUi& ui, const Pane& pane, const Picture& picture) {
  const Rect& rect = pane.rect;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Point pointer{mouse.x - rect.x, mouse.y - rect.y};
  const bool here = rect.contains({mouse.x, mouse.y}) && !on_divider_ &&
                    ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  offer_cells(fmt::format("pane/{}", pane.index), rect, picture, {rect.x, rect.y});
  const bool busy = ImGui::IsAnyItemActive() || ui.editor().is_open();
  const Tag tag = here ? hit_test(picture, pointer) : Tag{};
  if (here && !busy && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) explorer(ui.desk).focus_pane(pane.index);
  if (tag) {
    ui.point_at(tag);
    explorer(ui.desk).pointed_in(pane.index);
  }
  // In a quiz, or a lesson's question, the output is what is asked for.
  const bool guessed = tag.role == Role::output && (explorer(ui.desk).quiz.on || ui.desk.session.asking);
  if (here && tag && !busy && !guessed)
    ui.explain({.hovered = true, .at = {mouse.x, mouse.y}},
               value_words(explorer(ui.desk).pane_derived(pane.index), tag));
  if (here) ui.about(pane.view.help, "view/" + std::string(pane.view.name));
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) drag_.reset();
  // Over the cells that the view is gripped by, or anywhere.
  if (here && (pane.view.grip == Role::none || tag.role == pane.view.grip)) move_view(ui, pane, tag);
  if (!busy && (here || held_in_ == pane.index)) {
    held_ = tag;
    held_in_ = pane.index;
    const Rect cell = rect_under(picture, tag, pointer);
    held_rect_ = {rect.x + cell.x, rect.y + cell.y, cell.w, cell.h};
  }
  if (!held_ || held_in_ != pane.index || !explorer(ui.desk).is_front(pane.index)) return;
  // Who is asked for a cell's number clicks it to answer.
  if (ui.desk.session.asking && std::ranges::find(explorer(ui.desk).marks_of(pane.index).covered, held_) !=
                                    explorer(ui.desk).marks_of(pane.index).covered.end())
    return;
  if (editable_cells(ui.desk.derived(), held_.role)) {
    // A drag moves the view, wherever it begins.
    const bool scrub = !moves_now(pane.view, explorer(ui.desk), pane.index) || pane.view.grip != Role::none;
    return edit_held_cell(ui, held_, held_rect_, picture, {rect.x, rect.y}, here && tag, scrub);
  }
  const Touch touch = ui.touch("cell", held_rect_);
  if (touch.clicked)
    if (const auto step = step_of(pane.view, explorer(ui.desk), held_)) explorer(ui.desk).rest_at(*step);
}

void Stage::move_view(const DeskUi& ui, const Pane& pane, Tag under) {
  const View& view = pane.view;
  ExploreState& lab = explorer(ui.desk);
  const Derived& derived = lab.pane_derived(pane.index);
  const Outlook now = lab.pane_outlook(pane.index);
  const auto look = [&](const Outlook& next) { lab.look(pane.index, next); };
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Point at{(mouse.x - pane.rect.x) / pane.rect.w, (mouse.y - pane.rect.y) / pane.rect.h};
  const double wheel = static_cast<double>(ImGui::GetIO().MouseWheel);
  if (view.zoom != nullptr && wheel != 0)
    look(view.zoom(derived, now, std::pow(kZoomPerNotch, wheel), {under, at}));
  if (view.drag == nullptr) return;
  // Two drags in a row from one place are no double click; one on a cell that can be typed is the cell's.
  const bool cells = held_ && held_.role != view.grip && editable_cells(derived, held_.role);
  if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && !moved_ && !cells) {
    look(view.whole(now));
    drag_.reset();
    return;
  }
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    drag_ = Drag{now, under, under, {}, {}};
    moved_ = false;
    held_in_ = pane.index;
  } else if (drag_ && held_in_ == pane.index) {
    const ImVec2 by = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left);
    drag_->under = under;
    drag_->by = {by.x, by.y};
    drag_->share = {by.x / pane.rect.w, by.y / pane.rect.h};
    const Outlook next = view.drag(derived, now, *drag_);
    moved_ = moved_ || !(next == now);
    look(next);
  }
  const bool gripped = view.grip != Role::none && !lab.pane_outlook(pane.index).matrix.empty();
  if (gripped ||
      (view.moves != nullptr && moves_now(view, lab, pane.index) && !editable_cells(derived, under.role)))
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
}

}  // namespace convscope
