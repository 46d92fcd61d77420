#include "app/labs/explore/lab.hpp"

#include <algorithm>

namespace convscope {

void Explore::draw(const Ui& ui, const Rect& area, CommandTarget& target) {
  const Session& session = ui.app.session;
  const double bar = foot_height(ui, ui.app.view().animated);
  const Columns columns = lab_columns(ui, area, bar);
  const Rect& middle = columns.middle;
  const double quiz = session.quiz.on ? 84 * ui.type : 0;
  const Rect stage{middle.x, middle.y, middle.w, std::max(240.0, middle.h - quiz)};

  stage_.draw(ui, stage, target);
  if (columns.left.w > 0) parameters_.draw(ui, columns.left, target);
  if (columns.right.w > 0) draw_inspector_panel(ui, columns.right);
  draw_playback_bar(ui, columns.foot, target);
  draw_quiz(ui, {stage.x, stage.bottom() - 8, stage.w, middle.bottom() - stage.bottom()}, target);
}

}  // namespace convscope
