// The quiz below the stage: the question, a field for the answer, then whether it was right.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "app/labs/explore/panels.hpp"
#include "app/labs/explore/quiz.hpp"
#include "app/views/number_text.hpp"
#include "app/widgets/widgets.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr std::string_view kPlace = "quiz/answer";

/// "y[1,2]", with the channel first when there are several.
std::string cell_name(const Desk& desk, Index cell) {
  const Operator& op = desk.derived().op();
  const Shape size = op.output_size();
  const Index plane = element_count(size);
  const std::string at = coordinates_text(unravel(cell % plane, size), true);
  return op.output_channels() > 1 ? fmt::format("y[{}; {}]", cell / plane, at) : fmt::format("y[{}]", at);
}

void ask(const DeskUi& ui, const Rect& field, CommandTarget& target) {
  if (!ui.editor().is_open(kPlace)) {
    if (!ui.editor().is_open() && !ui.desk.session.palette && !ui.desk.session.help)
      ui.editor().open(kPlace, "");
    return;
  }
  const auto end = ui.editor().draw(ui, field);
  if (end == FieldEditor::End::none || end == FieldEditor::End::left) return;
  const std::string text(trim(ui.editor().text()));
  ui.editor().close();
  if (end == FieldEditor::End::cancelled) {
    try_command(target, {"quiz", "off"});
  } else if (end == FieldEditor::End::entered && !text.empty()) {
    try_command(target, {"answer", text});
  }
}

}  // namespace

void draw_quiz(const DeskUi& ui, const Rect& stage, CommandTarget& target) {
  const Desk& desk = ui.desk;
  const ExploreState& lab = explorer(desk);
  const Quiz& quiz = lab.quiz;
  if (!quiz.on) return;
  const Index cell = quiz_cell(lab);
  const bool waits = quiz_waits(lab), answered = quiz.step == lab.head().moment.step;
  const std::string score = fmt::format("{} / {}", quiz.correct, quiz.asked);
  const double height = 56 * ui.type, padding = 18;
  const std::string question = cell_name(desk, cell) + " =";
  const std::string value = number_text(desk.derived().output()[cell], desk.session.numbers);
  const std::string verdict =
      !answered    ? std::string("No question here: take the slide or the direct view, in their own order.")
      : quiz.right ? "Right!"
                   : fmt::format("Not {}:", number_text(quiz.guess, desk.session.numbers));
  const double score_width = ui.width_of(score, 16, Font::number) + 24;
  const double question_width = ui.width_of(question, 18, Font::number_bold) + 12;
  const double field_width = 120 * ui.type, button = 84 * ui.type;
  const double said =
      ui.width_of(verdict, 16, Font::text_medium) + 12 +
      (answered ? question_width + ui.width_of(value, 18, Font::number_bold) + 14 + button : 0);
  const double width =
      std::min(stage.w - 32, 2 * padding + (waits ? question_width + field_width + 12 : said) + score_width);
  const Rect rect{std::round(stage.centre().x - width / 2), std::round(stage.centre().y - height / 2),
                  std::ceil(width), std::ceil(height)};
  ui.begin_floating("quiz", rect);
  ui.draw(Box{.rect = rect.inset(1), .radius = 12, .fill = ui.colors.window, .stroke = ui.colors.hatch});
  double x = rect.x + padding;
  const double y = rect.centre().y;
  if (!waits && answered) {
    ui.text({x, y}, verdict, 16, quiz.right ? ui.colors.output_text : ui.colors.warning, Font::text_medium);
    x += ui.width_of(verdict, 16, Font::text_medium) + 12;
  } else if (!waits) {
    ui.text_within({x, y}, verdict, 16, rect.right() - score_width - padding - x, ui.colors.soft);
  }
  if (waits || answered) {
    ui.text({x, y}, question, 18, ui.colors.output_text, Font::number_bold);
    x += question_width;
  }
  if (answered && !waits) {
    ui.text({x, y}, value, 18, ui.colors.ink, Font::number_bold);
    x += ui.width_of(value, 18, Font::number_bold) + 14;
    const bool last = lab.head().moment.step + 1 >= lab.steps();
    if (framed_button(ui, "quiz/next", {x, y - 16 * ui.type, button, 32 * ui.type},
                      last ? "Again" : "Next cell", 14,
                      last ? "From the first cell on" : "The next output cell (Enter)") ||
        (!ui.editor().is_open() && compat::key_pressed(compat::Key::enter, false)))
      try_command(target, {last ? "first" : "next"});
  } else if (waits) {
    ask(ui, {x, y - 17 * ui.type, field_width, 34 * ui.type}, target);
  }
  ui.text({rect.right() - padding, y}, score, 16, ui.colors.soft, Font::number, Align::right);
  ui.end_panel();
}

}  // namespace convscope
