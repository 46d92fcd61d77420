// An OpenGL context without a display: EGL on Mesa's surfaceless platform.
#pragma once

namespace convscope {

/// Makes an OpenGL 3.3 core context current on this thread, and removes it again.
class OffscreenContext {
 public:
  /// Errors: Error("display", ...) when the system has no driver that draws without a display.
  OffscreenContext();
  ~OffscreenContext();
  OffscreenContext(const OffscreenContext&) = delete;
  OffscreenContext& operator=(const OffscreenContext&) = delete;

 private:
  void* display_ = nullptr;
  void* context_ = nullptr;
};

}  // namespace convscope
