#include "app/views/camera.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <glm/ext/matrix_clip_space.hpp>
#include <glm/ext/matrix_transform.hpp>
#include <glm/geometric.hpp>
#include <glm/trigonometric.hpp>
#include <glm/vec4.hpp>

namespace convscope {

namespace {

/// The eye's distance in radii of the scene: a mild perspective, in which cells keep their squareness.
constexpr double kDistance = 4.5;

glm::dvec3 upright(glm::dvec3 world) {
  return {world.x, -world.y, world.z};
}

}  // namespace

Camera clamped(Camera camera) {
  return {std::clamp(camera.yaw, -75.0, 75.0), std::clamp(camera.pitch, -10.0, 80.0),
          std::clamp(camera.zoom, 0.25, 8.0)};
}

Projection::Projection(const Camera& camera, std::span<const glm::dvec3> corners, const Rect& area)
    : camera_(clamped(camera)) {
  glm::dvec3 low = upright(corners.front()), high = low;
  for (const glm::dvec3& corner : corners) {
    low = glm::min(low, upright(corner));
    high = glm::max(high, upright(corner));
  }
  const glm::dvec3 centre = (low + high) / 2.0;
  const double radius = std::max(glm::length(high - low) / 2, 1e-6);
  const double yaw = glm::radians(camera_.yaw), pitch = glm::radians(camera_.pitch);
  eye_ = centre +
         kDistance * radius *
             glm::dvec3(std::sin(yaw) * std::cos(pitch), std::sin(pitch), std::cos(yaw) * std::cos(pitch));
  const double field = 2 * std::asin(1 / kDistance);
  matrix_ = glm::perspective(field, 1.0, (kDistance - 1.01) * radius, (kDistance + 1.01) * radius) *
            glm::lookAt(eye_, centre, glm::dvec3(0, 1, 0));
  double left = std::numeric_limits<double>::max(), right = -left, top = left, bottom = -left;
  for (const glm::dvec3& corner : corners) {
    const Point p = flat(corner);
    left = std::min(left, p.x);
    right = std::max(right, p.x);
    top = std::min(top, p.y);
    bottom = std::max(bottom, p.y);
  }
  scale_ =
      camera_.zoom * std::min(area.w / std::max(right - left, 1e-9), area.h / std::max(bottom - top, 1e-9));
  from_ = {(left + right) / 2, (top + bottom) / 2};
  to_ = area.centre();
}

Point Projection::flat(glm::dvec3 world) const {
  const glm::dvec4 clip = matrix_ * glm::dvec4(upright(world), 1);
  return {clip.x / clip.w, -clip.y / clip.w};
}

Point Projection::operator()(glm::dvec3 world) const {
  const Point p = flat(world);
  return {to_.x + (p.x - from_.x) * scale_, to_.y + (p.y - from_.y) * scale_};
}

double Projection::distance(glm::dvec3 world) const {
  return glm::length(upright(world) - eye_);
}

double Projection::unit(glm::dvec3 world) const {
  const Point at = (*this)(world), across = (*this)(world + glm::dvec3(1, 0, 0)),
              down = (*this)(world + glm::dvec3(0, 1, 0));
  return std::min(std::abs(across.x - at.x), std::abs(down.y - at.y));
}

}  // namespace convscope
