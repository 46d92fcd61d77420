// One measure after the other as the kernel grows, or as the stride does: the data behind the lab's plots.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/enlarging/degradation.hpp"
#include "core/enlarging/metrics.hpp"
#include "core/enlarging/upsampling.hpp"

namespace convscope {

enum class SweepAxis { kernel_size, stride };
inline constexpr SweepAxis kSweepAxes[] = {SweepAxis::kernel_size, SweepAxis::stride};

/// A way of enlarging of which one number varies.
struct SweepFamily {
  std::string name;         ///< "conv-transpose uniform"
  UpsamplingChoice choice;  ///< its factor and size are the present ones
  friend bool operator==(const SweepFamily&, const SweepFamily&) = default;
};
/// Without doubles, in one layer each: two choices of one method and kernel are one family.
std::vector<SweepFamily> sweep_families(const std::vector<UpsamplingChoice>& choices);
/// Which one a choice belongs to; their number when none.
std::size_t family_of(const std::vector<SweepFamily>& families, const UpsamplingChoice& choice);

/// Where a family is measured.
struct SweepPlace {
  std::size_t family = 0;
  SweepAxis axis = SweepAxis::kernel_size;
  Index at = 1;  ///< the kernel's size or the stride
  friend auto operator<=>(const SweepPlace&, const SweepPlace&) = default;
};

struct Sweep {
  Index factor = 2;  ///< the present stride
  Index side = 0;    ///< of the middle part that is measured, in pixels
  std::vector<SweepFamily> families;
  std::map<SweepPlace, Measures> points;  ///< those that there are; places that a method cannot have stay out
};

/// All places of a sweep, those of the present stride first. Methods without a kernel have one place on the
/// axis of sizes, at 0.
std::vector<SweepPlace> sweep_places(const Sweep& sweep);
/// One place. `picture` [1, 3, H, W]; nothing where the method has no such size or the picture is too small.
std::optional<Measures> measure_at(const Sweep& sweep, const SweepPlace& place, const Tensor<float>& picture,
                                   bool linear_light, const Degradation& degradation = {});

inline constexpr Index kSweepSide = 256;
/// The largest kernel on the axis of sizes.
inline constexpr Index kMostSweptTaps = 12;

}  // namespace convscope
