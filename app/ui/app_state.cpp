#include "app/ui/app_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "core/scenario/fields.hpp"
#include "core/scenario/what.hpp"

namespace convscope {

AppState::AppState(Scenario first, std::function<void()> wake)
    : dialog(wake),
      history_(first),
      derived_(std::make_shared<const Derived>(std::move(first))),
      photo_worker_(std::make_unique<PhotoWorker>(std::move(wake))) {
  session.view = default_view(scenario()).name;
}

void AppState::adopt(DerivedPtr derived) {
  const bool turned = derived->scenario().transposed() != derived_->scenario().transposed();
  derived_ = std::move(derived);
  const View& present = view();
  if (present.obstacle(*derived_) || (turned && (session.view == "slide" || session.view == "scatter")))
    session.view = default_view(scenario()).name;
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
  apply(with_field(scenario(), key, text), gesture);
}

void AppState::undo() {
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
  read_image(path, "photo");  // so that a file that is no picture changes nothing
  set("photo", path);
  choose_view("photo");
}

void AppState::set_cell(Tag cell, double value, const std::string& gesture) {
  const Tensor<double>* tensor = cell.role == Role::input    ? &derived_->input()
                                 : cell.role == Role::kernel ? &derived_->weights()
                                                             : nullptr;
  if (!tensor)
    throw Error("cell", fmt::format("{} cells are computed", role_name(cell.role)), "input or kernel");
  if (cell.cell < 0 || cell.cell >= tensor->size())
    throw Error("cell", fmt::format("there is no cell {}", cell.cell),
                fmt::format("0 to {}", tensor->size() - 1));
  apply(cell.role == Role::input ? with_input_cell(scenario(), *tensor, cell.cell, value)
                                 : with_kernel_cell(scenario(), *tensor, cell.cell, value),
        gesture);
}

void AppState::choose_view(std::string_view name) {
  const View& wanted = convscope::view(name);
  if (const auto obstacle = wanted.obstacle(*derived_))
    throw Error("view", fmt::format("{} cannot show this", wanted.title), *obstacle);
  const bool same_order = wanted.animated && view().animated && wanted.step_count == view().step_count &&
                          wanted.order(*derived_) == view().order(*derived_);
  session.view = wanted.name;
  message.clear();
  if (!same_order && wanted.animated) session.moment = {0, session.playing ? 0 : kSettled};
  session.moment.step = std::min(session.moment.step, steps() - 1);
}

DerivedPtr AppState::shown() const {
  if (session.view != "photo" || derived_->photo_ready()) return derived_;
  return photo_;
}

bool AppState::updating() const {
  return session.view == "photo" && !derived_->photo_ready() && photo_problem_.empty();
}

void AppState::play(bool on) {
  glide_ = Glide::none;
  if (on && !session.loop && session.moment.step + 1 >= steps() && session.moment.phase >= kSettled)
    session.moment = {};
  // What is half way finishes, so that a pause never leaves a product in the air.
  if (!on && session.playing && session.moment.phase < kSettled) glide_ = Glide::settle;
  session.playing = on;
}

void AppState::next() {
  session.playing = false;
  if (glide_ == Glide::rewind || session.moment.step + 1 >= steps()) {
    glide_ = Glide::settle;
    return;
  }
  ++session.moment.step;
  session.moment.phase = 0;
  glide_ = Glide::settle;
}

void AppState::previous() {
  session.playing = false;
  if (session.moment.step == 0) return rest_at(0);
  if (glide_ == Glide::rewind) {  // pressed again: finish the one under way
    --session.moment.step;
    session.moment.phase = kSettled;
    if (session.moment.step == 0) {
      glide_ = Glide::none;
      return;
    }
  }
  session.moment.phase = std::min(session.moment.phase, kSettled);
  glide_ = Glide::rewind;
}

void AppState::go_to(Index step) {
  if (step < 0 || step >= steps())
    throw Error("step", fmt::format("there is no step {}", step), fmt::format("0 to {}", steps() - 1));
  rest_at(step);
}

void AppState::rest_at(Index step) {
  glide_ = Glide::none;
  session.moment = {std::clamp<Index>(step, 0, steps() - 1), session.playing ? 0 : kSettled};
}

void AppState::scrub(double position) {
  glide_ = Glide::none;
  const double most = static_cast<double>(steps());
  position = std::clamp(position, 0.0, most - 1e-6);
  session.moment = {static_cast<Index>(position), position - std::floor(position)};
}

Moment AppState::moment() const {
  return session.reduced_motion ? Moment{session.moment.step, kSettled} : session.moment;
}

void AppState::tick(double seconds) {
  if (view().animated) advance(session, glide_, steps(), seconds);
  if (PhotoWorker::Result result = photo_worker_->take(); result.derived) {
    if (result.derived == derived_) photo_problem_ = result.problem;
    if (result.problem.empty()) photo_ = std::move(result.derived);
  }
  if (session.view == "photo" && !derived_->photo_ready() && photo_requested_.lock() != derived_) {
    photo_requested_ = derived_;
    photo_problem_.clear();
    photo_worker_->request(derived_);
  }
}

bool AppState::animating() const {
  return view().animated && (session.playing || glide_ != Glide::none);
}

Style AppState::style(double width, double height) const {
  return {.width = width,
          .height = height,
          .theme = session.theme,
          .numbers = session.numbers,
          .type = session.type(),
          .title = true,
          .hover = session.hover};
}

}  // namespace convscope
