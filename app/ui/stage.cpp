// The stage: one view's Picture, or two of them, under the pointer.
#include <algorithm>
#include <cmath>

#include "app/ui/cell_grid.hpp"
#include "app/ui/panels.hpp"

namespace convscope {

namespace {

/// Below this height the second view would leave too little room for the first.
constexpr double kHeightForTwo = 700;
constexpr double kSmallestEditor = 64;

/// Where the topmost item with the tag lies under the point.
Rect rect_of(const Picture& picture, Tag tag, Point at) {
  for (auto item = picture.items.rbegin(); item != picture.items.rend(); ++item) {
    if (item->tag != tag) continue;
    if (const auto* box = std::get_if<Box>(&item->shape); box && box->rect.contains(at)) return box->rect;
    if (const auto* raster = std::get_if<Raster>(&item->shape); raster && raster->rect.contains(at)) break;
  }
  return {at.x - 12, at.y - 12, 24, 24};
}

double value_of(const Derived& derived, Tag tag) {
  const auto& tensor = tag.role == Role::input ? derived.input() : derived.weights();
  return tag.cell < tensor.size() ? tensor[tag.cell] : 0;
}

bool editable(Tag tag) {
  return tag.role == Role::input || tag.role == Role::kernel;
}

/// Which of a view's steps computes the cell, if there is exactly one.
std::optional<Index> step_of(const View& view, const Derived& derived, Tag tag) {
  const Index all = steps(view, derived);
  if (tag.role == Role::output && derived.output().size() == all) return tag.cell;
  if (tag.role == Role::input && derived.input().size() == all) return tag.cell;
  return std::nullopt;
}

}  // namespace

void Stage::react(const Ui& ui, const View& view, const Picture& picture, const Rect& rect,
                  CommandTarget& target) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Point pointer{mouse.x - rect.x, mouse.y - rect.y};
  const bool here = rect.contains({mouse.x, mouse.y}) &&
                    ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  const bool busy = ImGui::IsAnyItemActive() || ui.editor().is_open();
  const Tag tag = here ? hit_test(picture, pointer) : Tag{};
  if (tag) ui.point_at(tag);
  if (!busy && (here || held_in_ == &view)) {
    held_ = tag;
    held_in_ = &view;
    const Rect cell = rect_of(picture, tag, pointer);
    held_rect_ = {rect.x + cell.x, rect.y + cell.y, cell.w, cell.h};
  }
  if (!held_ || held_in_ != &view) return;
  if (!editable(held_)) {
    const Touch touch = ui.touch("cell", held_rect_);
    if (touch.clicked)
      if (const auto step = step_of(view, ui.app.derived(), held_)) ui.app.rest_at(*step);
    return;
  }
  Rect place = held_rect_;
  if (ui.editor().is_open()) {  // room to type, also on a small cell
    const double w = std::max(place.w, kSmallestEditor), h = std::max(place.h, 28 * ui.type);
    place = {place.centre().x - w / 2, place.centre().y - h / 2, w, h};
  } else {
    ImGui::SetMouseCursor(here && tag ? ImGuiMouseCursor_Hand : ImGuiMouseCursor_Arrow);
  }
  const auto edit = stage_cell(ui, held_, place, value_of(ui.app.derived(), held_));
  if (!edit) return;
  target.app.attempt([&] {
    if (edit->value != value_of(ui.app.derived(), held_))
      target.app.set_cell(held_, edit->value, edit->gesture ? "scrub" : "");
  });
  if (edit->ended) target.app.end_gesture();
}

void Stage::draw_view(const Ui& ui, const View& view, const Rect& rect, CommandTarget& target) {
  AppState& app = ui.app;
  const bool main = &view == &app.view();
  const DerivedPtr shown = main ? app.shown() : nullptr;
  const Derived& derived = shown ? *shown : app.derived();
  if (main && view.name == "photo" && !app.photo_problem().empty()) {
    ui.paragraph({rect.x + 32, rect.y + 40}, app.photo_problem(), 16, rect.w - 64, ui.colors.warning);
    return;
  }
  if (main && !shown) {
    ui.text({rect.x + 32, rect.y + 40}, "Preparing the photograph…", 16, ui.colors.soft);
    return;
  }
  Picture picture;
  try {
    Style style = app.style(std::max(320.0, rect.w), std::max(240.0, rect.h));
    picture = view.draw(derived, app.moment(), style);
  } catch (const std::exception& problem) {  // more memory than there is, say
    ui.paragraph({rect.x + 32, rect.y + 40}, problem.what(), 16, rect.w - 64, ui.colors.warning);
    return;
  }
  picture.background = {};
  ui.draw(picture, {rect.x, rect.y});
  react(ui, view, picture, rect, target);
  if (main && app.updating()) {
    const std::string_view words = "updating…";
    const double width = ui.width_of(words, 14) + 24;
    const Rect mark{rect.right() - width - 20, rect.y + 18, width, 28 * ui.type};
    ui.draw(Box{.rect = mark, .radius = mark.h / 2, .fill = ui.colors.cell});
    ui.text(mark.centre(), words, 14, ui.colors.soft, Font::text, Align::centre);
  }
}

void Stage::draw(const Ui& ui, const Rect& rect, CommandTarget& target) {
  AppState& app = ui.app;
  ui.begin_panel("stage", rect, Color{});  // the frame is cleared in the stage's colour
  const View& main = app.view();
  const View& matrix = convscope::view("matrix");
  const bool two = app.session.layout == 2 && rect.h >= kHeightForTwo * ui.type && main.animated &&
                   &main != &matrix && !matrix.obstacle(app.derived());
  const double upper = two ? std::round(rect.h * 0.655) : rect.h;
  app.session.stage_width = rect.w;
  app.session.stage_height = upper;
  draw_view(ui, main, {rect.x, rect.y, rect.w, upper}, target);
  if (two) {
    ImGui::PushID("below");
    draw_view(ui, matrix, {rect.x, rect.y + upper, rect.w, rect.h - upper}, target);
    ImGui::PopID();
  }
  ui.end_panel();
}

}  // namespace convscope
