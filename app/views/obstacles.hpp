// Sentences that say why a view cannot show a scenario.
#pragma once

#include <optional>
#include <string>

#include "core/scenario/derived.hpp"

namespace convscope {

/// Views on a plane show one and two spatial axes, with a bounded number of cells a side.
inline std::optional<std::string> plane_obstacle(const Derived& derived) {
  constexpr Index kMostASide = 1024;
  if (derived.op().geometry.rank() > 2) return "shows one or two spatial axes; choose a size such as 5x5";
  for (const Axis& axis : derived.op().geometry.axes)
    if (axis.pixels > kMostASide || axis.windows > kMostASide || reach(axis) > kMostASide)
      return "shows up to 1024 cells a side; choose a smaller size";
  return std::nullopt;
}

}  // namespace convscope
