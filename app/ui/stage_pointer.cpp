// What the pointer does to a view on the stage: it points at cells, edits them, goes to their step, zooms and
// pans the matrix, orbits the volumes.
#include <algorithm>
#include <cmath>

#include "app/ui/cell_grid.hpp"
#include "app/ui/matrix_zoom.hpp"
#include "app/ui/panels.hpp"
#include "app/views/camera.hpp"

namespace convscope {

namespace {

constexpr double kSmallestEditor = 64;
constexpr double kZoomPerNotch = 1.25;
constexpr double kDegreesPerPixel = 0.35;

/// Where the topmost item with the tag lies under the point.
Rect rect_of(const Picture& picture, Tag tag, Point at) {
  for (auto item = picture.items.rbegin(); item != picture.items.rend(); ++item) {
    if (item->tag != tag) continue;
    if (const auto* box = std::get_if<Box>(&item->shape); box && box->rect.contains(at)) return box->rect;
    if (const auto* raster = std::get_if<Raster>(&item->shape); raster && raster->rect.contains(at)) break;
  }
  return {at.x - 12, at.y - 12, 24, 24};
}

/// The box with the tag that is nearest to a place, if there is one.
std::optional<Rect> nearest(const Picture& picture, Tag tag, Point to) {
  std::optional<Rect> found;
  double least = 0;
  for (const Item& item : picture.items) {
    const auto* box = std::get_if<Box>(&item.shape);
    if (!box || item.tag != tag) continue;
    const Point at = box->rect.centre();
    const double distance = std::hypot(at.x - to.x, at.y - to.y);
    if (found && distance >= least) continue;
    found = box->rect;
    least = distance;
  }
  return found;
}

const Tensor<double>* tensor_of(const Derived& derived, Tag tag) {
  switch (tag.role) {
    case Role::input:
      return &derived.input();
    case Role::kernel:
      return &derived.weights();
    case Role::upstream:
      return &derived.upstream();
    default:
      return nullptr;
  }
}

double value_of(const Derived& derived, Tag tag) {
  const Tensor<double>* tensor = tensor_of(derived, tag);
  return tensor && tag.cell >= 0 && tag.cell < tensor->size() ? (*tensor)[tag.cell] : 0;
}

/// Which of a view's steps computes the cell, if there is exactly one.
std::optional<Index> step_of(const View& view, const AppState& app, Tag tag) {
  const Index all = app.steps_of(view);
  if (tag.role == Role::output && app.derived().output().size() == all) return tag.cell;
  if (tag.role == Role::input && app.derived().input().size() == all) return tag.cell;
  return std::nullopt;
}

MatrixCell cell_of(Tag entry, const MatrixWindow& whole) {
  return {entry.cell / whole.columns, entry.cell % whole.columns};
}

}  // namespace

void Stage::react(const Ui& ui, const Pane& pane, const Picture& picture, CommandTarget& target) {
  const Rect& rect = pane.rect;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Point pointer{mouse.x - rect.x, mouse.y - rect.y};
  const bool here = rect.contains({mouse.x, mouse.y}) &&
                    ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  const bool busy = ImGui::IsAnyItemActive() || ui.editor().is_open();
  const Tag tag = here ? hit_test(picture, pointer) : Tag{};
  if (here && !busy && ImGui::IsMouseClicked(ImGuiMouseButton_Left)) ui.app.focus_pane(pane.index);
  if (tag) ui.point_at(tag);
  if (here) ui.about(pane.view.help, "view/" + std::string(pane.view.name));
  if (pane.view.name == "matrix") move_matrix(ui, pane, tag);
  if (pane.view.name == "channels") orbit(ui, pane, here);
  if (!busy && (here || held_in_ == pane.index)) {
    held_ = tag;
    held_in_ = pane.index;
    const Rect cell = rect_of(picture, tag, pointer);
    held_rect_ = {rect.x + cell.x, rect.y + cell.y, cell.w, cell.h};
  }
  if (!held_ || held_in_ != pane.index) return;
  if (tensor_of(ui.app.derived(), held_)) return edit_cell(ui, pane, picture, here && tag, target);
  const Touch touch = ui.touch("cell", held_rect_);
  if (touch.clicked)
    if (const auto step = step_of(pane.view, ui.app, held_)) ui.app.rest_at(*step);
}

void Stage::edit_cell(const Ui& ui, const Pane& pane, const Picture& picture, bool pointed,
                      CommandTarget& target) {
  const Derived& derived = ui.app.derived();
  Rect place = held_rect_;
  if (ui.editor().is_open()) {
    // Numbers that grow can move the grid while its cells are typed.
    const Point middle{held_rect_.centre().x - pane.rect.x, held_rect_.centre().y - pane.rect.y};
    if (const auto now = nearest(picture, held_, middle))
      place = {pane.rect.x + now->x, pane.rect.y + now->y, now->w, now->h};
    held_rect_ = place;
    // Room to type, also on a small cell.
    const double w = std::max(place.w, kSmallestEditor), h = std::max(place.h, 28 * ui.type);
    place = {place.centre().x - w / 2, place.centre().y - h / 2, w, h};
  } else {
    ImGui::SetMouseCursor(pointed ? ImGuiMouseCursor_Hand : ImGuiMouseCursor_Arrow);
  }
  const Tag cell = held_;
  const auto next = [&](FieldEditor::End end) -> std::optional<std::pair<Tag, double>> {
    const Tensor<double>& tensor = *tensor_of(derived, cell);
    const Shape& shape = tensor.shape();
    const Tag to{cell.role, cell.cell + cells_moved(end, shape[shape.rank() - 1])};
    if (to == cell || to.cell < 0 || to.cell >= tensor.size()) return std::nullopt;
    const Point from{held_rect_.centre().x - pane.rect.x, held_rect_.centre().y - pane.rect.y};
    const auto found = nearest(picture, to, from);
    if (!found) return std::nullopt;
    held_ = to;
    held_rect_ = {pane.rect.x + found->x, pane.rect.y + found->y, found->w, found->h};
    return std::pair{to, tensor[to.cell]};
  };
  const bool scrub = pane.view.name != "channels";
  const auto edit = stage_cell(ui, cell, place, value_of(derived, cell), next, scrub);
  if (!edit) return;
  target.app.attempt([&] {
    if (edit->value != value_of(ui.app.derived(), cell))
      target.app.set_cell(cell, edit->value, edit->gesture ? "scrub" : "");
  });
  if (edit->ended) target.app.end_gesture();
}

void Stage::move_matrix(const Ui& ui, const Pane& pane, Tag under) {
  Session& session = ui.app.session;
  const MatrixWindow whole = whole_matrix(ui.app.derived().op());
  const bool entry = under.role == Role::entry;
  if (!ImGui::IsMouseDown(ImGuiMouseButton_Left)) grabbed_ = {};
  if (!entry) return;
  const MatrixCell cell = cell_of(under, whole);
  const double wheel = static_cast<double>(ImGui::GetIO().MouseWheel);
  if (wheel != 0) session.matrix = zoomed(session.matrix, whole, std::pow(kZoomPerNotch, -wheel), cell);
  // Two drags in a row from one place are no double click.
  if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && !panned_) {
    session.matrix = {};
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
    session.matrix = panned(session.matrix, whole, from.row - cell.row, from.column - cell.column);
  }
  if (!session.matrix.empty()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
}

void Stage::orbit(const Ui& ui, const Pane& pane, bool here) {
  Camera& camera = ui.app.session.camera;
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
