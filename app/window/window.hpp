// The window, and the same window without a display.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/picture/language.hpp"
#include "app/picture/palette.hpp"

namespace convscope {

struct WindowRequest {
  std::string view{};           ///< a view's or a lab's; empty: the scenario's default view
  std::string what_or_image{};  ///< WHAT (cli.md), a photograph's or an array's path; empty: the first start
  std::vector<std::string> more{};     ///< files that came with that one
  std::string screenshot{};            ///< a .png to be written instead of opening a window
  int width = 1600, height = 1000;     ///< logical pixels
  double scale = 0;                    ///< device pixels per logical one; 0: the platform's (a screenshot: 1)
  std::optional<Theme> theme{};        ///< none: the last session's, or light
  std::optional<Language> language{};  ///< none: the last session's, at the first start the environment's
  std::string commands{};              ///< "CMD; CMD", run after the first frame
  std::string session{};               ///< the file of the last session (session_store.hpp); empty: none
};

/// Until the window is closed, or the screenshot is written. The window begins playing; a screenshot begins
/// at rest in the middle of the animation, so that it shows something, and takes frames of 1/60 s.
/// Returns the exit status 0.
/// Errors: Error("display", ...) without a display or OpenGL 3.3; of the scenario, the view, a command of a
/// screenshot, or of writing it.
int run_window(const WindowRequest& request);

}  // namespace convscope
