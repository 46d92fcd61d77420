// The window without a display: a few frames offscreen, commands between them, a picture at the end.
#pragma once

#include "app/picture/picture.hpp"
#include "app/window/application.hpp"
#include "app/window/window.hpp"

namespace convscope {

/// Draws frames of 1/60 s into a framebuffer of its own. Needs a current context.
class OffscreenStage {
 public:
  OffscreenStage(int width, int height, double scale);
  /// Frames until what follows from the first scenario is there. Errors: why nothing does.
  void begin(Application& application);
  /// Frames until the script is done and nothing but playing goes on. Errors: of the script's commands.
  void settle(Application& application);
  void frames(Application& application, int count);
  Image read() const { return target_.read(); }

 private:
  double scale_;
  Framebuffer target_;
};

/// Errors: what the desk could not be given or could not write, if anything.
void throw_unwritten(const Desk& desk);

/// Writes request.screenshot; returns the exit status 0. Errors: as run_window.
int take_screenshot(const WindowRequest& request);

}  // namespace convscope
