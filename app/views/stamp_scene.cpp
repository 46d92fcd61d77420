#include "app/views/stamp_scene.hpp"

#include <cmath>

namespace convscope {

// A quiz hides what the step does: it stands at its beginning.
StampScene::StampScene(const Derived& derived, Moment moment, const Style& style, std::string_view subtitle)
    : WindowScene(derived, style.quiz ? Moment{moment.step, 0} : moment, style, "Scatter", subtitle),
      trace_(op_, Order::by_window),
      before_(output_after(d_, trace_, moment.step)),
      after_(output_after(d_, trace_, moment.step + 1)),
      reached_(static_cast<std::size_t>(after_.size()), false),
      output_scale_(scale_of(d_.output().values())),
      input_scale_(scale_of(d_.input().values())) {
  for (Index step = 0; step <= moment.step; ++step) {
    if (step == moment.step) reached_before_ = reached_;
    trace_.for_each(step, [&](const Contribution& c) {
      reached_[static_cast<std::size_t>(user_cell(op_, c.pixel))] = true;
    });
  }
  for (double v : after_.values()) output_scale_.take(v);
}

CellLook StampScene::input_look(Index cell) const {
  return canvas_.look(Role::input, d_.input()[cell], input_scale_, {Role::input, cell});
}

CellLook StampScene::scaled_look(Index weight) const {
  CellLook look =
      canvas_.look(Role::kernel, input() * d_.weights()[weight], scaled_scale(), {Role::kernel, weight});
  look.text_alpha = eased(moment_.phase, scatter_acts::kScaleFrom, scatter_acts::kScaleTo);
  look.value *= look.text_alpha;
  return look;
}

CellLook StampScene::sum_look(Index cell, Index channel) const {
  CellLook look{.kind = CellLook::Kind::empty,
                .role = Role::output,
                .scale = output_scale_.most,
                .is_signed = output_scale_.is_signed,
                .tag = {Role::output, cell}};
  const bool asked = look.tag == canvas_.style().asked, has_bias = d_.bias(channel) != 0;
  if (asked) look.text = "?";
  const bool begun = moment_ != Moment{} && reached_[static_cast<std::size_t>(cell)];
  if (!begun && !has_bias) return look;
  const double t = eased(moment_.phase, scatter_acts::kAddFrom, scatter_acts::kAddTo);
  const double old = before_[cell], now = after_[cell];
  const bool was_there = reached_before_[static_cast<std::size_t>(cell)] || has_bias;
  look.kind = CellLook::Kind::value;
  look.value = lerp(old, now, t);
  if (!asked && (was_there || t >= 0.5)) look.text = canvas_.number(t < 0.5 ? old : now);
  if (old != now || !was_there) look.text_alpha = std::abs(2 * t - 1);
  return look;
}

CellLook StampScene::stamped(CellLook look, Index weight) const {
  if (weight < 0) return look;
  look.corner = canvas_.line_addend(input() * d_.weights()[weight]);
  look.corner_alpha = eased(moment_.phase, scatter_acts::kLandFrom, scatter_acts::kLandTo) *
                      (1 - eased(moment_.phase, kGlideFrom, kGlideFrom + 0.12));
  return look;
}

}  // namespace convscope
