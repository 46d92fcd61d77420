// Where widgets of a window are drawn: a Dear ImGui context of its own, its font, textures and memory. Two of
// them are two windows.
#pragma once

#include <cstddef>

#include "app/gpu/resources.hpp"
#include "app/picture/palette.hpp"
#include "app/widgets/frame_painter.hpp"
#include "app/widgets/input.hpp"
#include "app/widgets/keyboard_focus.hpp"
#include "app/widgets/ui.hpp"

struct ImGuiContext;

namespace convscope {

class Surface {
 public:
  /// Needs a current OpenGL 3.3 context, the same or one that shares its objects, as long as it lives. Its
  /// Dear ImGui context becomes the current one.
  Surface();
  ~Surface();
  Surface(const Surface&) = delete;
  Surface& operator=(const Surface&) = delete;

  struct Look {
    Theme theme = Theme::light;
    double type = 1;
  };
  /// A frame begins: everything up to end() is drawn here, into the framebuffer that is bound then, of the
  /// given size in device pixels.
  void begin(const Look& look, int width, int height, double density, double seconds, InputQueue& input);
  void end(const Look& look);
  /// The frame that has ended once more, all of it, on a stage of that colour.
  void paint(Theme theme, Color stage) const;

  Gpu& gpu() { return gpu_; }
  KeyboardFocus& focus() { return focus_; }
  UiMemory& memory() { return memory_; }
  const UiMemory& memory() const { return memory_; }
  const compat::FieldFont& font() const { return font_; }
  const FramePainter& painter() const { return painter_; }

 private:
  void set_style(const Palette& colors);

  struct Context {
    Context();
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    ImGuiContext* own;
    ImGuiContext* before;  ///< the current one when it was made
  };
  Context context_;  // first: what draws needs it, and goes before it
  Gpu gpu_;
  UiMemory memory_;
  KeyboardFocus focus_;
  FramePainter painter_;
  compat::FieldFont font_;
  double density_ = 0, type_ = 0;
  int width_ = 0, height_ = 0;
  std::size_t others_ = 0;  ///< of UiMemory::editor, that the font has
};

/// Makes the context that is current now current again at its end.
class KeptContext {
 public:
  KeptContext();
  ~KeptContext();
  KeptContext(const KeptContext&) = delete;
  KeptContext& operator=(const KeptContext&) = delete;

 private:
  ImGuiContext* context_;
};

}  // namespace convscope
