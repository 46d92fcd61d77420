#include "app/window/main_window.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <exception>

#include "app/desk/panels.hpp"
#include "app/desk/presenting.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/widgets.hpp"
#include "app/window/lesson/panels.hpp"
#include "core/base/problem.hpp"

namespace convscope {

MainWindow::MainWindow(std::span<const LabRow> labs) {
  for (const LabRow& lab : labs) labs_.push_back(lab.lab());
}

namespace {

/// In a lab's place: what it threw, and the way back.
void draw_failure(const DeskUi& ui, const Rect& area, std::string_view problem, CommandTarget& target) {
  ui.begin_floating("failure", area);  // over what the lab had drawn by then
  ui.draw(Box{.rect = area, .fill = ui.colors.stage});
  const double width = std::min(area.w - 80, 720 * ui.type), x = area.centre().x - width / 2;
  double y = area.y + area.h * 0.3;
  ui.text({x, y}, fmt::format("{} cannot draw this", ui.desk.front().title), 24, ui.colors.ink,
          Font::text_bold);
  y += 24 * ui.type;
  y += ui.paragraph({x, y}, problem, 17, width, ui.colors.soft) + 20 * ui.type;
  const bool undo = framed_button(ui, "failure/undo", {x, y, 190 * ui.type, 38 * ui.type},
                                  "Undo the last change", 15, "What was there before");
  ui.end_panel();
  if (undo) try_command(target, {"undo"});
}

}  // namespace

namespace {

/// Something that is to be read lies over the stage.
bool is_covered(const Session& session) {
  return session.blank || session.help || session.palette || session.export_panel || session.lesson_list;
}

}  // namespace

void MainWindow::draw_lab(const DeskUi& ui, const Rect& area, CommandTarget& target) {
  const LabRow& front = ui.desk.front();
  try {
    labs_[static_cast<std::size_t>(&front - ui.desk.labs().data())]->draw(ui, area, target);
  } catch (const std::exception& problem) {
    compat::recover_frame();
    draw_failure(ui, area, sentence_of(problem), target);
  }
}

void MainWindow::draw(const DeskUi& ui, double width, double height, CommandTarget& target) {
  const Session& session = ui.desk.session;
  const Presenting& presenting = ui.desk.presenting();
  const Rect all{0, 0, width, height};
  if (presenting.lecturer == LecturerView::here) {
    lecturer_.draw(ui, all, target);
    draw_over(ui, all, all, target);
    return;
  }
  const bool bare = presenting.bare;
  const double header = bare ? 0 : (is_low(ui) ? 50 : 56) * bar_type(ui);
  const double strip = lesson_heading_height(ui);
  const double progress = bare ? kProgressHeight * std::max(1.0, height / 720) : 0;
  const double words = lesson_words_height(ui, {width, height});
  // What shows code stands beside the lab, which goes on.
  const double code = CodePanel::width(session, width);
  const double inset = lesson_inset(ui);
  const Rect area{inset, header + strip, width - code - 2 * inset,
                  std::max(240.0, height - header - strip - words - progress)};

  draw_lab(ui, area, target);
  if (bare) {
    draw_progress(ui, {0, height - progress, width, progress});
  } else {
    draw_header(ui, {0, 0, width, header}, target);
  }
  draw_lesson_heading(ui, {0, header, width, strip}, target);
  draw_lesson_words(ui, {0, area.bottom(), width, words}, target);
  if (!session.capture) draw_cell_answer(ui, target);
  const Rect stage = lab_columns(ui, area, foot_height(ui, true)).middle;
  if (session.capture) {  // nothing lies over what is wanted
    if (session.exporting.ink) PresentingLayer::draw_ink(ui, stage);
    return;
  }
  // It ends where a lesson's words begin, which have the window's whole width.
  if (code > 0) code_.draw(ui, {width - code, area.y, code, area.h}, target);
  layer_.draw(ui, stage, all, is_covered(session), target);
  draw_over(ui, all, stage, target);
}

void MainWindow::draw_over(const DeskUi& ui, const Rect& all, const Rect& stage, CommandTarget& target) {
  draw_lesson_outline(ui, stage, target);
  draw_message(ui, stage, target);
  draw_lesson_list(ui, all, target);
  draw_help_overlay(ui, all, target);
  palette_.draw(ui, all, target);
  draw_export_panel(ui, all, target);
  draw_file_panel(ui, all);
  if (ui.desk.session.blank) {
    ImGui::SetNextWindowFocus();
    ui.begin_floating("blank", all);
    ui.draw(Box{.rect = all, .fill = Color{0, 0, 0, 255}});
    ui.end_panel();
  }
}

}  // namespace convscope
