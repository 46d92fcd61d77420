// Two scenarios beside each other on the stage: whose pane is whose, how both step, what edits mean.
#include <algorithm>
#include <utility>

#include "app/labs/explore/state.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

/// Of a role's tensor, channels first.
Shape extent_of(const Derived& derived, Role role) {
  switch (role) {
    case Role::input:
    case Role::input_gradient:
      return derived.input().shape();
    case Role::output:
    case Role::upstream:
      return derived.output().shape();
    case Role::kernel:
    case Role::weight_gradient:
      return derived.weights().shape();
    case Role::bias:
      return {static_cast<Index>(derived.scenario().bias.size())};
    case Role::entry:
      return {derived.input().size(), derived.output().size()};
    case Role::none:
      break;
  }
  return {};
}

}  // namespace

void ExploreState::put_beside(Scenario other, Column column) {
  if (other.photo.empty()) other.photo = desk_.scenario().photo;
  if (follows_at_once(checked_operator(other))) {
    place_beside(std::make_shared<const Derived>(std::move(other)), column);
    return awaited_.cancel();
  }
  check_scenario(other);
  awaited_in_ = column;
  awaited_.again();
  awaited_.want(std::move(other), [](const Scenario& asked, const Progress&, const auto&) {
    return std::make_shared<const Derived>(asked);
  });
  desk_.tell("The other scenario is being worked out…");
}

void ExploreState::take_neighbour(Desk& desk) {
  const bool news = awaited_.take([&](const DerivedPtr& other) {
    desk.message.clear();
    place_beside(other, awaited_in_);
  });
  if (news && !awaited_.problem().empty()) desk.tell(awaited_.problem(), true);
}

void ExploreState::place_beside(DerivedPtr other, Column column) {
  Neighbour next{Aside(std::move(other))};
  const bool first = !neighbour_;
  quiz.on = false;
  arrangement.chosen = true;
  const std::string now = arrangement.focused();
  if (first) {
    alone_ = arrangement.names;
    if (arrangement.count == 1) arrangement.count = 2;
    column_ = column == Column::right ? 0 : 1;
    arrangement.focus = (arrangement.focus & ~std::size_t{1}) | column_;
  } else if (column == this->column()) {  // the desk's scenario makes room
    column_ ^= 1U;
    arrangement.focus ^= 1U;
  }
  neighbour_ = std::move(next);
  for (std::vector<std::string>& names : arrangement.names)
    for (std::size_t pane = 0; first && pane + 1 < names.size(); pane += 2) {
      const bool in_focus = &names == &arrangement.panes() && pane / 2 == arrangement.focus / 2;
      names[pane] = names[pane + 1] = in_focus ? now : names[pane];
    }
  const std::size_t beside = arrangement.focus ^ 1U;
  if (pane_view(beside).obstacle(pane_derived(beside)))
    arrangement.panes()[beside] = default_view(neighbour_->scenario.derived->scenario()).name;
}

void ExploreState::end_beside() {
  awaited_.cancel();
  if (!neighbour_) return;
  const Index before = steps();
  const std::string now = arrangement.focused();
  neighbour_.reset();
  column_ = 0;
  arrangement.names = alone_;
  if (arrangement.count == 2) arrangement.focus = 0;
  arrangement.focused() = now;
  if (head_.moment.step >= steps()) carry_moment(before, true);
}

void ExploreState::change_places() {
  const Outlook mine = outlook();
  column_ ^= 1U;
  std::swap(marks[0], marks[1]);
  desk_.exchange(neighbour_->scenario);
  const Outlook theirs = std::exchange(neighbour_->outlook, mine);
  look(theirs);
  neighbour_->line.reset();
}

void ExploreState::look(std::size_t pane, const Outlook& now) {
  if (is_front(pane)) return look(now);
  neighbour_->outlook = now;
}

const std::string& ExploreState::neighbour_line() const {
  if (!neighbour_->line) neighbour_->line = spec_line(neighbour_->scenario.derived->scenario());
  return *neighbour_->line;
}

const std::string& ExploreState::pane_line(std::size_t pane) const {
  return is_front(pane) ? desk_.line() : neighbour_line();
}

Index ExploreState::neighbour_steps() const {
  if (!neighbour_ || arrangement.count == 1) return 0;
  return convscope::steps(neighbour_view(), *neighbour_->scenario.derived, order_);
}

Moment ExploreState::pane_moment(std::size_t pane) const {
  const View& shown = pane_view(pane);
  if (is_front(pane)) return pane == arrangement.focus ? moment() : moment_of(shown);
  if (!shown.animated) return {};
  const Derived& derived = *neighbour_->scenario.derived;
  const Index theirs = convscope::steps(shown, derived, order_);
  const View& beside = neighbour_view();
  const Index counted = neighbour_steps();
  const Moment now = waiting(head_.shown(desk_.session), counted);
  const bool same = shown.step_count == beside.step_count && beside.animated &&
                    order_of(shown, derived, order_) == order_of(beside, derived, order_);
  return same ? waiting(now, theirs) : as_far_along(now, counted, theirs);
}

Style ExploreState::pane_style(std::size_t pane, double width, double height) const {
  Style out = style(width, height);
  if (!neighbour_ || arrangement.count == 1) return out;
  const Derived& derived = pane_derived(pane);
  out.matrix = pane_outlook(pane).matrix;
  out.camera = pane_outlook(pane).camera;
  out.lens = pane_outlook(pane).lens;
  // The same cell lights up on both sides where both have it.
  const Derived& pointed = pane_derived(pointed_column_);
  if (pane % 2 != pointed_column_ &&
      !(extent_of(derived, out.hover.role) == extent_of(pointed, out.hover.role)))
    out.hover = {};
  out.linked = linked_cells(derived, out.hover);
  return out;
}

}  // namespace convscope
