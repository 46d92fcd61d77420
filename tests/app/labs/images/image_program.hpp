// The program with the lab of images, moved by commands, without a window.
#pragma once

#include <string>

#include "app/desk/commands.hpp"
#include "app/labs/images/state.hpp"
#include "app/window/labs.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/desk/settle.hpp"

namespace convscope::testing {

struct ImageProgram {
  Desk desk = whole_desk(parse_spec("conv 3 k3"));
  InputQueue input;
  CommandTarget target{desk, input};

  ImagesState& images() { return desk.state<ImagesState>(); }
  /// Each command, and the work that it starts.
  void run(const std::string& line) {
    for (const auto& words : parse_commands(line)) {
      run_command(target, words);
      settle();
    }
  }
  void settle() { testing::settle(desk); }
};

}  // namespace convscope::testing
