#include "app/labs/explore.hpp"

#include <algorithm>

namespace convscope {

namespace {

/// Between a narrow window's width of a panel and a wide one's.
double panel_width(double window, double narrow, double wide) {
  const double share = std::clamp((window - 1280) / (1600 - 1280), 0.0, 1.0);
  return narrow + (wide - narrow) * share;
}

}  // namespace

void Explore::draw(const Ui& ui, double width, double height, CommandTarget& target) {
  const Session& session = ui.app.session;
  const bool low = height < 800;
  const double header = (low ? 50 : 56) * std::min(ui.type, 1.3);
  const double bar = ui.app.view().animated ? (low ? 64 : 83) * std::min(ui.type, 1.3) : 56 * ui.type;
  const double left = session.shows_left() ? panel_width(width, 240, 281) : 0;
  const double right = session.shows_right() ? panel_width(width, 250, 321) : 0;
  const Rect middle{left, header, std::max(320.0, width - left - right),
                    std::max(240.0, height - header - bar)};
  const double quiz = session.quiz.on ? 84 * ui.type : 0;
  const Rect stage{middle.x, middle.y, middle.w, std::max(240.0, middle.h - quiz)};

  stage_.draw(ui, stage, target);
  if (left > 0) parameters_.draw(ui, {0, header, left, middle.h}, target);
  if (right > 0) draw_inspector_panel(ui, {width - right, header, right, middle.h});
  draw_header(ui, {0, 0, width, header}, target);
  draw_playback_bar(ui, {0, height - bar, width, bar}, target);
  draw_quiz(ui, {stage.x, stage.bottom() - 8, stage.w, middle.bottom() - stage.bottom()}, target);
  draw_message(ui, stage);
  const Rect all{0, 0, width, height};
  draw_help_overlay(ui, all, target);
  palette_.draw(ui, all, target);
  if (session.blank) {
    ImGui::SetNextWindowFocus();
    ui.begin_floating("blank", all);
    ui.draw(Box{.rect = all, .fill = Color{0, 0, 0, 255}});
    ui.end_panel();
  }
}

}  // namespace convscope
