// The scene that comes next, of a lab whose workers have to be waited for: made ready on a desk of its own
// beside the one on the stage, so that the lecturer sees it before the audience does.
#pragma once

#include <memory>
#include <optional>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/lesson/lesson.hpp"

namespace convscope {

class SceneAhead {
 public:
  /// Errors: of the scene's scenario and commands.
  SceneAhead(const Lesson& lesson, std::size_t scene, const Style& style);
  ~SceneAhead();

  std::size_t scene() const { return scene_; }
  const Style& style() const { return style_; }
  /// Once a frame, until it is there. Nothing before, and where it cannot be drawn: ready() tells which.
  const std::optional<Picture>& picture();
  bool ready() const { return ready_; }

 private:
  struct Stage;
  std::size_t scene_;
  Style style_;
  std::unique_ptr<Stage> stage_;  ///< gone when the picture is there
  std::optional<Picture> picture_;
  bool ready_ = false;
};

}  // namespace convscope
