#include "app/desk/app_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/desk/editable_cells.hpp"
#include "app/labs/claims/state.hpp"
#include "app/labs/explore/quiz.hpp"
#include "app/labs/images/state.hpp"
#include "app/labs/round_trip/state.hpp"
#include "app/labs/sizes/state.hpp"
#include "app/window/session_store.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/io/npy.hpp"
#include "core/scenario/edits.hpp"
#include "core/scenario/fields.hpp"
#include "core/scenario/what.hpp"

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

AppState::AppState(Scenario first, std::function<void()> wake)
    : dialog(wake),
      history_(first),
      derived_(std::make_shared<const Derived>(std::move(first))),
      round_trip_(std::make_unique<RoundTripState>(wake)),
      sizes_(std::make_unique<SizesState>(wake)),
      images_(std::make_unique<ImagesState>(wake)),
      claims_(std::make_unique<ClaimsState>(wake)),
      photographs_(std::move(wake)) {
  session.view = view_for(*derived_).name;
  session.arrangement.panes()[0] = session.view;
}

AppState::~AppState() = default;

void AppState::choose_lab(LabName lab) {
  session.lab = lab;
  session.hover = {};
  message.clear();
}

LabState* AppState::lab_state(LabName lab) const {
  switch (lab) {
    case LabName::round_trip:
      return round_trip_.get();
    case LabName::sizes:
      return sizes_.get();
    case LabName::images:
      return images_.get();
    case LabName::claims:
      return claims_.get();
    case LabName::explore:
      break;
  }
  return nullptr;
}

void AppState::adopt(DerivedPtr derived) {
  const bool turned = derived->scenario().transposed() != derived_->scenario().transposed();
  const MatrixWindow before = whole_matrix(derived_->op());
  derived_ = std::move(derived);
  if (whole_matrix(derived_->op()) != before) session.matrix = {};
  session.quiz.step = -1;
  const View& present = view();
  if (present.obstacle(*derived_) || (turned && (session.view == "slide" || session.view == "scatter"))) {
    session.view = view_for(*derived_).name;
    session.arrangement.panes()[session.arrangement.focus] = session.view;
  }
  const Index count = steps();
  if (session.moment.step >= count) session.moment = {count - 1, kSettled};
}

void AppState::apply(Scenario next, const std::string& gesture) {
  message.clear();
  if (next == scenario()) return;
  auto derived = std::make_shared<const Derived>(next);
  history_.push(std::move(next), gesture);
  adopt(std::move(derived));
}

void AppState::set(std::string_view key, std::string_view text, const std::string& gesture) {
  if (key == "photo" && text != scenario().photo) return choose_photo(std::string(text));
  apply(with_field(scenario(), key, text), gesture);
}

void AppState::choose_photo(const std::string& path) {
  photographs_.read(path, true, [this, path](const Photo& photo) {
    Scenario next = scenario();
    next.photo = path;
    if (next == scenario()) adopt(std::make_shared<const Derived>(next));  // the file may have changed
    apply(std::move(next));
    if (!path.empty()) remember_file(session, path);
    tell("Opened " + photo.name);
  });
}

void AppState::crop_photo(std::optional<std::pair<Index, Index>> place, Index levels) {
  photographs_.read(scenario().photo, false, [this, place, levels](const Photo& photo) {
    const Shape& size = scenario().size;
    const Index rows = size.rank() == 1 ? 1 : size[0], columns = size[size.rank() - 1];
    const Shape& whole = photo.pixels.shape();
    const auto [x, y] = place.value_or(std::pair{(whole[3] - columns) / 2, (whole[2] - rows) / 2});
    apply(with_input_values(scenario(), crop_grey(photo.pixels, x, y, size, levels)));
    tell(fmt::format("The input is a crop of {}, as grey values 0 to {}", photo.name, levels - 1));
  });
}

void AppState::undo() {
  if (LabState* lab = lab_state(); lab && lab->undo(*this)) return;
  if (!history_.can_undo()) return tell("There is nothing to undo.");
  history_.undo();
  message.clear();
  try {  // a file that was read then may be gone now
    adopt(std::make_shared<const Derived>(scenario()));
  } catch (...) {
    history_.redo();
    throw;
  }
}

void AppState::redo() {
  if (LabState* lab = lab_state(); lab && lab->redo(*this)) return;
  if (!history_.can_redo()) return tell("There is nothing to redo.");
  history_.redo();
  message.clear();
  try {
    adopt(std::make_shared<const Derived>(scenario()));
  } catch (...) {
    history_.undo();
    throw;
  }
}

bool AppState::attempt(const std::function<void()>& edit) {
  try {
    edit();
    return true;
  } catch (const std::exception& problem) {
    tell(problem.what(), true);
    return false;
  }
}

void AppState::tell(std::string text, bool is_warning) {
  message = std::move(text);
  warning = is_warning;
}

void AppState::open(const std::string& path) {
  if (LabState* lab = lab_state(); lab && lab->open(*this, path)) return;
  if (path.ends_with(".json")) {
    apply(scenario_from_what(path));
    rest_at(0);
    return;
  }
  if (path.ends_with(".npy")) {
    const Tensor<double> array = read_npy(path, "open");
    Scenario next = scenario();
    const Shape& shape = array.shape();
    // A bare array is a plane; with more axes than three it has batch and channels in front.
    const bool channels = shape.rank() > 3 || shape.rank() == next.size.rank() + 2;
    next.size = channels ? shape.tail(2) : shape;
    if (channels) set_channels(next, shape[1], next.output_channels());
    next.input = {Source::Kind::file, path, 0, {}};
    apply(std::move(next));
    return;
  }
  const bool for_view = session.lab == LabName::explore && on_stage("photo");
  if (!for_view && images_->open(*this, path)) return choose_lab(LabName::images);
  choose_photo(path);
}

void AppState::set_cell(Tag cell, double value, const std::string& gesture) {
  apply(with_cell(*derived_, cell, value), gesture);
}

const View& AppState::pane_view(std::size_t pane) const {
  const Arrangement& arrangement = session.arrangement;
  if (pane == arrangement.focus) return view();
  const std::string& name = arrangement.panes()[pane];
  const View& wanted = convscope::view(name);
  if ((name == "slide" || name == "scatter") && wanted.obstacle(*derived_)) return default_view(scenario());
  return wanted;
}

bool AppState::same_steps(const View& a, const View& b) const {
  return a.animated && b.animated && a.step_count == b.step_count &&
         order_of(a, *derived_, session.order) == order_of(b, *derived_, session.order);
}

void AppState::carry_moment(Index before, bool same) {
  session.glide = Glide::none;
  const Index count = steps();
  Moment& moment = session.moment;
  if (!same) {
    const double share = static_cast<double>(moment.step + (moment.phase >= kSettled ? 1 : 0)) /
                         static_cast<double>(std::max<Index>(before, 1));
    const auto done = static_cast<Index>(std::lround(share * static_cast<double>(count)));
    moment = {done - (moment.phase >= kSettled ? 1 : 0), session.playing ? 0 : kSettled};
  }
  moment.step = std::clamp<Index>(moment.step, 0, count - 1);
}

void AppState::choose_view(std::string_view name) {
  const View& wanted = convscope::view(name);
  if (const auto obstacle = wanted.obstacle(*derived_))
    throw Error("view", fmt::format("{} cannot show this", wanted.title), *obstacle);
  const bool same = same_steps(wanted, view());
  session.view = wanted.name;
  session.arrangement.panes()[session.arrangement.focus] = session.view;
  message.clear();
  if (!same && wanted.animated) session.moment = {0, session.playing ? 0 : kSettled};
  session.moment.step = std::min(session.moment.step, steps() - 1);
}

void AppState::focus_pane(std::size_t pane) {
  Arrangement& arrangement = session.arrangement;
  if (pane == arrangement.focus) return;
  const View& wanted = pane_view(pane);
  if (wanted.obstacle(*derived_)) return;
  const Index before = steps();
  const bool same = same_steps(wanted, view()) || !wanted.animated || !view().animated;
  arrangement.focus = pane;
  session.view = wanted.name;
  arrangement.panes()[pane] = session.view;
  carry_moment(before, same);
}

void AppState::choose_layout(int count) {
  Arrangement& arrangement = session.arrangement;
  if (std::ranges::find(Arrangement::kCounts, count) == Arrangement::kCounts.end())
    throw Error("layout", fmt::format("{} views", count), "1, 2 or 4");
  const View& now = view();
  const Index before = steps();
  arrangement.chosen = true;
  arrangement.count = count;
  arrangement.focus = 0;
  session.view = convscope::view(arrangement.panes()[0]).name;
  if (view().obstacle(*derived_)) session.view = view_for(*derived_).name;
  arrangement.panes()[0] = session.view;
  carry_moment(before, same_steps(now, view()));
}

void AppState::choose_order(std::optional<Order> order) {
  if (order == session.order) return;
  const Index before = steps();
  const Order was = order_of(view(), *derived_, session.order);
  session.order = order;
  session.quiz.step = -1;
  carry_moment(before, order_of(view(), *derived_, order) == was);
}

DerivedPtr AppState::shown(const View& wanted) const {
  return wanted.name == "photo" ? photographs_.compared() : derived_;
}

DerivedPtr AppState::wants_photo() const {
  return session.lab == LabName::explore && on_stage("photo") ? derived_ : nullptr;
}

bool AppState::on_stage(std::string_view name) const {
  return session.view == name ||
         std::ranges::find(session.arrangement.panes(), name) != session.arrangement.panes().end();
}

bool AppState::updating() const {
  if (const LabState* lab = lab_state()) return lab->updating();
  return photographs_.busy(wants_photo());
}

void AppState::restore(const Session& stored, bool views) {
  adopt_remembered(session, stored);
  Arrangement& arrangement = session.arrangement;
  session.view = convscope::view(arrangement.panes()[arrangement.focus]).name;
  if (!views || view().obstacle(*derived_)) session.view = view_for(*derived_).name;
  arrangement.panes()[arrangement.focus] = session.view;
  rest_at(0);
}

void AppState::play(bool on) {
  session.play(on, session, steps());
}

void AppState::next() {
  session.next(steps());
}

void AppState::previous() {
  session.previous();
}

void AppState::go_to(Index step) {
  if (step < 0 || step >= steps())
    throw Error("step", fmt::format("there is no step {}", step), fmt::format("0 to {}", steps() - 1));
  rest_at(step);
}

void AppState::rest_at(Index step) {
  session.rest_at(step, steps());
}

void AppState::scrub(double position) {
  session.scrub(position, steps());
}

Moment AppState::moment() const {
  return session.shown(session);
}

Moment AppState::moment_of(const View& other) const {
  const Moment now = moment();
  const View& present = view();
  if (&other == &present || !other.animated || !present.animated) return other.animated ? now : Moment{};
  const Index mine = steps(), theirs = steps_of(other);
  const bool same = same_steps(other, present);
  // A cell that is being guessed is not there yet: the step has not begun, or nothing has.
  if (quiz_waits(*this)) return {same ? std::min(now.step, theirs - 1) : 0, 0};
  if (same) return {std::min(now.step, theirs - 1), now.phase};
  // As far along: what is half way in one order is whole steps in the other.
  const double done = (static_cast<double>(now.step) + std::min(now.phase / kSettled, 1.0)) /
                      static_cast<double>(mine) * static_cast<double>(theirs);
  return {std::clamp<Index>(static_cast<Index>(std::ceil(done - 1e-9)) - 1, 0, theirs - 1), kSettled};
}

void AppState::tick(double seconds) {
  photographs_.tick(wants_photo());
  if (LabMessage said = photographs_.take_message(); !said.text.empty())
    tell(std::move(said.text), said.warning);
  if (LabState* lab = lab_state()) {
    lab->tick(*this, seconds);
    if (LabMessage said = lab->take_message(); !said.text.empty()) tell(std::move(said.text), said.warning);
    return;
  }
  if (view().animated) session.advance(session, steps(), seconds);
}

bool AppState::animating() const {
  if (const LabState* lab = lab_state()) return lab->animating();
  return view().animated && session.Playhead::animating();
}

Style AppState::style(double width, double height) const {
  return {.width = width,
          .height = height,
          .theme = session.theme,
          .numbers = session.numbers,
          .type = session.type(),
          .title = true,
          .hover = session.hover,
          .linked = linked_cells(*derived_, session.hover),
          .order = session.order,
          .matrix = session.matrix,
          .camera = session.camera,
          .quiz = quiz_waits(*this)};
}

}  // namespace convscope
