// What stands on the explorer's stage at every moment, apart from the lab: exports go on beside it.
#include <algorithm>
#include <utility>
#include <vector>

#include "app/labs/explore/state.hpp"
#include "app/picture/fonts.hpp"
#include "app/views/step_words.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

/// A view at its place, and how it follows the steps of the one in focus.
struct Part {
  const View* view;
  DerivedPtr derived;
  Style style;
  Point at;
  std::string problem{};  ///< what is said where it cannot be drawn
  std::string line{};     ///< the scenario, above it
  bool same = true;       ///< its steps are those of the view in focus
  Marks marks{};
  Index counted = 1, mine = 1;  ///< steps of what it follows, and its own

  Moment moment(Moment now) const {
    if (!view->animated) return {};
    return same ? waiting(now, mine) : as_far_along(waiting(now, counted), counted, mine);
  }
};

Picture draw_part(const Part& part, Moment now) {
  if (part.problem.empty()) {
    const Moment moment = part.moment(now);
    Style style = part.style;
    hide_sum(style, part.marks, *part.view, *part.derived, moment);
    return marked(part.view->draw(*part.derived, moment, style), part.marks, palette(style.theme));
  }
  Picture note(part.style.width, part.style.height, palette(part.style.theme).stage);
  note.add(Label{.at = {32, 40},
                 .text = std::string(part.view->title) + " " + part.problem,
                 .size = 16,
                 .color = palette(part.style.theme).soft});
  return note;
}

constexpr double kLine = 34;  // the height of a scenario's line

void add_line(Picture& stage, const Part& part) {
  constexpr double kTypeSize = 16, kSide = 20;
  if (part.line.empty()) return;
  stage.add(Label{
      .at = {part.at.x + kSide, part.at.y - kLine / 2},
      .text = shortened(Font::number_bold, kTypeSize, cut(part.line, 400), part.style.width - 2 * kSide),
      .font = Font::number_bold,
      .size = kTypeSize,
      .color = palette(part.style.theme).ink});
}

}  // namespace

/// The columns of two scenarios on a stage that has not shown them yet, or one at a time.
std::vector<ExploreState::Shown> ExploreState::columns_on(const Style& stage) const {
  StageSplit split = arrangement.split;
  split.way = StageSplit::Way::beside;
  std::vector<Shown> places;
  for (Rect& rect : pane_rects({0, 0, stage.width, stage.height}, arrangement.count, false, split)) {
    const double line = neighbour_ && places.size() < 2 ? kLine : 0;
    places.push_back({places.size(),
                      {rect.x, rect.y + line, rect.w, std::max(kLeastPaneHeight, rect.h - line)},
                      stage.type});
  }
  return places;
}

std::optional<Film> ExploreState::film(const Desk&, const Style& wanted, bool whole_stage) const {
  const bool both = neighbour_ && arrangement.count > 1;
  const bool known =
      std::ranges::all_of(on_stage, [&](const Shown& s) { return s.pane < arrangement.panes().size(); });
  std::vector<Shown> places;
  if ((whole_stage || both) && on_stage.size() > 1 && known)
    places = on_stage;
  else if (both || (whole_stage && on_stage.empty() && arrangement.count > 1))
    places = columns_on(wanted);  // nobody has seen it yet
  const auto part_of = [&](std::size_t pane, const Rect& rect, double type) {
    const bool front = is_front(pane);
    const View& of = pane_view(pane);
    Part part{&of,
              front ? shown(of) : neighbour_->scenario.derived,
              pane_style(pane, rect.w, rect.h),
              {rect.x, rect.y}};
    if (!part.derived) throw Error("export", "the photo view is not ready yet", "try again in a moment");
    part.marks = marks_of(pane);
    part.style.title = wanted.title;
    part.style.theme = wanted.theme;
    part.style.type = type;
    part.problem = of.obstacle(*part.derived).value_or("");
    if (!front && of.photograph) part.problem = "shows the scenario in focus alone.";
    if (both && pane < 2) part.line = pane_line(pane);
    const View& leads = front ? view() : neighbour_view();
    part.mine = convscope::steps(of, *part.derived, order_);
    part.counted = front ? steps_of(view()) : std::max<Index>(1, neighbour_steps());
    part.same = of.step_count == leads.step_count && leads.animated &&
                order_of(of, *part.derived, order_) == order_of(leads, *part.derived, order_);
    return part;
  };
  std::vector<Part> parts;
  Rect all{0, 0, wanted.width, wanted.height};
  if (!places.empty()) {
    all = {};
    for (const Shown& s : places) {
      parts.push_back(part_of(s.pane, s.rect, s.type));
      all.w = std::max(all.w, s.rect.right());
      all.h = std::max(all.h, s.rect.bottom());
    }
  } else {
    parts.push_back(part_of(arrangement.focus, all, wanted.type));
  }
  Film film{.steps = steps(),
            .animated = view().animated,
            .now = moment(),
            .title = std::string(view().title),
            .dark = wanted.theme == Theme::dark};
  if (parts.size() == 1 && parts[0].problem.empty()) {
    film.line = spec_line(parts[0].derived->scenario());
    film.sentence = [of = parts[0].view, derived = parts[0].derived, order = parts[0].style.order](
                        Index done) { return step_sentence(*of, *derived, order, done); };
  }
  film.draw = [parts = std::move(parts), all, ground = palette(wanted.theme).stage](Moment now) {
    if (parts.size() == 1) return draw_part(parts[0], now);
    Picture stage(all.w, all.h, ground);
    for (const Part& part : parts) {
      append(stage, draw_part(part, now), part.at);
      add_line(stage, part);
    }
    return stage;
  };
  return film;
}

}  // namespace convscope
