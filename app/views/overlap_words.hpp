// What the overlap view says: whether the overlap is even, why, and what the weights make of it.
#pragma once

#include <span>
#include <string>

#include "core/geometry/axis.hpp"
#include "core/metrics/checkerboard.hpp"

namespace convscope {

/// "kernel 3 is not divisible by stride 2": why the counts along the axes (one, or rows and columns) are
/// even or not.
std::string overlap_reason(std::span<const Axis> axes);

/// The counts of `layers` stacked layers in the interior, with the reason.
std::string overlap_sentence(std::span<const Axis> axes, Index layers, double min, double max);

/// What the kernel's phase sums make of a constant input. `number` writes a value.
template <class Number>
std::string phase_sentence(const PhaseSums& sums, Number&& number) {
  if (sums.even())
    return "The weights decide: all phase sums are " + number(sums.max) +
           ", so a constant input gives a constant inside.";
  return "The weights decide: phase sums from " + number(sums.min) + " to " + number(sums.max) +
         ", so even a constant input gets a checkerboard.";
}

/// max / min as "2" or "1.5"; "∞" when some pixels get nothing.
std::string ratio_text(double min, double max);

}  // namespace convscope
