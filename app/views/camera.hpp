// From the world of a three-dimensional view to the picture.
//
// The world has x to the right, y downwards as rows count, z towards the viewer. The camera looks at the
// scene's middle in perspective; the scene is scaled so that all of it fits a rectangle at zoom 1, whatever
// the angles.
#pragma once

#include <span>

#include <glm/mat4x4.hpp>
#include <glm/vec3.hpp>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"

namespace convscope {

/// The camera within the limits that keep all front faces visible.
Camera clamped(Camera camera);

class Projection {
 public:
  /// `corners`: points that shall be seen at zoom 1; at least one.
  Projection(const Camera& camera, std::span<const glm::dvec3> corners, const Rect& area);

  Point operator()(glm::dvec3 world) const;
  /// Distance from the eye: what is farther is drawn first.
  double distance(glm::dvec3 world) const;
  /// Length in the picture of a world unit at this place, the smaller of its width and height.
  double unit(glm::dvec3 world) const;
  const Camera& camera() const { return camera_; }

 private:
  Point flat(glm::dvec3 world) const;

  Camera camera_;
  glm::dvec3 eye_{};
  glm::dmat4 matrix_{1};
  double scale_ = 1;
  Point from_{}, to_{};  ///< the flat scene's middle and where it stands
};

}  // namespace convscope
