// The whole window in a test: no display, frames of 1/60 s, input by named commands.
#pragma once

#include <string>
#include <string_view>

#include "app/gpu/offscreen.hpp"
#include "app/labs/explore/state.hpp"
#include "app/window/application.hpp"
#include "app/window/screenshot.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

class Offscreen {
 public:
  /// Size in logical pixels; a scale below 1 saves the software renderer's time.
  explicit Offscreen(std::string_view spec = "tconv 3x3 k3 s2 p1 op1 w=bilinear", int width = 1280,
                     int height = 800, double scale = 0.5)
      : application_(parse_spec(spec)), stage_(width, height, scale) {
    stage_.settle(application_);
  }

  /// Runs the commands, some frames after each. Errors: of the commands.
  void run(std::string_view commands) {
    application_.enqueue(commands);
    stage_.settle(application_);
  }
  void frames(int count) { stage_.frames(application_, count); }
  Image picture() const { return stage_.read(); }

  Application& application() { return application_; }
  Desk& desk() { return application_.desk(); }
  ExploreState& explorer() { return convscope::explorer(desk()); }
  const Session& session() { return desk().session; }
  std::string spec() { return spec_line(desk().scenario()); }

 private:
  OffscreenContext context_;  // first: everything else needs it
  Application application_;
  OffscreenStage stage_;
};

}  // namespace convscope
