// What the next start of the round-trip lab shall have again. The photograph is the scenario's.
#include <fmt/format.h>

#include "app/labs/round_trip/state.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

std::vector<CommandWords> RoundTripState::remembered() const {
  std::vector<CommandWords> out;
  if (mirror_) out.push_back({"mirror", "on"});
  if (output_padding_) out.push_back({"trip-output-padding", fmt::format("{}", *output_padding_)});
  const DeconvolutionSettings& now = deconvolution_settings_;
  const DeconvolutionSettings first{};
  if (now.lambda != first.lambda) out.push_back({"trip-lambda", format_value(now.lambda)});
  // In percent, whose last digits are rounding.
  if (now.noise != first.noise) out.push_back({"trip-noise", fmt::format("{:.12g}", 100 * now.noise)});
  if (now.seed != first.seed) out.push_back({"trip-seed", fmt::format("{}", now.seed)});
  const DeblurSettings &blur = photo_.settings(), sharp{};
  const auto put = [&](std::string field, std::string value) {
    out.push_back({"deblur", std::move(field), std::move(value)});
  };
  if (blur.blur != sharp.blur) put("blur", std::string(to_string(blur.blur)));
  if (blur.size != sharp.size) put("size", fmt::format("{}", blur.size));
  if (blur.noise != sharp.noise) put("noise", format_value(blur.noise));
  if (blur.seed != sharp.seed) put("seed", fmt::format("{}", blur.seed));
  if (blur.ratio != sharp.ratio) put("wiener", format_value(blur.ratio));
  if (blur.lambda != sharp.lambda) put("lambda", format_value(blur.lambda));
  if (blur.iterations != sharp.iterations) put("iterations", fmt::format("{}", blur.iterations));
  if (view_ != PhotoView{})
    out.push_back({"trip-look", format_value(view_.x), format_value(view_.y), format_value(view_.zoom)});
  out.push_back({"trip", std::string(kTripPageNames[static_cast<std::size_t>(page_)])});
  return out;
}

}  // namespace convscope
