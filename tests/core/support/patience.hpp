// Waiting for what other threads do.
#pragma once
#include <gtest/gtest.h>

#include <chrono>
#include <string_view>
#include <thread>

namespace convscope::testing {

/// Asks `done` every millisecond until it is true; what has to be done meanwhile (a frame, a tick), it does
/// itself. The test fails with `never` after ten minutes: that is patience for sanitizers on a busy machine,
/// no time that is tested.
template <class Done>
void wait_until(Done&& done, std::string_view never = "what is waited for never comes") {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(10);
  while (!done()) {
    ASSERT_LT(std::chrono::steady_clock::now(), end) << never;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace convscope::testing
