// What the pointer does to a view on the stage: it points at cells, edits them, goes to their step, zooms and
// pans the matrix, orbits the volumes.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/desk/cell_hand.hpp"
#include "app/desk/editable_cells.hpp"
#include "app/labs/explore/panels.hpp"
#include "app/views/camera.hpp"
#include "app/views/matrix_zoom.hpp"

namespace convscope {

namespace {

constexpr double kZoomPerNotch = 1.25;
constexpr double kDegreesPerPixel = 0.35;

/// Which of a view's steps computes the cell, if there is exactly one.
std::optional<Index> step_of(const View& view, const ExploreState& lab, Tag tag) {
  const Index all = lab.steps_of(view);
  const Derived& derived = lab.desk().derived();
  if (tag.role == Role::output && derived.output().size() == all) return tag.cell;
  if (tag.role == Role::input && derived.input().size() == all) return tag.cell;
  return std::nullopt;
}

MatrixCell cell_of(Tag entry, const MatrixWindow& whole) {
  return {entry.cell / whole.columns, entry.cell % whole.columns};
}

}  // namespace

void Stage::react(const DeskUi& ui, const Pane& pane, const Picture& picture) {
  const Rect& rect = pane.rect;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Point pointer{mouse.x - rect.x, mouse.y - rect.y};
  const bool here = rect.contains({mouse.x, mouse.y}) &&
                    ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  const bool busy = ImGui::IsAnyItemActive() || ui.editor().is_open();
  const Tag tag = here ? hit_test(picture, pointer) : Tag{};
  if (here && !busy && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) explorer(ui.desk).focus_pane(pane.index);
  if (tag) ui.point_at(tag);
  if (here) ui.about(pane.view.help, "view/" + std::string(pane.view.name));
  if (pane.view.name == "matrix") move_matrix(ui, pane, tag);
  if (pane.view.name == "channels") orbit(ui, pane, here);
  if (!busy && (here || held_in_ == pane.index)) {
    held_ = tag;
    held_in_ = pane.index;
    const Rect cell = rect_under(picture, tag, pointer);
    held_rect_ = {rect.x + cell.x, rect.y + cell.y, cell.w, cell.h};
  }
  if (!held_ || held_in_ != pane.index) return;
  if (editable_cells(ui.desk.derived(), held_.role)) {
    const bool scrub = pane.view.name != "channels";
    return edit_held_cell(ui, held_, held_rect_, picture, {rect.x, rect.y}, here && tag, scrub);
  }
  const Touch touch = ui.touch("cell", held_rect_);
  if (touch.clicked)
    if (const auto step = step_of(pane.view, explorer(ui.desk), held_)) explorer(ui.desk).rest_at(*step);
}

void Stage::move_matrix(const DeskUi& ui, const Pane& pane, Tag under) {
  MatrixWindow& matrix = explorer(ui.desk).matrix;
  const MatrixWindow whole = whole_matrix(ui.desk.derived().op());
  const bool entry = under.role == Role::entry;
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) grabbed_ = {};
  if (!entry) return;
  const MatrixCell cell = cell_of(under, whole);
  const double wheel = static_cast<double>(ImGui::GetIO().MouseWheel);
  if (wheel != 0) matrix = zoomed(matrix, whole, std::pow(kZoomPerNotch, -wheel), cell);
  // Two drags in a row from one place are no double click.
  if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && !panned_) {
    matrix = {};
    grabbed_ = {};
    return;
  }
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    grabbed_ = under;
    panned_ = false;
    held_in_ = pane.index;
  } else if (grabbed_ && held_in_ == pane.index) {
    // What was grabbed comes under the pointer again.
    const MatrixCell from = cell_of(grabbed_, whole);
    panned_ = panned_ || !(from == cell);
    matrix = panned(matrix, whole, from.row - cell.row, from.column - cell.column);
  }
  if (!matrix.empty()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
}

void Stage::orbit(const DeskUi& ui, const Pane& pane, bool here) {
  Camera& camera = explorer(ui.desk).camera;
  const double wheel = static_cast<double>(ImGui::GetIO().MouseWheel);
  if (here && wheel != 0) {
    camera.zoom *= std::pow(kZoomPerNotch, wheel);
    camera = clamped(camera);
  }
  if (here && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && !held_) camera = {};
  if (here && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
    camera_from_ = camera;
    held_in_ = pane.index;
  }
  if (!here || held_in_ != pane.index || !ImGui::IsMouseDragging(ImGuiMouseButton_Left)) return;
  const ImVec2 by = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left);
  camera = clamped({camera_from_.yaw - static_cast<double>(by.x) * kDegreesPerPixel,
                    camera_from_.pitch + static_cast<double>(by.y) * kDegreesPerPixel, camera.zoom});
}

}  // namespace convscope
