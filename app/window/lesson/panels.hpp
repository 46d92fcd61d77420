// What a lesson has on the screen: a heading above the stage, words and questions below it, the list of
// lessons, the outline for its author.
#pragma once

#include "app/desk/commands.hpp"
#include "app/desk/desk_ui.hpp"

namespace convscope {

/// Heights; 0 while no lesson is open. `room`: of the window.
double lesson_heading_height(const DeskUi& ui);
double lesson_words_height(const DeskUi& ui, const Point& room);
/// How far the stage stands in from either side, so that figures and words begin at one line; 0 but for the
/// bare stage of a lesson.
double lesson_inset(const DeskUi& ui);
void draw_lesson_heading(const DeskUi& ui, const Rect& rect, CommandTarget& target);
void draw_lesson_words(const DeskUi& ui, const Rect& rect, CommandTarget& target);
/// Over the stage, while a cell is asked for: a click on it opens a field in its place.
void draw_cell_answer(const DeskUi& ui, CommandTarget& target);

/// While they are open.
void draw_lesson_list(const DeskUi& ui, const Rect& window, CommandTarget& target);
void draw_lesson_outline(const DeskUi& ui, const Rect& stage, CommandTarget& target);

}  // namespace convscope
