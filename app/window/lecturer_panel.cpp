#include "app/window/lecturer_panel.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/desk/presenting.hpp"
#include "app/labs/explore/state.hpp"
#include "app/window/sheets.hpp"
#include "core/base/error.hpp"
#include "core/base/problem.hpp"

namespace convscope {

namespace {

using Entry = LecturerPage::Entry;

std::string of_steps(const StagePlace& here, Index done) {
  return here.steps > 1 ? fmt::format("step {} of {}", done, here.steps) : std::string();
}

std::string joined(std::initializer_list<std::string> parts) {
  std::string all;
  for (const std::string& part : parts)
    if (!part.empty()) all += (all.empty() ? "" : " · ") + part;
  return all;
}

double share_of(const StagePlace& here, Index done) {
  return here.steps > 1 ? static_cast<double>(done) / static_cast<double>(here.steps) : 0;
}

/// Where the stage's pointer is, while what it does is seen there.
void mark_pointer(const Desk& desk, Picture& picture) {
  const Presenting& p = desk.presenting();
  if (p.spotlight != Spotlight::pointer && !p.magnifies) return;
  const Point corner = desk.session.whole_corner;
  const double radius = p.magnifies ? 40 : p.spotlight_radius;
  picture.add(
      Box{.rect = {p.pointer.x - corner.x - radius, p.pointer.y - corner.y - radius, 2 * radius, 2 * radius},
          .radius = radius,
          .stroke = palette(desk.session.theme).accent,
          .stroke_width = 4});
}

void tell_shots(const Desk& desk, LecturerPage& page) {
  const StagePlace here = desk.front_state().place(desk);
  const Lecture* lecture = desk.presenting().lecture.get();
  const std::string scene = lecture ? fmt::format("scene {} of {}", lecture->at() + 1, lecture->scenes())
                                    : std::string(desk.front().title);
  page.now.label = joined({"now", scene, of_steps(here, here.done)});
  page.now.progress = share_of(here, here.done);
  page.next.label = "next";
  std::optional<Film> film;
  try {
    if (const auto with_ink = stage_film(desk, {.ink = true})) {
      page.now.picture = with_ink->draw(with_ink->now);
      mark_pointer(desk, *page.now.picture);
    } else {
      // Pixels that the window paints: what is compared there stands on its sheet.
      page.now.picture = sheet_of(desk.front_state(), desk.session.theme).picture;
      page.now.of_stage = false;
      page.now.words = fmt::format("{} shows pictures: look at the stage", desk.front().title);
    }
    film = stage_film(desk, {});
  } catch (const std::exception& problem) {
    page.now.words = sentence_of(problem);
  }
  if (film && film->animated && here.done < here.steps) {
    page.next.label = joined({"next", of_steps(here, here.done + 1)});
    page.next.progress = share_of(here, here.done + 1);
    page.next.picture = film->draw({here.done, kSettled});
  } else if (lecture && lecture->at() + 1 < lecture->scenes()) {
    const std::size_t scene_next = lecture->at() + 1;
    page.next.label = joined({"next", lecture->scene_title(scene_next)});
    Style style = desk.style(desk.session.stage_width, desk.session.stage_height);
    try {
      page.next.picture = lecture->picture(scene_next, style);
    } catch (const std::exception& problem) {
      page.next.words = sentence_of(problem);
    }
    if (!page.next.picture && page.next.words.empty()) page.next.words = lecture->scene_title(scene_next);
  } else {
    page.next.words = lecture ? "the end of the lesson" : "nothing more on this page";
  }
}

void tell_outline(const Desk& desk, LecturerPage& page) {
  const Presenting& p = desk.presenting();
  if (const Lecture* lecture = p.lecture.get()) {
    for (std::size_t i = 0; i < lecture->scenes(); ++i)
      page.outline.push_back({.words = fmt::format("{} {}", i + 1, lecture->scene_name(i)),
                              .on = i == lecture->at(),
                              .command = lecture->jump(i),
                              .help = lecture->scene_title(i)});
    return;
  }
  const StagePlace here = desk.front_state().place(desk);
  for (const CommandWords& shows : desk.front_state().pages())
    page.outline.push_back({.words = shows.back(), .on = shows.back() == here.page, .command = shows});
  constexpr Index kMost = 500;
  if (!page.outline.empty() || &desk.front() != &desk.labs().front() || here.steps < 2 || here.steps > kMost)
    return;
  for (Index i = 0; i < here.steps; ++i)
    page.outline.push_back({.words = fmt::format("step {}", i + 1),
                            .on = i + 1 == here.done,
                            .command = {"step", fmt::format("{}", i)}});
}

void tell_time(const Desk& desk, LecturerPage& page) {
  const Presenting& p = desk.presenting();
  const LectureTimer& timer = p.timer;
  const double now = p.now();
  page.clock = p.wall();
  page.elapsed = timer_words(timer.elapsed(now));
  page.running = timer.running();
  page.over = timer.over(now);
  page.share = timer.share(now);
  if (timer.planned() > 0) {
    page.planned = "of " + timer_words(timer.planned());
    if (page.over)
      page.planned += fmt::format(", {} over", timer_words(timer.elapsed(now) - timer.planned()));
  }
  page.timer.push_back(
      timer.running() ? Entry{.words = "pause", .command = {"timer", "pause"}}
                      : Entry{.words = timer.begun() ? "go on" : "start", .command = {"timer", "start"}});
  page.timer.push_back({.words = "reset", .possible = timer.begun(), .command = {"timer", "reset"}});
}

void tell_buttons(const Desk& desk, LecturerPage& page) {
  const Presenting& p = desk.presenting();
  const Session& s = desk.session;
  page.buttons.push_back(
      {.words = "pen", .on = p.pen.on, .command = {"pen"}, .help = "Draws over the stage (D)"});
  page.buttons.push_back({.words = "spotlight",
                          .on = p.spotlight != Spotlight::off,
                          .command = {"spotlight", p.spotlight == Spotlight::off ? "pointer" : "off"},
                          .help = "Darkens all but what is around the stage's pointer (S)"});
  page.buttons.push_back({.words = "magnifier",
                          .on = p.magnifies,
                          .command = {"magnifier"},
                          .help = "Enlarges what is under the stage's pointer (Z)"});
  page.buttons.push_back(
      {.words = "blank", .on = s.blank, .command = {"blank"}, .help = "The audience's screen is dark (B)"});
  const CommandWords asks = p.lecture ? p.lecture->question() : CommandWords{"quiz"};
  const bool asking = p.lecture ? p.lecture->asking() : explorer(desk).quiz.on;
  page.buttons.push_back({.words = "question",
                          .on = asking,
                          .possible = !asks.empty(),
                          .command = asks,
                          .help = "Asks the audience before it is shown"});
  page.buttons.push_back({.words = "full screen",
                          .on = s.full_screen,
                          .command = {"full-screen"},
                          .help = "The whole screen for the stage (F11)"});
}

}  // namespace

LecturerPage lecturer_page(const Desk& desk) {
  const Presenting& p = desk.presenting();
  LecturerPage page;
  tell_shots(desk, page);
  tell_outline(desk, page);
  tell_time(desk, page);
  tell_buttons(desk, page);
  if (p.lecture)
    page.notes = plain_notes(p.lecture->notes());
  else if (!p.note.empty())
    page.notes = plain_notes(p.note);
  page.keys = "PageDown next    PageUp back    B blank    D pen    S spotlight    Esc ends";
  if (p.plays_by_itself()) page.keys = fmt::format("a step every {:g} s    ", p.dwell()) + page.keys;
  return page;
}

namespace {

/// The pointer on the stage's picture is on the stage: it moves the light and the glass, and holds the pen.
void use_stage(const DeskUi& ui, const Rect& page, const Rect& shown, double width) {
  if (!(shown.w > 0)) return;
  Presenting& p = ui.desk.presenting();
  const Touch touch = ui.touch("now", {page.x + shown.x, page.y + shown.y, shown.w, shown.h});
  const double factor = width / shown.w;
  const Point corner = ui.desk.session.whole_corner;
  const Point at{corner.x + (touch.at.x - page.x - shown.x) * factor,
                 corner.y + (touch.at.y - page.y - shown.y) * factor};
  if (touch.hovered || touch.held) p.pointer = at;
  if (!p.pen.on) return;
  if (touch.pressed)
    move_pen(ui.desk, PenMove::down, at);
  else if (touch.held)
    move_pen(ui.desk, PenMove::on, at);
  else if (touch.released)
    move_pen(ui.desk, PenMove::up, at);
}

}  // namespace

void LecturerPanel::draw(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  LecturerPage page = lecturer_page(ui.desk);
  if (page.notes != noted_) {
    noted_ = page.notes;
    notes_from_ = 0;
  }
  page.notes_from = notes_from_;
  DrawnLecturer drawn = draw_lecturer_page(page, rect.w, rect.h, ui.theme);
  ui.begin_panel("lecturer", rect, ui.colors.stage);
  drawn.picture.background = {};
  ui.draw(drawn.picture, {rect.x, rect.y});
  CommandWords wanted;
  for (std::size_t i = 0; i < drawn.spots.size(); ++i) {
    const DrawnLecturer::Spot& spot = drawn.spots[i];
    const Touch touch = ui.touch(fmt::format("spot/{}", i),
                                 {rect.x + spot.rect.x, rect.y + spot.rect.y, spot.rect.w, spot.rect.h});
    ui.explain(touch, spot.help);
    if (touch.hovered) ui.hand(Ui::Hand::pointing);
    if (touch.clicked) wanted = spot.command;
  }
  if (page.now.picture && page.now.of_stage) use_stage(ui, rect, drawn.now, page.now.picture->width);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const double wheel = static_cast<double>(ImGui::GetIO().MouseWheel);
  if (wheel != 0 && drawn.notes.contains({mouse.x - rect.x, mouse.y - rect.y})) {
    const auto most = static_cast<double>(drawn.note_rows - drawn.rows_shown);
    notes_from_ = static_cast<std::size_t>(std::clamp(static_cast<double>(notes_from_) - wheel, 0.0, most));
  }
  ui.end_panel();
  if (!wanted.empty()) ui.desk.attempt([&] { run_command(target, wanted); });
}

}  // namespace convscope
