#include "app/views/lesson_views.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/words.hpp"

namespace convscope {

std::vector<const View*> views_of(const Scene& scene, const Scenario& scenario) {
  std::vector<const View*> all;
  for (const std::string& name : scene.views) all.push_back(&view(name));
  if (all.empty()) all.push_back(&default_view(scenario));
  if (scene.beside && all.size() == 1)
    all.push_back(scene.views.empty() ? &default_view(*scene.beside) : all[0]);
  return all;
}

Index still_step(const Scene& scene, Index steps) {
  return scene.play ? scene.play->last : scene.step.value_or(steps);
}

void check_views(const Lesson& lesson) {
  for (std::size_t i = 0; i < lesson.scenes.size(); ++i) {
    const Scene& scene = lesson.scenes[i];
    if (scene.lab != Scene{}.lab) continue;
    const auto refuse = [&](std::string_view key, std::string_view problem, std::string_view legal) {
      throw Error(fmt::format("{}, {}", place_of(lesson, i), key), problem, legal);
    };
    const Derived own(*scenario_of(lesson, i));
    std::optional<Derived> other;
    if (scene.beside) other.emplace(*beside_of(lesson, i));
    const auto all = views_of(scene, own.scenario());
    if (all.size() == 3) refuse("views", "names 3 views", "1, 2 or 4");
    Index most = 0;
    for (std::size_t pane = 0; pane < all.size(); ++pane) {
      const Derived& derived = other && pane % 2 == 1 ? *other : own;
      const View* shown = all[pane];
      // As on the stage: slide stands in for scatter, and back.
      if (shown->obstacle(derived) && !shown->turned.empty()) shown = &view(shown->turned);
      if (const auto obstacle = shown->obstacle(derived)) {
        const std::size_t semicolon = std::min(obstacle->find("; "), obstacle->size());
        refuse("views", fmt::format("{} {}", shown->name, obstacle->substr(0, semicolon)),
               semicolon < obstacle->size() ? obstacle->substr(semicolon + 2) : "another view or scenario");
      }
      most = std::max(most, steps(*shown, derived));
    }
    const auto within = [&](std::string_view key, Index step) {
      if (step > most)
        refuse(key, fmt::format("there is no step {}", step),
               fmt::format("0 to {}: {}", most, counted(most, "step")));
    };
    if (scene.step) within("step", *scene.step);
    if (scene.play) within("play", scene.play->last);
  }
}

}  // namespace convscope
