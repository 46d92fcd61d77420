// The whole state of the window: scenario with its history, what follows from it, and the session.
//
// Everything that people do arrives here as a method; a wrong edit throws and changes nothing, or, from a
// widget, becomes the message that the window shows.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/desk/file_dialog.hpp"
#include "app/desk/lab.hpp"
#include "app/desk/session.hpp"
#include "app/labs/explore/photographs.hpp"
#include "app/views/registry.hpp"
#include "core/scenario/history.hpp"

namespace convscope {

class RoundTripState;
class SizesState;
class ImagesState;
class ClaimsState;

class AppState {
 public:
  /// `wake` is called from a worker when the window should look again.
  /// Errors: as Derived.
  explicit AppState(Scenario first, std::function<void()> wake = {});
  ~AppState();

  const Scenario& scenario() const { return history_.now(); }
  const Derived& derived() const { return *derived_; }
  const History<Scenario>& history() const { return history_; }
  Session session;

  /// Makes the scenario the present one. Edits in a row with the same gesture are undone together.
  /// Errors: as Derived; then nothing has changed.
  void apply(Scenario next, const std::string& gesture = "");
  /// with_field and apply; of the photo: choose_photo.
  void set(std::string_view key, std::string_view text, const std::string& gesture = "");
  void end_gesture() { history_.end_gesture(); }
  /// Of the lab in front, or of the scenario.
  void undo();
  void redo();
  /// Runs an edit; what it throws becomes the message. Returns whether it went well.
  bool attempt(const std::function<void()>& edit);

  void choose_lab(LabName lab);
  /// Of the lab in front; null for Explore, which has nothing beside scenario and session.
  LabState* lab_state() { return lab_state(session.lab); }
  const LabState* lab_state() const { return lab_state(session.lab); }
  LabState* lab_state(LabName lab) const;
  RoundTripState& round_trip() const { return *round_trip_; }
  SizesState& sizes() const { return *sizes_; }
  ImagesState& images() const { return *images_; }
  ClaimsState& claims() const { return *claims_; }

  /// What the lab in front takes, else a scenario file, an array (.npy, becomes the input), or a photograph
  /// (for the photo view where that is on the stage, else for the lab of images). A photograph is read beside
  /// the window: until it is there, and where it cannot be read after all, everything stays.
  /// Errors: of whatever reads it, or has a quick look at it.
  void open(const std::string& path);
  /// The scenario's photograph, or with an empty path the default one, from a file, as open() does.
  void choose_photo(const std::string& path);
  /// Such a file is on its way.
  bool reading_photo() const { return photographs_.reading(); }
  /// A part of the scenario's photograph as grey values becomes the input, as crop_grey says; without a place
  /// its middle.
  void crop_photo(std::optional<std::pair<Index, Index>> place, Index levels);
  /// Changes one cell. Errors: as with_cell.
  void set_cell(Tag cell, double value, const std::string& gesture = "");

  /// The view in focus.
  const View& view() const { return convscope::view(session.view); }
  /// The view of a pane; slide stands in for scatter, and back, where the operator has been turned.
  const View& pane_view(std::size_t pane) const;
  /// For the pane in focus. Errors: Error("view", ...) for an unknown name or one that cannot show this
  /// scenario.
  void choose_view(std::string_view name);
  /// 1, 2 or 4 views. Errors: Error("layout", ...) for another number.
  void choose_layout(int count);
  /// Precondition: the pane is one of the present layout.
  void focus_pane(std::size_t pane);
  /// Of the steps, for the views that can follow it; none: each view's own.
  void choose_order(std::optional<Order> order);
  Index steps() const { return steps_of(view()); }
  Index steps_of(const View& view) const { return convscope::steps(view, *derived_, session.order); }
  /// What a view draws: for the photo view the last comparison that is complete, else now's. Null while there
  /// is none yet.
  DerivedPtr shown(const View& view) const;
  DerivedPtr shown() const { return shown(view()); }
  /// A photo view on the stage waits for a newer comparison than the one it shows.
  bool updating() const;
  /// Whether a view stands on the stage.
  bool on_stage(std::string_view name) const;
  /// Why there is no photo comparison, or empty.
  const std::string& photo_problem() const { return photographs_.problem(); }

  /// What an earlier session left; `views`: also its view in focus, else the scenario's own.
  void restore(const Session& stored, bool views);

  // Playback.
  void play(bool on);
  void next();
  void previous();
  /// Errors: Error("step", ...) outside 0..steps()-1.
  void go_to(Index step);
  /// As a still picture of the step shows it.
  void rest_at(Index step);
  /// Scrubbing: a position along all steps.
  void scrub(double position);
  /// The moment as the view in focus should draw it.
  Moment moment() const;
  /// The same for another view: one whose steps follow another order is as far along.
  Moment moment_of(const View& view) const;

  /// Moves animations by application time and takes in what workers have finished.
  void tick(double seconds);
  /// Whether the next frame will look different by itself.
  bool animating() const;

  /// One sentence for the message bar, empty when there is none; `warning` colours it.
  std::string message;
  bool warning = false;
  void tell(std::string text, bool is_warning = false);

  bool quit = false;
  FileDialog dialog;
  Style style(double width, double height) const;

 private:
  void adopt(DerivedPtr derived);
  bool same_steps(const View& a, const View& b) const;
  /// Takes the moment along to where the steps are counted otherwise.
  void carry_moment(Index before, bool same);
  /// What waits for a comparison of its photograph: the scenario, while the photo view is on the stage.
  DerivedPtr wants_photo() const;

  History<Scenario> history_;
  DerivedPtr derived_;
  std::unique_ptr<RoundTripState> round_trip_;
  std::unique_ptr<SizesState> sizes_;
  std::unique_ptr<ImagesState> images_;
  std::unique_ptr<ClaimsState> claims_;
  Photographs photographs_;  // last: its worker's results are of use to the rest
};

}  // namespace convscope
