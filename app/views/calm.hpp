// How fast a view may be played, so that it does not flash (tests/app/desk/flashes_test counts).
#pragma once

#include <algorithm>

#include "app/views/view.hpp"

namespace convscope {

/// Steps in a second. Where cells pass over others within a step these change several times.
inline double calm_steps_per_second(const View& view) {
  return view.name == "overlap" ? 1 : 2;
}

/// Of an animation whose steps take so many seconds at speed 1: the one that was asked for, as far as that.
inline double calm_speed(const View& view, double wanted, double step_seconds) {
  return std::min(wanted, calm_steps_per_second(view) * step_seconds);
}

}  // namespace convscope
