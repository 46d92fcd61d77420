// What GLFW hears at a window, as input of ours. For window/ alone: it names GLFW.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/picture/picture.hpp"
#include "app/widgets/input.hpp"
#include "app/window/screens.hpp"

struct GLFWcursor;
struct GLFWwindow;

namespace convscope {

struct DestroyWindow {
  void operator()(GLFWwindow* window) const;
};
using WindowPtr = std::unique_ptr<GLFWwindow, DestroyWindow>;

/// One window's ear, its user pointer. Logical pixels are the device's divided by `density`.
struct Listener {
  GLFWwindow* window;
  InputQueue& input;
  std::function<void()> stir;  ///< something happened
  std::function<void(std::vector<std::string> paths)> drop{};
  double density = 1;   ///< device pixels per logical pixel
  double per_unit = 1;  ///< logical pixels per unit of GLFW's window coordinates

  void measure();
  /// From now on; the listener must live as long as the window.
  void listen();
};

/// GLFW's cursors, made when first wanted.
class Cursors {
 public:
  /// `wanted`: an ImGuiMouseCursor.
  void show(GLFWwindow* window, int wanted);

 private:
  int shown_ = 0;
  std::array<GLFWcursor*, 6> made_{};
};

/// The clipboard of the window for the Dear ImGui context that is current.
void use_clipboard_of(GLFWwindow* window);

// Screens, in GLFW's coordinates.
std::vector<Monitor> monitors_now();
Rect place_of(GLFWwindow* window);
void put(GLFWwindow* window, const Rect& place);
/// Whether screens have come or gone since this was last asked.
bool monitors_changed();
void watch_monitors();

}  // namespace convscope
