// The layout of a backward pass on two spatial axes.
#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/bias.hpp"
#include "app/views/gradient_drawing.hpp"

namespace convscope {

namespace {

constexpr double kLargestCell = 76, kReadableCell = 44;
constexpr double kBiasRows = 1.45;  // below dL/dw: a gap and the bias gradient's cell

double real(Index n) {
  return static_cast<double>(n);
}

/// The largest cell size for which `fits` holds; it holds for all smaller ones.
template <class Fits>
double largest(Fits&& fits) {
  double low = 0, high = kLargestCell;
  for (int i = 0; i < 40; ++i) {
    const double middle = (low + high) / 2;
    (fits(middle) ? low : high) = middle;
  }
  return low;
}

}  // namespace

/// The kernel's column also has the bias gradient's cell with its name.
double GradientDrawing::block_width(double kernel_cell) const {
  return std::max(real(axes_.columns.taps) * kernel_cell, kernel_cell + canvas_.type(62));
}

/// Forward above, backward below: each gradient under its tensor.
GradientDrawing::Places GradientDrawing::stacked() const {
  using enum Part;
  const Rect area = canvas_.area();
  const double title = canvas_.type(30), marks = canvas_.type(20), names = 26;
  const double sign = canvas_.type(48);
  double cross = canvas_.type(84);
  const double tall = real(std::max(rows(input), rows(output)));
  const std::vector<std::pair<Part, Part>> right =
      activated()
          ? std::vector<std::pair<Part, Part>>{{linear, linear_gradient}, {slope, slope}, {output, upstream}}
          : std::vector<std::pair<Part, Part>>{{output, upstream}};
  const double kernel_rows = real(rows(kernel)) + kBiasRows;
  const auto kernel_cell = [&](double u) {
    return std::min({std::max(u, kReadableCell), (tall * u + marks) / kernel_rows,
                     area.w * 0.22 / real(columns(kernel))});
  };
  const auto width = [&](double u) {
    return names + real(columns(input)) * u + 2 * cross + block_width(kernel_cell(u)) +
           real(static_cast<Index>(right.size())) * real(columns(output)) * u +
           real(static_cast<Index>(right.size()) - 1) * sign;
  };
  const double room = area.h - captions_height();
  const double u = largest([&](double c) {
    return width(c) <= area.w && 2 * (title + tall * c + marks) + canvas_.type(8) <= room;
  });
  const double uk = kernel_cell(u), band = tall * u;
  const double slack = std::max(0.0, room - 2 * (title + band + marks) - canvas_.type(8));
  const double top = area.y + title + slack / 4,
               below = top + band + marks + title + canvas_.type(8) + slack / 4;
  cross += std::min(canvas_.type(48), std::max(0.0, area.w - width(u)) / 4);  // room lets arrows breathe
  Places places{.cell = u};
  const auto put = [&](Part part, double x, double y, double cell, double extra_rows) {
    const double block = (real(rows(part)) + extra_rows) * cell;
    places.at[index(part)] = {{x, y + std::max(0.0, band - block) / 2}, cell, rows(part), columns(part)};
  };
  double x = area.x + names + std::max(0.0, (area.w - width(u)) / 2);
  put(input, x, top, u, 0);
  put(input_gradient, x, below, u, 0);
  x += real(columns(input)) * u + cross;
  put(kernel, x, top, uk, 0);
  put(weight_gradient, x, below, uk, kBiasRows);
  x += block_width(uk) + cross;
  for (const auto& [above, under] : right) {
    if (above != under) put(above, x, top, u, 0);
    put(under, x, below, u, 0);
    x += real(columns(output)) * u + sign;
  }
  const Rect dw = places.at[index(weight_gradient)].bounds();
  places.bias = Rect{dw.x, dw.bottom() + (kBiasRows - 1) * uk, uk, uk}.inset(uk >= 24 ? 1.5 : 0.5);
  return places;
}

/// Forward on the left, the kernel's column, backward on the right: for pictures much wider than high.
GradientDrawing::Places GradientDrawing::beside() const {
  using enum Part;
  const Rect area = canvas_.area();
  const double title = canvas_.type(30), marks = canvas_.type(20), names = 26;
  const double gap = std::clamp(area.w * 0.06, canvas_.type(38), canvas_.type(56));
  const std::vector<Part> right = activated()
                                      ? std::vector<Part>{linear, output, upstream, slope, linear_gradient}
                                      : std::vector<Part>{output, upstream};
  const double tall = real(std::max(rows(input), rows(output)));
  const double room = area.h - captions_height() - title - marks;
  const double kernel_rows = 2 * real(rows(kernel)) + kBiasRows;
  const auto kernel_cell = [&](double u) {
    return std::min({std::max(u, kReadableCell), (room - title - marks) / kernel_rows,
                     area.w * 0.16 / real(columns(kernel))});
  };
  const auto width = [&](double u) {
    return names + 2 * real(columns(input)) * u + block_width(kernel_cell(u)) +
           real(static_cast<Index>(right.size())) * real(columns(output)) * u +
           gap * real(static_cast<Index>(right.size()) + 2);
  };
  const double u = largest([&](double c) { return width(c) <= area.w && tall * c <= room; });
  const double uk = kernel_cell(u);
  const double kernel_tall = kernel_rows * uk + title + marks;
  const double band = std::max(tall * u, kernel_tall);
  const double top = area.y + title + std::max(0.0, (room - band) / 2.4);
  Places places{.cell = u};
  const auto put = [&](Part part, double x) {
    places.at[index(part)] = {{x, top + (band - real(rows(part)) * u) / 2}, u, rows(part), columns(part)};
  };
  double x = area.x + names + std::max(0.0, (area.w - width(u)) / 2);
  put(input, x);
  x += real(columns(input)) * u + gap;
  const double kernel_top = top + (band - kernel_tall) / 2;
  places.at[index(kernel)] = {{x, kernel_top}, uk, rows(kernel), columns(kernel)};
  places.at[index(weight_gradient)] = {
      {x, kernel_top + real(rows(kernel)) * uk + title + marks}, uk, rows(kernel), columns(kernel)};
  x += block_width(uk) + gap;
  for (Part part : right) {
    put(part, x);
    x += real(columns(output)) * u + gap;
  }
  put(input_gradient, x);
  const Rect dw = places.at[index(weight_gradient)].bounds();
  places.bias = Rect{dw.x, dw.bottom() + (kBiasRows - 1) * uk, uk, uk}.inset(uk >= 24 ? 1.5 : 0.5);
  return places;
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
  const std::string sum = canvas_.number(after_.bias);
  canvas_.cell(places.bias, bias_look(), canvas_.text_size(places.bias.w, widest_em({sum})));
  canvas_.text({places.bias.right() + 8, places.bias.centre().y}, "dL/db", canvas_.type(15),
               canvas_.colors().soft, Font::text_bold);
  if (!row) draw_arrows(places);
  if (activated()) {
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
  draw_windows(places);
  draw_products(places);
}

/// Forward through the kernel; backward crosswise: the kernel goes into dL/dx, the window into dL/dw.
void GradientDrawing::draw_arrows(const Places& places) {
  const Color faint = canvas_.colors().faint;
  const auto grid = [&](Part part) -> const Grid& { return places.at[index(part)]; };
  const auto [row, column] = origin(window_);
  const auto level = [&](Part part) {
    const Grid& g = grid(part);
    return side(part) == Side::window ? g.rect(real(window_row()), 0).centre().y
                                      : g.block(row, column, reach_rows(), reach_columns()).centre().y;
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
  const auto [row, column] = gliding();
  for (Part part : parts()) {
    if (part == Part::slope || (activated() && (part == Part::output || part == Part::upstream))) continue;
    const Grid& grid = places.at[index(part)];
    if (side(part) == Side::pixel)
      canvas_.outline(grid.block(row, column, reach_rows(), reach_columns()), canvas_.colors().kernel, 3);
    if (side(part) == Side::window)
      canvas_.outline(grid.rect(real(window_row()), real(window_column())).inset(-1.5), canvas_.colors().ink,
                      2.5);
  }
}

/// The step's products in the corners of the cells to which they are added, and on their way there.
void GradientDrawing::draw_products(const Places& places) {
  const Palette& c = canvas_.colors();
  const auto grid = [&](Part part) -> const Grid& { return places.at[index(part)]; };
  const Grid& dw = grid(Part::weight_gradient);
  const Part pixels = op_.transposed() ? flow() : Part::input;
  const std::pair<double, double> corner_at = origin(window_);
  const auto on_pixels = [&](const Grid& g, Index r, Index k) {
    return g.rect(corner_at.first + real(r * axes_.rows.dilation),
                  corner_at.second + real(k * axes_.columns.dilation));
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
