// Lessons by name: the files in assets/lessons, or a path.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/lesson/lesson.hpp"

namespace convscope {

struct LessonFile {
  std::string name;  ///< "padding-and-stride"
  std::string path;
};
/// Those that come with the program, by name.
std::vector<LessonFile> lesson_files();

/// A lesson of the list, or why it cannot be read.
struct LessonEntry {
  std::string name, path;
  Lesson lesson{};
  std::string problem{};  ///< empty: none
};
/// All of them, in the order of the course.
std::vector<LessonEntry> lesson_list(const LessonNames& names = {});

/// A name of the list, or a file that is a lesson by its contents.
bool is_lesson(std::string_view what);
/// The file of a name or path, whether it is there or not.
/// Errors: Error("lesson", ...) for a name that is none.
std::string lesson_path(std::string_view what);
/// By name or path. Errors: Error("lesson", ...) for an unknown name or a file that cannot be read; as
/// lesson_from_json.
Lesson load_lesson(std::string_view what, const LessonNames& names = {});

/// As scenario_from_what, and a lesson's name or file: the first scenario in it.
/// Errors: also Error("scenario", ...) for a lesson that has none.
Scenario scenario_named(std::string_view what);

}  // namespace convscope
