// What the pointer does to the pictures: it points at pixels, moves and zooms all panes at once, moves the
// split's edge, selects a part.
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/labs/images/compare_stage.hpp"

namespace convscope {

namespace {

constexpr double kZoomPerNotch = 1.25, kReach = 7;

Extent extent_of(const ImagesState& state) {
  return {state.width(), state.height()};
}

PixelPlace clamped_pixel(const ComparePane& pane, Extent extent, Point at) {
  const Point p = under(pane.picture, extent, at);
  const auto whole = [](double v, Index most) {
    return std::clamp<Index>(static_cast<Index>(std::floor(v)), 0, most - 1);
  };
  return {whole(p.x, extent.width), whole(p.y, extent.height)};
}

}  // namespace

CompareStage::Hold CompareStage::grip(const DeskUi& ui, const ComparePane& pane, Point at) const {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const ImageStage& stage = state.stage;
  const auto near = [&](double x, double y) { return std::hypot(at.x - x, at.y - y) <= kReach + 2; };
  if (!stage.selection.empty()) {
    const Rect r = rect_of(pane.picture, extent_of(state), stage.selection);
    if (near(r.x, r.y)) return Hold::left_top;
    if (near(r.right(), r.bottom())) return Hold::right_bottom;
    if (near(r.x, r.bottom())) return Hold::left_bottom;
    if (near(r.right(), r.y)) return Hold::right_top;
  }
  if (ImGui::GetIO().KeyShift) return Hold::select;
  if (pane.split && std::abs(at.x - pane.area.x - stage.split * pane.area.w) <= kReach) return Hold::split;
  return Hold::pan;
}

void CompareStage::drag(const DeskUi& ui, const ComparePane& pane, Point at) {
  ImagesState& state = ui.desk.state<ImagesState>();
  ImageStage& stage = state.stage;
  const Extent extent = extent_of(state);
  switch (hold_) {
    case Hold::none:
      return;
    case Hold::pan:
      stage.viewport = panned(stage.viewport, pane.area, extent, at.x - last_.x, at.y - last_.y);
      return;
    case Hold::split:
      stage.split = std::clamp((at.x - pane.area.x) / pane.area.w, 0.0, 1.0);
      return;
    default:
      stage.selection = between(corner_, clamped_pixel(pane, extent, at));
  }
}

void CompareStage::react(const DeskUi& ui, const ComparePane& pane, std::size_t index, CommandTarget&) {
  ImagesState& state = ui.desk.state<ImagesState>();
  ImageStage& stage = state.stage;
  const Extent extent = extent_of(state);
  ImGui::PushID(static_cast<int>(index));
  const Touch touch = ui.touch("picture", pane.area);
  ImGui::PopID();
  if (touch.hovered || touch.held) {
    ui.about(
        "Drag to move, turn the wheel to zoom, double-click for all of it, Shift and drag to select a part.",
        "images/stage");
    if (const auto pixel = pixel_under(pane.picture, extent, touch.at); pixel && touch.hovered)
      stage.pointed = pixel;
  }
  if (touch.pressed) {
    hold_ = grip(ui, pane, touch.at);
    held_in_ = index;
    pressed_at_ = touch.at;
    const PixelArea& s = stage.selection;
    const Index right = s.x + s.width - 1, bottom = s.y + s.height - 1;
    switch (hold_) {
      case Hold::select:
        corner_ = clamped_pixel(pane, extent, touch.at);
        break;
      case Hold::left_top:
        corner_ = {right, bottom};
        break;
      case Hold::right_bottom:
        corner_ = {s.x, s.y};
        break;
      case Hold::left_bottom:
        corner_ = {right, s.y};
        break;
      case Hold::right_top:
        corner_ = {s.x, bottom};
        break;
      default:
        break;
    }
  } else if (touch.held && held_in_ == index && (touch.at.x != last_.x || touch.at.y != last_.y)) {
    drag(ui, pane, touch.at);
  }
  // A click chooses the contender; what moved was a drag.
  const bool still = std::hypot(touch.at.x - pressed_at_.x, touch.at.y - pressed_at_.y) < 4;
  const std::size_t subject = pane.second.value_or(pane.first);
  if (touch.clicked && still && hold_ == Hold::pan && subject >= 2 && !pane.split) {
    stage.contender = subject - 2;
    if (stage.layout == ImageStage::Layout::grid) stage.second = subject;
  }
  if (touch.released) hold_ = Hold::none;
  if (touch.hovered || touch.held) last_ = touch.at;
  if (touch.hovered && !touch.held) {
    switch (grip(ui, pane, touch.at)) {
      case Hold::split:
        ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
        break;
      case Hold::left_top:
      case Hold::right_bottom:
        ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNWSE);
        break;
      case Hold::left_bottom:
      case Hold::right_top:
        ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeNESW);
        break;
      default:
        break;
    }
  }
  if (!touch.hovered) return;
  const double wheel = static_cast<double>(ImGui::GetIO().MouseWheel);
  if (wheel != 0)
    stage.viewport = zoomed(stage.viewport, pane.area, extent, std::pow(kZoomPerNotch, wheel), touch.at);
  if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left) && hold_ == Hold::pan) {
    const double once = 1 / ui.density;  // a pixel of the picture is one of the device
    const double fit = fitting_zoom(pane.area, extent), larger = fit < once ? once / fit : 4;
    stage.viewport = stage.viewport.zoom > 0 ? Viewport{} : zoomed({}, pane.area, extent, larger, touch.at);
    hold_ = Hold::none;
  }
}

}  // namespace convscope
