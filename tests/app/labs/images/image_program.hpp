// The program with the lab of images, moved by commands, without a window.
#pragma once

#include <chrono>
#include <string>
#include <thread>

#include "app/desk/commands.hpp"
#include "app/labs/images/state.hpp"
#include "app/window/labs.hpp"
#include "core/scenario/spec_line.hpp"

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
  void settle() {
    desk.tick(1.0 / 60);
    while (desk.updating()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      desk.tick(1.0 / 60);
    }
    desk.tick(1.0 / 60);
  }
};

}  // namespace convscope::testing
