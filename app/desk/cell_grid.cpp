#include "app/desk/cell_grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "app/picture/fonts.hpp"
#include "app/views/number_text.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr double kPixelsPerStep = 8;

std::string place_of(Role role, Index cell, bool on_stage) {
  return fmt::format("cell/{}/{}/{}", role_name(role), cell, on_stage ? "stage" : "panel");
}

/// Scrubbing moves in halves for fractions and in ones for whole numbers.
double scrubbed(double from, double pixels) {
  const double step = from == std::round(from) ? 1 : 0.25;
  const double moved = from + step * std::round(pixels / kPixelsPerStep);
  return std::abs(moved) < 1e-12 ? 0 : moved;
}

std::optional<CellEdit> gesture(const DeskUi& ui, const std::string& place, const Touch& touch, Index cell,
                                double value, bool scrub = true) {
  if (touch.pressed) ui.scrub_from() = value;
  const Point drag = ui.dragged();
  const bool dragged = std::abs(drag.y) >= kPixelsPerStep / 2 || std::abs(drag.x) > kPixelsPerStep;
  if (scrub && touch.held && dragged) {
    const double wanted = scrubbed(ui.scrub_from(), -drag.y);
    if (wanted != value) return CellEdit{cell, wanted, true, false};
  }
  if (touch.clicked && !dragged) ui.editor().open(place, format_value(value));
  if (touch.released) return CellEdit{cell, value, true, true};
  return std::nullopt;
}

/// The open editor of a cell; moves on to a neighbour when asked.
std::optional<CellEdit> typed(const DeskUi& ui, const Rect& rect, Index cell, double value,
                              const std::function<void(FieldEditor::End)>& move) {
  const FieldEditor::End end = ui.editor().draw(ui, rect, true);
  if (end == FieldEditor::End::none) return std::nullopt;
  const std::string text(trim(ui.editor().text()));
  ui.editor().close();
  if (end == FieldEditor::End::cancelled) return std::nullopt;
  if (const auto number = parse_value(text)) {
    move(end);
    if (*number != value) return CellEdit{cell, *number, false, true};
  } else {
    ui.desk.tell(
        Error("cell", fmt::format("'{}' is no number", text), "a decimal number or a fraction as 1/3").what(),
        true);
  }
  return std::nullopt;
}

double text_size(double cell, const std::string& text) {
  const double em = text_width(Font::number, 1, text);
  return std::min(cell * 0.38, em > 0 ? cell * 0.78 / em : cell);
}

}  // namespace

std::optional<CellEdit> cell_grid(const DeskUi& ui, const CellGridLook& look, Point at) {
  std::optional<CellEdit> edit;
  const Index count = look.rows * look.columns;
  double widest = 18;
  for (double value : look.values)
    widest = std::min(widest, text_size(look.cell, number_text(value, ui.desk.session.numbers)));
  const bool is_signed = std::ranges::any_of(look.values, [](double v) { return v < 0; });
  for (Index i = 0; i < count; ++i) {
    const double value = look.values[static_cast<std::size_t>(i)];
    const Rect rect{at.x + static_cast<double>(i % look.columns) * (look.cell + look.gap),
                    at.y + static_cast<double>(i / look.columns) * (look.cell + look.gap), look.cell,
                    look.cell};
    const Tag tag{look.role, look.first + i};
    const std::string place = place_of(look.role, tag.cell, false);
    if (ui.editor().is_open(place)) {
      const auto move = [&](FieldEditor::End end) {
        const Index step = cells_moved(end, look.columns);
        const Index to = i + step;
        if (step != 0 && to >= 0 && to < count)
          ui.editor().open(place_of(look.role, look.first + to, false),
                           format_value(look.values[static_cast<std::size_t>(to)]));
      };
      if (const auto done = typed(ui, rect, tag.cell, value, move)) edit = done;
      continue;
    }
    const Touch touch = ui.touch(place, rect);
    const double strength = look.most > 0 ? value / look.most : 0;
    const Color ground =
        is_signed ? diverging(ui.colors, strength) : role_tint(ui.colors, look.role, strength);
    ui.draw(Box{
        .rect = rect, .radius = std::min(5.0, look.cell / 8), .fill = ground, .stroke = ui.colors.border});
    if (widest >= 7)
      ui.text(rect.centre(), number_text(value, ui.desk.session.numbers), widest / ui.type,
              readable_on(ui.colors, ground), Font::number, Align::centre);
    if (touch.hovered) ui.point_at(tag);
    if (ui.hover() == tag)
      ui.draw(Box{.rect = rect.inset(-1), .radius = 6, .stroke = ui.colors.ink, .stroke_width = 1.5});
    if (touch.hovered || touch.held) ui.hand(Ui::Hand::up_down);
    ui.explain(touch, "Click to type a number or a fraction, drag up or down to change it");
    if (const auto done = gesture(ui, place, touch, tag.cell, value)) edit = done;
  }
  return edit;
}

std::optional<CellEdit> stage_cell(const DeskUi& ui, Tag tag, const Rect& rect, double value,
                                   const NextCell& next, bool scrub) {
  const std::string place = place_of(tag.role, tag.cell, true);
  if (!ui.editor().is_open(place)) return gesture(ui, place, ui.touch(place, rect), tag.cell, value, scrub);
  return typed(ui, rect, tag.cell, value, [&](FieldEditor::End end) {
    if (const auto to = next(end))
      ui.editor().open(place_of(to->first.role, to->first.cell, true), format_value(to->second));
  });
}

Index cells_moved(FieldEditor::End end, Index columns) {
  switch (end) {
    case FieldEditor::End::next:
      return 1;
    case FieldEditor::End::previous:
      return -1;
    case FieldEditor::End::down:
      return columns;
    case FieldEditor::End::up:
      return -columns;
    default:
      return 0;
  }
}

void type_cell(const Ui& ui, Tag cell, double value) {
  ui.editor().open(place_of(cell.role, cell.cell, true), format_value(value));
}

}  // namespace convscope
