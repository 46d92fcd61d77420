#include "app/cli/lesson_export.hpp"

#include <fmt/format.h>

#include "app/cli/folder.hpp"
#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/window/lesson/lesson_files.hpp"
#include "core/base/words.hpp"
#include "core/lesson/library.hpp"

namespace convscope::cli {

bool is_lesson_export(const std::string& what, const std::string& output) {
  return is_lesson_output(output) && is_lesson(what);
}

void export_lesson(const LessonExport& wanted) {
  const Lesson lesson = load_lesson(wanted.lesson, known_names());
  check_numbers(lesson);
  ProgressLine line("render", wanted.quiet);
  const Interruptible interruptible;
  const Progress progress = interruptible.progress([&](double share) { line.at(share); });
  Folder folder;
  const bool figures = is_lesson_folder(wanted.output);
  if (figures)
    folder.make(wanted.output);
  else
    require_writable(wanted.output);
  make_lesson_files({.lesson = lesson,
                     .output = wanted.output,
                     .format = wanted.format,
                     .style = wanted.style,
                     .scale = wanted.scale,
                     .all_steps = wanted.all_steps,
                     .budget = wanted.budget},
                    progress,
                    [&](const std::string& path, const std::string& bytes) { folder.add(path, bytes); });
  const std::size_t files = folder.files().size();
  finish(folder.files(), line,
         wanted.json ? to_text(Json{{"lesson", lesson.title},
                                    {"scenes", lesson.scenes.size()},
                                    {"output", wanted.output},
                                    {"files", files}})
         : wanted.quiet
             ? ""
             : fmt::format("{}: {}, {}\n", wanted.output, lesson.title,
                           figures ? counted(files, "figure") : counted(lesson.scenes.size(), "scene")));
  folder.keep();
}

}  // namespace convscope::cli
