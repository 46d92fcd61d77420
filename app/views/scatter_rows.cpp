// The scatter view on one spatial axis.
#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/bias.hpp"
#include "app/views/scatter_drawing.hpp"

namespace convscope {

namespace {
constexpr Index kMostStampRows = 12;
}

void ScatterDrawing::draw_rows() {
  const Rect area = canvas_.area();
  const FrameAxis& frame = frame_.columns;
  const Axis& axis = axes_.columns;
  const Index stamps = std::min(axis.windows, kMostStampRows);
  const Index first = std::clamp<Index>(window_ - kMostStampRows + 2, 0, axis.windows - stamps);
  const double label = canvas_.type(120);
  const double rows = static_cast<double>(stamps) * 1.08 + 3.3;
  const double u = std::min(
      {(area.w - label) / static_cast<double>(frame.count), (area.h - canvas_.type(34)) / rows, 92.0});
  const double left =
      area.x + label + std::max(0.0, (area.w - label - u * static_cast<double>(frame.count)) / 2);
  const double top = area.y + std::max(0.0, (area.h - canvas_.type(34) - rows * u) / 2.6) + 4;
  const auto label_at = [&](double y, std::string_view text, Role role) {
    canvas_.text({left - canvas_.type(22), y + u / 2}, std::string(text), canvas_.type(16),
                 role_text_color(canvas_.colors(), role), Font::text_bold, Align::right);
  };
  // Inputs stand above the middle of their stamps: the stride is their distance.
  const auto input_rect = [&](Index w) {
    const double middle = stamp_origin(w).second + static_cast<double>(reach(axis) - 1) / 2;
    return Grid{{left + middle * u, top}, u, 1, 1}.rect(0, 0);
  };
  std::vector<std::string> texts;
  for (Index w = 0; w < axis.windows; ++w) texts.push_back(canvas_.number(d_.input()[w]));
  const double input_size = canvas_.text_size(u, widest_em(texts));
  texts.clear();
  for (Index w = 0; w < axis.windows; ++w)
    for (Index t = 0; t < axis.taps; ++t) texts.push_back(canvas_.number(d_.input()[w] * weight(0, 0, t)));
  const double stamp_size = canvas_.text_size(u, widest_em(texts));
  label_at(top, "input", Role::input);
  const double stamps_top = top + 1.55 * u;
  const auto stamp_y = [&](Index w) { return stamps_top + static_cast<double>(w - first) * 1.08 * u; };
  const double output_y = stamps_top + static_cast<double>(stamps) * 1.08 * u + 0.35 * u;
  // A faint column under every output cell guides the eye through the sum.
  for (Index c = 0; c < frame.count; ++c)
    if (frame.inside(c + frame.first) && u >= 10)
      canvas_.add(Box{.rect = {left + (static_cast<double>(c) + 0.08) * u, stamps_top - 0.05 * u, 0.84 * u,
                               output_y - stamps_top},
                      .radius = 4,
                      .fill = canvas_.colors().ghost});
  const Rect active = input_rect(window_);
  canvas_.curve({active.centre().x, active.bottom() + 4},
                {active.centre().x, std::max(stamp_y(window_) - 6, active.bottom() + 12)},
                canvas_.colors().faint, 1.5, true);
  const Scale scale = scaled_scale();
  for (Index w = first; w < first + stamps && w <= window_; ++w) {
    const bool current = w == window_;
    const double landed = current ? eased(moment_.phase, scatter_acts::kScaleFrom, scatter_acts::kLandTo) : 1;
    const Grid grid{
        {left + stamp_origin(w).second * u, lerp(top + 0.4 * u, stamp_y(w), landed)}, u, 1, reach(axis)};
    for (Index t = 0; t < axis.taps; ++t) {
      const double value = d_.input()[w] * weight(0, 0, t);
      const Index user = pixel_under(axis, w, t) - frame.border;
      CellLook look{.role = Role::kernel,
                    .value = value * landed,
                    .scale = scale.most,
                    .is_signed = scale.is_signed,
                    .text = canvas_.number(value),
                    .text_alpha = landed,
                    .tag = {Role::kernel, t}};
      if (!frame.inside(user)) look.kind = CellLook::Kind::padding;
      canvas_.cell(grid.rect(0, static_cast<double>(t * axis.dilation)), look, stamp_size);
    }
    if (current)
      canvas_.outline(grid.block(0, 0, 1, static_cast<double>(reach(axis))), canvas_.colors().kernel, 3);
    // On its way it would cross the input's name: it appears where it lands.
    if (u >= 18 && landed > 0.5)
      canvas_.line({left - canvas_.type(22), grid.at.y + u / 2},
                   {{canvas_.number(d_.input()[w]), canvas_.colors().input_text.with_alpha(2 * landed - 1)},
                    {" × ", canvas_.colors().soft.with_alpha(2 * landed - 1), Font::text},
                    {"kernel", canvas_.colors().kernel_text.with_alpha(2 * landed - 1), Font::text}},
                   canvas_.type(14), left, Align::right);
  }
  for (Index w = 0; w < axis.windows; ++w) canvas_.cell(input_rect(w), input_look(w), input_size);
  canvas_.outline(active.inset(-1.5), canvas_.colors().ink, 2.5);
  const Grid output{{left, output_y}, u, 1, frame.count};
  canvas_.grid(output, [&](Index, Index c) { return output_look(0, 0, c + frame.first); });
  canvas_.indices(output, 0, frame.first);
  label_at(output_y, "output", Role::output);
  if (const auto bias = bias_of(d_, 0)) {
    const Rect last = output.bounds();
    const Point at{last.right() + canvas_.type(14), last.centre().y};
    if (at.x + canvas_.addend(at, *bias, false) < area.right()) canvas_.addend(at, *bias);
  }
}

}  // namespace convscope
