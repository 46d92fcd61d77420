// The lecturer's window without its frame: the same frames can be had on a screen, offscreen and in a test.
#pragma once

#include "app/widgets/input.hpp"
#include "app/window/application.hpp"
#include "app/window/lecturer_panel.hpp"
#include "app/window/surface.hpp"

namespace convscope {

class LecturerScreen {
 public:
  /// Needs a current OpenGL context, as Surface does. The application must live longer.
  explicit LecturerScreen(Application& application) : application_(application) {}

  InputQueue& input() { return input_; }
  /// Draws the next frame into the bound framebuffer, of the given size in device pixels. Keys and clicks run
  /// the commands of the one desk that both windows show.
  void frame(int width, int height, double density, double seconds);
  /// Something happened outside: a few frames are worth drawing.
  void stir() { due_ = 3; }
  bool restless() const { return due_ > 0 || !input_.empty() || surface_.memory().waiting; }

 private:
  Application& application_;
  Surface surface_;
  InputQueue input_;
  LecturerPanel panel_;
  int due_ = 3;
};

}  // namespace convscope
