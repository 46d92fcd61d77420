// How a picture becomes the small one that is enlarged again: the classical model of super-resolution,
//
//   blur -> reduce -> noise -> JPEG
//
//   Degradation d{.filter = ReducingFilter::bicubic, .blur = 1.2, .noise = 5, .seed = 1, .jpeg = 80};
//   describe(d);   // "bicubic, blur 1.2, noise 5:1, JPEG 80"
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/ops/resample/reduce.hpp"

namespace convscope {

struct Degradation {
  ReducingFilter filter = ReducingFilter::area;
  double blur = 0;         ///< standard deviation of a Gaussian before reducing, in pixels of the original
  double noise = 0;        ///< standard deviation of normal noise on the small picture, in grey levels
  std::uint64_t seed = 0;  ///< of the noise
  int jpeg = 0;            ///< quality 1 to 100 of a JPEG that the small picture was saved in; 0: none
  friend bool operator==(const Degradation&, const Degradation&) = default;
};

inline constexpr double kMostBlur = 20, kMostNoise = 100;

/// In the order of ReducingFilter: "area", "bicubic", "lanczos3".
std::span<const std::string_view> reducing_filters();
/// Errors: Error("reduce", ...).
ReducingFilter parse_reducing_filter(std::string_view name);
std::string_view name_of(ReducingFilter filter);

/// "5" or "5:SEED", into noise and seed. Errors: Error("noise", ...).
void parse_noise(std::string_view text, Degradation& into);
/// Errors: Error("blur" / "noise" / "jpeg", ...): out of range.
void check_degradation(const Degradation& degradation);

/// "bicubic, blur 1.2, noise 5:1, JPEG 80"; empty for means of areas and nothing else.
std::string describe(const Degradation& degradation);

/// The small picture [N, C, h, w] of colours in sRGB values with noise and JPEG's losses; only JPEG rounds
/// and clamps it. The noise is the same for every picture of one shape, whatever the machine.
Tensor<float> damaged(Tensor<float> small, const Degradation& degradation);

}  // namespace convscope
