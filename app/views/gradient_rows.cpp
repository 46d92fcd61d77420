// The layout of a backward pass on one spatial axis.
#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/gradient_drawing.hpp"

namespace convscope {

namespace {
// Rows in cells: the forward ones, a wider gap, the backward ones, the step's
// products, the sums.
constexpr double kStep = 1.32, kGap = 0.5;
}  // namespace

std::vector<GradientDrawing::Part> GradientDrawing::forward() const {
  using enum Part;
  return activated() ? std::vector{input, linear, output} : std::vector{input, output};
}

std::vector<GradientDrawing::Part> GradientDrawing::backward() const {
  using enum Part;
  return activated() ? std::vector{upstream, slope, linear_gradient} : std::vector{upstream};
}

GradientDrawing::Rows GradientDrawing::rows_layout() const {
  const Rect area = canvas_.area();
  const auto label_width = [&](const std::vector<std::string>& names) {
    double widest = 0;
    for (const std::string& n : names)
      widest = std::max(widest, text_width(Font::text_bold, canvas_.type(16), n));
    return widest + canvas_.type(22);
  };
  Rows r;
  r.to_dx = op_.transposed() ? "window × w" : "+ " + name(flow()) + " × w";
  r.to_dw = op_.transposed() ? "+ x × window" : "+ " + name(flow()) + " × window";
  const double left_names =
      label_width({name(Part::input), name(Part::output), name(Part::upstream), r.to_dx});
  const double right_names =
      label_width({name(Part::kernel), r.to_dw, name(Part::weight_gradient)}) + canvas_.type(16);
  Layout frame = block(r.left, 1, frame_.columns.count);
  frame.below = real(std::ssize(forward()) + std::ssize(backward()) + 1) * kStep + kGap;
  const Layout row =
      in_a_row({std::move(frame), block(r.right, 1, std::max<Index>(axes_.columns.taps, 2))}, {right_names});
  const Rect room{area.x + left_names, area.y + canvas_.type(4), area.w - left_names,
                  area.h - captions_height() - canvas_.type(26)};
  place(row, room, fitted(row, {room.w, room.h}, {.most = canvas_.most_cell(76)}), 1 / 2.4);
  r.right.columns = axes_.columns.taps;
  r.right.at.y = r.left.at.y;
  return r;
}

Index GradientDrawing::page_cells() const {
  const double beside = one_path() ? canvas_.type(190) : canvas_.type(360);
  const Index taps = one_path() ? 0 : axes_.columns.taps;
  return std::max<Index>(1, canvas_.page_cells(beside) - taps);
}

bool GradientDrawing::on_page(Index window) const {
  const double at = origin(window).column;
  return at >= 0 && at + reach_of(axes_.columns) <= real(frame_.columns.count);
}

void GradientDrawing::row_name(double x, double y, double cell, const std::string& text, Color color) {
  canvas_.text({x - canvas_.type(16), y + cell / 2}, text, canvas_.type(16), color, Font::text_bold,
               Align::right);
}

void GradientDrawing::draw_rows() {
  const Palette& c = canvas_.colors();
  const Rect area = canvas_.area();
  const Rows r = rows_layout();
  const double u = r.u();
  double y = r.left.at.y;
  for (Part part : forward()) {
    draw_row(r, part, y);
    if (part != Part::output || !activated()) outline_row(r, part, y);
    if (part == Part::input) {
      draw_grid(Part::kernel, r.right);
      row_name(r.right.at.x, y, u, name(Part::kernel), c.kernel_text);
    }
    y += kStep * u;
  }
  const double line = y - (kStep - 1) * u + (kGap + kStep - 1) * u / 2;
  canvas_.stroke({area.x, line}, {area.right(), line}, c.line);
  y += kGap * u;
  for (Part part : backward()) {
    draw_row(r, part, y);
    if (part == flow()) {
      outline_row(r, part, y);
      canvas_.cell(Grid{{r.right.at.x, y}, u, 1, 1}.rect(0, 0), bias_look(),
                   canvas_.text_size(u, canvas_.widest_em({canvas_.number(after_.bias)})));
      row_name(r.right.at.x, y, u, "dL/db", c.soft);
    }
    y += kStep * u;
  }
  draw_step(r, y);
}

/// Windows stand in the middle of what they cover.
Rect GradientDrawing::window_rect(const Rows& r, Index w, double y) const {
  const double middle = origin(w).column + (reach_of(axes_.columns) - 1) / 2;
  return Grid{{r.left.at.x + middle * r.u(), y}, r.u(), 1, 1}.bounds();
}

void GradientDrawing::draw_row(const Rows& r, Part part, double y) {
  const double u = r.u();
  row_name(r.left.at.x, y, u, name(part), role_text_color(canvas_.colors(), role(part)));
  if (side(part) == Side::pixel) return draw_grid(part, {{r.left.at.x, y}, u, 1, frame_.columns.count});
  const Index windows = axes_.columns.windows;
  std::vector<CellLook> looks;
  std::vector<Index> shown;
  for (Index w = 0; w < windows; ++w)
    if (on_page(w)) shown.push_back(w);
  for (const Index w : shown) looks.push_back(look(part, 0, w));
  canvas_.cells(u, looks, [&](Index i) {
    return Grid{{window_rect(r, shown[static_cast<std::size_t>(i)], y).x, y}, u, 1, 1}.rect(0, 0);
  });
  if (is_gradient(part)) {
    const double from = window_rect(r, shown.front(), y).x;
    frame_gradient(part, {from, y, window_rect(r, shown.back(), y).right() - from, u});
  }
}

void GradientDrawing::outline_row(const Rows& r, Part part, double y) {
  const double u = r.u();
  if (side(part) == Side::pixel)
    canvas_.outline({r.left.at.x + gliding().column * u, y, reach_of(axes_.columns) * u, u},
                    canvas_.colors().kernel, 3);
  else
    canvas_.outline(Grid{{window_rect(r, window_, y).x, y}, u, 1, 1}.rect(0, 0).inset(-1.5),
                    canvas_.colors().ink, 2.5);
}

/// What the step adds: on the left through the kernel, on the right through the
/// window.
void GradientDrawing::draw_step(const Rows& r, double y) {
  const Palette& c = canvas_.colors();
  const Axis& axis = axes_.columns;
  const bool t = op_.transposed();
  const double u = r.u(), left = r.left.at.x, right = r.right.at.x, sums_y = y + kStep * u;
  draw_row(r, Part::input_gradient, sums_y);
  if (!t) canvas_.indices(Grid{{left, sums_y}, u, 1, frame_.columns.count}, 0, frame_.columns.first);
  for (Index w = 0; t && u >= 22 && w < axis.windows; w += canvas_.index_step(u * real(axis.stride)))
    if (on_page(w))
      canvas_.text({window_rect(r, w, y).centre().x, sums_y + u + canvas_.type(13)}, std::to_string(w),
                   canvas_.type(13), c.faint, Font::number, Align::centre);
  draw_grid(Part::weight_gradient, {{right, sums_y}, u, 1, axis.taps});
  row_name(left, y, u, r.to_dx, c.soft);
  row_name(right, y, u, r.to_dw, c.soft);
  row_name(right, sums_y, u, name(Part::weight_gradient), c.kernel_text);

  const double shown = eased(moment_.phase, 0.06, 0.3), fly = eased(moment_.phase, 0.32, 0.5);
  std::vector<std::string> texts;
  for (Index k = 0; k < axis.taps; ++k) {
    texts.push_back(canvas_.number(for_input(0, k)));
    texts.push_back(canvas_.number(for_weight(0, k)));
  }
  const double size = canvas_.text_size(u, canvas_.widest_em(texts));
  const Scale through_kernel = scale(Part::kernel) * scale(flow()),
              through_window = scale(Part::input) * scale(flow());
  struct Product {
    Rect rect;
    Point to;
    CellLook look;
  };
  const auto product = [&](const Rect& rect, double to, Role role_, double value, const Scale& all) {
    CellLook look = canvas_.look(role_, value, all);
    if (shown <= 0) look.kind = CellLook::Kind::empty;
    look.value *= shown;
    look.text_alpha = shown;
    return Product{rect, {to, sums_y + u / 2}, std::move(look)};
  };
  const double glide = gliding().column;
  for (Index k = 0; k < axis.taps; ++k) {
    const Rect stamp = Grid{{left + glide * u, y}, u, 1, 1}.rect(0, real(k * axis.dilation));
    const Rect tap = Grid{{right, y}, u, 1, 1}.rect(0, real(k));
    const double to = t ? window_rect(r, window_, y).centre().x : stamp.centre().x;
    const Product both[] = {product(stamp, to, Role::input, for_input(0, k), through_kernel),
                            product(tap, tap.centre().x, Role::kernel, for_weight(0, k), through_window)};
    for (const Product& p : both) canvas_.cell(p.rect, p.look, size);
    for (const Product& p : both)
      canvas_.curve({p.rect.centre().x, p.rect.bottom() + 2}, {p.to.x, sums_y - 5},
                    role_color(c, p.look.role).with_alpha(0.45), 1.5, false);
    for (const Product& p : both)
      if (fly > 0 && fly < 1 && size > 0)
        canvas_.text({lerp(p.rect.centre().x, p.to.x, fly), lerp(p.rect.centre().y, p.to.y, fly)},
                     p.look.text, size, c.ink.with_alpha(1 - 0.6 * fly), Font::number, Align::centre);
  }
  outline_row(r, Part::input_gradient, sums_y);
}

}  // namespace convscope
