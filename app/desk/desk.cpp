#include "app/desk/desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/desk/editable_cells.hpp"
#include "app/desk/presenting.hpp"
#include "app/views/registry.hpp"
#include "core/base/numbers.hpp"
#include "core/io/npy.hpp"
#include "core/scenario/edits.hpp"
#include "core/scenario/fields.hpp"
#include "core/scenario/spec_line.hpp"
#include "core/scenario/what.hpp"

namespace convscope {

Aside::Aside(Scenario scenario)
    : history(scenario), derived(std::make_shared<const Derived>(std::move(scenario))) {}

Desk::Desk(Scenario first, std::span<const LabRow> labs, std::span<const Command> commands,
           const Workers& workers)
    : dialog(workers.waker()),
      exports(workers),
      labs_(labs),
      commands_(commands),
      workers_(workers),
      history_(first),
      derived_(std::make_shared<const Derived>(std::move(first))),
      presenting_(std::make_unique<Presenting>()) {
  for (const LabRow& lab : labs_) states_.push_back(lab.state(*this));
}

Desk::~Desk() = default;

std::optional<Film> LabState::film(const Desk& desk, const Style& style, bool) const {
  std::optional<Picture> shown = picture(desk, style);
  if (!shown) return std::nullopt;
  return Film{.draw = [shown = std::move(*shown)](Moment) { return shown; }, .animated = false};
}

void Desk::adopt(DerivedPtr derived) {
  const DerivedPtr before = std::exchange(derived_, std::move(derived));
  line_.reset();
  for (const auto& state : states_) state->scenario_changed(*this, *before);
}

void Desk::apply(Scenario next, const std::string& gesture) {
  message.clear();
  if (next == scenario()) return;
  auto derived = std::make_shared<const Derived>(next);
  history_.push(std::move(next), gesture);
  adopt(std::move(derived));
}

const std::string& Desk::line() const {
  if (!line_) line_ = spec_line(scenario());
  return *line_;
}

void Desk::load(Scenario next) {
  apply(std::move(next));
  for (const auto& state : states_) state->rewind();
}

void Desk::exchange(Aside& other) {
  std::swap(history_, other.history);
  adopt(std::exchange(other.derived, derived_));
}

void Desk::derive_again() {
  adopt(std::make_shared<const Derived>(scenario()));
}

void Desk::set(std::string_view key, std::string_view text, const std::string& gesture) {
  for (const auto& state : states_)
    if (state->set_field(*this, key, text)) return;
  apply(with_field(scenario(), key, text), gesture);
}

void Desk::set_cell(Tag cell, double value, const std::string& gesture) {
  apply(with_cell(*derived_, cell, value), gesture);
}

void Desk::travel(bool back) {
  const auto go = [this](bool backwards) { backwards ? history_.undo() : history_.redo(); };
  go(back);
  message.clear();
  try {  // a file that was read then may be gone now
    derive_again();
  } catch (...) {
    go(!back);
    throw;
  }
}

void Desk::undo() {
  if (front_state().undo(*this)) return;
  if (!history_.can_undo()) return tell("There is nothing to undo.");
  travel(true);
}

void Desk::redo() {
  if (front_state().redo(*this)) return;
  if (!history_.can_redo()) return tell("There is nothing to redo.");
  travel(false);
}

void Desk::choose_lab(std::string_view name) {
  const auto found = std::ranges::find(labs_, name, &LabRow::name);
  if (found == labs_.end()) throw Error("lab", fmt::format("'{}' is not known", name), "a lab of the window");
  front_ = static_cast<std::size_t>(found - labs_.begin());
  session.hover = {};
  message.clear();
}

std::string_view Desk::name_of(const LabState& state) const {
  const auto found = std::ranges::find(states_, &state, [](const auto& one) { return one.get(); });
  return labs_[static_cast<std::size_t>(found - states_.begin())].name;
}

Opened Desk::open(const std::string& path) {
  if (const Opened by_front = front_state().open(*this, path); by_front != Opened::no) return by_front;
  if (path.ends_with(".json")) {
    load(scenario_from_what(path));
    return Opened::done;
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
    return Opened::done;
  }
  for (const LabRow& lab : labs_) {
    if (!lab.takes_files) continue;
    const Opened opened = state_of(lab).open(*this, path);
    if (opened != Opened::no) choose_lab(lab.name);
    return opened;
  }
  return Opened::no;
}

void Desk::tick(double seconds) {
  presenting_->tick(seconds);
  for (const auto& state : states_) attempt([&] { state->receive(*this); });
  attempt([&] { front_state().tick(*this, seconds); });
  for (const LabMessage& said : {exports.take(), front_state().take_message()}) {
    if (said.text.empty()) continue;
    if (said.unwritten && unwritten.empty()) unwritten = said.text;
    tell(said.text, said.warning);
  }
}

bool Desk::attempt(const std::function<void()>& edit) {
  try {
    edit();
    return true;
  } catch (const std::exception& problem) {
    tell(problem.what(), true);
    return false;
  }
}

void Desk::tell(std::string_view text, bool is_warning) {
  constexpr std::size_t kMost = 600;
  message = cut(text, kMost);
  warning = is_warning;
  offer.reset();
}

Style Desk::style(double width, double height) const {
  return {.width = width,
          .height = height,
          .theme = session.theme,
          .numbers = session.numbers,
          .type = session.type(),
          .present = session.presentation,
          .title = true,
          .hover = session.hover,
          .linked = linked_cells(*derived_, session.hover)};
}

}  // namespace convscope
