#include "app/views/marks.hpp"

#include <algorithm>
#include <variant>

#include "app/picture/fonts.hpp"
#include "app/views/registry.hpp"

namespace convscope {

namespace {

/// The boxes that show a cell, each place once.
std::vector<Rect> boxes_of(const Picture& picture, Tag tag) {
  std::vector<Rect> out;
  for (const Item& item : picture.items)
    if (const auto* const box = std::get_if<Box>(&item.shape);
        box && item.tag == tag && std::ranges::find(out, box->rect) == out.end())
      out.push_back(box->rect);
  return out;
}

void ring(Picture& picture, Tag tag, const Palette& colors) {
  constexpr double kAway = 3, kWide = 3.5;
  for (const Rect& rect : boxes_of(picture, tag))
    picture.add(
        Box{.rect = rect.inset(-kAway), .radius = 7, .stroke = colors.warning, .stroke_width = kWide});
}

void cover(Picture& picture, Tag tag, const Palette& colors) {
  for (const Rect& rect : boxes_of(picture, tag)) {
    std::erase_if(picture.items, [&](const Item& item) {
      const auto* const label = std::get_if<Label>(&item.shape);
      return label && rect.contains(rect_of(*label, 1).centre());
    });
    picture.add(Box{.rect = rect, .radius = 4, .fill = colors.cell}, tag);
    picture.add(Label{.at = rect.centre(),
                      .text = "?",
                      .font = Font::number_bold,
                      .size = std::min(0.5 * rect.h, 0.8 * rect.w),
                      .align = Align::centre,
                      .color = colors.ink},
                tag);
  }
}

}  // namespace

Role role_of(CellRole role) {
  switch (role) {
    case CellRole::input:
      return Role::input;
    case CellRole::output:
      return Role::output;
    case CellRole::weight:
      return Role::kernel;
    case CellRole::entry:
      break;
  }
  return Role::entry;
}

std::vector<Tag> tags_of(const CellName& name, const Derived& derived) {
  std::vector<Tag> tags;
  for (const Index cell : flat_cells(name, derived)) tags.push_back({role_of(name.role), cell});
  return tags;
}

CellName name_of(Tag cell, const Derived& derived) {
  CellName name{.role = cell.role == Role::input    ? CellRole::input
                        : cell.role == Role::kernel ? CellRole::weight
                        : cell.role == Role::entry  ? CellRole::entry
                                                    : CellRole::output};
  const Shape extents = extents_of(name.role, derived);
  const Shape at = unravel(cell.cell, extents);
  const std::size_t axes = name.role == CellRole::weight ? 2 : name.role == CellRole::entry ? 0 : 1;
  bool first = true;
  for (std::size_t i = 0; i < axes; ++i) {
    name.channels.push_back(at[i]);
    first = first && extents[i] == 1;
  }
  if (first) name.channels = {};
  name.at = at.tail(axes);
  return name;
}

void hide_sum(Style& style, const Marks& marks, const View& view, const Derived& derived, Moment moment) {
  const bool own_cell = view.animated && view.step_count == nullptr &&
                        order_of(view, derived, style.order) ==
                            (derived.op().transposed() ? Order::by_pixel : Order::by_window);
  const Tag cell{Role::output, moment.step};
  if (own_cell && std::ranges::find(marks.covered, cell) != marks.covered.end()) style.quiz = true;
}

Picture marked(Picture picture, const Marks& marks, const Palette& colors) {
  for (const Tag tag : marks.covered) cover(picture, tag, colors);
  for (const Tag tag : marks.ringed) ring(picture, tag, colors);
  return picture;
}

}  // namespace convscope
