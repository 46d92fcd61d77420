#include "app/desk/cell_hand.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/desk/cell_grid.hpp"
#include "app/desk/editable_cells.hpp"

namespace convscope {

namespace {

constexpr double kSmallestEditor = 64;

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

double value_of(const Derived& derived, Tag cell) {
  const auto cells = editable_cells(derived, cell.role);
  const bool there = cells && cell.cell >= 0 && cell.cell < static_cast<Index>(cells->values.size());
  return there ? cells->values[static_cast<std::size_t>(cell.cell)] : 0;
}

}  // namespace

Rect rect_under(const Picture& picture, Tag tag, Point at) {
  for (auto item = picture.items.rbegin(); item != picture.items.rend(); ++item) {
    if (item->tag != tag) continue;
    if (const auto* box = std::get_if<Box>(&item->shape); box && box->rect.contains(at)) return box->rect;
    if (const auto* raster = std::get_if<Raster>(&item->shape); raster && raster->rect.contains(at)) break;
  }
  return {at.x - 12, at.y - 12, 24, 24};
}

void edit_held_cell(const DeskUi& ui, Tag& cell, Rect& place, const Picture& picture, Point origin,
                    bool pointed, bool scrub) {
  Desk& desk = ui.desk;
  const auto there = [&](Tag tag) -> std::optional<Rect> {
    const Point middle{place.centre().x - origin.x, place.centre().y - origin.y};
    const auto found = nearest(picture, tag, middle);
    if (!found) return std::nullopt;
    return Rect{origin.x + found->x, origin.y + found->y, found->w, found->h};
  };
  Rect room = place;
  if (ui.editor().is_open()) {
    // Numbers that grow can move the grid while its cells are typed.
    place = there(cell).value_or(place);
    // Room to type, also on a small cell.
    const double w = std::max(place.w, kSmallestEditor), h = std::max(place.h, 28 * ui.type);
    room = {place.centre().x - w / 2, place.centre().y - h / 2, w, h};
  } else {
    ui.hand(pointed ? Ui::Hand::pointing : Ui::Hand::arrow);
  }
  const Tag now = cell;
  const auto next = [&](FieldEditor::End end) -> std::optional<std::pair<Tag, double>> {
    const auto cells = editable_cells(desk.derived(), now.role);
    const Tag to{now.role, now.cell + cells_moved(end, cells ? cells->columns : 1)};
    if (!cells || to == now || to.cell < 0 || to.cell >= static_cast<Index>(cells->values.size()))
      return std::nullopt;
    const auto found = there(to);
    if (!found) return std::nullopt;
    cell = to;
    place = *found;
    return std::pair{to, value_of(desk.derived(), to)};
  };
  const auto edit = stage_cell(ui, now, room, value_of(desk.derived(), now), next, scrub);
  if (!edit) return;
  desk.attempt([&] {
    if (edit->value != value_of(desk.derived(), now))
      desk.set_cell(now, edit->value, edit->gesture ? "scrub" : "");
  });
  if (edit->ended) desk.end_gesture();
}

}  // namespace convscope
