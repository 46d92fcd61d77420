// The verdict on checkerboards: how strong a pattern is, and on what it shows. One place for all limits;
// panels, meters, sheets, help and documents ask here. docs/verdict.md has the experiment behind them.
//
//   judge(kernel_traits(up, 2))               of a kernel, before there is a picture
//   judge(measures, energy of the original)   of a result
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/enlarging/kernel_traits.hpp"
#include "core/enlarging/metrics.hpp"

namespace convscope {

/// How strongly a checkerboard shows.
enum class Prediction { none, faint, visible, strong };
std::string_view name(Prediction prediction);

/// From each limit on, a pattern is faint, visible, strong; below the first there is none.
struct Limits {
  double faint, visible, strong;
};
Prediction grade(double value, const Limits& limits);

/// Flat areas, by the phase spread: on mid-grey an eighth of a grey level, which rounding to 8 bits hides,
/// one level, and 13 levels between neighbours.
inline constexpr Limits kSpreadLimits{0.001, 0.01, 0.1};
/// Ramps, by the spread of the phases' centres (0 from order 2 on): on a ramp of kRampSlope grey levels a
/// pixel of the small picture half a level, which rounding hides; 4 levels, more than the steps of repeated
/// pixels; and 16.
inline constexpr double kRampSlope = 4;
inline constexpr Limits kRampLimits{0.125, 1, 4};
/// Texture, by the imaging ratio: interpolations and learned kernels stay below 0.05; nearest, whose blocks
/// are called faint, has 0.09 to 0.11.
inline constexpr Limits kImagingLimits{0.05, 0.12, 0.5};

/// Of a result, in grey levels.
inline constexpr Limits kLevelLimits{0.25, 1, 10};
/// A result's checkerboard energy says a pattern only where it is this far above that of the original, whose
/// own texture may be periodic.
inline constexpr double kSeenEnergy = 50;
inline bool is_seen(double energy, double original) {
  return energy - original > kSeenEnergy;
}

/// How strongly, and on what.
struct Judgement {
  Prediction flat = Prediction::none, ramps = Prediction::none, texture = Prediction::none;
  Prediction worst() const;
  friend bool operator==(const Judgement&, const Judgement&) = default;
};
Judgement judge(const KernelTraits& kernel);

/// Of a result that stands beside its original. On flat areas: a printed grid of some grey levels, where the
/// energy is above the original's as well. On texture: what the kernel's imaging says, as far as the errors
/// of the phases are some levels apart too; alone they say nothing, since interpolation by 3 hits every third
/// pixel better. Ramps are not judged apart. `original`: the original's own checkerboard energy.
Judgement judge(const Measures& result, std::optional<double> original);

/// Where it is at its worst: "on ramps and texture"; empty where there is none.
std::string worst_places(const Judgement& verdict);
/// "none on flat areas, visible on ramps, strong on texture"; "none" alone where all are none.
std::string in_words(const Judgement& verdict);

}  // namespace convscope
