#include "app/desk/desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/desk/editable_cells.hpp"
#include "app/desk/presenting.hpp"
#include "app/views/registry.hpp"
#include "core/base/numbers.hpp"
#include "core/base/problem.hpp"
#include "core/geometry/contributions.hpp"
#include "core/scenario/edits.hpp"
#include "core/scenario/fields.hpp"
#include "core/scenario/sources.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

bool follows_at_once(const Operator& op) {
  constexpr Index kMostCells = 400'000, kMostProducts = 150'000'000;
  const Geometry& g = op.geometry;
  return element_count(g.pixel_tensor(1)) + element_count(g.window_tensor(1)) <= kMostCells &&
         count_contributions(g) <= kMostProducts;
}

void check_scenario(const Scenario& scenario) {
  const Operator op = checked_operator(scenario);
  if (follows_at_once(op))
    static_cast<void>(Derived(scenario));
  else
    check_sources(scenario, op);
}

Aside::Aside(DerivedPtr what_follows) : history(what_follows->scenario()), derived(std::move(what_follows)) {}

namespace {

/// Of the first scenario, or of a stand-in where that is a large one.
DerivedPtr first_derived(const Scenario& first) {
  if (follows_at_once(checked_operator(first))) return std::make_shared<const Derived>(first);
  check_scenario(first);
  return std::make_shared<const Derived>(parse_spec("conv 3 k1"));
}

}  // namespace

Desk::Desk(const Scenario& first, std::span<const LabRow> labs, std::span<const Command> commands,
           const Workers& workers)
    : dialog(workers.waker()),
      exports(workers),
      labs_(labs),
      commands_(commands),
      workers_(workers),
      history_(first),
      derived_(first_derived(first)),
      begun_(derived_->scenario() == first),
      presenting_(std::make_unique<Presenting>()),
      following_(workers),
      opening_(workers) {
  for (const LabRow& lab : labs_) states_.push_back(lab.state(*this));
  if (!begun_) follow_beside();
}

Desk::~Desk() = default;

std::vector<CommandWords> pages_of(std::string_view command, std::span<const std::string_view> names) {
  std::vector<CommandWords> pages;
  for (const std::string_view name : names) pages.push_back({std::string(command), std::string(name)});
  return pages;
}

std::optional<Film> LabState::film(const Desk& desk, const Style& style, bool) const {
  std::optional<Picture> shown = picture(desk, style);
  if (!shown) return std::nullopt;
  return Film{.draw = [shown = std::move(*shown)](Moment) { return shown; }, .animated = false};
}

void Desk::adopt(DerivedPtr derived) {
  const DerivedPtr before = std::exchange(derived_, std::move(derived));
  begun_ = true;
  line_.reset();
  for (const auto& state : states_) state->scenario_changed(*this, *before);
}

void Desk::apply(Scenario next, const std::string& gesture) {
  message.clear();
  if (next == scenario()) return;
  const Operator op = checked_operator(next);
  if (follows_at_once(op)) {
    auto derived = std::make_shared<const Derived>(next);
    following_.cancel();
    history_.push(std::move(next), gesture);
    return adopt(std::move(derived));
  }
  check_sources(next, op);
  history_.push(std::move(next), gesture);
  line_.reset();
  follow_beside();
}

void Desk::follow_beside() {
  following_.again();
  following_.want(scenario(), [](const Scenario& asked, const Progress&, const auto&) {
    return std::make_shared<const Derived>(asked);
  });
}

void Desk::take_followed() {
  const bool news = following_.take([this](const DerivedPtr& derived) { adopt(derived); });
  if (!news || following_.problem().empty()) return;
  // The history goes to where it was, or has it as the newest.
  const Scenario& before = derived_->scenario();
  while (history_.now() != before && history_.can_undo()) history_.undo();
  while (history_.now() != before && history_.can_redo()) history_.redo();
  history_.push(before);
  line_.reset();
  begun_ = true;
  tell(following_.problem(), true);
  if (unwritten.empty()) unwritten = following_.problem();
}

void Desk::require_derived() const {
  if (following()) throw Error("scenario", "is still being worked out", "the same in a moment");
}

const std::string& Desk::line() const {
  if (!line_) line_ = spec_line(scenario());
  return *line_;
}

void Desk::load(Scenario next) {
  apply(std::move(next));
  presenting_->note.clear();
  for (const auto& state : states_) state->rewind();
}

void Desk::exchange(Aside& other) {
  following_.cancel();  // what was under way for the other one begins anew when it comes back
  std::swap(history_, other.history);
  adopt(std::exchange(other.derived, derived_));
  if (scenario() != derived_->scenario()) follow_beside();
}

void Desk::derive_again() {
  if (!follows_at_once(checked_operator(scenario()))) return follow_beside();
  auto derived = std::make_shared<const Derived>(scenario());
  following_.cancel();
  adopt(std::move(derived));
}

void Desk::set(std::string_view key, std::string_view text, const std::string& gesture) {
  for (const auto& state : states_)
    if (state->set_field(*this, key, text)) return;
  apply(with_field(scenario(), key, text), gesture);
}

void Desk::set_cell(Tag cell, double value, const std::string& gesture) {
  require_derived();
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

void Desk::show_as(const ScenarioStage& stage) {
  for (const auto& state : states_) state->show_as(stage);
  presenting_->note = stage.note;
}

Opened Desk::open(const std::string& path) {
  if (const Opened by_front = front_state().open(*this, path); by_front != Opened::no) return by_front;
  if (path.ends_with(".json")) return open_scenario(path);
  if (path.ends_with(".npy")) {
    open_array(path);
    return Opened::done;
  }
  for (const LabRow& lab : labs_) {
    if (lab.takes == nullptr || !lab.takes(path)) continue;
    const Opened opened = state_of(lab).open(*this, path);
    if (opened != Opened::no) choose_lab(lab.name);
    return opened;
  }
  return Opened::no;
}

void Desk::tick(double seconds) {
  presenting_->tick(seconds);
  if (message_goes().value_or(1) <= 0) message.clear();
  attempt([&] { take_followed(); });
  attempt([&] { take_opened(); });
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
    tell(sentence_of(problem), true);
    return false;
  }
}

void Desk::tell(std::string_view text, bool is_warning) {
  constexpr std::size_t kMost = 600;
  message = cut(text, kMost);
  warning = is_warning;
  offer.reset();
  told = presenting_->now();
}

std::optional<double> Desk::message_goes() const {
  constexpr double kStays = 6;  // seconds
  // Where frames are the clock, a picture of the window must not depend on how many there were.
  if (message.empty() || warning || offer || !presenting_->clock.steady) return std::nullopt;
  return std::max(0.0, told + kStays - presenting_->now());
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
