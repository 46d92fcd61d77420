#include "app/labs/explore/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/labs/explore/quiz.hpp"
#include "app/views/calm.hpp"
#include "core/base/error.hpp"
#include "core/base/words.hpp"
#include "core/scenario/edits.hpp"
#include "core/scenario/json.hpp"

namespace convscope {

namespace {

/// The scenario's own view, or where that cannot show it the first one that can.
const View& view_for(const Derived& derived) {
  const View& own = default_view(derived.scenario());
  if (!own.obstacle(derived)) return own;
  const auto all = views();
  const auto found = std::ranges::find_if(all, [&](const View& view) { return !view.obstacle(derived); });
  return found == all.end() ? own : *found;
}

}  // namespace

ExploreState::ExploreState(Desk& desk)
    : desk_(desk),
      begun_(desk.begun()),
      awaited_(desk.workers()),
      photographs_(desk.workers()),
      drawings_{PaneDrawing(desk.workers()), PaneDrawing(desk.workers()), PaneDrawing(desk.workers()),
                PaneDrawing(desk.workers())} {
  arrangement.focused() = view_for(desk.derived()).name;
}

void ExploreState::scenario_changed(const Desk& desk, const Derived& before) {
  const Derived& now = desk.derived();
  if (whole_matrix(now.op()) != whole_matrix(before.op())) {
    matrix = {};
    lens = {};
    marks = {};
  }
  quiz.step = quiz.missed = Quiz::kNone;
  quiz.size_done = false;
  const bool turned = now.scenario().transposed() != before.scenario().transposed();
  const bool first = !std::exchange(begun_, true);
  if (first || view().obstacle(now) || (turned && !view().turned.empty()))
    arrangement.focused() = view_for(now).name;
  const Index count = steps();
  if (head_.moment.step >= count) head_.moment = {count - 1, kSettled};
}

void ExploreState::show_as(const ScenarioStage& stage) {
  for (const std::string& name : stage.views)
    if (const auto obstacle = convscope::view(name).obstacle(desk_.derived()))
      throw Error("view", fmt::format("{} cannot show this", name), *obstacle);
  if (!stage.views.empty()) {
    end_beside();
    arrangement.chosen = true;
    arrangement.count = static_cast<int>(stage.views.size());
    arrangement.focus = stage.focus;
    arrangement.panes() = stage.views;
  }
  if (!stage.step) return;
  if (*stage.step > steps())
    throw Error("step", fmt::format("there is no step {}", *stage.step), fmt::format("0 to {}", steps()));
  *stage.step == 0 ? rest_at_start() : rest_at(*stage.step - 1);
}

void ExploreState::tick(const Desk& desk, double seconds) {
  if (!view().animated) return;
  Pace pace = desk.session;
  for (std::size_t pane = 0; pane < arrangement.panes().size(); ++pane)
    pace.speed = std::min(pace.speed, calm_steps_per_second(pane_view(pane)) * kStepSeconds);
  head_.advance(pace, steps(), seconds);
}

bool ExploreState::animating() const {
  return view().animated && head_.animating();
}

StagePlace ExploreState::place(const Desk&) const {
  StagePlace here;
  for (std::size_t pane = 0; pane < arrangement.panes().size(); ++pane)
    here.page += fmt::format("{} ", pane_view(pane).name);
  if (neighbour_) here.page += neighbour_line();
  if (!view().animated) return here;
  here.steps = steps();
  here.done = head_.done();
  return here;
}

Style ExploreState::style(double width, double height) const {
  Style out = desk_.style(width, height);
  out.order = order_;
  out.matrix = matrix;
  out.camera = camera;
  out.gradient = gradient;
  out.lens = lens;
  out.photo = photographs_.comparison();
  hide_for_quiz(*this, out);
  return out;
}

// --- views
// --------------------------------------------------------------------------------------------------

const View& ExploreState::pane_view(std::size_t pane) const {
  if (pane == arrangement.focus) return view();
  const View& wanted = convscope::view(arrangement.panes()[pane]);
  if (!wanted.turned.empty() && wanted.obstacle(pane_derived(pane))) return convscope::view(wanted.turned);
  return wanted;
}

bool ExploreState::same_steps(const View& a, const View& b) const {
  return a.animated && b.animated && a.step_count == b.step_count &&
         order_of(a, desk_.derived(), order_) == order_of(b, desk_.derived(), order_);
}

void ExploreState::carry_moment(Index before, bool same) {
  head_.glide = Glide::none;
  const Index count = steps();
  Moment& moment = head_.moment;
  if (head_.at_start()) return;
  if (!same) {
    const double share = static_cast<double>(moment.step + (moment.phase >= kSettled ? 1 : 0)) /
                         static_cast<double>(std::max<Index>(before, 1));
    const auto done = static_cast<Index>(std::lround(share * static_cast<double>(count)));
    moment = {done - (moment.phase >= kSettled ? 1 : 0), head_.playing ? 0 : kSettled};
  }
  moment.step = std::clamp<Index>(moment.step, 0, count - 1);
}

void ExploreState::choose_view(std::string_view name) {
  const View& wanted = convscope::view(name);
  if (const auto obstacle = wanted.obstacle(desk_.derived()))
    throw Error("view", fmt::format("{} cannot show this", wanted.title), *obstacle);
  const bool same = same_steps(wanted, view());
  arrangement.focused() = wanted.name;
  desk_.message.clear();
  if (!same && wanted.animated && !head_.at_start()) head_.moment = {0, head_.playing ? 0 : kSettled};
  head_.moment.step = std::min(head_.moment.step, steps() - 1);
}

void ExploreState::focus_pane(std::size_t pane) {
  if (pane == arrangement.focus) return;
  const View& wanted = pane_view(pane);
  if (!is_front(pane)) {
    arrangement.focus = pane;
    arrangement.focused() = wanted.name;
    return change_places();
  }
  if (wanted.obstacle(desk_.derived())) return;
  const Index before = steps();
  const bool same = same_steps(wanted, view()) || !wanted.animated || !view().animated;
  arrangement.focus = pane;
  arrangement.focused() = wanted.name;
  carry_moment(before, same);
}

void ExploreState::choose_layout(int count) {
  if (std::ranges::find(Arrangement::kCounts, count) == Arrangement::kCounts.end())
    throw Error("layout", counted(count, "view"), "1, 2 or 4");
  const View& now = view();
  const Index before = steps();
  arrangement.chosen = true;
  arrangement.count = count;
  arrangement.focus = neighbour_ && count > 1 ? column_ : 0;
  const std::vector<std::string>& panes = arrangement.panes();
  if (count == 1)
    arrangement.focused() = now.name;
  else if (const auto same = std::ranges::find(panes, now.name); same != panes.end() && !neighbour_)
    arrangement.focus = static_cast<std::size_t>(same - panes.begin());
  if (view().obstacle(desk_.derived())) arrangement.focused() = view_for(desk_.derived()).name;
  carry_moment(before, same_steps(now, view()));
}

bool ExploreState::photograph_on_stage() const {
  return std::ranges::any_of(arrangement.panes(),
                             [](const std::string& name) { return convscope::view(name).photograph; });
}

void ExploreState::restore(const Arrangement& stored, std::optional<Order> order, bool views) {
  arrangement = stored;
  if (!views) end_beside();
  order_ = order;
  if (!views || view().obstacle(desk_.derived())) arrangement.focused() = view_for(desk_.derived()).name;
  rest_at(0);
}

// --- steps
// --------------------------------------------------------------------------------------------------

Index ExploreState::steps() const {
  return std::max(steps_of(view()), neighbour_steps());
}

Moment ExploreState::moment() const {
  const Moment now = head_.shown(desk_.session);
  const Index mine = steps_of(view());
  return now.step < mine ? now : Moment{mine - 1, kSettled};
}

Index ExploreState::steps_of(const View& view) const {
  return convscope::steps(view, desk_.derived(), order_);
}

void ExploreState::choose_order(std::optional<Order> order) {
  if (order == order_) return;
  const Index before = steps();
  const Order was = order_of(view(), desk_.derived(), order_);
  order_ = order;
  quiz.step = Quiz::kNone;
  carry_moment(before, order_of(view(), desk_.derived(), order) == was);
}

void ExploreState::next() {
  if (!quiz.on || quiz.step != Quiz::kSize) return head_.next(steps());
  quiz.size_done = true;  // the steps come now
  quiz.step = Quiz::kNone;
}

void ExploreState::play(bool on) {
  desk_.session.lively = on;
  head_.play(on, desk_.session, steps());
}

void ExploreState::go_to(Index step) {
  if (step < 0 || step >= steps())
    throw Error("step", fmt::format("there is no step {}", step), fmt::format("0 to {}", steps() - 1));
  rest_at(step);
}

Moment ExploreState::moment_of(const View& other) const {
  const Moment now = moment();
  const View& present = view();
  if (&other == &present || !other.animated || !present.animated) return other.animated ? now : Moment{};
  const Index mine = steps_of(present), theirs = steps_of(other);
  const bool same = same_steps(other, present);
  // A cell that is being guessed is not there yet: the step has not begun, or nothing has.
  if (quiz_waits(*this)) return {same ? std::min(now.step, theirs - 1) : 0, 0};
  if (same) return {std::min(now.step, theirs - 1), now.phase};
  return as_far_along(now, mine, theirs);
}

// --- photographs
// --------------------------------------------------------------------------------------------

Opened ExploreState::open(Desk&, const std::string& path) {
  if (path.ends_with(".json") || path.ends_with(".npy") || !photograph_on_stage()) return Opened::no;
  choose_photo(path);
  return Opened::later;
}

bool ExploreState::set_field(Desk& desk, std::string_view key, std::string_view text) {
  if (key != "photo" || text == desk.scenario().photo) return false;
  choose_photo(std::string(text));
  return true;
}

void ExploreState::choose_photo(const std::string& path) {
  photographs_.read(path, true, [this, path](const Photo& photo) {
    Scenario next = desk_.scenario();
    next.photo = path;
    if (next == desk_.scenario()) desk_.derive_again();  // the file may have changed
    desk_.apply(std::move(next));
    if (!path.empty()) remember_file(desk_.session, path);
    desk_.tell("Opened " + photo.name);
  });
}

void ExploreState::crop_photo(std::optional<std::pair<Index, Index>> place, Index levels) {
  photographs_.read(desk_.scenario().photo, false, [this, place, levels](const Photo& photo) {
    const Shape& size = desk_.scenario().size;
    const Index rows = size.rank() == 1 ? 1 : size[0], columns = size[size.rank() - 1];
    const Shape& whole = photo.pixels.shape();
    const auto [x, y] = place.value_or(std::pair{(whole[3] - columns) / 2, (whole[2] - rows) / 2});
    desk_.apply(with_input_values(desk_.scenario(), crop_grey(photo.pixels, x, y, size, levels)));
    desk_.tell(fmt::format("The input is a crop of {}, as grey values 0 to {}", photo.name, levels - 1));
  });
}

DerivedPtr ExploreState::shown(const View& wanted) const {
  return wanted.photograph ? photographs_.compared() : desk_.derived_ptr();
}

DerivedPtr ExploreState::wants_photo() const {
  return &desk_.front_state() == this && photograph_on_stage() ? desk_.derived_ptr() : nullptr;
}

bool ExploreState::updating() const {
  // While steps play the next moment is always on its way.
  return awaited_.busy() || photographs_.busy(wants_photo()) ||
         std::ranges::any_of(drawings_, animating() ? &PaneDrawing::behind : &PaneDrawing::busy);
}

void ExploreState::receive(Desk& desk) {
  for (PaneDrawing& drawing : drawings_) drawing.tick();
  take_neighbour(desk);
  photographs_.tick(wants_photo());
  if (LabMessage said = photographs_.take_message(); !said.text.empty())
    desk.tell(std::move(said.text), said.warning);
}

}  // namespace convscope
