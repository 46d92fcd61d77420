// How the panes stand, and what the pointer does to the pictures: it points at pixels, moves and zooms all
// panes at once, moves the split's edge, selects a part.
#include "app/labs/images/compare_stage.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "app/labs/images/lab.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/keyboard_focus.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

constexpr double kGap = 14, kLegend = 30;
constexpr double kLeastPicture = 40;  // height of one of many; if titles leave less, there are none
constexpr double kMostSamples = 4, kMostSampled = 8e6;  // device pixels of a layer
constexpr double kZoomPerNotch = 1.25, kReach = 7;

Rect whole(const Rect& r) {
  const double x = std::round(r.x), y = std::round(r.y);
  return {x, y, std::round(r.right()) - x, std::round(r.bottom()) - y};
}

bool is_pair(const ComparePane& pane) {
  return pane.kind == PaneKind::difference || pane.kind == PaneKind::error;
}

/// How often a device pixel's difference is worked out so that each pixel of the picture is met, within what
/// can be afforded.
int samples_for(const std::vector<ComparePane>& panes, Extent picture, const StageDrawing& drawing) {
  if (panes.empty() || !is_pair(panes[0])) return 1;
  const double scale =
      panes[0].picture.w * drawing.density / static_cast<double>(std::max<Index>(picture.width, 1));
  const double area = static_cast<double>(drawing.width) * drawing.height;
  const double most = std::min(kMostSamples, std::floor(std::sqrt(kMostSampled / area)));
  return static_cast<int>(std::clamp(std::ceil(1 / scale - 1e-6), 1.0, std::max(1.0, most)));
}

PixelPlace clamped_pixel(const ComparePane& pane, Extent extent, Point at) {
  const Point p = under(pane.picture, extent, at);
  const auto whole = [](double v, Index most) {
    return std::clamp<Index>(saturated(std::floor(v)), 0, most - 1);
  };
  return {whole(p.x, extent.width), whole(p.y, extent.height)};
}

}  // namespace

std::vector<ComparePane> CompareStage::panes(const DeskUi& ui, const Rect& all) const {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const ImageStage& stage = state.stage;
  double title = pane_title_height(ui, {}, all.w);
  std::vector<ComparePane> panes;
  using enum ImageStage::Layout;
  const auto add = [&](const Rect& frame, PaneKind kind, std::size_t first,
                       std::optional<std::size_t> second) {
    const Rect room{frame.x, frame.y + title, frame.w, std::max(1.0, frame.h - title)};
    panes.push_back({frame, room, placed(stage.viewport, room, state.extent(), ui.density), kind, first,
                     second, stage.layout == split});
  };
  const PaneKind pair = stage.layout == difference ? PaneKind::difference : PaneKind::error;
  const bool pairs = stage.layout == difference || stage.layout == error;
  const bool legend = pairs || stage.layout == heat;
  const Rect area{all.x, all.y, all.w, all.h - (legend ? kLegend * ui.type : 0)};
  if (stage.layout == grid || stage.layout == heat || (pairs && stage.all)) {
    std::vector<std::size_t> subjects = state.with_heat();
    if (stage.layout != heat) {
      const std::size_t from = pairs ? 2 : 0;
      subjects.resize(state.subjects() > from ? state.subjects() - from : 0);
      std::iota(subjects.begin(), subjects.end(), from);
    }
    const std::size_t count = subjects.size();
    const auto frames_for = [&](double height, double least) {
      return grid_panes(area, count, state.extent(), kGap * ui.type, height, least);
    };
    std::vector<Rect> frames = frames_for(title, pane_least_width(ui, subjects));
    if (count > 0 && pane_title_height(ui, subjects, frames[0].w) > title) {
      title = pane_title_height(ui, subjects, frames[0].w);
      frames = frames_for(title, pane_least_width(ui, subjects));
    }
    if (count > 0 && frames[0].h - title < kLeastPicture * ui.type) {
      title = 0;
      frames = frames_for(title, 0);
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (pairs)
        add(frames[i], pair, stage.first, subjects[i]);
      else
        add(frames[i], PaneKind::plain, subjects[i], std::nullopt);
    }
  } else if (stage.layout == flip) {
    add(area, PaneKind::plain, stage.flipped ? stage.second : stage.first, std::nullopt);
  } else {
    add(area, stage.layout == split ? PaneKind::plain : pair, stage.first, stage.second);
  }
  return panes;
}

void CompareStage::ink_pictures(const DeskUi& ui, const Rect& area, ImageStagePainter& painter,
                                std::vector<TileKey>& wanted) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const ImageStage& stage = state.stage;
  const Point origin{area.x, area.y};
  StageDrawing drawing = drawing_for(ui, area);
  if (drawing.width < 1 || drawing.height < 1) return;
  if (!panes_.empty()) drawing.kind = panes_[0].kind;
  drawing.gain = static_cast<double>(stage.gain);
  drawing.samples = samples_for(panes_, state.extent(), drawing);
  shown_.assign(panes_.size(), {});
  for (std::size_t i = 0; i < panes_.size(); ++i) {
    const ComparePane& pane = panes_[i];
    const auto problem = [&](std::size_t subject) { return !state.subject_problem(subject).empty(); };
    if (problem(pane.first) || (pane.second && problem(*pane.second))) continue;
    // Left of the split's edge the first one, right of it the second, on whole device pixels.
    Rect first = pane.area, second = pane.area;
    if (pane.split) {
      const double edge = pane.area.x + stage.split * pane.area.w;
      const double x = origin.x + std::round((edge - origin.x) * ui.density) / ui.density;
      first.w = x - first.x;
      second = {x, second.y, second.right() - x, second.h};
    }
    shown_[i] = place_tiles(state, pane.first, first, pane.picture, 0, drawing, origin, wanted);
    if (pane.second) {
      const TilesShown other =
          place_tiles(state, *pane.second, second, pane.picture, pane.split ? 0 : 1, drawing, origin, wanted);
      shown_[i] = {shown_[i].any && other.any, shown_[i].old || other.old};
    }
    drawing.panes.push_back({.rect = whole(in_device(pane.area, origin, ui.density)),
                             .picture = in_device(pane.picture, origin, ui.density)});
  }
  ink_stage(ui, painter, 0, drawing, origin);
}

void CompareStage::flip_while_held(const DeskUi& ui, const Rect& area) {
  ImageStage& stage = ui.desk.state<ImagesState>().stage;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool here = area.contains({mouse.x, mouse.y}) && ImGui::IsWindowHovered();
  const bool held = stage.layout == ImageStage::Layout::flip && !ui.editor().is_open() &&
                    ((compat::key_down(compat::Key::space) && !keyboard_has_focus()) ||
                     (ImGui::IsMouseDown(ImGuiMouseButton_Right) && (here || flip_held_)));
  if (std::exchange(flip_held_, held) != held) stage.flipped = held;  // a command may have turned it, too
}

CompareStage::Grip CompareStage::grip(const DeskUi& ui, const ComparePane& pane, Point at) const {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const ImageStage& stage = state.stage;
  if (!stage.selection.empty()) {
    const Rect r = rect_of(pane.picture, state.extent(), stage.selection);
    for (const auto& [right, bottom] : {std::pair(false, false), {true, true}, {false, true}, {true, false}})
      if (std::hypot(at.x - (right ? r.right() : r.x), at.y - (bottom ? r.bottom() : r.y)) <= kReach + 2)
        return {Hold::corner, right, bottom};
  }
  if (ImGui::GetIO().KeyShift) return {Hold::select};
  if (pane.split && std::abs(at.x - pane.area.x - stage.split * pane.area.w) <= kReach) return {Hold::split};
  return {Hold::pan};
}

void CompareStage::drag(const DeskUi& ui, const ComparePane& pane, Point at) {
  ImagesState& state = ui.desk.state<ImagesState>();
  ImageStage& stage = state.stage;
  const Extent extent = state.extent();
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

void CompareStage::react(const DeskUi& ui, const ComparePane& pane, std::size_t index) {
  ImagesState& state = ui.desk.state<ImagesState>();
  ImageStage& stage = state.stage;
  const Extent extent = state.extent();
  ImGui::PushID(static_cast<int>(index));
  const Touch touch = ui.touch("picture", pane.area);
  focus_on_field("picture", pane.area);
  ImGui::PopID();
  if (touch.hovered || touch.held) {
    ui.about(
        "Drag to move, turn the wheel to zoom, double-click for all of it, Shift and drag to select a part.",
        "images/stage");
    if (const auto pixel = pixel_under(pane.picture, extent, touch.at); pixel && touch.hovered)
      stage.pointed = pixel;
  }
  if (touch.pressed) {
    const Grip grip = this->grip(ui, pane, touch.at);
    hold_ = grip.hold;
    held_in_ = index;
    pressed_at_ = touch.at;
    const PixelArea& s = stage.selection;
    if (hold_ == Hold::select) corner_ = clamped_pixel(pane, extent, touch.at);
    if (hold_ == Hold::corner)
      corner_ = {grip.right ? s.x : s.x + s.width - 1, grip.bottom ? s.y : s.y + s.height - 1};
  } else if (touch.held && held_in_ == index && (touch.at.x != last_.x || touch.at.y != last_.y)) {
    drag(ui, pane, touch.at);
  }
  // A click chooses the contender; what moved was a drag.
  const bool still = std::hypot(touch.at.x - pressed_at_.x, touch.at.y - pressed_at_.y) < 4;
  const std::size_t subject = pane.second.value_or(pane.first);
  if (touch.clicked && still && hold_ == Hold::pan && subject >= 2 && !pane.split) {
    stage.contender = subject - 2;
    if (stage.layout == ImageStage::Layout::grid || stage.layout == ImageStage::Layout::heat)
      stage.second = subject;
  }
  if (touch.released) hold_ = Hold::none;
  if (touch.hovered || touch.held) last_ = touch.at;
  if (touch.hovered && !touch.held) {
    const Grip grip = this->grip(ui, pane, touch.at);
    if (grip.hold == Hold::split) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    if (grip.hold == Hold::corner)
      ImGui::SetMouseCursor(grip.right == grip.bottom ? ImGuiMouseCursor_ResizeNWSE
                                                      : ImGuiMouseCursor_ResizeNESW);
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

void CompareStage::menu(const DeskUi& ui, CommandTarget& target) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Point at{static_cast<double>(mouse.x), static_cast<double>(mouse.y)};
  Touch asks;
  if (ImGui::IsWindowHovered() && ImGui::IsMouseClicked(ImGuiMouseButton_Right))
    for (const ComparePane& pane : panes_) {
      if (!pane.frame.contains(at)) continue;
      const double edge = pane.area.x + pane.area.w * ui.desk.state<ImagesState>().stage.split;
      const bool left = pane.split && at.x < edge;
      const std::size_t subject = left ? pane.first : pane.second.value_or(pane.first);
      asks.hovered = subject >= 2;  // the original and the small picture have none
      if (asks.hovered) asked_ = subject - 2;
    }
  contender_menu(ui, asks, asked_, target);
}

void CompareStage::draw(const DeskUi& ui, const Rect& area, ImageStagePainter& painter,
                        std::vector<TileKey>& wanted, CommandTarget& target) {
  ImageStage& stage = ui.desk.state<ImagesState>().stage;
  stage.area = area;
  flip_while_held(ui, area);
  panes_ = panes(ui, area);
  const ImVec2 moved = ImGui::GetIO().MouseDelta;
  if (moved.x != 0 || moved.y != 0) stage.pointed.reset();
  for (std::size_t i = 0; i < panes_.size(); ++i) react(ui, panes_[i], i);
  panes_ = panes(ui, area);  // where the pointer has moved them
  if (!panes_.empty()) {
    stage.pane_width = panes_[0].area.w;
    stage.pane_height = panes_[0].area.h;
    stage.density = ui.density;
  }
  ink_pictures(ui, area, painter, wanted);
  for (std::size_t i = 0; i < panes_.size(); ++i) {
    draw_pane_overlays(ui, panes_[i], shown_[i]);
    draw_pane_title(ui, panes_[i], i);
  }
  menu(ui, target);
  const double legend = kLegend * ui.type;
  if (stage.layout == ImageStage::Layout::heat)
    draw_heat_row(ui, {area.x, area.bottom() - legend, area.w, legend});
  if (!panes_.empty() && is_pair(panes_[0]))
    draw_legend(ui, {area.x, area.bottom() - legend, area.w, legend}, panes_[0].kind, stage.gain);
}

}  // namespace convscope
