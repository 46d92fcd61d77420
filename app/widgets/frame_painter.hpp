// Paints a frame, of which it keeps the pixels: of the next one only what differs is painted. A renderer in
// software takes nearly all of a frame's time for its pixels.
#pragma once

#include <optional>
#include <vector>

#include "app/gpu/objects.hpp"
#include "app/widgets/frame_tiles.hpp"
#include "app/widgets/ui.hpp"

struct ImDrawData;

namespace convscope {

/// What a frame is painted from.
struct PaintedFrame {
  ImDrawData& data;
  int width = 0, height = 0;  ///< device pixels
  double density = 1;
  Color stage{};                       ///< where nothing is drawn
  const std::vector<Ground>& grounds;  ///< those with a colour, before everything else
  const std::vector<Rect>& repainted;  ///< whose pixels differ though the drawing may not
};

class FramePainter {
 public:
  /// Into the framebuffer that is bound; pixel for pixel what paint_whole makes. Leaves that one bound.
  void paint(const PaintedFrame& frame);
  /// All of it, and keeps nothing.
  static void paint_whole(const PaintedFrame& frame);
  /// The next frame is painted whole: a texture has changed.
  void forget() { kept_.reset(); }
  /// Of the last frame, the share of its pixels that were painted, 0 to 1.
  double painted() const { return painted_; }

 private:
  std::vector<PixelRect> take_in(const PaintedFrame& frame);
  void paint_parts(const PaintedFrame& frame, const std::vector<PixelRect>& rects) const;

  std::optional<Framebuffer> kept_;
  FrameTiles tiles_;
  double painted_ = 0;
};

}  // namespace convscope
