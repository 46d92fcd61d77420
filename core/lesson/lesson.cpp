#include "core/lesson/lesson.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <memory>

#include "core/base/error.hpp"
#include "core/lesson/placeholders.hpp"

namespace convscope {

namespace fs = std::filesystem;

namespace {

/// A file that stands beside the lesson.
void look_beside(std::string& path, const std::string& lesson) {
  if (path.empty() || lesson.empty() || fs::path(path).has_root_path()) return;
  const fs::path beside = fs::path(lesson).parent_path() / path;
  std::error_code none;
  if (fs::exists(beside, none)) path = beside.generic_string();
}

Scenario with_files(Scenario scenario, const std::string& lesson) {
  for (Source* source : {&scenario.input, &scenario.kernel, &scenario.upstream})
    if (source->kind == Source::Kind::file) look_beside(source->name, lesson);
  look_beside(scenario.photo, lesson);
  return scenario;
}

/// What a scene's numbers follow from.
struct Computed {
  std::unique_ptr<Derived> scenario, beside;
  const Derived& of(const CellName& cell) const {
    const Derived* derived = cell.beside ? beside.get() : scenario.get();
    if (derived == nullptr)
      throw Error("cell", fmt::format("'{}': there is no such scenario", to_string(cell)),
                  "a scene with a scenario");
    return *derived;
  }
};

/// Runs it; what it throws gets the scene and the key before it.
template <class F>
void within(const std::string& place, std::string_view key, F&& check) {
  try {
    check();
  } catch (const Error& problem) {
    throw Error(fmt::format("{}, {}", place, key), fmt::format("{}: {}", problem.field(), problem.problem()),
                problem.legal());
  }
}

void check_words(const Scene& scene, const std::string& place, const NumbersOf& numbers) {
  const auto text = [&](std::string_view key, const std::string& words) {
    within(place, key, [&] { static_cast<void>(filled(words, numbers)); });
  };
  text("caption", scene.caption);
  text("notes", scene.notes);
  if (!scene.question) return;
  text("question, ask", scene.question->ask);
  text("question, why", scene.question->why);
  for (const LessonChoice& choice : scene.question->choices) {
    text("question, choices", choice.text);
    text("question, choices", choice.why);
  }
}

}  // namespace

std::optional<Scenario> scenario_of(const Lesson& lesson, std::size_t scene) {
  for (std::size_t i = scene + 1; i-- > 0;)
    if (lesson.scenes[i].scenario) return with_files(*lesson.scenes[i].scenario, lesson.file);
  return std::nullopt;
}

std::optional<Scenario> beside_of(const Lesson& lesson, std::size_t scene) {
  const auto& beside = lesson.scenes[scene].beside;
  return beside ? std::optional(with_files(*beside, lesson.file)) : std::nullopt;
}

std::string place_of(const Lesson& lesson, std::size_t scene) {
  const std::string name = fs::path(lesson.file).filename().string();
  return fmt::format("{}, scene {}", name.empty() ? "lesson" : name, scene + 1);
}

void check_numbers(const Lesson& lesson) {
  for (std::size_t i = 0; i < lesson.scenes.size(); ++i) {
    const Scene& scene = lesson.scenes[i];
    const std::string place = place_of(lesson, i);
    Computed computed;
    within(place, "scenario", [&] {
      if (auto scenario = scenario_of(lesson, i)) computed.scenario = std::make_unique<Derived>(*scenario);
    });
    within(place, "beside", [&] {
      if (auto beside = beside_of(lesson, i)) computed.beside = std::make_unique<Derived>(*beside);
    });
    const auto cells = [&](std::string_view key, const std::vector<CellName>& names) {
      within(place, key, [&] {
        for (const CellName& name : names) static_cast<void>(flat_cells(name, computed.of(name)));
      });
    };
    cells("highlight", scene.highlight);
    cells("hide", scene.hide);
    if (scene.question && scene.question->cell)
      within(place, "question, cell",
             [&] { static_cast<void>(value_of(*scene.question->cell, computed.of(*scene.question->cell))); });
    check_words(scene, place, {computed.scenario.get(), computed.beside.get()});
  }
}

}  // namespace convscope
