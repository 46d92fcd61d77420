// render LESSON -o FILE: a lesson as a handout, a page or a folder of figures.
#pragma once

#include <string>

#include "app/views/style.hpp"
#include "core/tensor/shape.hpp"

namespace convscope::cli {

struct LessonExport {
  std::string lesson;  ///< its name or path
  std::string output;  ///< .pdf, .html, or a folder
  std::string format;  ///< of a folder's figures: ".svg" or ".png"
  Style style{};
  double scale = 1;
  bool all_steps = false;  ///< in a folder: a figure for each step that a scene plays
  Budget budget{};
  bool json = false, quiet = false;
};

/// Whether the words name a lesson and what is written is one of its forms.
bool is_lesson_export(const std::string& what, const std::string& output);

/// Errors: of reading and drawing the lesson, each named by its scene; of writing. Then nothing is left
/// behind.
void export_lesson(const LessonExport& wanted);

}  // namespace convscope::cli
