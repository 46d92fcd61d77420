#include "app/labs/explore/pane_drawing.hpp"

#include <utility>

namespace convscope {

bool draws_at_once(const Derived& derived) {
  constexpr Index kMostCells = Index{64} * 64 * 16, kMostOutput = 5 * kMostCells;
  return derived.input().size() <= kMostCells && derived.output().size() <= kMostOutput;
}

void PaneDrawing::tick() {
  work_.take();
  if (!std::exchange(drawn_, false)) waits_ = false;  // nobody looks at it
}

PaneDrawing::Seen PaneDrawing::draw(const PaneQuestion& now) {
  const auto draw = [](const PaneQuestion& q, const Progress&, const auto&) {
    Picture picture = q.view->draw(*q.derived, q.moment, q.style);
    picture.background = {};  // the frame has been cleared in the stage's colour
    return std::make_shared<const Picture>(std::move(picture));
  };
  drawn_ = true;
  // A drawing that is under way comes to its end: while steps play, each frame has another question.
  waits_ = !work_.has_asked(now);
  if (draws_at_once(*now.derived))
    work_.want_now(now, draw);
  else if (!work_.busy())
    work_.want(now, draw);
  if (work_.has_asked(now)) waits_ = false;
  Seen seen;
  if (!waits_) seen.problem = work_.problem();
  behind_ = true;
  if (work_.answer() == nullptr) return seen;
  seen.picture = *work_.answer();
  PaneQuestion of = *work_.answered();
  seen.same_cells = of.derived == now.derived && of.view == now.view;
  of.moment = now.moment;
  behind_ = seen.refreshing = of != now;
  return seen;
}

}  // namespace convscope
