// A lesson under way as those who present it see it: the lecturer's window, the timer, the pen. Whatever
// plays lessons implements it and puts it at desk.presenting().lecture; the rest works without one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/desk/lab.hpp"
#include "app/picture/picture.hpp"
#include "app/views/style.hpp"

namespace convscope {

class Lecture {
 public:
  Lecture() = default;
  Lecture(const Lecture&) = delete;
  Lecture& operator=(const Lecture&) = delete;
  virtual ~Lecture() = default;

  virtual std::string title() const = 0;
  virtual std::size_t scenes() const = 0;
  /// The scene on the stage, from 0.
  virtual std::size_t at() const = 0;
  /// A scene's heading, and its shorter name for the outline.
  virtual std::string scene_title(std::size_t scene) const = 0;
  virtual std::string scene_name(std::size_t scene) const { return scene_title(scene); }
  /// Planned length; 0: not said.
  virtual double minutes() const { return 0; }
  /// For the lecturer alone: Markdown of the present scene, its numbers filled in.
  virtual std::string notes() const { return {}; }
  /// The command that goes to a scene.
  virtual CommandWords jump(std::size_t scene) const = 0;
  /// A key and the command that it has while the lecture is on, before those of labs and window.
  struct Key {
    std::string_view chord;
    CommandWords command;
  };
  virtual std::vector<Key> keys() const { return {}; }
  /// The command of the question button; empty: the scene asks nothing.
  virtual CommandWords question() const { return {}; }
  /// Whether the question is on the stage.
  virtual bool asking() const { return false; }
  /// A scene as the audience will see it first; nothing where that is no drawing.
  virtual std::optional<Picture> picture(std::size_t scene, const Style& style) const = 0;
};

}  // namespace convscope
