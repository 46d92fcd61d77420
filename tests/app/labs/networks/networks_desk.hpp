// The lab of networks without a window.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "app/desk/commands.hpp"
#include "app/labs/networks/state.hpp"
#include "app/window/labs.hpp"
#include "core/base/error.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/patience.hpp"

namespace convscope::testing {

/// What an edit is refused with.
template <class Edit>
std::string refusal(Edit&& edit) {
  try {
    edit();
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

class NetworksDesk {
 public:
  void run(std::string_view commands) {
    for (const auto& words : parse_commands(commands)) run_command(target_, words);
    settle();
  }
  /// Until the workers have done what was asked.
  void settle() {
    wait_until(
        [&] {
          desk.tick(0);
          return !state().updating();
        },
        "the network is never there");
  }
  NetworksState& state() { return desk.state<NetworksState>(); }

  Desk desk = whole_desk(parse_spec("conv 5 k3"));

 private:
  InputQueue input_;
  CommandTarget target_{desk, input_};
};

}  // namespace convscope::testing
