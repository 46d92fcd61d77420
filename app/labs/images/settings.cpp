#include "app/labs/images/settings.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/base/error.hpp"
#include "core/ops/resample/layers.hpp"

namespace convscope {

ImageSettings first_image_settings() {
  ImageSettings s;
  Contender uneven = contender(UpsamplingMethod::conv_transpose, s.factor);
  uneven.choice.taps = 3;
  uneven.choice.kernel.kind = KernelChoice::Kind::uniform;
  Contender even = uneven;
  even.choice.taps = 4;
  even.choice.kernel.kind = KernelChoice::Kind::bilinear;
  Contender untrained = contender(UpsamplingMethod::pixel_shuffle, s.factor);
  untrained.choice.kernel.kind = KernelChoice::Kind::random;
  s.contenders = {contender(UpsamplingMethod::nearest, s.factor),
                  contender(UpsamplingMethod::bilinear, s.factor),
                  contender(UpsamplingMethod::bicubic, s.factor),
                  uneven,
                  even,
                  untrained};
  return s;
}

Contender contender(UpsamplingMethod method, Index factor) {
  return {{.method = method, .factor = factor}, 1};
}

Contender with_factor(Contender c, Index factor) {
  if (const auto root = layer_factor(factor, c.layers)) {
    c.choice.factor = *root;
  } else {
    c.layers = 1;
    c.choice.factor = factor;
  }
  return c;
}

ImageSettings with_factor(ImageSettings s, Index factor) {
  s.factor = factor;
  for (Contender& c : s.contenders) c = with_factor(std::move(c), factor);
  return s;
}

Contender with_layers(Contender c, Index layers, Index factor) {
  c.choice.factor = require_layer_factor(factor, layers);
  c.layers = layers;
  return c;
}

std::string name_of(const Contender& c) {
  return std::string(info(c.choice.method).name);
}

std::string detail_of(const Contender& c) {
  std::string text = describe_kernel(c.choice);
  if (c.layers > 1) text += fmt::format("{}{} layers", text.empty() ? "" : ", ", c.layers);
  return text;
}

void check(const ImageSettings& s) {
  if (s.factor < kLeastFactor || s.factor > kMostFactor)
    throw Error("factor", fmt::format("{} is too {}", s.factor, s.factor < kLeastFactor ? "small" : "large"),
                fmt::format("from {} to {}", kLeastFactor, kMostFactor));
  if (s.contenders.size() > kMostContenders)
    throw Error("contenders", fmt::format("{} are too many", s.contenders.size()),
                fmt::format("at most {}", kMostContenders));
  for (const Contender& c : s.contenders) {
    if (require_layer_factor(s.factor, c.layers) != c.choice.factor)
      throw Error("layers",
                  fmt::format("{} layers of factor {} do not make {}", c.layers, c.choice.factor, s.factor),
                  "layers whose factors multiply to the whole");
    check_upsampling(c.choice);
    const KernelChoice& kernel = c.choice.kernel;
    if (kernel.kind == KernelChoice::Kind::own) normalised(kernel.own, 1);  // it must not sum to 0
  }
}

}  // namespace convscope
