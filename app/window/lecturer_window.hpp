// The lecturer's own window on the desktop, and where both windows stand. Closing it, or a screen that is
// unplugged, leaves the lecture going on. Names GLFW: for window/ alone.
#pragma once

#include <memory>
#include <optional>

#include "app/window/glfw_input.hpp"
#include "app/window/lecturer_screen.hpp"

namespace convscope {

class LecturerWindow {
 public:
  /// `scale`: device pixels for a logical one; 0: the screen's.
  LecturerWindow(Application& application, GLFWwindow* stage, double scale)
      : application_(application), stage_(stage), scale_(scale) {}
  ~LecturerWindow();
  LecturerWindow(const LecturerWindow&) = delete;
  LecturerWindow& operator=(const LecturerWindow&) = delete;

  /// Opens, closes, moves the windows, as the desk and the screens are now. Once a turn, before frames are
  /// drawn. Returns whether the stage's window has been moved.
  bool follow();
  bool is_open() const { return open_ != nullptr; }
  /// Draws where there is something new, or `tick`: a second has passed. The stage's context is current
  /// afterwards.
  void frame(double now, bool tick);
  bool restless() const { return open_ && (open_->stale || open_->screen.restless()); }

 private:
  struct Open {
    Open(Application& application, WindowPtr own);
    WindowPtr window;
    LecturerScreen screen;
    Listener listener;
    Cursors cursors{};
    double drawn = 0;   ///< when it was drawn last
    bool stale = true;  ///< the stage has changed since
  };
  void open();
  void close();
  void carry_out(const ScreenPlan& plan);

  Application& application_;
  GLFWwindow* stage_;
  double scale_;
  std::unique_ptr<Open> open_;
  bool bare_ = false, swapped_ = false;
};

}  // namespace convscope
