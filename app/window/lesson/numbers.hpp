// The numbers of a scene's words.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/lesson/lesson.hpp"
#include "core/lesson/markdown.hpp"

namespace convscope {

class Derived;

/// Of the scene's own scenarios, whatever has been changed on the desk since.
class SceneNumbers {
 public:
  /// Errors: as Derived.
  SceneNumbers(const Lesson& lesson, std::size_t scene);
  ~SceneNumbers();

  /// The Markdown with its numbers. Errors: as filled().
  std::string words(const std::string& markdown) const;
  /// The same, read; each Markdown once, as it is asked for in every frame and some numbers are costly.
  const std::vector<MarkdownBlock>& blocks(const std::string& markdown) const;
  /// Of a cell that is to be predicted.
  double value(const CellName& cell) const;
  /// The cells that make an output cell: inputs and weights.
  std::vector<CellName> makers(const CellName& cell) const;

 private:
  const Derived& of(const CellName& cell) const;
  std::unique_ptr<Derived> scenario_, beside_;
  mutable std::map<std::string, std::vector<MarkdownBlock>> blocks_;
};

}  // namespace convscope
