// The numbers of each contender: how near it comes to the original, and what pattern it leaves.
#pragma once

#include <string>

#include "core/scenario/upsampling.hpp"

namespace convscope {

struct Measurement {
  Measures measures{};
  double mse = 0;
  double seconds = 0;     ///< of enlarging the measured part; learning is not in them
  bool ready = false;     ///< false: the numbers are those from before the last change, or none
  std::string problem{};  ///< a sentence when it cannot be made
};

}  // namespace convscope
