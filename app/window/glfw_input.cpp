#include "app/window/glfw_input.hpp"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/widgets/compat.hpp"

namespace convscope {

namespace {

Key key_of(int key, int scancode) {
  const auto offset = [](Key first, int by) { return static_cast<Key>(static_cast<int>(first) + by); };
  // Letters go by what is printed on them, so that Ctrl+Z is where people expect it.
  if (key >= GLFW_KEY_A && key <= GLFW_KEY_Z) {
    const char* name = glfwGetKeyName(key, scancode);
    if (name && name[0] >= 'a' && name[0] <= 'z' && name[1] == '\0') return offset(Key::a, name[0] - 'a');
    return offset(Key::a, key - GLFW_KEY_A);
  }
  if (key >= GLFW_KEY_0 && key <= GLFW_KEY_9) return offset(Key::d0, key - GLFW_KEY_0);
  struct Entry {
    int glfw;
    Key ours;
  };
  constexpr std::array kEntries{
      Entry{GLFW_KEY_TAB, Key::tab},
      Entry{GLFW_KEY_LEFT, Key::left},
      Entry{GLFW_KEY_RIGHT, Key::right},
      Entry{GLFW_KEY_UP, Key::up},
      Entry{GLFW_KEY_DOWN, Key::down},
      Entry{GLFW_KEY_PAGE_UP, Key::page_up},
      Entry{GLFW_KEY_PAGE_DOWN, Key::page_down},
      Entry{GLFW_KEY_HOME, Key::home},
      Entry{GLFW_KEY_END, Key::end},
      Entry{GLFW_KEY_INSERT, Key::insert},
      Entry{GLFW_KEY_DELETE, Key::del},
      Entry{GLFW_KEY_BACKSPACE, Key::backspace},
      Entry{GLFW_KEY_SPACE, Key::space},
      Entry{GLFW_KEY_ENTER, Key::enter},
      Entry{GLFW_KEY_KP_ENTER, Key::keypad_enter},
      Entry{GLFW_KEY_ESCAPE, Key::escape},
      Entry{GLFW_KEY_F1, Key::f1},
      Entry{GLFW_KEY_F5, Key::f5},
      Entry{GLFW_KEY_F10, Key::f10},
      Entry{GLFW_KEY_F11, Key::f11},
      Entry{GLFW_KEY_MENU, Key::menu},
      Entry{GLFW_KEY_SLASH, Key::slash},
      Entry{GLFW_KEY_MINUS, Key::minus},
      Entry{GLFW_KEY_EQUAL, Key::equal},
      Entry{GLFW_KEY_COMMA, Key::comma},
      Entry{GLFW_KEY_PERIOD, Key::period},
      Entry{GLFW_KEY_LEFT_BRACKET, Key::left_bracket},
      Entry{GLFW_KEY_RIGHT_BRACKET, Key::right_bracket},
      Entry{GLFW_KEY_LEFT_CONTROL, Key::ctrl},
      Entry{GLFW_KEY_RIGHT_CONTROL, Key::ctrl},
      Entry{GLFW_KEY_LEFT_SHIFT, Key::shift},
      Entry{GLFW_KEY_RIGHT_SHIFT, Key::shift},
      Entry{GLFW_KEY_LEFT_ALT, Key::alt},
      Entry{GLFW_KEY_RIGHT_ALT, Key::alt},
      Entry{GLFW_KEY_LEFT_SUPER, Key::super},
      Entry{GLFW_KEY_RIGHT_SUPER, Key::super},
  };
  const auto* found = std::ranges::find(kEntries, key, &Entry::glfw);
  return found == kEntries.end() ? Key::none : found->ours;
}

Listener& listener_of(GLFWwindow* window) {
  return *static_cast<Listener*>(glfwGetWindowUserPointer(window));
}

void push(GLFWwindow* window, const InputEvent& event) {
  listener_of(window).input.push(event);
  listener_of(window).stir();
}

GLFWwindow*& clipboard_window() {
  static GLFWwindow* window = nullptr;
  return window;
}

bool& screens_differ() {
  static bool differ = false;
  return differ;
}

int whole(double x) {
  return static_cast<int>(std::lround(x));
}

}  // namespace

void DestroyWindow::operator()(GLFWwindow* window) const {
  glfwDestroyWindow(window);
}

void Listener::measure() {
  int fb_width = 0, fb_height = 0, width = 0, height = 0;
  float scale_x = 1, scale_y = 1;
  glfwGetFramebufferSize(window, &fb_width, &fb_height);
  glfwGetWindowSize(window, &width, &height);
  glfwGetWindowContentScale(window, &scale_x, &scale_y);
  density = std::clamp(static_cast<double>(scale_x), 0.5, 4.0);
  // On some systems window coordinates are pixels, on others logical pixels already.
  per_unit = width > 0 ? static_cast<double>(fb_width) / width / density : 1 / density;
}

void Listener::listen() {
  glfwSetWindowUserPointer(window, this);
  glfwSetKeyCallback(window, [](GLFWwindow* w, int key, int scancode, int action, int) {
    const Key ours = key_of(key, scancode);
    if (ours != Key::none && action != GLFW_REPEAT) push(w, KeyEvent{ours, action == GLFW_PRESS});
  });
  glfwSetCharCallback(window, [](GLFWwindow* w, unsigned code) { push(w, CharacterEvent{code}); });
  glfwSetCursorPosCallback(window, [](GLFWwindow* w, double x, double y) {
    const double unit = listener_of(w).per_unit;
    push(w, PointerEvent{x * unit, y * unit});
  });
  glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int entered) {
    if (!entered) push(w, PointerEvent{-1e6, -1e6});
  });
  glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int button, int action, int) {
    if (button >= 0 && button < 3) push(w, ButtonEvent{button, action == GLFW_PRESS});
  });
  glfwSetScrollCallback(window, [](GLFWwindow* w, double dx, double dy) { push(w, WheelEvent{dx, dy}); });
  glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int focused) { push(w, FocusEvent{focused != 0}); });
  glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** paths) {
    Listener& listener = listener_of(w);
    if (count > 0 && listener.drop) listener.drop({paths, paths + count});
    listener.stir();
  });
  glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { listener_of(w).stir(); });
  glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { listener_of(w).stir(); });
  glfwSetWindowContentScaleCallback(window, [](GLFWwindow* w, float, float) { listener_of(w).stir(); });
}

void Cursors::show(GLFWwindow* window, int wanted) {
  if (wanted == shown_) return;
  shown_ = wanted;
  const int shape = wanted == ImGuiMouseCursor_TextInput  ? GLFW_IBEAM_CURSOR
                    : wanted == ImGuiMouseCursor_ResizeNS ? GLFW_VRESIZE_CURSOR
                    : wanted == ImGuiMouseCursor_ResizeEW ? GLFW_HRESIZE_CURSOR
                    : wanted == ImGuiMouseCursor_Hand     ? GLFW_HAND_CURSOR
                                                          : GLFW_ARROW_CURSOR;
  GLFWcursor*& cursor = made_[static_cast<std::size_t>(shape - GLFW_ARROW_CURSOR)];
  if (!cursor) cursor = glfwCreateStandardCursor(shape);  // freed by glfwTerminate
  glfwSetCursor(window, cursor);
}

void use_clipboard_of(GLFWwindow* window) {
  clipboard_window() = window;
  compat::set_clipboard({[] { return glfwGetClipboardString(clipboard_window()); },
                         [](const char* text) { glfwSetClipboardString(clipboard_window(), text); }});
}

std::vector<Monitor> monitors_now() {
  int count = 0;
  GLFWmonitor** all = glfwGetMonitors(&count);
  std::vector<Monitor> monitors;
  for (int i = 0; i < count; ++i) {
    const GLFWvidmode* mode = glfwGetVideoMode(all[i]);
    if (mode == nullptr) continue;
    int x = 0, y = 0, left = 0, top = 0, width = 0, height = 0;
    glfwGetMonitorPos(all[i], &x, &y);
    glfwGetMonitorWorkarea(all[i], &left, &top, &width, &height);
    Monitor& monitor = monitors.emplace_back();
    monitor.area = monitor.work = {static_cast<double>(x), static_cast<double>(y),
                                   static_cast<double>(mode->width), static_cast<double>(mode->height)};
    if (width > 0 && height > 0)
      monitor.work = {static_cast<double>(left), static_cast<double>(top), static_cast<double>(width),
                      static_cast<double>(height)};
  }
  return monitors;
}

Rect place_of(GLFWwindow* window) {
  int x = 0, y = 0, width = 0, height = 0;
  glfwGetWindowPos(window, &x, &y);
  glfwGetWindowSize(window, &width, &height);
  return {static_cast<double>(x), static_cast<double>(y), static_cast<double>(width),
          static_cast<double>(height)};
}

void put(GLFWwindow* window, const Rect& place) {
  if (glfwGetWindowMonitor(window) != nullptr) {
    glfwSetWindowMonitor(window, nullptr, whole(place.x), whole(place.y), whole(place.w), whole(place.h),
                         GLFW_DONT_CARE);
    return;
  }
  glfwSetWindowPos(window, whole(place.x), whole(place.y));
  glfwSetWindowSize(window, whole(place.w), whole(place.h));
}

bool monitors_changed() {
  return std::exchange(screens_differ(), false);
}

void watch_monitors() {
  glfwSetMonitorCallback([](GLFWmonitor*, int) {
    screens_differ() = true;
    glfwPostEmptyEvent();
  });
}

}  // namespace convscope
