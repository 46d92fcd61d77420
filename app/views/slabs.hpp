// A scene of slabs: plates of cells that stand upright behind and beside each other, drawn from back to
// front as filled convex paths, with the texts that nothing covers.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <glm/vec3.hpp>

#include "app/views/camera.hpp"
#include "app/views/canvas.hpp"

namespace convscope {

/// A rectangle in the cells of a slab, drawn on its face.
struct SlabMark {
  double row = 0, column = 0, height = 1, width = 1;
  Color color{};
  double thickness = 2;
  double dash = 0;
};

struct Slab {
  glm::dvec3 at{};  ///< top left corner of the face
  double cell = 1;  ///< a cell's side
  Index rows = 1, columns = 1;
  Role role = Role::none;
  bool lit = true;  ///< the others stand back, without numbers
  std::function<CellLook(Index, Index)> look{};
  std::vector<SlabMark> marks{};
  std::string name{};  ///< small, at the upper left corner

  glm::dvec3 point(double row, double column) const { return at + cell * glm::dvec3(column, row, 0); }
  glm::dvec3 centre() const { return point(static_cast<double>(rows) / 2, static_cast<double>(columns) / 2); }
};

class SlabScene {
 public:
  /// At zoom 1 the scene fills `area`; nothing of it is drawn outside of `clip`.
  SlabScene(Canvas& canvas, std::vector<Slab> slabs, std::vector<glm::dvec3> corners, const Rect& area,
            const Rect& clip);

  const Projection& projection() const { return projection_; }
  bool shows(Point p) const { return clip_.contains(p); }
  /// Keeps texts of the scene away from a line of text that others draw.
  void reserve(const Rect& rect) { taken_.push_back(rect); }
  void draw();
  /// A line through points of the picture, as far as it is inside.
  void outline(const std::vector<Point>& points, bool closed, Color color, double width, double dash = 0);
  /// Whether a slab stands there.
  bool on_slab(const Rect& rect) const { return covered(rect, 0) || covers(0, rect); }
  /// A text where no other is and inside the picture; says whether there was room.
  bool place(Point at, const std::string& text, double size, Color color, Font font, Align align);

 private:
  void draw_slab(const Slab& slab, std::size_t order);
  void draw_cells(const Slab& slab, std::size_t order);
  void polygon(const std::vector<glm::dvec3>& points, Color fill, Tag tag = {});
  /// Whether a text has room there; it is kept for it.
  bool room_for(const Rect& rect);
  bool covers(std::size_t slab, const Rect& rect) const;
  /// Whether a slab before that one hides some of the rectangle.
  bool covered(const Rect& rect, std::size_t order) const;

  Canvas& canvas_;
  std::vector<Slab> slabs_;  ///< back to front
  Rect clip_;
  Projection projection_;
  std::vector<std::vector<Point>> faces_;  ///< of the slabs, in the picture
  std::vector<Rect> taken_;
};

/// Where a line of text stands, to keep others away.
Rect text_rect(Point at, std::string_view text, double size, Font font, Align align);

}  // namespace convscope
