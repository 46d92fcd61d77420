// One way back at a time, for the back row: into dL/dx, through the kernel, or into dL/dw, through the
// window.
#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/fitting.hpp"
#include "app/views/gradient_drawing.hpp"

namespace convscope {

namespace {

constexpr double kShowFrom = 0.06, kShowTo = 0.3, kFlyFrom = 0.32, kFlyTo = 0.5;
/// Of one axis, in cells: where its four rows begin, and what lies below the first one.
constexpr double kRows[] = {0, 1.28, 2.46, 3.86};
constexpr double kBelow = kRows[3] + 0.4;

}  // namespace

bool GradientDrawing::into_weights() const {
  return canvas_.style().gradient == GradientPath::weights;
}

bool GradientDrawing::one_path() const {
  const GradientPath path = canvas_.style().gradient;
  return path == GradientPath::automatic ? canvas_.style().present : path != GradientPath::both;
}

GradientDrawing::Part GradientDrawing::on(Side wanted) const {
  return (wanted == Side::pixel) == op_.transposed() ? flow() : Part::input;
}

double GradientDrawing::product(Index row, Index column) const {
  return into_weights() ? for_weight(row, column) : for_input(row, column);
}

CellLook GradientDrawing::product_look(Index row, Index column) const {
  const Scale all = scale(into_weights() ? Part::input : Part::kernel) * scale(flow());
  const CellLook look = canvas_.look(into_weights() ? Role::kernel : Role::input, product(row, column), all);
  return look.faded(eased(moment_.phase, kShowFrom, kShowTo));
}

/// What a step adds, in the corners of the cells to which it is added.
CellLook GradientDrawing::target_look(Part part, Index row, Index column) const {
  CellLook cell = look(part, row, column);
  Index r = row, c = column;
  if (part == Part::input_gradient) {
    if (op_.transposed()) return cell;
    const Index windows = axes_.columns.windows;
    r = tap_on(axes_.rows, frame_.rows, window_ / windows, row + frame_.rows.first);
    c = tap_on(axes_.columns, frame_.columns, window_ % windows, column + frame_.columns.first);
    if (r < 0 || c < 0) return cell;
  }
  if (window_value() == 0) return cell;
  cell.corner = canvas_.line_addend(product(r, c));
  cell.corner_alpha = product_alpha();
  return cell;
}

void GradientDrawing::fly(const Grid& products, const std::function<Point(Index, Index)>& to, double apart) {
  const double t = eased(moment_.phase, kFlyFrom, kFlyTo);
  if (t <= 0 || t >= 1 || window_value() == 0) return;
  for (Index r = 0; r < axes_.rows.taps; ++r)
    for (Index c = 0; c < axes_.columns.taps; ++c) {
      const std::string text = canvas_.line_number(product(r, c));
      const double size = canvas_.text_size(products.cell, text_width(Font::number, 1, text));
      const Point a = products.rect(real(r), real(c) * apart).centre(), b = to(r, c);
      if (size > 0)
        canvas_.text({lerp(a.x, b.x, t), lerp(a.y, b.y, t)}, text, size,
                     canvas_.colors().ink.with_alpha(1 - 0.6 * t), Font::number, Align::centre);
    }
}

void GradientDrawing::draw_path() {
  if (g_.rank() == 1)
    draw_path_rows();
  else
    draw_path_blocks();
  path_caption();
}

/// On the left what the step reads, its products in the middle, what they are added to below or beside them.
void GradientDrawing::draw_path_blocks() {
  const Rect area = canvas_.area();
  const double title = canvas_.spacing(34), names = 26, gap = canvas_.spacing(56);
  const bool weights = into_weights();
  const Part first = weights ? on(Side::pixel) : flow(), second = weights ? on(Side::window) : Part::kernel,
             target = weights ? Part::weight_gradient : Part::input_gradient;
  Grid a, b, products, c;
  const auto of = [&](Grid& grid, Part part) {
    return side(part) == Side::weight ? own_block(grid, rows(part), columns(part))
                                      : block(grid, rows(part), columns(part));
  };
  Layout column = in_a_column({own_block(weights ? products : b, axes_.rows.taps, axes_.columns.taps),
                               own_block(weights ? c : products, axes_.rows.taps, axes_.columns.taps)},
                              {.cells = 0.3, .least = title});
  column.own = true;
  column.least_width = {text_width(Font::text_bold, canvas_.type(16), product_name()) - canvas_.type(12)};
  const Layout row = weights ? in_a_row({of(a, first), of(b, second), column}, {.pixels = gap})
                             : in_a_row({of(a, first), column, of(c, target)}, {.pixels = gap});
  const Rect room{area.x + names, area.y + title, area.w - names,
                  area.h - title - path_foot() - canvas_.spacing(26)};
  const double readable = largest_cell(
      std::min(canvas_.readable_cell(), area.w * 0.2 / real(columns(Part::kernel))), [&](double cell) {
        return column.height({cell, cell}) <= room.h;
      });
  place(row, room, fitted(row, {room.w, room.h}, {.most = canvas_.most_cell(76), .readable = readable}), 0.4);

  const auto put = [&](Part part, const Grid& grid) {
    canvas_.grid(grid, [&](Index r, Index k) {
      return part == target && grid.cell >= kCornerCell ? target_look(part, r, k) : look(part, r, k);
    });
    if (is_gradient(part)) frame_gradient(part, grid.bounds());
    canvas_.block_title(grid, name(part), part == Part::upstream ? "" : detail(part), role(part));
    if (side(part) == Side::weight) return;
    const bool pixel = side(part) == Side::pixel;
    canvas_.indices(grid, pixel ? frame_.rows.first : 0, pixel ? frame_.columns.first : 0);
    if (pixel)
      canvas_.outline(window_block(grid, gliding()), canvas_.colors().kernel, 3);
    else
      canvas_.outline(grid.rect(real(window_row()), real(window_column())).inset(-1.5), canvas_.colors().ink,
                      3);
  };
  put(first, a);
  put(second, b);
  put(target, c);
  canvas_.grid(products, [&](Index r, Index k) { return product_look(r, k); });
  canvas_.block_title(products, product_name(), "", Role::none);
  const Color faint = canvas_.colors().faint;
  const Rect from = (weights ? b : a).bounds(), middle = products.bounds();
  const auto level = [&](Part part, const Grid& grid) {
    return side(part) == Side::pixel ? window_block(grid, gliding()).centre().y
                                     : grid.rect(real(window_row()), 0).centre().y;
  };
  canvas_.curve({from.right() + 10, level(weights ? second : first, weights ? b : a)},
                {middle.x - 10, middle.centre().y}, faint, 2, true);
  if (!weights)
    canvas_.curve({middle.right() + 10, middle.centre().y}, {c.at.x - canvas_.spacing(28), level(target, c)},
                  faint, 2, true);
  fly(
      products,
      [&](Index r, Index k) {
        if (weights) return c.rect(real(r), real(k)).centre();
        if (op_.transposed()) return c.rect(real(window_row()), real(window_column())).centre();
        const CellPlace at = origin(window_);
        return c.rect(at.row + real(r * axes_.rows.dilation), at.column + real(k * axes_.columns.dilation))
            .centre();
      },
      1);
}

void GradientDrawing::draw_path_rows() {
  const Palette& colors = canvas_.colors();
  const Rect area = canvas_.area();
  const bool weights = into_weights();
  const Part first = weights ? on(Side::pixel) : flow(), second = weights ? on(Side::window) : Part::kernel,
             target = weights ? Part::weight_gradient : Part::input_gradient;
  double label = 0;
  for (const std::string& text : {name(first), name(second), name(target), product_name()})
    label = std::max(label, text_width(Font::text_bold, canvas_.type(16), text) + canvas_.type(26));
  Rows r;
  Layout frame = block(r.left, 1, frame_.columns.count);
  frame.below = kBelow;
  const Rect room{area.x + label, area.y, area.w - label, area.h - path_foot() - canvas_.spacing(14)};
  place(frame, room, fitted(frame, {room.w, room.h}, {.most = canvas_.most_cell(92)}), 0.4);
  const double u = r.u(), x = r.left.at.x, top = r.left.at.y, window = x + gliding().column * u;
  const auto at = [&](std::size_t row) { return top + kRows[row] * u; };
  const auto taps = [&](std::size_t row) { return Grid{{window, at(row)}, u, 1, reach(axes_.columns)}; };
  const double apart = real(axes_.columns.dilation);
  const auto on_taps = [&](const Grid& grid, const std::function<CellLook(Index)>& look_of) {
    std::vector<CellLook> looks;
    for (Index t = 0; t < axes_.columns.taps; ++t) looks.push_back(look_of(t));
    canvas_.cells(u, looks, [&](Index t) { return grid.rect(0, real(t) * apart); });
  };
  draw_row(r, first, at(0));
  outline_row(r, first, at(0));
  if (weights) {
    draw_row(r, second, at(1));
    outline_row(r, second, at(1));
  } else {
    on_taps(taps(1), [&](Index t) { return look(Part::kernel, 0, t); });
    row_name(x, at(1), u, name(second), colors.kernel_text);
  }
  row_name(x, at(2), u, product_name(), colors.soft);
  on_taps(taps(2), [&](Index t) { return product_look(0, t); });
  const Grid sums = weights ? Grid{{x + (real(frame_.columns.count - axes_.columns.taps)) * u / 2, at(3)},
                                   u,
                                   1,
                                   axes_.columns.taps}
                            : Grid{{x, at(3)}, u, 1, frame_.columns.count};
  const auto goes_to = [&](Index, Index t) {
    if (weights) return sums.rect(0, real(t)).centre();
    if (op_.transposed()) return window_rect(r, window_, at(3)).centre();
    return taps(3).rect(0, real(t) * apart).centre();
  };
  for (Index t = 0; t < axes_.columns.taps; ++t) {
    const Rect from = taps(2).rect(0, real(t) * apart);
    const Point to = goes_to(0, t);
    canvas_.curve({from.centre().x, from.bottom() + 2}, {to.x, at(3) - 5},
                  (weights ? colors.kernel : colors.input).with_alpha(0.45), 2, false);
  }
  if (weights) {
    draw_grid(target, sums);
    row_name(x, at(3), u, name(target), colors.kernel_text);
  } else {
    draw_row(r, target, at(3));
    outline_row(r, target, at(3));
    if (!op_.transposed()) canvas_.indices(sums, 0, frame_.columns.first);
  }
  fly(taps(2), goes_to, apart);
}

std::string GradientDrawing::product_name() const {
  if (into_weights()) return op_.transposed() ? "x × window" : name(flow()) + " × window";
  return op_.transposed() ? "window × w" : name(flow()) + " × w";
}

double GradientDrawing::path_foot() const {
  return canvas_.type(15) * 1.5 + canvas_.spacing(8);
}

/// What the step does, in one line: words as far as there is room beside it.
void GradientDrawing::path_caption() {
  const std::vector<Caption> list = caption_list();
  const Caption& caption = list[list.size() - (into_weights() ? 2 : 3)];
  const Rect area = canvas_.area();
  const double size = canvas_.type(15), y = area.bottom() - size * 0.75;
  double x = canvas_.line({area.x, y}, caption.sum, size, area.right());
  const auto more = [&](const std::vector<Piece>& pieces) {
    if (x + canvas_.type(26) + width_of(pieces, size) > area.right()) return;
    x = canvas_.line({x + canvas_.type(26), y}, pieces, size, area.right());
  };
  if (into_weights()) more(list.back().sum);
  if (!into_weights() && activated()) more(list.front().sum);
  more({{caption.words, canvas_.colors().soft, Font::text}});
}

}  // namespace convscope
