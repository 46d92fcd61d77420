// The figure of a lesson's scene: its views beside one another, cells ringed or covered.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/views/registry.hpp"
#include "core/lesson/lesson.hpp"
#include "core/lesson/markdown.hpp"
#include "core/lesson/placeholders.hpp"

namespace convscope {

/// Of the explorer's scenes; those of other labs have words alone. Immutable: draw() may be called from any
/// thread.
class SceneFigure {
 public:
  /// Errors: of deriving the scenarios, named by the scene.
  SceneFigure(const Lesson& lesson, std::size_t scene, Budget budget = {});

  /// Whether there is something to draw.
  bool drawn() const { return !panes_.empty(); }
  /// Steps done in the first and in the last of its pictures: the range that it plays, else its one step
  /// twice.
  Index first() const { return first_; }
  Index last() const { return last_; }
  /// `covered`: what the scene hides, and what its question asks for, is not to be seen.
  Picture draw(Index steps_done, const Style& style, bool covered) const;
  /// What the step does, as step_sentence tells it of the first view.
  std::string sentence(Index steps_done) const;
  /// Whether draw(covered) differs.
  bool covers() const { return !hidden_.empty(); }

  /// Markdown of the scene with its numbers. Errors: as filled() and parse_markdown().
  std::vector<MarkdownBlock> words(const std::string& markdown) const;
  /// The answer of a question that asks for a cell. Precondition: it does.
  double answer() const;

 private:
  struct Pane {
    const View* view;
    const Derived* derived;
    bool beside;
    Index steps;
  };
  struct Mark {
    Tag tag;
    bool beside;
  };
  std::vector<Mark> marks(const std::vector<CellName>& cells) const;
  Picture draw_pane(const Pane& pane, Index steps_done, const Style& style, bool covered) const;

  const Scene& scene_;
  std::optional<Derived> own_, other_;
  std::vector<Pane> panes_;
  std::vector<Mark> ringed_, hidden_;
  Index first_ = 0, last_ = 0;
};

}  // namespace convscope
