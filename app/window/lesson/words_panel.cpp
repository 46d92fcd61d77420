// The heading above the stage of a lesson, and the words and questions below it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/desk/panels.hpp"
#include "app/desk/presenting.hpp"
#include "app/picture/fonts.hpp"
#include "app/picture/language.hpp"
#include "app/views/canvas.hpp"
#include "app/views/rich_text.hpp"
#include "app/widgets/clipboard.hpp"
#include "app/widgets/widgets.hpp"
#include "app/window/lesson/lesson_mode.hpp"
#include "app/window/lesson/panels.hpp"
#include "core/base/error.hpp"
#include "core/base/number_words.hpp"

namespace convscope {

namespace {

using Asking = LessonMode::Asking;

constexpr double kEdge = 24, kSide = 40, kAbove = 12, kBelow = 16, kText = 18, kAsk = 20, kChoicePadding = 9;
/// Longer lines are hard to read.
constexpr double kWidest = 1180;
/// The figure keeps the rest of the window.
constexpr double kMostOfWindow = 0.4;
constexpr std::string_view kField = "lesson/answer";

/// A sentence of ours with what is put into it, in the program's language.
template <class... Parts>
std::string said(std::string_view english, const Parts&... parts) {
  return fmt::format(fmt::runtime(spoken(english)), parts...);
}

/// How the question went, and why; Markdown.
std::string verdict(const LessonMode& mode) {
  const Question& question = *mode.scene().question;
  std::string words;
  if (question.cell) {
    const std::string value = exact_text(mode.numbers().value(*question.cell));
    words = mode.said().empty() ? said("It is **{}**. ", value)
            : mode.right()      ? said("**{}** is right. ", mode.said())
                                : said("Not {}: it is **{}**. ", mode.said(), value);
  } else {
    const auto right = std::ranges::find(question.choices, true, &LessonChoice::right);
    if (mode.chosen() && !mode.right())
      words = said("Not “{}”. {} ", spoken(question.choices[*mode.chosen()].text),
                   spoken(question.choices[*mode.chosen()].why));
    // Bold words end in no blank, or Markdown does not see their end.
    words +=
        said(mode.right() ? "**Right:** {}. {} " : "**{}**. {} ", spoken(right->text), spoken(right->why));
  }
  return words + spoken(question.why);
}

/// What stands below the stage now; Markdown with its names for numbers.
std::string words_now(const LessonMode& mode) {
  const Scene& scene = mode.scene();
  if (!mode.waits()) {
    if (mode.question_state() != Asking::done) return scene.caption;
    return scene.caption.empty() ? verdict(mode) : verdict(mode) + "\n\n" + spoken(scene.caption);
  }
  std::string words = scene.question->ask;
  if (mode.question_state() != Asking::missed) return words;
  if (mode.chosen())
    return spoken(words) + "\n\n" +
           said("**Not “{}”.** {} *Try once more.*", spoken(scene.question->choices[*mode.chosen()].text),
                spoken(scene.question->choices[*mode.chosen()].why));
  return spoken(words) + "\n\n" + said("**Not {}.** The ringed cells make it. *Try once more.*", mode.said());
}

std::vector<MarkdownBlock> blocks_of(const LessonMode& mode, const std::string& markdown) {
  try {
    return mode.numbers().blocks(markdown);
  } catch (const Error& problem) {  // of a lesson that is being written
    return {{.spans = {{problem.what()}}}};
  }
}

using Lines = std::vector<RichLine>;

struct Plan {
  Lines words, links;
  std::vector<Rect> choices;  ///< from the corner of the words
  std::vector<Lines> choice_words;
  double links_at = 0;
  double field = 0;  ///< height of the row to type in
  double height = 0;
};

/// Where to read on: one line of the scene's own links.
std::vector<MarkdownBlock> links_of(const Scene& scene) {
  MarkdownBlock block;
  for (const LessonLink& link : scene.links) {
    if (!block.spans.empty()) block.spans.push_back({"  ·  "});
    block.spans.push_back({.text = spoken(link.text), .link = link.to});
  }
  return block.spans.empty() ? std::vector<MarkdownBlock>{} : std::vector<MarkdownBlock>{block};
}

double width_of_words(const DeskUi& ui, double room) {
  return std::min(room - 2 * kSide * ui.type, kWidest * ui.type);
}

/// At that share of the usual type.
Plan plan_at(const DeskUi& ui, const LessonMode& mode, double room, double scale) {
  const double width = width_of_words(ui, room), unit = ui.type * scale, gap = 10 * unit;
  const bool waits = mode.waits();
  const Scene& scene = mode.scene();
  Plan plan;
  plan.words = laid_out(blocks_of(mode, words_now(mode)), (waits ? kAsk : kText) * unit, width);
  double y = height_of(plan.words);
  if (waits) {
    const std::vector<LessonChoice>& choices = scene.question->choices;
    const std::size_t count = choices.size(), columns = width < 620 * ui.type ? 1 : count == 3 ? 3 : 2;
    const double column = (width - static_cast<double>(columns - 1) * gap) / static_cast<double>(columns);
    for (std::size_t i = 0; i < count; i += columns) {
      const std::size_t end = std::min(count, i + columns);
      double high = 0;
      for (std::size_t j = i; j < end; ++j) {
        plan.choice_words.push_back(
            laid_out(blocks_of(mode, choices[j].text), 17 * unit, column - 54 * unit));
        high = std::max(high, height_of(plan.choice_words.back()) + 2 * kChoicePadding * unit);
      }
      y += gap;
      for (std::size_t j = i; j < end; ++j)
        plan.choices.push_back({static_cast<double>(j - i) * (column + gap), y, column, high});
      y += high;
    }
    if (scene.question->cell) {
      plan.field = 40 * unit;
      y += gap + plan.field;
    }
  } else if (!ui.desk.session.presentation) {
    plan.links = laid_out(links_of(scene), 14 * unit, width);
    if (!plan.links.empty()) y += 6 * unit;
    plan.links_at = y;
    y += height_of(plan.links);
  }
  plan.height = y > 0 ? y + (kAbove + kBelow) * ui.type : 0;
  return plan;
}

/// Everything becomes smaller together until it fits.
Plan plan_of(const DeskUi& ui, const LessonMode& mode, const Point& room) {
  constexpr double kStep = 0.05, kLeast = 0.55;
  double scale = 1;
  Plan plan = plan_at(ui, mode, room.x, scale);
  while (plan.height > kMostOfWindow * room.y && scale > kLeast)
    plan = plan_at(ui, mode, room.x, scale -= kStep);
  return plan;
}

void draw_lines(const DeskUi& ui, const Lines& lines, Point at) {
  Picture picture(1, 1, {});
  add_lines(picture, {}, lines, ui.colors, ui.colors.ink);
  ui.draw(picture, at);
}

/// A page of the web goes to the clipboard; lessons and claims are opened.
void follow(const DeskUi& ui, const std::string& to, CommandTarget& target) {
  if (to.starts_with("lesson:"))
    try_command(target, {"lesson", to.substr(7)});
  else if (to.starts_with("claim:"))
    try_command(target, {"claim", to.substr(6)});
  else {
    copy_text(to);
    ui.desk.tell("Copied " + to);
  }
}

void draw_links(const DeskUi& ui, std::string_view id, const Lines& lines, Point at, CommandTarget& target) {
  std::size_t count = 0;
  for (const RichLine& line : lines) {
    at.y += line.above;
    for (const RichLine::Piece& piece : line.pieces) {
      if (piece.link.empty()) continue;
      const Rect place{at.x + piece.x, at.y, text_width(piece.font, line.size, piece.text), 1.4 * line.size};
      const Touch touch = ui.touch(fmt::format("{}/{}", id, count++), place);
      ui.explain(touch, piece.link);
      if (touch.hovered) {
        ui.hand(Ui::Hand::pointing);
        ui.hairline({place.x, place.bottom()}, {place.right(), place.bottom()});
      }
      if (touch.clicked) return follow(ui, piece.link, target);
    }
    at.y += line.height() - line.above;
  }
}

void draw_choices(const DeskUi& ui, const LessonMode& mode, const Plan& plan, Point at,
                  CommandTarget& target) {
  std::optional<std::size_t> taken;
  for (std::size_t i = 0; i < plan.choices.size(); ++i) {
    const Rect& own = plan.choices[i];
    const Rect place{at.x + own.x, at.y + own.y, own.w, own.h};
    const Touch touch = ui.touch(fmt::format("choice/{}", i), place);
    const bool wrong = mode.chosen() == i;
    ui.explain(touch, fmt::format("Key {}", i + 1));
    if (touch.hovered) ui.hand(Ui::Hand::pointing);
    ui.draw(Box{.rect = place.inset(1),
                .radius = 8,
                .fill = wrong           ? mix(ui.colors.window, ui.colors.warning, 0.14)
                        : touch.hovered ? mix(ui.colors.window, ui.colors.accent, 0.12)
                                        : ui.colors.window,
                .stroke = wrong           ? ui.colors.warning
                          : touch.hovered ? ui.colors.accent
                                          : ui.colors.hatch});
    ui.text({place.x + 22 * ui.type, place.centre().y}, fmt::format("{}", i + 1), 17, ui.colors.accent,
            Font::number_bold, Align::centre);
    const Lines& words = plan.choice_words[i];
    draw_lines(ui, words, {place.x + 42 * ui.type, place.centre().y - height_of(words) / 2});
    if (touch.clicked) taken = i;
  }
  if (taken) try_command(target, {"scene", "choose", fmt::format("{}", *taken + 1)});
}

/// Where the number is typed. Who presents has the keys for the scenes, until the field is clicked.
void draw_field(const DeskUi& ui, LessonMode& mode, const Rect& row, CommandTarget& target) {
  const Session& session = ui.desk.session;
  const Rect box{row.x, row.y, 150 * ui.type, row.h};
  if (!ui.editor().is_open(kField)) {
    ui.draw(Box{.rect = box.inset(1), .radius = 8, .fill = ui.colors.window, .stroke = ui.colors.hatch});
    ui.text({box.centre().x, box.centre().y}, "?", 20, ui.colors.output_text, Font::number_bold,
            Align::centre);
    const Touch touch = ui.touch("field", box);
    ui.explain(touch, "Click to type the number");
    const bool covered = session.palette || session.help || session.blank || session.lesson_list;
    if (touch.clicked || (mode.wants_keyboard && !covered && !ui.editor().is_open()))
      ui.editor().open(kField, "");
  } else {
    const auto end = ui.editor().draw(ui, box);
    const std::string text = ui.editor().text();
    if (end == FieldEditor::End::entered) {
      ui.editor().close();
      if (!text.empty()) try_command(target, {"scene", "answer", text});
    } else if (end != FieldEditor::End::none) {
      mode.wants_keyboard = false;
      ui.editor().close();
    }
  }
  const Rect show{box.right() + 12 * ui.type, row.y, 120 * ui.type, row.h};
  if (framed_button(ui, "show", show, "Show me", 15, "The answer, without a guess"))
    try_command(target, {"scene", "show"});
}

}  // namespace

double lesson_heading_height(const DeskUi& ui) {
  if (lesson_of(ui.desk) == nullptr) return 0;
  return (ui.desk.presenting().bare ? 58 : 48) * ui.type;
}

double lesson_inset(const DeskUi& ui) {
  const bool wanted = ui.desk.presenting().bare && lesson_of(ui.desk) != nullptr;
  return wanted ? std::round(std::max(0.0, kSide * ui.type - margins({.present = true}).side)) : 0;
}

double lesson_words_height(const DeskUi& ui, const Point& room) {
  const LessonMode* mode = lesson_of(ui.desk);
  return mode == nullptr ? 0 : std::ceil(plan_of(ui, *mode, room).height);
}

void draw_lesson_heading(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  LessonMode* mode = lesson_of(ui.desk);
  if (mode == nullptr) return;
  mode->watch(ui.desk);
  const bool bare = ui.desk.presenting().bare;
  ui.begin_panel("lesson-heading", rect, bare ? Color{} : mix(ui.colors.window, ui.colors.accent, 0.06));
  const double y = rect.centre().y, side = bare ? kSide * ui.type : kEdge;
  double right = rect.right() - side;
  std::vector<std::string> wanted;
  if (!bare) {
    const double height = 30 * bar_type(ui);
    const DeskUi bar(ui, bar_type(ui));
    if (icon_button(bar, "leave", {right - 10 * bar.type, y}, 14 * bar.type, Icon::close,
                    "Leaves the lesson"))
      wanted = {"lesson", "off"};
    right -= 32 * bar.type;
    const bool last = mode->at() + 1 == mode->scenes();
    const auto button = [&](std::string_view id, std::string_view words, std::string_view help, bool filled) {
      const double width = bar.width_of(words, 14, Font::text_medium) + 26 * bar.type;
      right -= width + 8;
      const Rect place{right, y - height / 2, width, height};
      return filled ? filled_button(bar, id, place, words, 14, help)
                    : framed_button(bar, id, place, words, 14, help);
    };
    if (button("next", last ? "Done" : "Next",
               "The next step, then the question, then the next scene (PageDown)", true))
      wanted = {"scene", "next"};
    if (button("back", "Back", "The step or scene before (PageUp)", false)) wanted = {"scene", "back"};
    right -= 10;
  }
  std::string count = fmt::format("scene {} of {}", mode->at() + 1, mode->scenes());
  if (!bare && mode->asked() > 0) count += fmt::format(" · {} of {} right", mode->correct(), mode->asked());
  if (!bare) {
    const double size = 14 / ui.type * bar_type(ui);
    right -= ui.width_of(count, size);
    ui.text({right, y}, count, size, ui.colors.soft);
    right -= 20;
  }
  ui.text_within({rect.x + side, y}, mode->scene().title, bare ? 24 : 20,
                 std::max(40.0, right - rect.x - side), ui.colors.ink, Font::text_bold);
  if (!bare)
    ui.hairline({rect.x, rect.bottom() - 1 / ui.density}, {rect.right(), rect.bottom() - 1 / ui.density});
  ui.end_panel();
  if (wanted.size() == 2) try_command(target, {wanted[0], wanted[1]});
}

void draw_lesson_words(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  LessonMode* mode = lesson_of(ui.desk);
  if (mode == nullptr || rect.h <= 0) return;
  const Plan plan = plan_of(ui, *mode, ui.size());
  const bool bare = ui.desk.presenting().bare;
  ui.begin_panel("lesson-words", rect, bare ? Color{} : ui.colors.window);
  if (!bare) ui.hairline({rect.x, rect.y}, {rect.right(), rect.y});
  const double width = width_of_words(ui, rect.w);
  const Point at{std::round(rect.x + (bare ? kSide * ui.type : kEdge)), rect.y + kAbove * ui.type};
  draw_lines(ui, plan.words, at);
  draw_lines(ui, plan.links, {at.x, at.y + plan.links_at});
  draw_links(ui, "words", plan.words, at, target);
  draw_links(ui, "links", plan.links, {at.x, at.y + plan.links_at}, target);
  if (!plan.choices.empty()) draw_choices(ui, *mode, plan, at, target);
  if (plan.field > 0)
    draw_field(ui, *mode, {at.x, rect.bottom() - kBelow * ui.type - plan.field, width, plan.field}, target);
  ui.end_panel();
}

}  // namespace convscope
