// The quiz below the stage: the question, a field for the answer that keeps the keyboard, then whether it was
// right.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "app/labs/explore/panels.hpp"
#include "app/labs/explore/quiz.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/widgets.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr std::string_view kPlace = "quiz/answer";

/// The field for the next answer: it has the keyboard unless something else was clicked or lies over the
/// window.
void field(const DeskUi& ui, const Rect& rect, bool waits, std::string_view on, CommandTarget& target) {
  const Session& session = ui.desk.session;
  if (session.palette || session.help || session.blank) return;
  if (!ui.editor().is_open(kPlace)) {
    if (!ui.editor().is_open()) ui.editor().open(kPlace, "");
    return;
  }
  const auto end = ui.editor().draw(ui, rect);
  const std::string text(trim(ui.editor().text()));
  // Whoever types on goes on to the next question.
  if (!waits && !text.empty() && end == FieldEditor::End::none) try_command(target, {std::string(on)});
  switch (end) {
    case FieldEditor::End::cancelled:
      ui.editor().close();
      try_command(target, {"quiz", "off"});
      break;
    case FieldEditor::End::entered: {
      const bool taken = text.empty() ? waits || try_command(target, {std::string(on)})
                                      : try_command(target, {"answer", text});
      ui.editor().open(kPlace, taken ? "" : text);  // what is no answer can be mended
      break;
    }
    case FieldEditor::End::left:
      if (!ImGui::IsAnyItemActive() && !ImGui::IsMouseDown(ImGuiMouseButton_Left))
        ui.editor().open(kPlace, text);
      break;
    default:
      break;
  }
}

}  // namespace

void draw_quiz(const DeskUi& ui, const Rect& stage, CommandTarget& target) {
  const Desk& desk = ui.desk;
  const ExploreState& lab = explorer(desk);
  const Quiz& quiz = lab.quiz;
  if (!quiz.on) return;
  const auto question = quiz_question(lab);
  const bool waits = quiz_waits(lab), answered = question && !waits,
             missed = waits && quiz.missed != Quiz::kNone &&
                      quiz.missed ==
                          (question->kind == QuizQuestion::Kind::size ? Quiz::kSize : lab.head().moment.step);
  const std::string score = fmt::format("{} / {}", quiz.correct, quiz.asked);
  const std::string words =
      question ? question->words : "No question here: take Slide, Scatter or Direct, in their own order.";
  const std::string value = answered ? answer_text(question->answer, desk.session.numbers) : "";
  const bool last = quiz.step != Quiz::kSize && lab.head().moment.step + 1 >= lab.steps();
  const std::string below =
      missed       ? fmt::format("Not {}. {}", quiz.guess, question->hint)
      : !answered  ? std::string()
      : quiz.right ? fmt::format("Right{}! Enter goes on, or type the next answer.",
                                 quiz.second ? ", at the second try" : "")
                   : fmt::format("Not {} either: this is what it is. Enter goes on.", quiz.guess);
  const double padding = 18, field_width = 120 * ui.type, button = 84 * ui.type;
  const double words_width = ui.width_of(words, 18, Font::number_bold) + 12;
  const double value_width = answered ? ui.width_of(value, 18, Font::number_bold) + 16 : 0;
  const double score_width = ui.width_of(score, 16, Font::number) + 24;
  const double row = 2 * padding + words_width + value_width + (question ? field_width + 12 : 0) +
                     (answered ? button + 12 : 0) + score_width;
  const double width =
      std::min(stage.w - 32, std::max(row, below.empty() ? 0 : ui.width_of(below, 15) + 2 * padding));
  const double height = (below.empty() ? 56 : 80) * ui.type;
  const Rect rect{std::round(stage.centre().x - width / 2), std::round(stage.centre().y - height / 2),
                  std::ceil(width), std::ceil(height)};
  ui.begin_floating("quiz", rect);
  ui.draw(Box{.rect = rect.inset(1), .radius = 12, .fill = ui.colors.window, .stroke = ui.colors.hatch});
  const double y = rect.y + 28 * ui.type;
  double x = rect.x + padding;
  const double room = rect.right() - x - padding - score_width - value_width -
                      (question ? field_width + 12 : 0) - (answered ? button + 12 : 0);
  x += std::min(room, ui.text_within({x, y}, words, 18, room,
                                     question ? ui.colors.output_text : ui.colors.soft, Font::number_bold)) +
       12;
  if (answered) {
    ui.text({x, y}, value, 18, ui.colors.ink, Font::number_bold);
    x += value_width;
  }
  const char* on = last ? "first" : "next";
  if (question) {
    field(ui, {x, y - 17 * ui.type, field_width, 34 * ui.type}, waits, on, target);
    x += field_width + 12;
  }
  if (answered &&
      framed_button(ui, "quiz/next", {x, y - 16 * ui.type, button, 32 * ui.type}, last ? "Again" : "Next", 14,
                    last ? "From the first step on (Enter)" : "The next question (Enter)"))
    try_command(target, {on});
  ui.text({rect.right() - padding, y}, score, 16, ui.colors.soft, Font::number, Align::right);
  if (!below.empty())
    ui.text_within({rect.x + padding, y + 30 * ui.type}, below, 15, rect.w - 2 * padding,
                   missed || !quiz.right ? ui.colors.warning : ui.colors.output_text);
  ui.end_panel();
}

}  // namespace convscope
