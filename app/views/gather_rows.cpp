// The layout of a gathering scene on one spatial axis.
#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/gather_drawing.hpp"

namespace convscope {

void GatherDrawing::draw_rows() {
  const Rect area = canvas_.area();
  const FrameAxis& frame = s_.frame.columns;
  const Axis& axis = s_.axes.columns;
  const double name_type = canvas_.type(16);
  double label = 0;
  for (std::string_view name : {std::string_view(s_.source_name), std::string_view(s_.kernel_name),
                                std::string_view("products"), std::string_view(s_.result_name)})
    label = std::max(label, text_width(Font::text_bold, name_type, name) + canvas_.type(26));
  const double u = std::min(
      {(area.w - label) / static_cast<double>(frame.count), (area.h - canvas_.type(60)) / 7.1, 92.0});
  const double left =
      area.x + label + std::max(0.0, (area.w - label - u * static_cast<double>(frame.count)) / 2);
  const double top = area.y + canvas_.type(10) + std::max(0.0, (area.h - canvas_.type(60) - 7.1 * u) / 2.6);
  const auto row_label = [&](double y, std::string_view text, Role role) {
    canvas_.text({left - canvas_.type(24), y + u / 2}, std::string(text), name_type,
                 role == Role::none ? canvas_.colors().soft : role_text_color(canvas_.colors(), role),
                 Font::text_bold, Align::right);
  };
  const Grid source{{left, top}, u, 1, frame.count};
  canvas_.grid(source, [&](Index, Index c) { return source_look(0, 0, c + frame.first); });
  canvas_.indices(source, 0, frame.first);
  row_label(top, s_.source_name, Role::input);

  const auto [unused, column] = gliding();
  const double x = left + column * u;
  const Grid taps{{x, top + 1.75 * u}, u, 1, reach(axis)};
  const Grid products{{x, top + 3.05 * u}, u, 1, reach(axis)};
  std::vector<std::string> kernel_texts;
  for (Index t = 0; t < axis.taps; ++t) kernel_texts.push_back(canvas_.number(s_.tap(0, 0, t).weight));
  const double kernel_size = canvas_.text_size(u, widest_em(kernel_texts));
  for (Index t = 0; t < axis.taps; ++t)
    canvas_.cell(taps.rect(0, static_cast<double>(t * axis.dilation)), kernel_look(s_.tap(0, 0, t)),
                 kernel_size);
  row_label(taps.at.y, s_.kernel_name, Role::kernel);
  row_label(products.at.y, "products", Role::none);

  // Results stand under the middle of their windows.
  const double result_y = top + 5.3 * u;
  const auto result_rect = [&](Index o) {
    const double middle = origin({0, o}).second + (reach_columns() - 1) / 2;
    return Grid{{left + middle * u, result_y}, u, 1, 1}.rect(0, 0);
  };
  const Scale scale = scale_of(s_.result);
  std::vector<std::string> texts;
  for (double v : s_.result) texts.push_back(canvas_.number(v));
  const double size = canvas_.text_size(u, widest_em(texts));
  const Rect target = result_rect(s_.step);
  const double joined = eased(phase_, acts::kProductsTo, acts::kFlyTo) * (1 - glide_);
  for (Index t = 0; t < axis.taps; ++t) {
    const Rect from = products.rect(0, static_cast<double>(t * axis.dilation));
    canvas_.curve({from.centre().x, from.bottom() + 3}, {target.centre().x, target.y - 4},
                  canvas_.colors().output.with_alpha(0.25 + 0.75 * joined), 1.5, false);
  }
  draw_products(products, target, scale, true);
  for (Index o = 0; o < static_cast<Index>(s_.result.size()); ++o) {
    const Rect rect = result_rect(o);
    canvas_.cell(rect, result_look(o, scale), size);
    if (u >= 14)
      canvas_.text({rect.centre().x, rect.bottom() + canvas_.type(13)}, fmt::format("{}", o),
                   canvas_.type(13), canvas_.colors().faint, Font::number, Align::centre);
  }
  row_label(result_y, s_.result_name, Role::output);
  if (s_.bias && !s_.result.empty()) {
    const Rect last = result_rect(static_cast<Index>(s_.result.size()) - 1);
    const Point at{last.right() + canvas_.type(14), last.centre().y};
    if (at.x + canvas_.addend(at, *s_.bias, false) < area.right()) canvas_.addend(at, *s_.bias);
  }
  canvas_.outline({x, top, u * reach_columns(), u}, canvas_.colors().kernel, 3);
  if (s_.hovered_result >= 0 && s_.hovered_result != s_.step)
    canvas_.dashed({left + origin({0, s_.hovered_result}).second * u, top, u * reach_columns(), u},
                   canvas_.colors().kernel, 2);
  canvas_.outline(target.inset(-1.5), canvas_.colors().ink, 2.5);
  equation({area.x, area.bottom() - canvas_.type(10)}, area.right());
}

}  // namespace convscope
