// What one way did over many pictures.
#pragma once

#include <span>

#include "core/base/index.hpp"

namespace convscope {

/// Of the finite numbers; the mean is not a number where there is none.
struct Statistics {
  double mean = 0, spread = 0;  ///< the latter is the standard deviation, n below
  Index count = 0;
  Index infinite = 0;  ///< left out
};
Statistics statistics(std::span<const double> values);

}  // namespace convscope
