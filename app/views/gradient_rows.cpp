// The layout of a backward pass on one spatial axis.
#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/gradient_drawing.hpp"

namespace convscope {

namespace {
double real(Index n) {
  return static_cast<double>(n);
}
}  // namespace

void GradientDrawing::draw_rows() {
  using enum Part;
  const Palette& c = canvas_.colors();
  const Rect area = canvas_.area();
  const Axis& axis = axes_.columns;
  const bool t = op_.transposed();
  const double name_type = canvas_.type(16);
  const auto label_width = [&](const std::vector<std::string>& names) {
    double widest = 0;
    for (const std::string& n : names) widest = std::max(widest, text_width(Font::text_bold, name_type, n));
    return widest + canvas_.type(22);
  };
  const std::string to_dx = t ? "window × w" : "+ " + name(flow()) + " × w",
                    to_dw = t ? "+ x × window" : "+ " + name(flow()) + " × window";
  const double left_names = label_width({name(input), name(output), name(upstream), to_dx});
  const double right_names = label_width({name(kernel), to_dw, name(weight_gradient)}) + canvas_.type(16);
  const std::vector<Part> above =
      activated() ? std::vector<Part>{input, linear, output} : std::vector<Part>{input, output};
  const std::vector<Part> middle =
      activated() ? std::vector<Part>{upstream, slope, linear_gradient} : std::vector<Part>{upstream};
  // Rows in cells: the forward ones, a wider gap, the backward ones, the step's products, the sums.
  constexpr double kStep = 1.32, kGap = 0.5;
  const double line_count = real(static_cast<Index>(above.size() + middle.size())) + 2;
  const double height = (line_count - 1) * kStep + 1 + kGap;
  const double room = area.h - captions_height() - canvas_.type(26);
  const double u = std::min(
      {(area.w - left_names - right_names) / (real(frame_.columns.count) + std::max(real(axis.taps), 2.0)),
       room / height, 76.0});
  const double used =
      left_names + right_names + (real(frame_.columns.count) + std::max(real(axis.taps), 2.0)) * u;
  const double left = area.x + left_names + std::max(0.0, (area.w - used) / 2);
  const double right = left + real(frame_.columns.count) * u + right_names;
  const double top = area.y + canvas_.type(4) + std::max(0.0, (room - height * u) / 2.4);

  const auto name_at = [&](double x, double y, const std::string& text, Color color) {
    canvas_.text({x - canvas_.type(16), y + u / 2}, text, name_type, color, Font::text_bold, Align::right);
  };
  // Windows stand in the middle of what they cover.
  const auto window_x = [&](Index w) { return left + (origin(w).second + (reach_columns() - 1) / 2) * u; };
  const auto draw_part = [&](Part part, double y) {
    name_at(left, y, name(part), role_text_color(c, role(part)));
    if (side(part) == Side::pixel) {
      draw_grid(part, Grid{{left, y}, u, 1, frame_.columns.count});
      return;
    }
    std::vector<std::string> texts;
    for (Index w = 0; w < axis.windows; ++w) texts.push_back(look(part, 0, w).text);
    const double size = canvas_.text_size(u, widest_em(texts));
    for (Index w = 0; w < axis.windows; ++w)
      canvas_.cell(Grid{{window_x(w), y}, u, 1, 1}.rect(0, 0), look(part, 0, w), size);
    if (part == upstream || part == linear_gradient || part == input_gradient)
      canvas_.dashed(Rect{window_x(0), y, window_x(axis.windows - 1) + u - window_x(0), u}.inset(-3),
                     role_color(c, role(part)).with_alpha(0.7), 1.25);
  };
  const double glide = gliding().second;
  const auto outline = [&](Part part, double y) {
    if (side(part) == Side::pixel)
      canvas_.outline({left + glide * u, y, reach_columns() * u, u}, c.kernel, 3);
    else
      canvas_.outline(Grid{{window_x(window_), y}, u, 1, 1}.rect(0, 0).inset(-1.5), c.ink, 2.5);
  };

  double y = top;
  for (Part part : above) {
    draw_part(part, y);
    if (part != output || !activated()) outline(part, y);
    if (part == input) {
      const Grid taps{{right, y}, u, 1, axis.taps};
      draw_grid(kernel, taps);
      name_at(right, y, name(kernel), c.kernel_text);
    }
    y += kStep * u;
  }
  canvas_.add(Path{.start = {area.x, y - (kStep - 1) * u + (kGap + kStep - 1) * u / 2},
                   .segments = {{{area.right(), y - (kStep - 1) * u + (kGap + kStep - 1) * u / 2}}},
                   .stroke = c.line});
  y += kGap * u;
  for (Part part : middle) {
    draw_part(part, y);
    if (part == flow()) {
      outline(part, y);
      canvas_.cell(Grid{{right, y}, u, 1, 1}.rect(0, 0), bias_look(),
                   canvas_.text_size(u, widest_em({canvas_.number(after_.bias)})));
      name_at(right, y, "dL/db", c.soft);
    }
    y += kStep * u;
  }

  // What this step adds: on the left through the kernel, on the right through the window.
  const double shown = eased(moment_.phase, 0.06, 0.3), fly = eased(moment_.phase, 0.32, 0.5);
  const double products_y = y, sums_y = y + kStep * u;
  std::vector<std::string> texts;
  Scale through_kernel, through_window;
  for (Index k = 0; k < axis.taps; ++k) {
    texts.push_back(canvas_.number(for_input(0, k)));
    texts.push_back(canvas_.number(for_weight(0, k)));
  }
  through_kernel = {scale(kernel).most * scale(flow()).most,
                    scale(kernel).is_signed || scale(flow()).is_signed};
  through_window = {scale(input).most * scale(flow()).most,
                    scale(input).is_signed || scale(flow()).is_signed};
  const double size = canvas_.text_size(u, widest_em(texts));
  const Grid sums{{right, sums_y}, u, 1, axis.taps};
  draw_part(input_gradient, sums_y);
  if (!t) canvas_.indices(Grid{{left, sums_y}, u, 1, frame_.columns.count}, 0, frame_.columns.first);
  for (Index w = 0; t && u >= 22 && w < axis.windows; ++w)
    canvas_.text({window_x(w) + u / 2, sums_y + u + canvas_.type(13)}, std::to_string(w), canvas_.type(13),
                 c.faint, Font::number, Align::centre);
  draw_grid(weight_gradient, sums);
  name_at(left, products_y, to_dx, c.soft);
  name_at(right, products_y, to_dw, c.soft);
  name_at(right, sums_y, name(weight_gradient), c.kernel_text);
  const double products_x = left + glide * u;
  for (Index k = 0; k < axis.taps; ++k) {
    const auto product = [&](Role role_, double value, const Scale& all) {
      return CellLook{.kind = shown > 0 ? CellLook::Kind::value : CellLook::Kind::empty,
                      .role = role_,
                      .value = value * shown,
                      .scale = all.most,
                      .is_signed = all.is_signed,
                      .text = canvas_.number(value),
                      .text_alpha = shown};
    };
    const Rect stamp = Grid{{products_x, products_y}, u, 1, 1}.rect(0, real(k * axis.dilation));
    const Rect tap = Grid{{right, products_y}, u, 1, 1}.rect(0, real(k));
    canvas_.cell(stamp, product(Role::input, for_input(0, k), through_kernel), size);
    canvas_.cell(tap, product(Role::kernel, for_weight(0, k), through_window), size);
    const Point to =
        t ? Point{window_x(window_) + u / 2, sums_y + u / 2} : Point{stamp.centre().x, sums_y + u / 2};
    canvas_.curve({stamp.centre().x, stamp.bottom() + 2}, {to.x, sums_y - 5}, c.input.with_alpha(0.45), 1.5,
                  false);
    canvas_.curve({tap.centre().x, tap.bottom() + 2}, {tap.centre().x, sums_y - 5}, c.kernel.with_alpha(0.45),
                  1.5, false);
    if (fly > 0 && fly < 1 && size > 0) {
      const Color ink = c.ink.with_alpha(1 - 0.6 * fly);
      canvas_.text({lerp(stamp.centre().x, to.x, fly), lerp(stamp.centre().y, to.y, fly)},
                   canvas_.number(for_input(0, k)), size, ink, Font::number, Align::centre);
      canvas_.text({tap.centre().x, lerp(tap.centre().y, sums_y + u / 2, fly)},
                   canvas_.number(for_weight(0, k)), size, ink, Font::number, Align::centre);
    }
  }
  outline(input_gradient, sums_y);
}

}  // namespace convscope
