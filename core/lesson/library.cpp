#include "core/lesson/library.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/io/files.hpp"
#include "core/io/image_file.hpp"
#include "core/io/resources.hpp"
#include "core/scenario/what.hpp"

namespace convscope {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kEnding = ".json";
/// No lesson needs a tenth of it.
constexpr Index kLargestFile = 4 << 20;

/// A folder or a file, not a word of the list.
bool is_path(std::string_view what) {
  return what.ends_with(kEnding) || fs::path(what).has_parent_path();
}

const LessonFile* find_file(const std::vector<LessonFile>& files, std::string_view name) {
  return find_row(files, name);
}

std::string read_lesson_file(const std::string& path) {
  if (InputFile(path, "lesson").size() > kLargestFile)
    throw Error("lesson", fmt::format("{} is larger than any lesson", path), "a file of 4 MiB at most");
  return read_file(path, "lesson");
}

}  // namespace

std::vector<LessonFile> lesson_files() {
  std::vector<LessonFile> files;
  std::string folder;
  try {
    folder = resource_path("assets/lessons");
  } catch (const Error&) {
    return files;
  }
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, none))
    if (entry.path().extension() == kEnding)
      files.push_back({entry.path().stem().string(), entry.path().generic_string()});
  std::ranges::sort(files, {}, &LessonFile::name);
  return files;
}

std::vector<LessonEntry> lesson_list(const LessonNames& names) {
  std::vector<LessonEntry> list;
  for (const LessonFile& file : lesson_files()) {
    LessonEntry entry{file.name, file.path};
    try {
      entry.lesson = load_lesson(file.path, names);
    } catch (const Error& problem) {
      entry.problem = problem.what();
      entry.lesson.title = file.name;
    }
    list.push_back(std::move(entry));
  }
  std::ranges::stable_sort(list, {}, [](const LessonEntry& entry) { return entry.lesson.order; });
  return list;
}

bool is_lesson(std::string_view what) {
  if (find_file(lesson_files(), what) != nullptr) return true;
  std::error_code none;
  if (!what.ends_with(kEnding) || !fs::is_regular_file(what, none)) return false;
  try {
    // A scenario says "convscope" where a lesson says "lesson".
    const std::string text = read_lesson_file(std::string(what));
    return text.find("\"lesson\"") != std::string::npos &&
           text.find("\"convscope\"") > text.find("\"lesson\"");
  } catch (const Error&) {
    return false;
  }
}

std::string lesson_path(std::string_view what) {
  const std::vector<LessonFile> files = lesson_files();
  if (const LessonFile* file = find_file(files, what)) return file->path;
  if (is_path(what)) return std::string(what);
  const std::vector<std::string_view> names = names_of(files);
  throw Error("lesson", fmt::format("'{}' is not known", what),
              names.empty() ? "a lesson's file" : listed(names, Listing::commas) + ", or a lesson's file");
}

Lesson load_lesson(std::string_view what, const LessonNames& names) {
  const std::string path = lesson_path(what);
  if (const std::string picture = image_kind_of_file(path); !picture.empty())
    throw Error("lesson", fmt::format("{} is {}", path, picture), "a lesson's file");
  return lesson_from_json(read_lesson_file(path), path, names);
}

Scenario scenario_named(std::string_view what) {
  if (!is_lesson(what)) return scenario_from_what(what);
  const Lesson lesson = load_lesson(what);
  for (std::size_t i = 0; i < lesson.scenes.size(); ++i)
    if (auto scenario = scenario_of(lesson, i)) return *std::move(scenario);
  throw Error("scenario", fmt::format("the lesson '{}' has none", what), "a scene with a scenario");
}

}  // namespace convscope
