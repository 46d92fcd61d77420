// The list of lessons, and the outline of the one under way for its author.
#include <fmt/format.h>

#include <algorithm>

#include "app/desk/panels.hpp"
#include "app/picture/language.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/widgets.hpp"
#include "app/window/lesson/lesson_mode.hpp"
#include "app/window/lesson/panels.hpp"
#include "app/window/overlays.hpp"
#include "core/base/saturated.hpp"
#include "core/lesson/library.hpp"

namespace convscope {

namespace {

/// Read once while the list is open.
const std::vector<LessonEntry>& entries(bool afresh) {
  static std::vector<LessonEntry> list;
  if (afresh || list.empty()) list = lesson_list(lesson_names());
  return list;
}

std::string how_far(const Session& session, const LessonEntry& entry) {
  std::string words;
  if (entry.lesson.minutes > 0) words = fmt::format("{:.0f} min", entry.lesson.minutes);
  const auto found = session.lessons.find(entry.name);
  if (found == session.lessons.end()) return words;
  const LessonProgress& progress = found->second;
  const auto right = std::ranges::count_if(
      progress.marks, [](char c) { return c == LessonProgress::kRight || c == LessonProgress::kSecond; });
  const auto asked =
      std::ssize(progress.marks) - std::ranges::count(progress.marks, LessonProgress::kUnasked);
  std::string now = fmt::format("scene {} of {}", progress.scene + 1, entry.lesson.scenes.size());
  if (progress.scene + 1 >= entry.lesson.scenes.size()) now = "done";
  if (asked > 0) now += fmt::format(", {} of {} right", right, asked);
  return words.empty() ? now : now + " · " + words;
}

bool row(const DeskUi& ui, const Rect& place, const LessonEntry& entry, bool now) {
  const Touch touch = ui.touch(entry.name, place);
  ui.explain(touch, entry.problem.empty() ? entry.lesson.summary : entry.problem);
  if (touch.hovered || now)
    ui.draw(Box{.rect = place.inset(1),
                .radius = 7,
                .fill = now ? mix(ui.colors.window, ui.colors.accent, 0.12) : ui.colors.cell});
  const std::string far = how_far(ui.desk.session, entry);
  const double x = place.x + 12, middle = place.centre().y, taken = ui.width_of(far, 13) + 24;
  ui.text({place.right() - 12, middle - 8 * ui.type}, far, 13, ui.colors.soft, Font::text, Align::right);
  ui.text_within({x, middle - 8 * ui.type}, entry.lesson.title, 15, place.w - 24 - taken, ui.colors.ink,
                 Font::text_medium);
  const std::string& words = entry.problem.empty() ? entry.lesson.summary : entry.problem;
  const double wide = ui.width_of(words, 13), room = place.w - 24;
  ui.text_within({x, middle + 10 * ui.type}, words, wide > room ? std::max(11.0, 13 * room / wide) : 13, room,
                 entry.problem.empty() ? ui.colors.soft : ui.colors.warning);
  return touch.clicked;
}

}  // namespace

void draw_lesson_list(const DeskUi& window_ui, const Rect& window, CommandTarget& target) {
  static bool was_open = false;
  Session& session = window_ui.desk.session;
  const bool opens = session.lesson_list && !was_open;
  was_open = session.lesson_list;
  if (!session.lesson_list) return;
  const DeskUi ui(window_ui, bar_type(window_ui));
  const std::vector<LessonEntry>& all = entries(opens);
  const double head = 58 * ui.type, foot = 12 * ui.type,
               count = static_cast<double>(std::max<std::size_t>(all.size(), 1));
  const double high = std::clamp((window.h - 40 - head - foot) / count, 30 * ui.type, 50 * ui.type);
  const double width = std::min(window.w - 40, 880 * ui.type), height = head + foot + count * high;
  const Rect box{window.centre().x - width / 2, std::max(8.0, window.centre().y - height / 2), width, height};
  const bool beside = begin_overlay(ui, "lessons", window, box);
  ui.text({box.x + 24, box.y + 30 * ui.type}, "Lessons", 20, ui.colors.ink, Font::text_bold);
  const bool learn = session.learning;
  const double switch_width = ui.width_of("Ask first, then show", 14) + 60 * ui.type;
  const Rect place{box.right() - 56 * ui.type - switch_width, box.y + 14 * ui.type, switch_width,
                   32 * ui.type};
  const bool turned = toggle(ui, "learn", place, "Ask first, then show", learn,
                             "For who learns alone: questions come before the words, and are counted");
  const bool closed = icon_button(ui, "close", {box.right() - 28 * ui.type, box.y + 30 * ui.type},
                                  14 * ui.type, Icon::close, "");
  const LessonMode* now = lesson_of(ui.desk);
  std::string chosen;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (row(ui, {box.x + 12, box.y + head + static_cast<double>(i) * high, width - 24, high}, all[i],
            now != nullptr && now->name() == all[i].name))
      chosen = all[i].name;
  if (all.empty())
    ui.text({box.x + 24, box.y + head + 10}, "There are none: assets/lessons is empty.", 15, ui.colors.soft);
  ui.end_panel();
  if (turned) try_command(target, {"learn"});
  if (beside || closed || !chosen.empty() || compat::key_pressed(compat::Key::escape, false))
    session.lesson_list = false;
  if (!chosen.empty()) try_command(target, {"lesson", chosen});
}

void draw_lesson_outline(const DeskUi& window_ui, const Rect& stage, CommandTarget& target) {
  LessonMode* mode = lesson_of(window_ui.desk);
  if (mode == nullptr || !window_ui.desk.session.lesson_outline) return;
  const DeskUi ui(window_ui, bar_type(window_ui));
  constexpr const char* kTitle = "lesson/title";
  const double width = std::min(330 * ui.type, stage.w - 20), row = 30 * ui.type, head = 46 * ui.type,
               foot = 92 * ui.type;
  const auto room = static_cast<std::size_t>(saturated(std::max(1.0, (stage.h - 20 - head - foot) / row)));
  const std::size_t count = std::min(mode->scenes(), room);
  const std::size_t first = std::min(mode->scenes() - count, mode->at() - std::min(mode->at(), count / 2));
  const Rect box{stage.right() - width - 10, stage.y + 10, width,
                 head + foot + static_cast<double>(count) * row};
  ui.begin_floating("outline", box);
  ui.draw(Box{.rect = box.inset(1), .radius = 12, .fill = ui.colors.window, .stroke = ui.colors.hatch});
  const double x = box.x + 16;
  ui.text_within({x, box.y + 24 * ui.type}, mode->title() + (mode->is_changed() ? " *" : ""), 16,
                 width - 56 * ui.type, ui.colors.ink, Font::text_bold);
  std::vector<std::string> wanted;
  if (icon_button(ui, "close", {box.right() - 24 * ui.type, box.y + 24 * ui.type}, 12 * ui.type, Icon::close,
                  ""))
    wanted = {"outline", "off"};
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t scene = first + i;
    const Rect place{box.x + 8, box.y + head + static_cast<double>(i) * row, width - 16, row};
    const bool now = scene == mode->at();
    if (now && ui.editor().is_open(kTitle)) {
      const auto end = ui.editor().draw(ui, place);
      if (end == FieldEditor::End::entered || end == FieldEditor::End::left)
        wanted = {"scene", "rename", ui.editor().text()};
      if (end != FieldEditor::End::none) ui.editor().close();
      continue;
    }
    const Touch touch = ui.touch(fmt::format("scene/{}", scene), place);
    if (now || touch.hovered)
      ui.draw(Box{.rect = place.inset(1),
                  .radius = 6,
                  .fill = now ? mix(ui.colors.window, ui.colors.accent, 0.14) : ui.colors.cell});
    ui.text_within({x, place.centre().y}, fmt::format("{}  {}", scene + 1, spoken(mode->scene_name(scene))),
                   14, width - 40, ui.colors.ink);
    if (touch.clicked) wanted = {"scene", fmt::format("{}", scene + 1)};
  }
  double left = x, y = box.bottom() - foot + 8 * ui.type;
  const auto button = [&](std::string_view id, std::string_view words, std::string_view help,
                          CommandWords command) {
    const double wide = ui.width_of(words, 13, Font::text_medium) + 20 * ui.type;
    if (left + wide > box.right() - 12) {
      left = x;
      y += 38 * ui.type;
    }
    const bool clicked = framed_button(ui, id, {left, y, wide, 30 * ui.type}, words, 13, help);
    if (clicked) wanted = std::move(command);
    left += wide + 6 * ui.type;
    return clicked;
  };
  const std::size_t at = mode->at();
  button("record", "Record", "What is on the stage becomes the next scene", {"scene", "record"});
  if (button("rename", "Rename", "The heading of this scene", {}))
    ui.editor().open(kTitle, mode->scene().title);
  button("up", "Up", "This scene before the one above it",
         at > 0 ? CommandWords{"scene", "move", fmt::format("{}", at)} : CommandWords{});
  button("down", "Down", "Behind the one below it",
         at + 1 < mode->scenes() ? CommandWords{"scene", "move", fmt::format("{}", at + 2)} : CommandWords{});
  button("delete", "Delete", "This scene goes", {"scene", "delete"});
  button("save", "Save", "Writes the lesson's file", {"lesson", "save"});
  ui.end_panel();
  if (!wanted.empty()) ui.desk.attempt([&] { run_command(target, wanted); });
}

}  // namespace convscope
