// What the lab of one operator keeps: which views stand on the stage, where their steps are, how the matrix
// and the volumes are looked at, the quiz, and the photographs of the photo view.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/desk/desk.hpp"
#include "app/desk/playhead.hpp"
#include "app/labs/explore/pane_drawing.hpp"
#include "app/labs/explore/pane_layout.hpp"
#include "app/labs/explore/photographs.hpp"
#include "app/views/marks.hpp"
#include "app/views/registry.hpp"

namespace convscope {

/// How many views stand on the stage, and which: each number remembers its own.
struct Arrangement {
  static constexpr std::array kCounts{1, 2, 4};
  int count = 2;  ///< one of kCounts
  /// False at the first start: then the second view is there only where it has room.
  bool chosen = false;
  std::size_t focus = 0;  ///< the pane that playback, tabs and commands mean
  StageSplit split{};
  std::array<std::vector<std::string>, 3> names{
      {{"scatter"}, {"scatter", "matrix"}, {"scatter", "matrix", "gradient", "overlap"}}};
  std::size_t index() const { return count == 4 ? 2 : static_cast<std::size_t>(count - 1); }
  std::vector<std::string>& panes() { return names[index()]; }
  const std::vector<std::string>& panes() const { return names[index()]; }
  std::string& focused() { return panes()[focus]; }
  const std::string& focused() const { return panes()[focus]; }
  friend bool operator==(const Arrangement&, const Arrangement&) = default;
};

/// What the quiz asks: what the steps make, where their windows begin, first how large the output is, all of
/// these.
enum class QuizAsks : std::uint8_t { values, places, size, all };

/// Predicting what the steps make.
struct Quiz {
  static constexpr Index kNone = -1, kSize = -2;  ///< in the place of a step
  bool on = false;
  QuizAsks asks = QuizAsks::values;
  Index step = kNone;      ///< the question that has been answered
  Index missed = kNone;    ///< the one that has had a wrong answer and has another try
  bool size_done = false;  ///< that question is over
  std::string guess{};     ///< what was said last
  bool right = false;      ///< and whether it was so
  bool second = false;     ///< at the second try
  Index asked = 0, correct = 0;
};

class ExploreState : public LabState {
 public:
  explicit ExploreState(Desk& desk);

  void tick(const Desk& desk, double seconds) override;
  bool animating() const override;
  bool updating() const override;
  std::optional<Film> film(const Desk& desk, const Style& style, bool whole_stage) const override;
  StagePlace place(const Desk& desk) const override;
  /// Takes pictures while the photo view is on the stage.
  Opened open(Desk& desk, const std::string& path) override;
  /// The photograph, which is read first.
  bool set_field(Desk& desk, std::string_view key, std::string_view text) override;
  void scenario_changed(const Desk& desk, const Derived& before) override;
  void show_as(const ScenarioStage& stage) override;
  void rewind() override { rest_at(0); }
  void receive(Desk& desk) override;

  Desk& desk() const { return desk_; }
  Arrangement arrangement{};
  MatrixWindow matrix{};  ///< the part of C in view; empty: all
  Camera camera{};
  GradientPath gradient = GradientPath::automatic;  ///< what the gradient view shows
  Magnifier lens{};                                 ///< of the figures of cells
  Quiz quiz{};
  /// What somebody points out in the scenario of each column: the desk's, and the other one.
  std::array<Marks, 2> marks{};
  const Marks& marks_of(std::size_t pane) const { return marks[is_front(pane) ? 0 : 1]; }
  bool more = false;  ///< the rarer parameters are unfolded
  /// A view on the stage, as last drawn: in logical pixels from the stage's corner.
  struct Shown {
    std::size_t pane = 0;
    Rect rect{};
    double type = 1;
  };
  std::vector<Shown> on_stage{};
  /// What a pane of the stage draws.
  PaneDrawing& drawing(std::size_t pane) { return drawings_[pane]; }

  // Views.
  /// The view in focus.
  const View& view() const { return convscope::view(arrangement.focused()); }
  /// The view of a pane; slide stands in for scatter, and back, where the operator has been turned.
  const View& pane_view(std::size_t pane) const;
  /// For the pane in focus. Errors: Error("view", ...) for an unknown name or one that cannot show this
  /// scenario.
  void choose_view(std::string_view name);
  /// 1, 2 or 4 views; the one in focus keeps it where it can. Errors: Error("layout", ...) for another
  /// number.
  void choose_layout(int count);
  /// Precondition: the pane is one of the present layout.
  void focus_pane(std::size_t pane);
  /// Whether a view that shows a photograph stands on the stage.
  bool photograph_on_stage() const;
  /// How views are looked at.
  Outlook outlook() const { return {matrix, camera, lens}; }
  void look(const Outlook& now) {
    matrix = now.matrix;
    camera = now.camera;
    lens = now.lens;
  }
  /// How a view on the stage is drawn.
  Style style(double width, double height) const;

  // Two scenarios beside each other (beside.cpp): each has a column of the stage. Edits, and all other labs,
  // mean the desk's, which is that of the pane in focus; one playhead steps both, and the one with fewer
  // steps waits at its end.
  enum class Column : std::uint8_t { left, right };
  /// Puts another scenario into a column, in place of the last one there; the view in focus stands in both. A
  /// large one comes later, when what follows from it has been found beside the window.
  /// Errors: as check_scenario; then nothing has changed.
  void put_beside(Scenario other, Column column = Column::right);
  /// The one in focus stays.
  void end_beside();
  bool has_neighbour() const { return neighbour_.has_value(); }
  /// The pane shows the desk's scenario.
  bool is_front(std::size_t pane) const {
    return !neighbour_ || arrangement.count == 1 || pane % 2 == column_;
  }
  /// Which column the desk's scenario has.
  Column column() const { return column_ == 0 ? Column::left : Column::right; }
  /// What the pane is about, in a line.
  const std::string& pane_line(std::size_t pane) const;
  const DerivedPtr& pane_derived_ptr(std::size_t pane) const {
    return is_front(pane) ? desk_.derived_ptr() : neighbour_->scenario.derived;
  }
  const Derived& pane_derived(std::size_t pane) const { return *pane_derived_ptr(pane); }
  Outlook pane_outlook(std::size_t pane) const { return is_front(pane) ? outlook() : neighbour_->outlook; }
  void look(std::size_t pane, const Outlook& now);
  Moment pane_moment(std::size_t pane) const;
  Style pane_style(std::size_t pane, double width, double height) const;
  /// The pointer is on a cell of this pane.
  void pointed_in(std::size_t pane) { pointed_column_ = pane % 2; }
  /// The line of the scenario that is not in focus. Precondition: has_neighbour().
  const std::string& neighbour_line() const;

  // Steps.
  const std::optional<Order>& order() const { return order_; }
  /// Of the steps, for the views that can follow it; none: each view's own.
  void choose_order(std::optional<Order> order);
  Index steps() const;
  Index steps_of(const View& view) const;
  const Playhead& head() const { return head_; }
  void play(bool on);
  void next();
  void previous() { head_.previous(); }
  /// Errors: Error("step", ...) outside 0..steps()-1.
  void go_to(Index step);
  /// As a still picture of the step shows it.
  void rest_at(Index step) { head_.rest_at(step, steps()); }
  /// Before the first step: nothing is done yet.
  void rest_at_start() { head_.rest_at_start(); }
  /// Scrubbing: a position along all steps.
  void scrub(double position) { head_.scrub(position, steps()); }
  /// The moment as the view in focus should draw it.
  Moment moment() const;
  /// The same for another view: one whose steps follow another order is as far along.
  Moment moment_of(const View& view) const;

  // Photographs.
  /// The scenario's photograph, or with an empty path the default one, is read beside the window.
  /// Errors: what a quick look finds.
  void choose_photo(const std::string& path);
  /// A part of the scenario's photograph as grey values becomes the input, as crop_grey says; without a place
  /// its middle.
  void crop_photo(std::optional<std::pair<Index, Index>> place, Index levels);
  /// What a view draws: for the photo view the last comparison that is complete, else now's. Null while there
  /// is none yet.
  DerivedPtr shown(const View& view) const;
  DerivedPtr shown() const { return shown(view()); }
  /// Why there is no photo comparison, or empty.
  const std::string& photo_problem() const { return photographs_.problem(); }

  /// What an earlier session left; `views`: also its view in focus, else the scenario's own.
  void restore(const Arrangement& stored, std::optional<Order> order, bool views);

 private:
  std::vector<Shown> columns_on(const Style& stage) const;
  bool same_steps(const View& a, const View& b) const;
  /// Takes the moment along to where the steps are counted otherwise.
  void carry_moment(Index before, bool same);
  /// What waits for a comparison of its photograph: the scenario, while the photo view is on the stage.
  DerivedPtr wants_photo() const;
  /// The pane beside the one in focus, in the other scenario's column.
  const View& neighbour_view() const { return pane_view(arrangement.focus ^ 1U); }
  Index neighbour_steps() const;
  void change_places();
  void place_beside(DerivedPtr other, Column column);
  void take_neighbour(Desk& desk);

  struct Neighbour {
    Aside scenario;
    Outlook outlook{};
    mutable std::optional<std::string> line{};  ///< written when first asked for
  };
  Desk& desk_;
  bool begun_;  ///< as the desk's when it was last asked
  std::optional<Neighbour> neighbour_{};
  std::size_t column_ = 0, pointed_column_ = 0;
  decltype(Arrangement::names) alone_ = Arrangement{}.names;  ///< the views of one scenario
  Playhead head_{};
  std::optional<Order> order_{};
  Column awaited_in_ = Column::right;
  Latest<Scenario, DerivedPtr> awaited_;  ///< what follows from a large one that is to be put beside
  Photographs photographs_;               // last: its worker's results are of use to the rest
  std::array<PaneDrawing, 4> drawings_;
};

/// The explorer of a desk that has one.
inline ExploreState& explorer(const Desk& desk) {
  return desk.state<ExploreState>();
}

}  // namespace convscope
