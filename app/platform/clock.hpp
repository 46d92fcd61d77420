// How long something takes.
#pragma once

#include <chrono>

namespace convscope {

/// Seconds since some moment; never goes back.
inline double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace convscope
