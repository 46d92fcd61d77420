#include "app/window/lecturer_window.hpp"

// epoxy first: it stands in for the system's OpenGL header.
#include <epoxy/gl.h>
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>
#include <utility>

#include "app/desk/presenting.hpp"

namespace convscope {

namespace {

/// So often it follows what moves on the stage; that has the processor first.
constexpr double kShortestFrame = 1.0 / 20;

WindowPtr open_second(GLFWwindow* stage, const Rect& place) {
  // The keyboard stays where it is.
  glfwWindowHint(GLFW_FOCUS_ON_SHOW, GLFW_FALSE);
  glfwWindowHint(GLFW_FOCUSED, GLFW_FALSE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_FALSE);
  WindowPtr window(glfwCreateWindow(static_cast<int>(place.w), static_cast<int>(place.h),
                                    "ConvScope · lecturer", nullptr, stage));
  glfwWindowHint(GLFW_FOCUS_ON_SHOW, GLFW_TRUE);
  glfwWindowHint(GLFW_FOCUSED, GLFW_TRUE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
  if (!window) return window;
  glfwSetWindowSizeLimits(window.get(), 480, 320, GLFW_DONT_CARE, GLFW_DONT_CARE);
  put(window.get(), place);
  return window;
}

}  // namespace

LecturerWindow::Open::Open(Application& application, WindowPtr own)
    : window(std::move(own)),
      screen(application),
      listener{.window = window.get(), .input = screen.input(), .stir = [this] { screen.stir(); }} {
  use_clipboard_of(window.get());
  listener.measure();
  listener.listen();
}

LecturerWindow::~LecturerWindow() {
  close();
}

void LecturerWindow::carry_out(const ScreenPlan& plan) {
  Session& session = application_.desk().session;
  if (!plan.stage && !plan.lecturer && !plan.full_screen) return;
  if (plan.full_screen) session.full_screen = *plan.full_screen;
  if (plan.stage) put(stage_, *plan.stage);
  if (plan.lecturer && open_) put(open_->window.get(), *plan.lecturer);
  application_.stir();
}

void LecturerWindow::open() {
  const ScreenPlan plan =
      lecture_plan(monitors_now(), place_of(stage_), application_.desk().presenting().swapped);
  WindowPtr window = open_second(stage_, plan.lecturer.value_or(Rect{60, 60, 1280, 720}));
  if (!window) {
    application_.desk().presenting().lecturer = LecturerView::none;
    application_.desk().tell("A second window cannot be opened here; lecturer here shows it in this one.",
                             true);
    return;
  }
  const KeptContext kept;
  glfwMakeContextCurrent(window.get());
  glfwSwapInterval(0);  // the stage's window sets the pace
  open_ = std::make_unique<Open>(application_, std::move(window));
  glfwMakeContextCurrent(stage_);
}

void LecturerWindow::close() {
  if (!open_) return;
  {
    const KeptContext kept;
    glfwMakeContextCurrent(open_->window.get());
    std::unique_ptr<Open> gone = std::move(open_);
    // What it drew with goes while its context is current, the window last.
    WindowPtr window = std::move(gone->window);
    gone.reset();
    glfwMakeContextCurrent(stage_);
  }
  use_clipboard_of(stage_);
}

bool LecturerWindow::follow() {
  Presenting& presenting = application_.desk().presenting();
  if (open_ && glfwWindowShouldClose(open_->window.get()) != 0) {
    presenting.lecturer = LecturerView::none;
    application_.stir();
  }
  const bool wanted = presenting.lecturer == LecturerView::window;
  if (wanted && !open_) open();
  if (!wanted) close();
  const bool changed = monitors_changed();
  ScreenPlan plan;
  if ((presenting.bare && !bare_) || (presenting.swapped != swapped_ && open_)) {
    plan = lecture_plan(monitors_now(), place_of(stage_), presenting.swapped);
  } else if (changed && open_) {
    plan = changed_plan(monitors_now(), place_of(stage_), place_of(open_->window.get()));
    if (plan.stage || plan.lecturer)
      application_.desk().tell("The screens have changed: both windows are where they can be seen.");
  }
  bare_ = presenting.bare;
  swapped_ = presenting.swapped;
  carry_out(plan);
  return plan.stage.has_value();
}

void LecturerWindow::frame(double now, bool tick) {
  if (!open_) return;
  Open& own = *open_;
  own.stale = own.stale || tick || application_.restless() || own.screen.restless();
  if (!own.stale || (!tick && now - own.drawn < kShortestFrame)) return;
  if (glfwGetWindowAttrib(own.window.get(), GLFW_ICONIFIED) != 0) {
    own.stale = false;
    return;
  }
  glfwMakeContextCurrent(own.window.get());
  own.listener.measure();
  if (scale_ > 0) own.listener.density = scale_;
  int width = 0, height = 0;
  glfwGetFramebufferSize(own.window.get(), &width, &height);
  if (width > 0 && height > 0) {
    const double seconds = std::clamp(now - own.drawn, 1.0 / 240, 0.1);
    own.drawn = now;
    own.stale = false;
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glViewport(0, 0, width, height);
    own.screen.frame(width, height, own.listener.density, seconds);
    glfwSwapBuffers(own.window.get());
  }
  glfwMakeContextCurrent(stage_);
}

}  // namespace convscope
