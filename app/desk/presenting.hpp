// What a lecturer has beside the stage: the pen and its ink, spotlight, magnifier, timer, automatic play, and
// the second window with what is to come. No Dear ImGui, no clock of its own: window/presenting_layer and
// window/lecturer_page draw it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/desk/ink.hpp"
#include "app/desk/lecture.hpp"
#include "app/desk/lecture_timer.hpp"
#include "app/export/film.hpp"

namespace convscope {

/// All but this is darkened: a disc around the pointer, the view in focus, the cell under the pointer.
enum class Spotlight : std::uint8_t { off, pointer, pane, cell };
/// When a stroke is there: at the step it was drawn at, from that on, at all steps of its scene.
enum class InkStays : std::uint8_t { step, onward, scene };
/// The lecturer's own view: nowhere, in a window of its own, or in this one in place of the stage.
enum class LecturerView : std::uint8_t { none, window, here };

struct Pen {
  bool on = false;
  PenColor color = PenColor::red;
  std::size_t width = 1;  ///< of kPenWidths
  InkStays stays = InkStays::scene;
};

/// Seconds that a step may take in automatic play.
inline constexpr double kLeastDwell = 0.5, kMostDwell = 600;
inline constexpr double kLeastMagnified = 1.25, kMostMagnified = 8;

class Presenting {
 public:
  /// Under way (F5): the stage alone, without header and bars.
  bool bare = false;
  LecturerView lecturer = LecturerView::none;
  bool swapped = false;  ///< the two windows have changed screens
  Point pointer{640,
                360};  ///< on the stage, in its window: the mouse's, or pointed at in the lecturer's view
  Pen pen{};
  Ink ink{};
  Rect stage{0, 0, 1280, 720};  ///< where in the window ink is drawn, as last drawn
  Spotlight spotlight = Spotlight::off;
  double spotlight_radius = 130;  ///< logical pixels at 1280 x 720
  bool magnifies = false;
  double magnified = 2;
  LectureTimer timer{};
  std::shared_ptr<Lecture> lecture{};  ///< the lesson under way; null: none
  std::string note{};                  ///< of the scenario, for the lecturer alone

  /// A lesson is presented: its scenes choose the pages of labs, and the stage has no room for their tabs.
  bool lesson_alone() const { return bare && lecture != nullptr; }
  /// Tools that Esc puts away; false: none was out.
  bool put_away();

  // Time. A live window brings the machine's; without it the seconds of frames are counted, so that the same
  // script makes the same pictures.
  struct Clock {
    std::function<double()> steady{};     ///< seconds since some moment
    std::function<std::string()> wall{};  ///< "14:05"
  };
  Clock clock{};
  void tick(double seconds) { counted_ += seconds; }
  double now() const { return clock.steady ? clock.steady() : counted_; }
  std::string wall() const;

  // Automatic play.
  bool plays_by_itself() const { return dwell_ > 0; }
  double dwell() const { return dwell_; }
  /// A step every so many seconds from now on; 0: no more.
  void play_every(double seconds);
  /// The next step is due; asked once for each.
  bool take_step();
  /// Seconds until something here looks different by itself; nothing: it does not.
  std::optional<double> next_change() const;

 private:
  double counted_ = 0;
  double dwell_ = 0, due_ = 0;
};

class Desk;

/// Where ink belongs now.
InkPlace ink_place(const Desk& desk);
/// As long as strokes begun now are there.
Stroke new_stroke(const Desk& desk);
/// The pen goes down, moves, or is lifted, at a place of the stage's window.
enum class PenMove : std::uint8_t { down, on, up };
void move_pen(Desk& desk, PenMove move, Point at);

/// How what stands on the stage is drawn again.
struct StageLook {
  bool whole = true;             ///< all of it, not the view in focus alone
  bool title = true;             ///< with the view's name
  bool ink = false;              ///< with what the pen has drawn over it
  std::optional<Theme> theme{};  ///< none: that of the window
};
/// What stands on the stage of the lab in front at every moment; nothing where it is no drawing.
/// Errors: as LabState::film.
std::optional<Film> stage_film(const Desk& desk, const StageLook& look);

}  // namespace convscope
