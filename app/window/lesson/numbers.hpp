// The numbers of a scene's words.
#pragma once

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
  std::vector<MarkdownBlock> blocks(const std::string& markdown) const;
  /// Of a cell that is to be predicted.
  double value(const CellName& cell) const;
  /// The cells that make an output cell: inputs and weights.
  std::vector<CellName> makers(const CellName& cell) const;

 private:
  const Derived& of(const CellName& cell) const;
  std::unique_ptr<Derived> scenario_, beside_;
};

}  // namespace convscope
