// What takes part in a comparison, made: a linear map of kernels, or something that knows whole pictures
// only, as a network does. Whoever enlarges and measures (trial.hpp) takes either.
//
//   const Contender up = make_upsampler(choice, examples);             // upsampling.hpp
//   const Contender net = network_enlarger(choice, budget);            // core/network/network_enlarger.hpp
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "core/base/progress.hpp"
#include "core/enlarging/kernel_traits.hpp"
#include "core/ops/resample/upsampler.hpp"

namespace convscope {

class WholeEnlarger {
 public:
  WholeEnlarger() = default;
  WholeEnlarger(const WholeEnlarger&) = delete;
  WholeEnlarger& operator=(const WholeEnlarger&) = delete;
  virtual ~WholeEnlarger() = default;

  /// [1, 1 or 3, H, W], sRGB values 0..255, so many times as large, neither clamped nor rounded. From any
  /// thread. Errors: Error("image", ...): a picture that it cannot take; Stopped.
  virtual Tensor<float> enlarge(const Tensor<float>& picture, const Progress& progress) const = 0;
  /// For a picture [1, C, H, W].
  virtual Cost cost(const Shape& picture) const = 0;
  /// What should be known about how it treats colours, a clause, or empty. `channels`: of the picture.
  virtual std::string note(Index channels) const = 0;
};

using Contender = std::variant<Upsampler, std::shared_ptr<const WholeEnlarger>>;

/// Nothing for what is no kernel, and for a map that is not the same everywhere.
std::optional<KernelTraits> kernel_traits(const Contender& contender, Index factor);
/// For a picture [N, C, H, W].
Cost cost_of(const Contender& contender, const Shape& picture);

/// All of a picture as it is seen, neither clamped nor rounded: what seen_planes makes of planes that were
/// enlarged. `planes`: as working_planes made them. It is given sRGB values in whatever light is worked in;
/// opacity is enlarged by bicubic, and colours as they are multiplied by it. Errors: as
/// WholeEnlarger::enlarge.
Tensor<float> enlarge_seen(const WholeEnlarger& enlarger, const Tensor<float>& planes, bool has_alpha,
                           bool linear, Index factor, const Progress& progress);

}  // namespace convscope
