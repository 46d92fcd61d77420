// x, the operator's output y, and what its transpose makes of it: both halves step by step, then the error.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/round_trip.hpp"

namespace convscope {

/// Cells of x' carry the tag of an input gradient: Cᵀ of the output's side, numbered as x' is.
inline constexpr Role kReturned = Role::input_gradient;

struct TripScene {
  const Derived& there;
  const ThereAndBack& trip;
  bool mirror = false;  ///< the way back with the mirrored kernel stands beside the other
  Outcome outcome{};    ///< empty sentence: not known yet
};

/// Why the trip cannot be drawn, or nothing.
std::optional<std::string> trip_obstacle(const Derived& derived);
/// Both halves have one step for each window. 1 when these or their products are too many to be stepped
/// through: then only the end is shown.
Index trip_steps(const Derived& derived);
/// What a trip may have that is drawn step by step: more windows are no cells to look at, more products no
/// frame's work.
inline constexpr Index kMostSteppedProducts = 200'000, kMostSteppedWindows = 5'000;

/// One half as a moment shows it. Cells that no step has reached hold nothing.
struct TripHalf {
  Tensor<double> before, after;  ///< the result before and after the present step
  std::vector<bool> reached_before, reached;
  Index step = -1;  ///< of this half; -1 before it, `steps` after it
  Index steps = 0;
  bool active() const { return step >= 0 && step < steps; }
};
struct TripHalves {
  TripHalf there, back;
};
/// Settled at the last step, the halves hold the operator's results. Precondition: trip_steps() > 1.
TripHalves trip_halves(const TripScene& scene, Index step);

/// What lights up with a hovered cell: itself in x, x' and the error, and the cells that it is made of or
/// goes to.
std::vector<Tag> trip_links(const TripScene& scene, Tag hover);

/// Preconditions, here and below: no obstacle, 0 <= moment.step < trip_steps().
Picture draw_there_and_back(const TripScene& scene, Moment moment, const Style& style);
/// The right panel: what came of it, the arithmetic of the step and of the hovered cell, sizes.
Picture draw_trip_words(const TripScene& scene, Moment moment, const Style& style);

}  // namespace convscope
