#include "app/views/networks/field_drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/fitting.hpp"

namespace convscope {

namespace {

std::string times(const std::vector<FieldAxis>& axes, const auto& text) {
  std::vector<std::string> all;
  for (const FieldAxis& axis : axes) all.push_back(text(axis));
  return fmt::format("{}", fmt::join(all, " × "));
}

/// The map; returns what it takes of the rectangle's width.
double draw_map(Canvas& canvas, const Rect& rect, const EffectiveField& field) {
  const Palette& c = canvas.colors();
  const Shape& shape = field.magnitude.shape();
  const Index columns = shape[shape.rank() - 1], rows = shape.rank() > 1 ? shape[shape.rank() - 2] : 1;
  // Of three axes the middle plane.
  const Index plane = rows * columns, first = field.magnitude.size() / plane / 2 * plane;
  const double cell = std::min(
      {rect.h / static_cast<double>(rows), rect.w * 0.55 / static_cast<double>(columns), canvas.type(64)});
  const Grid grid{{rect.x, rect.y}, cell, rows, columns};
  const double most = std::ranges::max(field.magnitude.values());
  const auto shade = [&](Index r, Index k) {
    // Small gradients are seen as well: the root of the share.
    const double share = most > 0 ? field.magnitude[first + r * columns + k] / most : 0;
    return mix(c.cell, c.kernel, std::sqrt(share));
  };
  if (cell < 12) {
    canvas.tiny_grid(grid, shade);
  } else {
    for (Index r = 0; r < rows; ++r)
      for (Index k = 0; k < columns; ++k)
        canvas.add(
            Box{.rect = grid.rect(static_cast<double>(r), static_cast<double>(k)), .fill = shade(r, k)},
            Tag{Role::input, r * columns + k});
  }
  const Rect bounds = grid.bounds();
  canvas.outline(bounds.inset(-3), c.soft, 1.5, 3);
  const FieldAxis& across = field.axes.back();
  const bool flat = field.axes.size() > 1;
  const FieldAxis& down = flat ? field.axes[field.axes.size() - 2] : across;
  if (field.sum > 0) {
    const double w = across.width * cell, h = flat ? down.width * cell : bounds.h;
    const Point middle{bounds.x + (across.mean - static_cast<double>(across.shown.first) + 0.5) * cell,
                       flat ? bounds.y + (down.mean - static_cast<double>(down.shown.first) + 0.5) * cell
                            : bounds.centre().y};
    // At a border the box reaches beyond what there is of the input.
    const double left = std::max(middle.x - w / 2, bounds.x), top = std::max(middle.y - h / 2, bounds.y);
    canvas.dashed({left, top, std::min(middle.x + w / 2, bounds.right()) - left,
                   std::min(middle.y + h / 2, bounds.bottom()) - top},
                  c.ink, 2);
  }
  return bounds.w;
}

}  // namespace

void draw_field(Canvas& canvas, const Rect& rect, const EffectiveField& field) {
  const Palette& c = canvas.colors();
  const double head = canvas.type(34), gap = canvas.type(34);
  const std::string cell = fmt::format("{}", fmt::join(field.cell, ", "));
  const std::string moved =
      field.channel ? fmt::format("how much input cells move cell {} of channel {}", cell, *field.channel)
                    : fmt::format("how much each cell of the input moves output cell {}", cell);
  canvas.line({rect.x, rect.y + canvas.type(11)},
              {{"Effective receptive field", c.ink, Font::text_bold},
               {"   ", c.soft, Font::text},
               {moved, c.soft, Font::text}},
              canvas.type(17), rect.right());
  const Rect map{rect.x + 4, rect.y + head + 4, rect.w - 8, rect.h - head - 8};
  const double x = map.x + draw_map(canvas, map, field) + gap;
  double y = map.y + canvas.type(10);
  const auto row = [&](std::string_view name, const std::string& value, Color color) {
    const double size = canvas.type(17), column = canvas.type(170);
    if (y > rect.bottom() - canvas.type(8)) return;
    canvas.text({x, y}, std::string(name), size, c.soft);
    canvas.text({x + column, y}, fitting(Font::number, size, rect.right() - x - column, {value}), size, color,
                Font::number);
    y += canvas.type(30);
  };
  row("theoretical", times(field.axes, [](const FieldAxis& a) { return fmt::format("{}", a.theoretical()); }),
      c.ink);
  row("effective", times(field.axes, [](const FieldAxis& a) { return fmt::format("{:.1f}", a.width); }),
      c.kernel_text);
  row("sigma", times(field.axes, [](const FieldAxis& a) { return fmt::format("{:.2f}", a.sigma); }), c.ink);
  row("in the middle half", fmt::format("{:.0f} %", 100 * field.energy_in_middle), c.ink);
  row("cells above 4.55 %", fmt::format("{}", field.above), c.ink);
  y += canvas.type(4);
  const auto words = [&](std::string_view text, Color color) {
    if (y > rect.bottom() - canvas.type(20)) return;
    y += canvas.type(21) * canvas.paragraph({x, y}, text, canvas.type(15), rect.right() - x, color) +
         canvas.type(6);
  };
  if (field.sum == 0) words("Nothing of the input moves this cell here.", c.warning);
  if (field.everything) words("Some layer looks at all cells at once.", c.soft);
  if (field.cut && !field.everything) words("Borders take part.", c.soft);
  words(
      "Solid: all that the cell can see. Dashed: an even box with the same spread. Gradients by a backward "
      "pass; "
      "shades are their root.",
      c.soft);
}

}  // namespace convscope
