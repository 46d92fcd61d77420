#include "core/enlarging/verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/names.hpp"

namespace convscope {

std::string_view name(Prediction prediction) {
  constexpr Names<Prediction, 4> kNames{"prediction", {"none", "faint", "visible", "strong"}};
  return kNames[prediction];
}

Prediction grade(double value, const Limits& limits) {
  return value < limits.faint     ? Prediction::none
         : value < limits.visible ? Prediction::faint
         : value < limits.strong  ? Prediction::visible
                                  : Prediction::strong;
}

Prediction Judgement::worst() const {
  return std::max({flat, ramps, texture});
}

Judgement judge(const KernelTraits& kernel) {
  Judgement out{.flat = grade(kernel.phase_spread, kSpreadLimits),
                .ramps = kernel.order >= 2 ? Prediction::none : grade(kernel.ramp_spread, kRampLimits),
                .texture = grade(kernel.imaging, kImagingLimits)};
  // What shows on a constant shows on ramps as well, which are nearly constant.
  out.ramps = std::max(out.ramps, out.flat);
  return out;
}

Judgement judge(const Measures& result, std::optional<double> original) {
  Judgement out;
  // A picture too small for a spectrum is judged by its grid alone.
  const auto energy = result["checkerboard"];
  if (!energy || is_seen(*energy, original.value_or(0)))
    out.flat = grade(result["grid_levels"].value_or(0), kLevelLimits);
  const double ratio = result["phase_mse_ratio"].value_or(1);
  // At least so far apart are the errors of the best and the worst phase, root mean square.
  if (const double error = std::sqrt(result["mse"].value_or(0)); error > 0)
    out.texture = std::min(grade(result["imaging"].value_or(0), kImagingLimits),
                           grade(error * (1 - 1 / std::sqrt(ratio)), kLevelLimits));
  return out;
}

std::string worst_places(const Judgement& verdict) {
  const Prediction worst = verdict.worst();
  if (worst == Prediction::none) return "";
  std::vector<std::string_view> places;
  if (verdict.flat == worst) places.emplace_back("flat areas");
  if (verdict.ramps == worst) places.emplace_back("ramps");
  if (verdict.texture == worst) places.emplace_back("texture");
  std::string text = "on ";
  for (std::size_t i = 0; i < places.size(); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : i + 1 < places.size() ? ", " : " and ", places[i]);
  return text;
}

std::string in_words(const Judgement& verdict) {
  if (verdict.worst() == Prediction::none) return "none";
  return fmt::format("{} on flat areas, {} on ramps, {} on texture", name(verdict.flat), name(verdict.ramps),
                     name(verdict.texture));
}

}  // namespace convscope
