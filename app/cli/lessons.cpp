// convscope lessons: the lessons that there are, and the scenes of one.
#include "core/lesson/library.hpp"

#include <fmt/format.h>

#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/picture/language.hpp"
#include "app/views/lesson_views.hpp"
#include "core/base/names.hpp"
#include "core/lesson/markdown.hpp"
#include "core/lesson/placeholders.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope::cli {

namespace {

void list_all(bool json) {
  Json list = Json::array();
  std::string text;
  std::size_t width = 8;
  const std::vector<LessonEntry> all = lesson_list(known_names());
  for (const LessonEntry& entry : all) width = std::max(width, entry.name.size());
  for (const LessonEntry& entry : all) {
    const Lesson& lesson = entry.lesson;
    list.push_back({{"name", entry.name},
                    {"title", spoken(lesson.title)},
                    {"summary", spoken(lesson.summary)},
                    {"minutes", lesson.minutes},
                    {"scenes", lesson.scenes.size()},
                    {"file", entry.path}});
    if (!entry.problem.empty()) list.back()["problem"] = entry.problem;
    const std::string& words = !entry.problem.empty()   ? entry.problem
                               : lesson.summary.empty() ? lesson.title
                                                        : lesson.summary;
    text += fmt::format("{:<{}}  {}\n", entry.name, width, spoken(words));
  }
  print(json ? to_text(list) : text);
}

std::string line_of(const std::optional<Scenario>& scenario) {
  return scenario ? spec_line(*scenario) : std::string();
}

/// The numbers of a scene, as long as this lives.
struct Numbers {
  std::optional<Derived> scenario, beside;
  Numbers(const Lesson& lesson, std::size_t scene) {
    if (auto own = scenario_of(lesson, scene)) scenario.emplace(*std::move(own));
    if (auto other = beside_of(lesson, scene)) beside.emplace(*std::move(other));
  }
  std::string words(const std::string& markdown) const {
    return plain_text(
        filled(spoken(markdown), {scenario ? &*scenario : nullptr, beside ? &*beside : nullptr}));
  }
};

Json scene_json(const Lesson& lesson, std::size_t at) {
  const Scene& scene = lesson.scenes[at];
  const Numbers numbers(lesson, at);
  Json json{{"title", spoken(scene.title)}, {"short", spoken(scene.name())}, {"lab", scene.lab}};
  json["scenario"] = line_of(scenario_of(lesson, at));
  if (scene.beside) json["beside"] = line_of(beside_of(lesson, at));
  json["views"] = scene.views;
  json["caption"] = numbers.words(scene.caption);
  if (scene.question) {
    Json question{{"ask", numbers.words(scene.question->ask)}};
    for (const LessonChoice& choice : scene.question->choices)
      question["choices"].push_back({{"text", numbers.words(choice.text)}, {"right", choice.right}});
    if (scene.question->cell) question["cell"] = to_string(*scene.question->cell);
    json["question"] = question;
  }
  json["notes"] = numbers.words(scene.notes);
  return json;
}

void print_one(const std::string& what, bool json) {
  const Lesson lesson = load_lesson(what, known_names());
  check_numbers(lesson);
  check_views(lesson);
  Json scenes = Json::array();
  std::string text = fmt::format("{}\n", spoken(lesson.title));
  for (std::size_t i = 0; i < lesson.scenes.size(); ++i) {
    const Scene& scene = lesson.scenes[i];
    scenes.push_back(scene_json(lesson, i));
    const std::string about = scene.lab == Scene{}.lab ? line_of(scenario_of(lesson, i)) : scene.lab;
    text += fmt::format("{:>3}  {}{}\n       {}\n", i + 1, spoken(scene.title),
                        scene.question ? fmt::format("  ({})", spoken("asks")) : "", about);
  }
  const Json whole{{"title", spoken(lesson.title)},
                   {"summary", spoken(lesson.summary)},
                   {"minutes", lesson.minutes},
                   {"file", lesson.file},
                   {"scenes", scenes}};
  print(json ? to_text(whole) : text);
}

}  // namespace

LessonNames known_names() {
  static const std::vector<std::string> labs = lab_names();
  return {{labs.begin(), labs.end()}, names_of(views())};
}

void lessons(const Words& words) {
  Words names;
  bool json = false, quiet = false;
  Arguments arguments("lessons", "[NAME] [--json]",
                      "Lists the lessons, one a line, the name first. NAME, or a lesson's file, prints its\n"
                      "scenes; everything in it is computed once, and what is wrong with it is said.");
  arguments.positionals(names, 1);
  arguments.flag("--json", json, "print JSON, with the words of every scene");
  arguments.flag("--quiet", quiet, "print no progress");
  arguments.example("convscope lessons padding-and-stride");
  if (!arguments.parse(words)) return;
  if (names.empty()) return list_all(json);
  ProgressLine line("lessons", quiet);
  line.end();
  print_one(names.front(), json);
}

}  // namespace convscope::cli
