#include "app/window/window.hpp"

// epoxy first: it stands in for the system's OpenGL header.
#include <epoxy/gl.h>
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <fmt/format.h>
#include <imgui.h>

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
#include "app/desk/presenting.hpp"
#include "app/labs/explore/state.hpp"
#include "app/platform/clock.hpp"
#include "app/platform/signals.hpp"
#include "app/platform/this_process.hpp"
#include "app/window/application.hpp"
#include "app/window/glfw_input.hpp"
#include "app/window/lab_memory.hpp"
#include "app/window/lecturer_window.hpp"
#include "app/window/screenshot.hpp"
#include "app/window/session_keeper.hpp"
#include "app/window/start.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/base/problem.hpp"

namespace convscope {

namespace {

struct Glfw {
  Glfw() {
    if (!glfwInit())
      throw Error("display", "no display can be opened", "set DISPLAY, or use render or --screenshot");
  }
  ~Glfw() { glfwTerminate(); }
  Glfw(const Glfw&) = delete;
  Glfw& operator=(const Glfw&) = delete;
};

WindowPtr open_window(const WindowRequest& request) {
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
  // What desktops find its entry and its icon by (assets/desktop).
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "convscope");
#ifdef GLFW_WAYLAND_APP_ID  // since GLFW 3.4
  glfwWindowHintString(GLFW_WAYLAND_APP_ID, "org.convscope.ConvScope");
#endif
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

constexpr std::size_t kLongestTitle = 300;  // window managers show less of it

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
      write_to_errors("convscope: display: it has gone (the session is saved)\n");
    } catch (const std::exception& error) {
      write_to_errors(fmt::format("convscope: {}\n", sentence_of(error)));
    }
    std::_Exit(1);  // threads are still at work
  }
};

/// The whole screen for the window, and back to its old place and size.
class FullScreen {
 public:
  /// The window has been moved: what was asked before is asked again.
  void forget() { asked_ = false; }
  void follow(GLFWwindow* window, bool wanted) {
    const bool is = glfwGetWindowMonitor(window) != nullptr;
    if (wanted == is) asked_ = wanted;  // also where the screen under it has gone
    if (wanted == asked_) return;
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

/// Sleeps until something happens or a second window's clock moves on. Returns whether it was the clock.
bool sleep(const Application& application, const SessionKeeper& keeper) {
  std::optional<double> most = application.next_change();
  if (keeper.waits()) most = std::min(most.value_or(1), 1.0);
  if (!most) {
    glfwWaitEvents();
    return false;
  }
  const double before = glfwGetTime();
  glfwWaitEventsTimeout(std::max(*most, 1e-3));
  return glfwGetTime() - before >= *most;
}

/// Draws the next frame and shows it. False: the window has no size.
bool show_frame(Application& application, Listener& listener, double scale, double seconds) {
  listener.measure();
  if (scale > 0) listener.density = scale;
  int width = 0, height = 0;
  glfwGetFramebufferSize(listener.window, &width, &height);
  if (width <= 0 || height <= 0) return false;
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  glViewport(0, 0, width, height);
  application.frame(width, height, listener.density, seconds);
  glfwSwapBuffers(listener.window);
  return true;
}

/// Of a large first scenario, until what follows from it is there, the window is closed or `ended`. Errors:
/// why nothing follows.
void begin(Application& application, Listener& listener, double scale, const EndSignals& ended) {
  const Desk& desk = application.desk();
  while (!desk.begun() && !glfwWindowShouldClose(listener.window) && !desk.quit && !ended.asked()) {
    show_frame(application, listener, scale, kShortestFrame);
    glfwWaitEventsTimeout(kShortestFrame);
  }
  throw_unwritten(desk);
}

/// Until the window is closed or `ended`.
void loop(Application& application, Listener& listener, double scale, SessionKeeper& keeper,
          const EndSignals& ended) {
  Cursors cursors;
  FullScreen full_screen;
  LecturerWindow lecturer(application, listener.window, scale);
  double before = glfwGetTime();
  std::string title;
  while (!glfwWindowShouldClose(listener.window) && !application.desk().quit && !ended.asked()) {
    const bool idle = !(application.restless() || lecturer.restless()) ||
                      glfwGetWindowAttrib(listener.window, GLFW_ICONIFIED);
    bool clock = false;
    if (idle)
      clock = sleep(application, keeper);
    else
      glfwPollEvents();
    const double now = glfwGetTime();
    // After a sleep, time begins anew: nothing jumps.
    const double seconds = idle ? kFrameSeconds : now - before;
    before = now;
    if (idle && !clock) application.stir();
    application.desk().attempt([&] { application.run_script(); });
    if (lecturer.follow()) full_screen.forget();
    full_screen.follow(listener.window, application.desk().session.full_screen);
    // A second that passes is the lecturer's alone.
    const bool draws =
        !lecturer.is_open() || application.restless() || application.desk().presenting().plays_by_itself();
    if (draws && show_frame(application, listener, scale, seconds)) {
      cursors.show(listener.window, ImGui::GetMouseCursor());
      const std::string wanted = "ConvScope · " + cut(application.desk().line(), kLongestTitle);
      if (wanted != title) glfwSetWindowTitle(listener.window, (title = wanted).c_str());
    }
    lecturer.frame(now, clock);
    keeper.look(application.desk());
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
  check_scenario(first);
  const Glfw glfw;
  const WindowPtr window = open_window(request);
  glfwMakeContextCurrent(window.get());
  glfwSwapInterval(1);
  Application application(first, [] { glfwPostEmptyEvent(); });
  Desk& desk = application.desk();
  Listener listener{.window = window.get(),
                    .input = application.input(),
                    .stir = [&] { application.stir(); },
                    .drop =
                        [&](std::vector<std::string> paths) {
                          desk.attempt([&] { open_together(desk, std::move(paths)); });
                        }};
  use_clipboard_of(window.get());
  listener.measure();
  listener.listen();
  begin(application, listener, request.scale, ended);
  if (!desk.begun()) return 0;  // closed before there was anything
  if (stored) {
    CommandTarget target{desk, application.input()};
    restore(target, *stored, again);
  }
  if (!stored && !request.language) desk.attempt([] { speak(language_of_environment()); });
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
  desk.presenting().clock = {steady_seconds, wall_time};
  watch_monitors();
  const DisplayWatch watch([&] { keeper.close(desk); });
  std::exception_ptr failure;
  try {
    loop(application, listener, request.scale, keeper, ended);
  } catch (...) {
    failure = std::current_exception();
  }
  glfwHideWindow(window.get());  // workers may take a moment to end
  try {
    keeper.close(desk);
  } catch (const std::exception& error) {  // nothing that anybody worked on is lost
    write_to_errors(fmt::format("convscope: {}\n", sentence_of(error)));
  }
  if (failure) std::rethrow_exception(failure);
  return 0;
}

}  // namespace convscope
