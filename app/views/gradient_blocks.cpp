// The layout of a backward pass on two spatial axes.
#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/bias.hpp"
#include "app/views/gradient_drawing.hpp"

namespace convscope {

namespace {

constexpr double kLargestCell = 76, kReadableCell = 44;
constexpr double kBiasRows = 1.45;  // below dL/dw: a gap and the bias gradient's cell

}  // namespace

Layout GradientDrawing::block_of(Places& places, Part part) const {
  Layout out = block(places.at[index(part)], rows(part), columns(part));
  out.own = side(part) == Side::weight;
  // The kernel's column also has the bias gradient's cell with its name.
  if (part == Part::weight_gradient) out.below = kBiasRows, out.least_width = {canvas_.type(62), 1};
  return out;
}

/// Forward above, backward below: each gradient under its tensor.
GradientDrawing::Places GradientDrawing::stacked() const {
  using enum Part;
  const Rect area = canvas_.area();
  const double title = canvas_.type(30), marks = canvas_.type(20), names = 26;
  Places places;
  const auto of = [&](Part part) { return block_of(places, part); };
  Layout table;
  table.parts = {{of(input), of(kernel)}, {of(input_gradient), of(weight_gradient)}};
  table.parts[0][1].hangs = table.parts[1][1].hangs = true;
  const auto add = [&](const Layout& above, const Layout& below) {
    table.parts[0].push_back(above);
    table.parts[1].push_back(below);
  };
  if (activated()) {
    add(of(linear), of(linear_gradient));
    add({}, of(slope));
  }
  add(of(output), of(upstream));
  table.across = {{canvas_.type(84)}, {canvas_.type(84)}, {canvas_.type(48)}};
  table.down = {marks + title + canvas_.type(8)};
  const double room = area.h - captions_height() - title - marks;
  const double tall = real(std::max(rows(input), rows(output))), kernel_rows = real(rows(kernel)) + kBiasRows;
  const auto cells = [&](double u) {
    return CellSizes{u, std::min({std::max(u, kReadableCell), (tall * u + marks) / kernel_rows,
                                  area.w * 0.22 / real(columns(kernel))})};
  };
  const CellSizes sizes = cells(largest_cell(canvas_.most_cell(kLargestCell), [&](double u) {
    return names + table.width(cells(u)) <= area.w && table.height(cells(u)) <= room;
  }));
  // Room lets arrows breathe.
  const double spare = std::max(0.0, area.w - names - table.width(sizes)) / 4,
               slack = std::max(0.0, room - table.height(sizes)) / 4;
  for (const std::size_t i : {0u, 1u}) table.across[i].pixels += std::min(canvas_.type(48), spare);
  table.down.pixels += slack;
  place(table, {area.x + names, area.y + title + slack, area.w - names, 0}, sizes, 0);
  places.cell = sizes.main;
  return places;
}

/// Forward on the left, the kernel's column, backward on the right: for
/// pictures much wider than high.
GradientDrawing::Places GradientDrawing::beside() const {
  using enum Part;
  const Rect area = canvas_.area();
  const double title = canvas_.type(30), marks = canvas_.type(20), names = 26;
  Places places;
  // Names of narrow blocks stand apart.
  const auto named = [&](Part part) {
    Layout out = block_of(places, part);
    out.least_width = {std::max(out.least_width.pixels,
                                text_width(Font::text_bold, canvas_.type(16), name(part)) - canvas_.type(24)),
                       out.least_width.cells};
    return out;
  };
  std::vector<Layout> parts = {
      named(input),
      in_a_column({block_of(places, kernel), block_of(places, weight_gradient)}, {title + marks})};
  for (Part part : activated() ? std::vector{linear, output, upstream, slope, linear_gradient}
                               : std::vector{output, upstream})
    parts.push_back(named(part));
  parts.push_back(named(input_gradient));
  const Layout row =
      in_a_row(std::move(parts), {std::clamp(area.w * 0.06, canvas_.type(38), canvas_.type(56))});
  const double room = area.h - captions_height() - title - marks;
  const double tall = real(std::max(rows(input), rows(output)));
  const auto cells = [&](double u) {
    return CellSizes{u, std::min({std::max(u, kReadableCell),
                                  (room - title - marks) / (2 * real(rows(kernel)) + kBiasRows),
                                  area.w * 0.16 / real(columns(kernel))})};
  };
  const CellSizes sizes = cells(largest_cell(canvas_.most_cell(kLargestCell), [&](double u) {
    return names + row.width(cells(u)) <= area.w && tall * u <= room;
  }));
  place(row, {area.x + names, area.y + title, area.w - names, room}, sizes, 1 / 2.4);
  places.cell = sizes.main;
  return places;
}

Rect GradientDrawing::Places::bias() const {
  const Grid& dw = at[index(Part::weight_gradient)];
  return Rect{dw.at.x, dw.bounds().bottom() + (kBiasRows - 1) * dw.cell, dw.cell, dw.cell}.inset(
      dw.cell >= 24 ? 1.5 : 0.5);
}

void GradientDrawing::draw_blocks() {
  const Places tall = stacked(), wide = beside();
  const bool row = wide.cell > tall.cell * 1.2;
  const Places& places = row ? wide : tall;
  for (Part part : parts()) {
    const Grid& grid = places.at[index(part)];
    draw_grid(part, grid);
    const bool summed = part == (activated() ? Part::linear : Part::output);
    canvas_.block_title(grid, name(part), detail(part), role(part),
                        summed ? bias_of(d_, channel(part)) : std::nullopt);
    const bool pixel = side(part) == Side::pixel;
    if (side(part) != Side::weight)
      canvas_.indices(grid, pixel ? frame_.rows.first : 0, pixel ? frame_.columns.first : 0);
  }
  const Rect bias = places.bias();
  canvas_.cell(bias, bias_look(),
               canvas_.text_size(bias.w, canvas_.widest_em({canvas_.number(after_.bias)})));
  canvas_.text({bias.right() + 8, bias.centre().y}, "dL/db", canvas_.type(15), canvas_.colors().soft,
               Font::text_bold);
  if (!row) draw_arrows(places);
  if (activated()) draw_signs(places, row);
  draw_windows(places);
  draw_products(places);
}

/// dL/dz = f'(z) × dL/dy, and z becoming y where that is not in the same row.
void GradientDrawing::draw_signs(const Places& places, bool row) {
  const Grid &dz = places.at[index(Part::linear_gradient)], &slope = places.at[index(Part::slope)],
             &dy = places.at[index(Part::upstream)];
  const auto between = [&](const Grid& a, const Grid& b, std::string sign) {
    canvas_.text({(a.bounds().right() + b.bounds().x) / 2 - 4, a.bounds().centre().y}, std::move(sign),
                 canvas_.type(20), canvas_.colors().soft, Font::text, Align::centre);
  };
  if (row) {
    between(dy, slope, "×");
    between(slope, dz, "=");
  } else {
    between(dz, slope, "=");
    between(slope, dy, "×");
    const Grid &z = places.at[index(Part::linear)], &y = places.at[index(Part::output)];
    const double level = z.bounds().centre().y;
    canvas_.curve({z.bounds().right() + 12, level}, {y.at.x - canvas_.type(26), level},
                  canvas_.colors().faint, 1.5, true);
    canvas_.text({(z.bounds().right() + y.at.x) / 2, level - canvas_.type(14)},
                 std::string(to_string(d_.scenario().activation)), canvas_.type(15), canvas_.colors().soft,
                 Font::text, Align::centre);
  }
}

/// Forward through the kernel; backward crosswise: the kernel goes into dL/dx,
/// the window into dL/dw.
void GradientDrawing::draw_arrows(const Places& places) {
  const Color faint = canvas_.colors().faint;
  const auto grid = [&](Part part) -> const Grid& { return places.at[index(part)]; };
  const CellPlace at = origin(window_);
  const auto level = [&](Part part) {
    const Grid& g = grid(part);
    return side(part) == Side::window ? g.rect(real(window_row()), 0).centre().y
                                      : window_block(g, at).centre().y;
  };
  const double marks = canvas_.type(30);
  const Rect w = grid(Part::kernel).bounds(), dw = grid(Part::weight_gradient).bounds();
  const Part forward = activated() ? Part::linear : Part::output;
  const double left = grid(Part::input).bounds().right() + 10;
  canvas_.curve({left, level(Part::input)}, {w.x - 10, w.centre().y}, faint, 1.5, true);
  canvas_.curve({w.right() + 10, w.centre().y}, {grid(forward).at.x - marks, level(forward)}, faint, 1.5,
                true);
  canvas_.curve({grid(flow()).at.x - marks, level(flow())}, {dw.right() + 12, dw.centre().y}, faint, 1.5,
                true);
  const double apart = 12;
  canvas_.curve({left, level(Part::input) + apart}, {dw.x - 12, dw.centre().y},
                canvas_.colors().input.with_alpha(0.55), 1.5, true);
  canvas_.curve({w.x - 10, w.centre().y + apart}, {left + 4, level(Part::input_gradient)},
                canvas_.colors().kernel.with_alpha(0.55), 1.5, true);
}

void GradientDrawing::draw_windows(const Places& places) {
  for (Part part : parts()) {
    if (part == Part::slope || (activated() && (part == Part::output || part == Part::upstream))) continue;
    const Grid& grid = places.at[index(part)];
    if (side(part) == Side::pixel) canvas_.outline(window_block(grid, gliding()), canvas_.colors().kernel, 3);
    if (side(part) == Side::window)
      canvas_.outline(grid.rect(real(window_row()), real(window_column())).inset(-1.5), canvas_.colors().ink,
                      2.5);
  }
}

/// The step's products in the corners of the cells to which they are added, and
/// on their way there.
void GradientDrawing::draw_products(const Places& places) {
  const Palette& c = canvas_.colors();
  const auto grid = [&](Part part) -> const Grid& { return places.at[index(part)]; };
  const Grid& dw = grid(Part::weight_gradient);
  const Part pixels = op_.transposed() ? flow() : Part::input;
  const CellPlace first = origin(window_);
  const auto on_pixels = [&](const Grid& g, Index r, Index k) {
    return g.rect(first.row + real(r * axes_.rows.dilation), first.column + real(k * axes_.columns.dilation));
  };
  // Nothing flows: nothing to show.
  const double shown = window_value() == 0 ? 0 : product_alpha();
  const double fly = eased(moment_.phase, 0.06, 0.4);
  const bool flying = fly > 0 && fly < 1 && window_value() != 0;
  const double smallest = std::min(places.cell, dw.cell);
  const double size = smallest >= 20 ? std::min(smallest * 0.3, canvas_.type(17)) : 0;
  const auto send = [&](Point from, Point to, double value, Color color) {
    if (!flying || size <= 0) return;
    canvas_.text({lerp(from.x, to.x, fly), lerp(from.y, to.y, fly)},
                 signed_text(value, canvas_.style().numbers), size, color.with_alpha(eased(fly, 0, 0.15)),
                 Font::number, Align::centre);
  };
  const auto readable = [&](Part part, Color color) { return scale(part).is_signed ? c.ink : color; };
  for (Index r = 0; r < axes_.rows.taps; ++r)
    for (Index k = 0; k < axes_.columns.taps; ++k) {
      const Rect tap = dw.rect(real(r), real(k));
      corner(tap, signed_text(for_weight(r, k), canvas_.style().numbers),
             readable(Part::weight_gradient, op_.transposed() ? c.output_text : c.input_text), shown);
      send(on_pixels(grid(pixels), r, k).centre(), tap.centre(), for_weight(r, k),
           op_.transposed() ? c.output_text : c.input_text);
      if (op_.transposed()) {
        corner(on_pixels(grid(pixels), r, k), "·" + canvas_.number(weight(r, k)),
               readable(pixels, c.kernel_text), shown);
        send(on_pixels(grid(pixels), r, k).centre(),
             grid(Part::input_gradient).rect(real(window_row()), real(window_column())).centre(),
             for_input(r, k), c.kernel_text);
      } else {
        const Rect cell = on_pixels(grid(Part::input_gradient), r, k);
        corner(cell, signed_text(for_input(r, k), canvas_.style().numbers),
               readable(Part::input_gradient, c.kernel_text), shown);
        send(grid(Part::kernel).rect(real(r), real(k)).centre(), cell.centre(), for_input(r, k),
             c.kernel_text);
      }
    }
}

}  // namespace convscope
