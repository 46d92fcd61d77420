// Pictures as Dear ImGui draw lists: the backend of the screen.
//
// Agrees with the other backends on every position: text stands where fonts.hpp measures it, strokes are
// centred on their edge, hatching joins between neighbours.
#pragma once

#include <imgui.h>

#include <vector>

#include "app/gpu/resources.hpp"
#include "app/picture/picture.hpp"

namespace convscope {

/// Draws at `origin` (in the draw list's logical pixels), enlarged by `zoom`. `density` is the number of
/// device pixels per logical pixel. Lives within one frame.
class PicturePainter {
 public:
  PicturePainter(ImDrawList& list, Gpu& gpu, double density, Point origin = {}, double zoom = 1);

  void operator()(const Box& box);
  void operator()(const Path& path);
  void operator()(const Label& label);
  void operator()(const Raster& raster);
  /// Background (where it has alpha) and items, in order.
  void operator()(const Picture& picture);

 private:
  ImVec2 at(Point p) const;
  bool visible(const Rect& rect) const;
  std::vector<ImVec2> outline(const Box& box) const;
  void hatch(const Box& box);
  void stroke(const std::vector<ImVec2>& points, Color color, double width, bool closed);

  ImDrawList& list_;
  Gpu& gpu_;
  double density_, zoom_;
  Point origin_;
};

}  // namespace convscope
