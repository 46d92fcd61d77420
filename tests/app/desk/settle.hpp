// A desk whose workers have done what was asked.
#pragma once
#include "app/desk/desk.hpp"
#include "tests/core/support/patience.hpp"

namespace convscope::testing {

/// Frames until no worker is at anything; where they last no time, nothing moves meanwhile.
inline void settle(Desk& desk, double seconds = kFrameSeconds) {
  const auto tick = [&] { desk.tick(seconds); };
  tick();
  wait_until(
      [&] {
        tick();
        return !desk.updating();
      },
      "the workers never come to rest");
  tick();
}

}  // namespace convscope::testing
