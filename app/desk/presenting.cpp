#include "app/desk/presenting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/desk/desk.hpp"
#include "app/platform/clock.hpp"

namespace convscope {

bool Presenting::put_away() {
  const bool out = pen.on || spotlight != Spotlight::off || magnifies || plays_by_itself();
  pen.on = magnifies = false;
  ink.end();
  spotlight = Spotlight::off;
  play_every(0);
  return out;
}

std::string Presenting::wall() const {
  if (clock.wall) return clock.wall();
  // Where frames are the clock, it is ten when the window opens.
  const auto minutes = static_cast<Index>(now() / 60);
  return fmt::format("{:02}:{:02}", (10 + minutes / 60) % 24, minutes % 60);
}

void Presenting::play_every(double seconds) {
  dwell_ = seconds;
  due_ = now() + seconds;
}

bool Presenting::take_step() {
  if (!plays_by_itself() || now() < due_) return false;
  due_ = now() + dwell_;
  return true;
}

std::optional<double> Presenting::next_change() const {
  std::optional<double> next;
  if (plays_by_itself()) next = std::max(0.0, due_ - now());
  if (lecturer != LecturerView::none) {
    const double gone = timer.elapsed(now());
    next = std::min(next.value_or(1), timer.running() ? 1 - (gone - std::floor(gone)) : 1);
  }
  return next;
}

InkPlace ink_place(const Desk& desk) {
  const StagePlace here = desk.front_state().place(desk);
  // Presented, the same figure stands otherwise.
  const std::string_view way = desk.session.presentation ? "presented" : "";
  if (const Lecture* lecture = desk.presenting().lecture.get())
    return {fmt::format("{}#{} {}", lecture->title(), lecture->at(), way), here.done};
  return {fmt::format("{} {}|{} {}", desk.front().name, here.page, desk.line(), way), here.done};
}

Stroke new_stroke(const Desk& desk) {
  const Pen& pen = desk.presenting().pen;
  Stroke stroke{.color = pen.color, .width = kPenWidthUnits[pen.width]};
  const Index step = ink_place(desk).step;
  if (pen.stays != InkStays::scene) stroke.first = step;
  if (pen.stays == InkStays::step) stroke.last = step;
  return stroke;
}

void move_pen(Desk& desk, PenMove move, Point at) {
  Presenting& p = desk.presenting();
  const Point point = to_ink(p.stage, at);
  if (move == PenMove::down) {
    Stroke stroke = new_stroke(desk);
    stroke.points.push_back(point);
    return p.ink.begin(ink_place(desk), std::move(stroke));
  }
  p.ink.extend(point);
  if (move == PenMove::up) p.ink.end();
}

std::optional<Film> stage_film(const Desk& desk, const StageLook& look) {
  const Session& session = desk.session;
  Style style = desk.style(session.stage_width, session.stage_height);
  style.title = look.title;
  if (look.theme) style.theme = *look.theme;
  std::optional<Film> film = desk.front_state().film(desk, style, look.whole);
  if (film && film->title.empty()) film->title = desk.front().title;
  if (!film || !look.ink) return film;
  const Presenting& presenting = desk.presenting();
  const Point corner = look.whole ? session.whole_corner : session.stage_corner;
  Rect stage = presenting.stage;
  stage.x -= corner.x;
  stage.y -= corner.y;
  InkPlace place = ink_place(desk);
  const Index now = film->now.step;
  // The strokes as they are now, each at the steps where it is; before the first step counts as that.
  std::vector<Stroke> kept;
  for (const Stroke* stroke : presenting.ink.at(place)) kept.push_back(*stroke);
  film->draw = [draw = std::move(film->draw), kept = std::move(kept), stage, now, step = place.step,
                theme = style.theme](Moment moment) {
    Picture picture = draw(moment);
    const Index there = moment.step == now ? step : moment.step + 1;
    std::vector<const Stroke*> seen;
    for (const Stroke& stroke : kept)
      if (stroke.first <= there && there <= stroke.last) seen.push_back(&stroke);
    append(picture, ink_picture(seen, stage, palette(theme)));
    return picture;
  };
  return film;
}

}  // namespace convscope
