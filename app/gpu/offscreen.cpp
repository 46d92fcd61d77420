#include "app/gpu/offscreen.hpp"

#include <epoxy/egl.h>
#include <fmt/format.h>

#include <cstring>

#include "core/base/error.hpp"

namespace convscope {

namespace {

[[noreturn]] void fail(const char* step) {
  throw Error("display", fmt::format("no OpenGL without a display: {} failed (0x{:x})", step, eglGetError()),
              "install libegl1 and libgl1-mesa-dri");
}

EGLDisplay open_display() {
  const char* extensions = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  if (!extensions || !std::strstr(extensions, "EGL_MESA_platform_surfaceless"))
    fail("the surfaceless platform");
  const EGLDisplay display = eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA,
                                                      reinterpret_cast<void*>(EGL_DEFAULT_DISPLAY), nullptr);
  if (display == EGL_NO_DISPLAY || !eglInitialize(display, nullptr, nullptr)) fail("eglInitialize");
  return display;
}

}  // namespace

OffscreenContext::OffscreenContext() {
  const EGLDisplay display = open_display();
  const EGLint wanted[] = {EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_NONE};
  EGLConfig config = nullptr;
  EGLint count = 0;
  if (!eglChooseConfig(display, wanted, &config, 1, &count) || count < 1) fail("eglChooseConfig");
  if (!eglBindAPI(EGL_OPENGL_API)) fail("eglBindAPI");
  const EGLint version[] = {EGL_CONTEXT_MAJOR_VERSION,
                            3,
                            EGL_CONTEXT_MINOR_VERSION,
                            3,
                            EGL_CONTEXT_OPENGL_PROFILE_MASK,
                            EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                            EGL_NONE};
  const EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, version);
  if (context == EGL_NO_CONTEXT) fail("eglCreateContext for OpenGL 3.3");
  if (!eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context)) fail("eglMakeCurrent");
  display_ = display;
  context_ = context;
}

OffscreenContext::~OffscreenContext() {
  eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
  eglDestroyContext(display_, context_);
  // The display stays initialised: it is the process's one, and another context may be using it.
}

}  // namespace convscope
