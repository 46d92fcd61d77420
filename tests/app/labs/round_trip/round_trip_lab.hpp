// The round-trip lab without a window.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "app/desk/desk.hpp"
#include "app/labs/round_trip/state.hpp"
#include "app/window/labs.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/desk/settle.hpp"
#include "tests/core/support/patience.hpp"

namespace convscope::testing {

/// A state with the lab in front; commands as the window runs them.
struct RoundTripWindow {
  explicit RoundTripWindow(std::string_view spec) : desk(whole_desk(parse_spec(spec))) {
    desk.choose_lab("round-trip");
  }
  RoundTripState& lab() { return desk.state<RoundTripState>(); }
  void run(const std::string& commands) {
    CommandTarget target{desk, input};
    for (const auto& words : parse_commands(commands)) run_command(target, words);
  }
  /// Opens a photograph and waits until it is the scenario's.
  void open(const std::string& path) {
    desk.open(path);
    wait_until([&] {
      desk.tick(0);
      return desk.scenario().photo == path;
    });
  }
  /// Frames until no worker is at anything.
  void settle() { testing::settle(desk, 0); }
  Desk desk;
  InputQueue input;
};

}  // namespace convscope::testing
