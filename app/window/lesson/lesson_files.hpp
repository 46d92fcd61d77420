// A lesson as a handout, a page or a folder of figures: what `render LESSON` and the window write.
#pragma once

#include <functional>
#include <string>

#include "app/views/style.hpp"
#include "core/base/progress.hpp"
#include "core/lesson/lesson.hpp"
#include "core/tensor/shape.hpp"

namespace convscope {

struct LessonFiles {
  Lesson lesson;
  std::string output;           ///< .pdf, .html, or a folder
  std::string format = ".svg";  ///< of a folder's figures: ".svg" or ".png"
  Style style{};
  double scale = 1;
  bool all_steps = false;  ///< in a folder: a figure for each step that a scene plays
  Budget budget{};
};

/// It ends in a slash, or is one.
bool is_lesson_folder(const std::string& output);
/// .pdf, .html or a folder.
bool is_lesson_output(const std::string& output);

using AddFile = std::function<void(const std::string& path, const std::string& bytes)>;
/// Each of the files, as soon as it is made. Errors: of reading and drawing the lesson, each named by its
/// scene; of `add`. Precondition: is_lesson_output.
void make_lesson_files(const LessonFiles& wanted, const Progress& progress, const AddFile& add);

}  // namespace convscope
