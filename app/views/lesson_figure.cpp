#include "app/views/lesson_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include "app/picture/fonts.hpp"
#include "app/picture/language.hpp"
#include "app/views/lesson_views.hpp"
#include "app/views/marks.hpp"
#include "app/views/step_words.hpp"
#include "core/base/error.hpp"

namespace convscope {

namespace {

/// The places of so many views, row by row.
std::vector<Rect> places(std::size_t count, double width, double height) {
  if (count < 2) return {{0, 0, width, height}};
  const bool beside = width > 1.2 * height;
  const std::size_t columns = count > 2 || beside ? 2 : 1, rows = (count + columns - 1) / columns;
  const double w = std::floor(width / static_cast<double>(columns)),
               h = std::floor(height / static_cast<double>(rows));
  std::vector<Rect> out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back({w * static_cast<double>(i % columns), h * static_cast<double>(i / columns), w, h});
  return out;
}

}  // namespace

SceneFigure::SceneFigure(const Lesson& lesson, std::size_t scene, Budget budget)
    : scene_(lesson.scenes[scene]) {
  if (auto own = scenario_of(lesson, scene)) own_.emplace(*std::move(own), budget);
  if (auto other = beside_of(lesson, scene)) other_.emplace(*std::move(other), budget);
  if (scene_.lab != Scene{}.lab || !own_) return;
  for (const View* of : views_of(scene_, own_->scenario())) {
    const bool beside = other_ && panes_.size() % 2 == 1;
    const Derived& derived = beside ? *other_ : *own_;
    if (of->obstacle(derived) && !of->turned.empty()) of = &view(of->turned);
    if (const auto obstacle = of->obstacle(derived))
      throw Error(fmt::format("{}, views", place_of(lesson, scene)),
                  fmt::format("{} {}", of->name, *obstacle), "another view or scenario");
    panes_.push_back({of, &derived, beside, steps(*of, derived)});
  }
  ringed_ = marks(scene_.highlight);
  std::vector<CellName> hide = scene_.hide;
  if (scene_.question && scene_.question->cell) hide.push_back(*scene_.question->cell);
  hidden_ = marks(hide);
  const Index all = std::ranges::max(panes_, {}, &Pane::steps).steps;
  last_ = std::clamp<Index>(still_step(scene_, all), 0, all);
  first_ = scene_.play ? std::clamp<Index>(scene_.play->first, 0, last_) : last_;
}

std::vector<SceneFigure::Mark> SceneFigure::marks(const std::vector<CellName>& cells) const {
  std::vector<Mark> out;
  for (const CellName& name : cells)
    for (const Index cell : flat_cells(name, name.beside ? *other_ : *own_))
      out.push_back({{role_of(name.role), cell}, name.beside});
  return out;
}

Picture SceneFigure::draw_pane(const Pane& pane, Index steps_done, const Style& style, bool covered) const {
  Marks marks;
  for (const Mark& mark : ringed_)
    if (mark.beside == pane.beside) marks.ringed.push_back(mark.tag);
  for (const Mark& mark : hidden_)
    if (covered && mark.beside == pane.beside) marks.covered.push_back(mark.tag);
  const Index done = std::min(steps_done, pane.steps);
  const Moment moment = !pane.view->animated ? Moment{}
                        : done == 0          ? Moment{0, 0}
                                             : Moment{done - 1, kSettled};
  Style own = style;
  hide_sum(own, marks, *pane.view, *pane.derived, moment);
  Picture picture = pane.view->draw(*pane.derived, moment, own);
  return marked(std::move(picture), marks, palette(style.theme));
}

Picture SceneFigure::draw(Index steps_done, const Style& style, bool covered) const {
  Picture all(style.width, style.height, palette(style.theme).stage);
  const std::vector<Rect> rects = places(panes_.size(), style.width, style.height);
  for (std::size_t i = 0; i < panes_.size(); ++i) {
    Style own = style;
    own.width = rects[i].w;
    own.height = rects[i].h;
    append(all, draw_pane(panes_[i], steps_done, own, covered), {rects[i].x, rects[i].y});
  }
  return all;
}

std::string SceneFigure::sentence(Index steps_done) const {
  const Pane& pane = panes_.front();
  return step_sentence(*pane.view, *pane.derived, {}, std::min(steps_done, pane.steps));
}

std::vector<MarkdownBlock> SceneFigure::words(const std::string& markdown) const {
  return parse_markdown(filled(spoken(markdown), {own_ ? &*own_ : nullptr, other_ ? &*other_ : nullptr}));
}

double SceneFigure::answer() const {
  const CellName& cell = *scene_.question->cell;
  return value_of(cell, cell.beside ? *other_ : *own_);
}

}  // namespace convscope
