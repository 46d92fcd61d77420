// The program with the lab of images, moved by commands, without a window.
#pragma once

#include <chrono>
#include <string>
#include <thread>

#include "app/desk/commands.hpp"
#include "app/labs/images/state.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope::testing {

struct ImageProgram {
  AppState app{parse_spec("conv 3 k3")};
  InputQueue input;
  CommandTarget target{app, input};

  ImagesState& images() { return app.images(); }
  /// Each command, and the work that it starts.
  void run(const std::string& line) {
    for (const auto& words : parse_commands(line)) {
      run_command(target, words);
      settle();
    }
  }
  void settle() {
    app.tick(1.0 / 60);
    while (app.updating()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      app.tick(1.0 / 60);
    }
    app.tick(1.0 / 60);
  }
};

}  // namespace convscope::testing
