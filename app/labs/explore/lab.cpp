#include "app/labs/explore/lab.hpp"

#include <algorithm>

#include "app/desk/panels.hpp"

namespace convscope {

void ExploreLab::draw(const DeskUi& ui, const Rect& area, CommandTarget& target) {
  const ExploreState& state = explorer(ui.desk);
  const double bar = foot_height(ui, state.view().animated);
  const Columns columns = lab_columns(ui, area, bar);
  const Rect& middle = columns.middle;
  const double quiz = state.quiz.on ? kQuizHeight * ui.type : 0;
  const Rect stage{middle.x, middle.y, middle.w, std::max(240.0, middle.h - quiz)};

  stage_.draw(ui, stage, target);
  if (columns.left.w > 0) parameters_.draw(ui, columns.left, target);
  if (columns.right.w > 0) draw_inspector_panel(ui, columns.right, target);
  draw_explorer_bar(ui, columns.foot, target);
  draw_quiz(ui, {stage.x, stage.bottom() - 8, stage.w, middle.bottom() - stage.bottom()}, target);
}

}  // namespace convscope
