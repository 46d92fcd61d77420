// A lesson's scene on a desk: put in place, and taken down from one.
#pragma once

#include "app/desk/commands.hpp"
#include "core/lesson/lesson.hpp"

namespace convscope {

/// What a lesson may name: labs and views.
LessonNames lesson_names();

/// How much of a scene is there when it comes.
enum class Arrival : std::uint8_t {
  beginning,  ///< before what it plays
  end,        ///< all of it
};
/// Brings lab, scenarios, views and moment; nothing is ringed or covered yet.
/// Errors: Error("FILE, scene N, KEY", ...) for a command that is none of a lesson's, and what the scene's
/// commands throw.
void put_in_place(CommandTarget& target, const Lesson& lesson, std::size_t scene, Arrival arrival);

/// Rings what the scene highlights and `more` beside it, and covers what it hides unless `shown`.
void mark_cells(Desk& desk, const Lesson& lesson, std::size_t scene, bool shown,
                const std::vector<CellName>& more = {});

/// The state of the desk as a scene with that title.
Scene scene_of(const Desk& desk, const std::string& title);

}  // namespace convscope
