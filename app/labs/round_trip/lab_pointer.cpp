// What the pointer does to the drawings of the round trip: it points at cells, edits them, goes to their
// step, zooms and moves the photographs.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/desk/cell_hand.hpp"
#include "app/labs/round_trip/lab.hpp"
#include "app/labs/round_trip/state.hpp"
#include "app/widgets/keyboard_focus.hpp"

namespace convscope {

namespace {
constexpr double kZoomPerNotch = 1.25;
}

void RoundTripLab::react(const DeskUi& ui, const Rect& rect, const Picture& picture, CommandTarget& target) {
  Desk& desk = ui.desk;
  const RoundTripState& state = desk.state<RoundTripState>();
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Point pointer{mouse.x - rect.x, mouse.y - rect.y};
  const bool here = rect.contains({mouse.x, mouse.y}) &&
                    ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  offer_cells("trip/stage", rect, picture, {rect.x, rect.y});
  const bool busy = ImGui::IsAnyItemActive() || ui.editor().is_open();
  const Tag tag = here ? hit_test(picture, pointer) : Tag{};
  if (tag) ui.point_at(tag);
  if (!busy) {
    held_ = tag;
    const Rect cell = rect_under(picture, tag, pointer);
    held_rect_ = {rect.x + cell.x, rect.y + cell.y, cell.w, cell.h};
  }
  if (state.page() != TripPage::there && state.page() != TripPage::why) return;
  const Derived& derived = desk.derived();
  const bool input = held_.role == Role::input && held_.cell < derived.input().size();
  const bool kernel = held_.role == Role::kernel && held_.cell < derived.weights().size();
  if (input || kernel) return edit_held_cell(ui, held_, held_rect_, picture, {rect.x, rect.y}, here && tag);
  // A click on a cell of y goes to its step.
  if (held_.role != Role::output || state.page() != TripPage::there || derived.op().transposed()) return;
  if (held_.cell < state.steps() / 2 && ui.touch("trip/cell", held_rect_).clicked)
    try_command(target, {"trip-step", fmt::format("{}", held_.cell)});
}

void RoundTripLab::magnify(const DeskUi& ui, const Rect& rect, const Style& style) {
  RoundTripState& state = ui.desk.state<RoundTripState>();
  if (!state.photo()) return;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Point pointer{mouse.x - rect.x, mouse.y - rect.y};
  if (!rect.contains({mouse.x, mouse.y}) ||
      !ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem))
    return;
  PhotoView view = state.view();
  const auto at = photo_point(*state.photo(), view, style, pointer);
  if (!at) return;
  const double wheel = static_cast<double>(ImGui::GetIO().MouseWheel);
  if (wheel != 0) {
    // What is under the pointer stays there.
    const double x = view.x + (at->x - 0.5) / view.zoom, y = view.y + (at->y - 0.5) / view.zoom;
    view.zoom = std::clamp(view.zoom * std::pow(kZoomPerNotch, wheel), 1.0, kLargestPhotoZoom);
    view.x = x - (at->x - 0.5) / view.zoom;
    view.y = y - (at->y - 0.5) / view.zoom;
    state.look_at(view);
  }
  if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) return state.look_at({});
  if (view.zoom <= 1 || !ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
  const ImVec2 by = ImGui::GetIO().MouseDelta;
  const auto moved = photo_point(*state.photo(), view, style, {pointer.x - by.x, pointer.y - by.y});
  if (!moved) return;
  view.x -= (at->x - moved->x) / view.zoom;
  view.y -= (at->y - moved->y) / view.zoom;
  state.look_at(view);
}

}  // namespace convscope
