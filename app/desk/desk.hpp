// What all labs share: the scenario with its history, what follows from it, the session, messages, and the
// labs themselves as the window has put them there.
//
// Everything that people do arrives here or at a lab's state as a method; a wrong edit throws and changes
// nothing, or, from a widget, becomes the message that the window shows.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/desk/file_dialog.hpp"
#include "app/desk/lab.hpp"
#include "app/desk/latest.hpp"
#include "app/desk/saver.hpp"
#include "app/desk/session.hpp"
#include "app/desk/workers.hpp"
#include "core/base/error.hpp"
#include "core/scenario/history.hpp"
#include "core/scenario/json.hpp"

namespace convscope {

class Presenting;

/// A command that a message offers.
struct Offer {
  std::string title;  ///< of the button
  CommandWords command;
};

/// A scenario that is not the present one, with its history.
struct Aside {
  explicit Aside(DerivedPtr what_follows);
  History<Scenario> history;
  DerivedPtr derived;
};

/// What follows from it takes part of a frame at most: 64 × 64 cells with 16 channels and an ordinary kernel
/// do.
bool follows_at_once(const Operator& op);
/// Whether a scenario fits together: all of it where that takes part of a frame, else what can be said before
/// anything is computed. Errors: as Derived, for a large one but those of a file's values.
void check_scenario(const Scenario& scenario);

/// Seconds of a frame where no clock tells them.
inline constexpr double kFrameSeconds = 1.0 / 60;

class Desk {
 public:
  /// The first lab is in front; it is the one that scenarios are opened in. `workers` work
  /// for all labs. Precondition: there is a lab; both tables outlive the desk.
  /// Errors: as check_scenario.
  Desk(const Scenario& first, std::span<const LabRow> labs, std::span<const Command> commands,
       const Workers& workers = {});
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // The scenario. What follows from a large one is found beside the window: until then derived() is that of
  // the scenario before, which it names itself, and following() is true. If nothing follows after all (a list
  // of the wrong length, a file that is gone), the scenario before is the present one again, and a message
  // says why.
  const Scenario& scenario() const { return history_.now(); }
  const Derived& derived() const { return *derived_; }
  /// Its spec_line; written when first asked for after a change, not in every frame.
  const std::string& line() const;
  const DerivedPtr& derived_ptr() const { return derived_; }
  bool following() const { return following_.busy(); }
  /// False: the first scenario is a large one that nothing follows from yet; derived() is of none that
  /// anybody chose.
  bool begun() const { return begun_; }
  /// For edits that need the present scenario's values. Errors: Error("scenario", ...) while following().
  void require_derived() const;
  const History<Scenario>& history() const { return history_; }
  /// Makes the scenario the present one. Edits in a row with the same gesture are undone together.
  /// Errors: as check_scenario; then nothing has changed.
  void apply(Scenario next, const std::string& gesture = "");
  /// The same from the first step on.
  void load(Scenario next);
  /// The present scenario and the other one change places, each with its history.
  void exchange(Aside& other);
  /// What follows from the present scenario is found anew: a file that it names may have changed.
  void derive_again();
  /// with_field and apply; or a lab's, where the value must be read first.
  void set(std::string_view key, std::string_view text, const std::string& gesture = "");
  /// Changes one cell. Errors: as with_cell and require_derived.
  void set_cell(Tag cell, double value, const std::string& gesture = "");
  void end_gesture() { history_.end_gesture(); }
  /// Of the lab in front, or of the scenario.
  void undo();
  void redo();

  // The labs.
  std::span<const LabRow> labs() const { return labs_; }
  const LabRow& front() const { return labs_[front_]; }
  LabState& front_state() const { return *states_[front_]; }
  LabState& state_of(const LabRow& lab) const {
    return *states_[static_cast<std::size_t>(&lab - labs_.data())];
  }
  /// By its type, for who knows that it is there: a lab's own commands and panels, and the window.
  template <class State>
  State& state() const {
    for (const auto& state : states_)
      if (auto* found = dynamic_cast<State*>(state.get())) return *found;
    throw Error("lab", "is not on this desk", "a lab of the table");
  }
  /// The same, and brings its lab to the front if it is not there: commands mean what is seen.
  template <class State>
  State& show() {
    State& wanted = state<State>();
    if (&wanted != &front_state()) choose_lab(name_of(wanted));
    return wanted;
  }
  /// Brings it to the front. Errors: Error("lab", ...) for an unknown name.
  void choose_lab(std::string_view name);
  /// The lab that scenarios are opened in.
  void choose_home() { choose_lab(labs_.front().name); }
  /// What the lab in front takes, else a scenario file, an array (.npy, becomes the input), or a picture for
  /// the lab that takes those. What is read beside the window is there later; until then, and where it cannot
  /// be read after all, everything stays. Errors: of whatever reads it, or has a quick look at it.
  Opened open(const std::string& path);

  /// As a scenario file wants it. Errors: of the labs.
  void show_as(const ScenarioStage& stage);

  /// Those of all labs and of the window.
  std::span<const Command> commands() const { return commands_; }
  const Workers& workers() const { return workers_; }

  /// Moves animations by application time and takes in what workers have finished; what a lab throws then
  /// becomes the message.
  void tick(double seconds);
  /// Whether the next frame will look different by itself.
  bool animating() const { return front_state().animating(); }
  /// What a lecturer has beside the stage.
  Presenting& presenting() const { return *presenting_; }
  /// The lab in front waits for a worker.
  bool updating() const {
    return front_state().updating() || exports.busy() || following() || opening_.busy();
  }

  // Messages.
  /// Runs an edit; what it throws becomes the message. Returns whether it went well.
  bool attempt(const std::function<void()>& edit);
  /// One sentence for the message bar, empty when there is none; `warning` colours it.
  std::string message;
  bool warning = false;
  /// Long ones are cut.
  void tell(std::string_view text, bool is_warning = false);
  /// When it was told, or last rested on, as presenting() counts time.
  double told = 0;
  /// Seconds until the message goes by itself, in a live window; nothing: it stays until it is closed, as
  /// what went wrong does, and what offers something.
  std::optional<double> message_goes() const;
  /// Why the first file that could not be written beside the window is missing, or a large scenario could not
  /// be had; for scripts.
  std::string unwritten;
  /// What a click on the message does; goes with the next message.
  std::optional<Offer> offer;

  Session session;
  /// How anything of that size is drawn now.
  Style style(double width, double height) const;
  FileDialog dialog;
  /// Writes what takes a while beside the window.
  Saver exports;
  bool quit = false;

 private:
  std::string_view name_of(const LabState& state) const;
  void adopt(DerivedPtr derived);
  // Scenario files (open_scenario.cpp).
  struct ReadScenario {
    DerivedPtr derived;
    ScenarioStage stage;
  };
  void show_read(const ReadScenario& read);
  void show_opened(const ScenarioStage& stage, const Scenario& before);
  Opened open_scenario(const std::string& path);
  void open_array(const std::string& path);
  void take_opened();
  void travel(bool back);
  /// Asks a worker what follows from the present scenario, and takes in what it has found.
  void follow_beside();
  void take_followed();

  std::span<const LabRow> labs_;
  std::span<const Command> commands_;
  Workers workers_;
  History<Scenario> history_;
  DerivedPtr derived_;
  bool begun_ = true;
  mutable std::optional<std::string> line_;        ///< of the present scenario
  std::vector<std::unique_ptr<LabState>> states_;  ///< in the order of labs_
  std::size_t front_ = 0;
  std::unique_ptr<Presenting> presenting_;
  Latest<Scenario, DerivedPtr> following_;
  Latest<std::string, std::shared_ptr<const ReadScenario>> opening_;  ///< by the file's path
};

}  // namespace convscope
