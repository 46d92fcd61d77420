#include "app/window/window.hpp"

// epoxy first: it stands in for the system's OpenGL header.
#include <epoxy/gl.h>
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

#include "app/desk/commands.hpp"
#include "app/desk/file_commands.hpp"
#include "app/labs/explore/state.hpp"
#include "app/platform/signals.hpp"
#include "app/widgets/compat.hpp"
#include "app/window/application.hpp"
#include "app/window/lab_memory.hpp"
#include "app/window/screenshot.hpp"
#include "app/window/session_keeper.hpp"
#include "app/window/start.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

using compat::Key;

struct Glfw {
  Glfw() {
    if (!glfwInit())
      throw Error("display", "no display can be opened", "set DISPLAY, or use render or --screenshot");
  }
  ~Glfw() { glfwTerminate(); }
  Glfw(const Glfw&) = delete;
  Glfw& operator=(const Glfw&) = delete;
};

struct DestroyWindow {
  void operator()(GLFWwindow* window) const { glfwDestroyWindow(window); }
};
using WindowPtr = std::unique_ptr<GLFWwindow, DestroyWindow>;

WindowPtr open_window(const WindowRequest& request) {
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "convscope");
  int width = request.width, height = request.height;
  int x = 0, y = 0, most_width = 0, most_height = 0;
  if (GLFWmonitor* monitor = glfwGetPrimaryMonitor()) {
    glfwGetMonitorWorkarea(monitor, &x, &y, &most_width, &most_height);
    if (most_width > 0) width = std::min(width, most_width);
    if (most_height > 0) height = std::min(height, most_height);
  }
  WindowPtr window(glfwCreateWindow(width, height, "ConvScope", nullptr, nullptr));
  if (!window)
    throw Error("display", "no window with OpenGL 3.3 can be opened", "a newer driver, or --screenshot");
  glfwSetWindowSizeLimits(window.get(), 800, 560, GLFW_DONT_CARE, GLFW_DONT_CARE);
  return window;
}

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
      Entry{GLFW_KEY_F11, Key::f11},
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

constexpr std::size_t kLongestTitle = 300;  // window managers show less of it

/// What callbacks need; the window's user pointer.
struct Listener {
  Application& application;
  GLFWwindow* window;
  double density = 1;   ///< device pixels per logical pixel
  double per_unit = 1;  ///< logical pixels per unit of GLFW's window coordinates
  bool size_known = false;

  void measure() {
    int fb_width = 0, fb_height = 0, width = 0, height = 0;
    float scale_x = 1, scale_y = 1;
    glfwGetFramebufferSize(window, &fb_width, &fb_height);
    glfwGetWindowSize(window, &width, &height);
    glfwGetWindowContentScale(window, &scale_x, &scale_y);
    density = std::clamp(static_cast<double>(scale_x), 0.5, 4.0);
    // On some systems window coordinates are pixels, on others logical pixels already.
    per_unit = width > 0 ? static_cast<double>(fb_width) / width / density : 1 / density;
  }
};

Listener& listener_of(GLFWwindow* window) {
  return *static_cast<Listener*>(glfwGetWindowUserPointer(window));
}

void push(GLFWwindow* window, const InputEvent& event) {
  listener_of(window).application.input().push(event);
  listener_of(window).application.stir();
}

void listen(GLFWwindow* window) {
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
    Desk& state = listener_of(w).application.desk();
    if (count > 0) state.attempt([&] { open_together(state, {paths, paths + count}); });
    listener_of(w).application.stir();
  });
  const auto look_again = [](GLFWwindow* w) { listener_of(w).application.stir(); };
  glfwSetWindowRefreshCallback(window, look_again);
  glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { listener_of(w).application.stir(); });
  glfwSetWindowContentScaleCallback(window,
                                    [](GLFWwindow* w, float, float) { listener_of(w).application.stir(); });
}

/// GLFW's cursors, made when first wanted.
class Cursors {
 public:
  void show(GLFWwindow* window, ImGuiMouseCursor wanted) {
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

 private:
  ImGuiMouseCursor shown_ = ImGuiMouseCursor_Arrow;
  std::array<GLFWcursor*, 6> made_{};
};

GLFWwindow*& clipboard_window() {
  static GLFWwindow* window = nullptr;
  return window;
}

/// A display that dies ends the program from within Xlib, which calls exit(): what was worked on is saved
/// first.
class DisplayWatch {
 public:
  explicit DisplayWatch(std::function<void()> save) {
    static const bool registered = std::atexit(at_exit) == 0;
    static_cast<void>(registered);
    saving() = std::move(save);
  }
  ~DisplayWatch() { saving() = nullptr; }
  DisplayWatch(const DisplayWatch&) = delete;
  DisplayWatch& operator=(const DisplayWatch&) = delete;

 private:
  static std::function<void()>& saving() {
    static auto& function = *new std::function<void()>;  // outlives whatever exit() ends
    return function;
  }
  static void at_exit() {
    const std::function<void()> save = std::exchange(saving(), nullptr);
    if (!save) return;
    try {
      save();
      fmt::print(stderr, "convscope: display: it has gone (the session is saved)\n");
    } catch (const std::exception& error) {
      fmt::print(stderr, "convscope: {}\n", error.what());
    }
    std::_Exit(1);  // threads are still at work
  }
};

/// The whole screen for the window, and back to its old place and size.
class FullScreen {
 public:
  void follow(GLFWwindow* window, bool wanted) {
    if (wanted == (glfwGetWindowMonitor(window) != nullptr) || wanted == asked_) return;
    asked_ = wanted;
    if (!wanted) return glfwSetWindowMonitor(window, nullptr, x_, y_, width_, height_, GLFW_DONT_CARE);
    glfwGetWindowPos(window, &x_, &y_);
    glfwGetWindowSize(window, &width_, &height_);
    GLFWmonitor* monitor = monitor_under(x_ + width_ / 2, y_ + height_ / 2);
    const GLFWvidmode* mode = monitor ? glfwGetVideoMode(monitor) : nullptr;
    if (mode) glfwSetWindowMonitor(window, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
  }

 private:
  /// The one with this place, or the first.
  static GLFWmonitor* monitor_under(int x, int y) {
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    for (int i = 0; i < count; ++i) {
      int left = 0, top = 0;
      glfwGetMonitorPos(monitors[i], &left, &top);
      const GLFWvidmode* mode = glfwGetVideoMode(monitors[i]);
      if (mode && x >= left && x < left + mode->width && y >= top && y < top + mode->height)
        return monitors[i];
    }
    return glfwGetPrimaryMonitor();
  }

  bool asked_ = false;
  int x_ = 0, y_ = 0, width_ = 0, height_ = 0;
};

constexpr double kShortestFrame = 1.0 / 60;

/// Until the window is closed or `ended`.
void loop(Listener& listener, double scale, SessionKeeper& keeper, const EndSignals& ended) {
  Cursors cursors;
  FullScreen full_screen;
  Application& application = listener.application;
  double before = glfwGetTime();
  std::string title;
  while (!glfwWindowShouldClose(listener.window) && !application.desk().quit && !ended.asked()) {
    const bool idle = !application.restless() || glfwGetWindowAttrib(listener.window, GLFW_ICONIFIED);
    if (idle && keeper.waits())
      glfwWaitEventsTimeout(1);
    else if (idle)
      glfwWaitEvents();
    else
      glfwPollEvents();
    const double now = glfwGetTime();
    // After a sleep, time begins anew: nothing jumps.
    const double seconds = idle ? 1.0 / 60 : now - before;
    before = now;
    if (idle) application.stir();
    application.desk().attempt([&] { application.run_script(); });
    full_screen.follow(listener.window, application.desk().session.full_screen);
    listener.measure();
    if (scale > 0) listener.density = scale;
    int width = 0, height = 0;
    glfwGetFramebufferSize(listener.window, &width, &height);
    if (width < 1 || height < 1) continue;
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glViewport(0, 0, width, height);
    application.frame(width, height, listener.density, seconds);
    cursors.show(listener.window, ImGui::GetMouseCursor());
    const std::string wanted = "ConvScope · " + cut(application.desk().line(), kLongestTitle);
    if (wanted != title) glfwSetWindowTitle(listener.window, (title = wanted).c_str());
    keeper.look(application.desk());
    glfwSwapBuffers(listener.window);
    // Where the swap does not wait for the screen, we do.
    if (const double left = kShortestFrame - (glfwGetTime() - now); left > 0) glfwWaitEventsTimeout(left);
  }
}

}  // namespace

int run_window(const WindowRequest& request) {
  if (!request.screenshot.empty()) return take_screenshot(request);
  // Before a window flashes up: what can go wrong goes wrong here.
  const EndSignals ended(glfwPostEmptyEvent);
  SessionKeeper keeper(request.session, Workers([] { glfwPostEmptyEvent(); }));
  const FoundSession found = keeper.find();
  const std::optional<StoredSession>& stored = found.session;
  const bool again = stored && stored->scenario && request.what_or_image.empty();
  const Scenario first = again ? *stored->scenario : first_scenario(request.what_or_image);
  static_cast<void>(Derived(first));  // whether it fits together
  const Glfw glfw;
  const WindowPtr window = open_window(request);
  glfwMakeContextCurrent(window.get());
  glfwSwapInterval(1);
  Application application(first, [] { glfwPostEmptyEvent(); });
  Desk& desk = application.desk();
  if (stored) {
    CommandTarget target{desk, application.input()};
    restore(target, *stored, again);
  }
  set_up(application, request);
  desk.session.lively = true;
  // Who has never been here is shown the way in.
  if (!stored && found.complaint.empty() && request.what_or_image.empty() && request.view.empty() &&
      request.commands.empty())
    desk.attempt([&] {
      CommandTarget target{desk, application.input()};
      run_command(target, std::array<std::string, 1>{"first-steps"});
    });
  explorer(desk).play(true);
  if (!found.complaint.empty()) desk.tell(found.complaint, true);
  if (found.recovered) {
    desk.tell("ConvScope was not closed in order last time. What was there then is back.");
    if (found.orderly) desk.offer = Offer{"Go back to the last orderly end", {"last-session"}};
  }
  Listener listener{application, window.get()};
  glfwSetWindowUserPointer(window.get(), &listener);
  clipboard_window() = window.get();
  compat::set_clipboard({[] { return glfwGetClipboardString(clipboard_window()); },
                         [](const char* text) { glfwSetClipboardString(clipboard_window(), text); }});
  listener.measure();
  listen(window.get());
  const DisplayWatch watch([&] { keeper.close(desk); });
  std::exception_ptr failure;
  try {
    loop(listener, request.scale, keeper, ended);
  } catch (...) {
    failure = std::current_exception();
  }
  glfwHideWindow(window.get());  // workers may take a moment to end
  try {
    keeper.close(desk);
  } catch (const std::exception& error) {  // nothing that anybody worked on is lost
    fmt::print(stderr, "convscope: {}\n", error.what());
  }
  if (failure) std::rethrow_exception(failure);
  return 0;
}

}  // namespace convscope
