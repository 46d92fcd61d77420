#include "app/labs/images/settings.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/base/error.hpp"
#include "core/ops/resample/layers.hpp"

namespace convscope {

ImageSettings first_image_settings() {
  ImageSettings s;
  UpsamplingChoice uneven = contender(UpsamplingMethod::conv_transpose, s.factor);
  uneven.taps = 3;
  uneven.kernel.kind = KernelChoice::Kind::uniform;
  UpsamplingChoice even = uneven;
  even.taps = 4;
  even.kernel.kind = KernelChoice::Kind::bilinear;
  UpsamplingChoice untrained = contender(UpsamplingMethod::pixel_shuffle, s.factor);
  untrained.kernel.kind = KernelChoice::Kind::random;
  s.contenders = {contender(UpsamplingMethod::nearest, s.factor),
                  contender(UpsamplingMethod::bilinear, s.factor),
                  contender(UpsamplingMethod::bicubic, s.factor),
                  uneven,
                  even,
                  untrained};
  return s;
}

UpsamplingChoice contender(UpsamplingMethod method, Index factor) {
  return {.method = method, .factor = factor};
}

ImageSettings with_factor(ImageSettings s, Index factor) {
  s.factor = factor;
  for (UpsamplingChoice& c : s.contenders) c = with_factor(std::move(c), factor);
  return s;
}

void check(const ImageSettings& s) {
  if (s.factor < kLeastFactor || s.factor > kMostFactor)
    throw Error("factor", fmt::format("{} is too {}", s.factor, s.factor < kLeastFactor ? "small" : "large"),
                fmt::format("from {} to {}", kLeastFactor, kMostFactor));
  if (s.contenders.size() > kMostContenders)
    throw Error("contenders", fmt::format("{} are too many", s.contenders.size()),
                fmt::format("at most {}", kMostContenders));
  for (const UpsamplingChoice& c : s.contenders) {
    if (require_layer_factor(s.factor, c.layers) != c.factor)
      throw Error("layers",
                  fmt::format("{} layers of factor {} do not make {}", c.layers, c.factor, s.factor),
                  "layers whose factors multiply to the whole");
    check_upsampling(c);
    const KernelChoice& kernel = c.kernel;
    if (kernel.kind == KernelChoice::Kind::own) normalised(kernel.own, 1);  // it must not sum to 0
  }
}

}  // namespace convscope
