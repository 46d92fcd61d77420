#include "app/labs/images/settings.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <utility>

#include "app/labs/images/picture_source.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/io/files.hpp"

namespace convscope {

namespace {

std::string text(Index number) {
  return fmt::format("{}", number);
}

/// Nothing where no command can say it.
std::optional<std::vector<CommandWords>> commands_for(const UpsamplingChoice& choice) {
  std::vector<CommandWords> out{{"add-contender", to_string(choice)}};
  if (choice.range != 1) out.push_back({"contender-range", format_value(choice.range)});
  if (choice.kernel.kind == KernelChoice::Kind::own) {
    const auto list = own_text(choice.kernel);
    if (!list) return std::nullopt;
    out.push_back({"contender-kernel", *list});
    if (!choice.kernel.label.empty()) out.back().push_back(choice.kernel.label);
  } else if (choice.kernel.kind != KernelChoice::Kind::standard) {
    out.push_back({"contender-kernel", to_string(choice.kernel)});
  }
  if (choice.taps > 0) out.push_back({"kernel-size", text(choice.taps)});
  if (has_coordinates(choice.method) &&
      (choice.coordinates != ResizeCoordinates::half_pixel || choice.rounding)) {
    out.push_back({"coordinates", std::string(coordinate_name(choice.coordinates))});
    if (choice.rounding && has_rounding(choice.method)) out.back().push_back(rounding_name(*choice.rounding));
  }
  if (choice.layers > 1) out.push_back({"layers", text(choice.layers)});
  if (choice.repair && can_repair(choice.method))
    out.push_back({"repair", choice.repair_order > 0 ? "order-" + text(choice.repair_order) : "on"});
  if (choice.smooth && can_smooth(choice.method)) out.push_back({"smooth", text(*choice.smooth)});
  return out;
}

}  // namespace

// Each with the best weights that it can have, and beside them one as a network has it before training.
ImageSettings first_image_settings() {
  ImageSettings s;
  const auto of_taps = [&](Index taps) {
    UpsamplingChoice choice = contender(UpsamplingMethod::conv_transpose, s.factor);
    choice.taps = taps;
    return choice;
  };
  UpsamplingChoice untrained = of_taps(3);
  untrained.kernel.kind = KernelChoice::Kind::uniform;
  s.contenders = {contender(UpsamplingMethod::nearest, s.factor),
                  contender(UpsamplingMethod::bilinear, s.factor),
                  contender(UpsamplingMethod::bicubic, s.factor),
                  untrained,
                  of_taps(3),
                  of_taps(4)};
  return s;
}

UpsamplingChoice contender(UpsamplingMethod method, Index factor) {
  return {.method = method, .factor = factor};
}

UpsamplingChoice network_contender(const std::string& path, Index factor) {
  const InputFile there(path, "network");
  return {.method = UpsamplingMethod::network,
          .factor = factor,
          .network = std::filesystem::absolute(path).lexically_normal().string()};
}

ImageSettings with_factor(ImageSettings s, Index factor) {
  s.factor = factor;
  for (UpsamplingChoice& c : s.contenders) c = with_factor(std::move(c), factor);
  return s;
}

ImageSettings with_picture(ImageSettings s, std::string picture) {
  if (picture == s.picture) return s;
  s.picture = std::move(picture);
  std::erase_if(s.results, [](const std::string& path) {
    std::error_code none;
    return !std::filesystem::is_directory(path, none);
  });
  return s;
}

void check(const ImageSettings& s) {
  if (s.factor < kLeastFactor || s.factor > kMostFactor)
    throw Error("factor", fmt::format("{} is too {}", s.factor, s.factor < kLeastFactor ? "small" : "large"),
                fmt::format("from {} to {}", kLeastFactor, kMostFactor));
  if (s.contenders.size() > kMostContenders)
    throw Error("contenders", fmt::format("{} are too many", s.contenders.size()),
                fmt::format("at most {}", kMostContenders));
  if (s.results.size() > kMostResults)
    throw Error("results", fmt::format("{} are too many", s.results.size()),
                fmt::format("at most {}", kMostResults));
  for (const UpsamplingChoice& c : s.contenders) {
    if (require_layer_factor(s.factor, c.layers) != c.factor)
      throw Error("layers",
                  fmt::format("{} layers of factor {} do not make {}", c.layers, c.factor, s.factor),
                  "layers whose factors multiply to the whole");
    check_upsampling(c);
    own_scale(c);  // the taps must not sum to 0
  }
  check_degradation(s.degradation);
}

std::vector<CommandWords> commands_for(const ImageSettings& settings) {
  std::vector<CommandWords> out;
  const std::string& picture = settings.picture;
  if (picture.starts_with(kTestPrefix))
    out.push_back({"test-picture", picture.substr(kTestPrefix.size())});
  else if (!picture.empty() && !picture.starts_with(kClipboardPrefix))
    out.push_back({"picture", std::filesystem::absolute(picture).string()});
  const ImageSettings fresh = with_factor(first_image_settings(), settings.factor);
  if (settings.factor != first_image_settings().factor) out.push_back({"factor", text(settings.factor)});
  if (settings.contenders != fresh.contenders) {
    out.push_back({"remove-contender", "all"});
    for (const UpsamplingChoice& contender : settings.contenders)
      if (const auto commands = commands_for(contender))
        out.insert(out.end(), commands->begin(), commands->end());
  }
  for (const std::string& path : settings.results) out.push_back({"result", path});
  if (settings.align_results) out.push_back({"align-results", "on"});
  if (settings.linear_light) out.push_back({"linear-light", "on"});
  const Degradation& d = settings.degradation;
  if (d.filter != ReducingFilter::area) out.push_back({"reduce-by", std::string(name_of(d.filter))});
  if (d.blur > 0) out.push_back({"blur", format_value(d.blur)});
  if (d.noise > 0) out.push_back({"noise", fmt::format("{}:{}", format_value(d.noise), d.seed)});
  if (d.jpeg > 0) out.push_back({"jpeg", text(d.jpeg)});
  if (!settings.learn_from.empty()) out.push_back({"learn-from", settings.learn_from});
  return out;
}

}  // namespace convscope
