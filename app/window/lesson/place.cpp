#include "app/window/lesson/place.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/labs/explore/state.hpp"
#include "app/views/lesson_views.hpp"
#include "app/window/lab_memory.hpp"
#include "app/window/labs.hpp"
#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

/// Of those that a lab has to itself; what writes, opens or leaves is none of them.
void run_scene_command(CommandTarget& t, const Lesson& lesson, std::size_t scene, const std::string& line) {
  const std::string place = place_of(lesson, scene) + ", commands";
  for (const std::vector<std::string>& words : parse_commands(line)) {
    const auto all = t.desk.commands();
    const auto found = std::ranges::find(all, words.front(), &Command::name);
    if (found == all.end())
      throw Error(place, fmt::format("'{}' is not known", words.front()),
                  "one that `convscope commands` lists");
    const bool harmless = found->now != nullptr || found->lab == lesson.scenes[scene].lab;
    if (!harmless || found->for_scripts)
      throw Error(place, fmt::format("'{}' is nothing that a scene may do", words.front()),
                  "a setting, or a command of the scene's lab");
    run_command(t, words);
  }
}

void arrange(ExploreState& lab, const Lesson& lesson, std::size_t scene) {
  const auto wanted = views_of(lesson.scenes[scene], lab.desk().scenario());
  Arrangement& arrangement = lab.arrangement;
  arrangement.chosen = true;
  arrangement.count = static_cast<int>(wanted.size());
  arrangement.focus = 0;
  arrangement.split = {};
  for (std::size_t i = 0; i < wanted.size(); ++i) arrangement.panes()[i] = wanted[i]->name;
  if (auto other = beside_of(lesson, scene)) {
    lab.put_beside(*std::move(other));
    if (!lab.has_neighbour()) return;  // a large one, which comes later
    arrangement.count = static_cast<int>(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) arrangement.panes()[i] = wanted[i]->name;
    // Slide stands in for scatter, and back.
    for (std::size_t i = 0; i < wanted.size(); ++i) arrangement.panes()[i] = lab.pane_view(i).name;
  }
}

void rest(ExploreState& lab, const Scene& scene, Arrival arrival) {
  const Index steps = lab.steps();
  Index done = still_step(scene, steps);
  if (scene.play && arrival == Arrival::beginning) done = scene.play->first;
  if (done <= 0)
    lab.rest_at_start();
  else
    lab.rest_at(std::min(done, steps) - 1);
}

}  // namespace

LessonNames lesson_names() {
  return {names_of(labs()), names_of(views())};
}

void put_in_place(CommandTarget& t, const Lesson& lesson, std::size_t at, Arrival arrival) {
  const Scene& scene = lesson.scenes[at];
  Desk& desk = t.desk;
  ExploreState& explore = explorer(desk);
  if (explore.quiz.on) run_command(t, std::vector<std::string>{"quiz", "off"});
  explore.play(false);
  explore.end_beside();
  explore.marks = {};
  desk.choose_lab(scene.lab);
  if (auto scenario = scenario_of(lesson, at)) {
    if (scenario->photo.empty()) scenario->photo = desk.scenario().photo;
    desk.load(*std::move(scenario));
  }
  if (scene.lab == Scene{}.lab) {
    explore.choose_order({});
    explore.look(Outlook{});
    arrange(explore, lesson, at);
    rest(explore, scene, arrival);
  }
  for (const std::string& line : scene.commands) run_scene_command(t, lesson, at, line);
  desk.message.clear();
  if (scene.loop && arrival == Arrival::beginning) explore.play(true);
}

void mark_cells(Desk& desk, const Lesson& lesson, std::size_t at, bool shown,
                const std::vector<CellName>& more) {
  const Scene& scene = lesson.scenes[at];
  ExploreState& explore = explorer(desk);
  explore.marks = {};
  if (scene.lab != Scene{}.lab) return;
  const auto add = [&](const CellName& name, std::vector<Tag> Marks::*list) {
    if (name.beside && !explore.has_neighbour()) return;
    const bool left = explore.column() == ExploreState::Column::left;
    const std::size_t which = name.beside == left ? 1 : 0;
    const Derived& derived =
        which == 0 ? desk.derived() : explore.pane_derived(explore.arrangement.focus ^ 1U);
    for (const Tag tag : tags_of(name, derived)) (explore.marks[which].*list).push_back(tag);
  };
  try {
    for (const CellName& name : scene.highlight) add(name, &Marks::ringed);
    for (const CellName& name : more) add(name, &Marks::ringed);
    if (shown) return;
    for (const CellName& name : scene.hide) add(name, &Marks::covered);
    if (scene.question && scene.question->cell) add(*scene.question->cell, &Marks::covered);
  } catch (const Error&) {  // another scenario is there by now, which does not have them
    explore.marks = {};
  }
}

Scene scene_of(const Desk& desk, const std::string& title) {
  Scene scene{.title = title, .lab = std::string(desk.front().name)};
  scene.scenario = desk.scenario();
  if (scene.lab != Scene{}.lab) {
    const LabMemories all = remembered(desk);
    if (const auto own = all.find(scene.lab); own != all.end())
      for (const CommandWords& words : own->second) {
        std::string line;
        for (const std::string& word : words) {
          const bool quoted = word.empty() || word.find_first_of(" ;") != std::string::npos;
          line +=
              fmt::format("{}{}{}{}", line.empty() ? "" : " ", quoted ? "\"" : "", word, quoted ? "\"" : "");
        }
        scene.commands.push_back(std::move(line));
      }
    return scene;
  }
  const ExploreState& explore = explorer(desk);
  const bool both = explore.has_neighbour() && explore.arrangement.count > 1;
  // What is seen: at the first start the second view is there only where it has room.
  const bool alone = !explore.arrangement.chosen && explore.on_stage.size() == 1;
  for (std::size_t pane = 0; pane < explore.arrangement.panes().size(); ++pane)
    if (!alone || pane == explore.arrangement.focus) scene.views.emplace_back(explore.pane_view(pane).name);
  if (both) {
    const Scenario other = explore.pane_derived(explore.arrangement.focus ^ 1U).scenario();
    const bool left = explore.column() == ExploreState::Column::left;
    scene.beside = left ? other : desk.scenario();
    scene.scenario = left ? desk.scenario() : other;
  }
  if (explore.head().done() < explore.steps()) scene.step = explore.head().done();
  for (const Tag tag : explore.marks[0].ringed) scene.highlight.push_back(name_of(tag, desk.derived()));
  for (const Tag tag : explore.marks[0].covered) scene.hide.push_back(name_of(tag, desk.derived()));
  return scene;
}

}  // namespace convscope
