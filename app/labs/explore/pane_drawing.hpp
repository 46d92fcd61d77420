// A pane's drawing: made at once where that is nothing to wait for, else by a worker, while the last one that
// is complete stays on the stage.
#pragma once

#include <memory>
#include <string>

#include "app/desk/latest.hpp"
#include "app/views/view.hpp"

namespace convscope {

/// All that a view draws from. It can be compared, so nothing is drawn twice in a row.
struct PaneQuestion {
  DerivedPtr derived;
  const View* view;
  Moment moment;
  Style style;
  friend bool operator==(const PaneQuestion&, const PaneQuestion&) = default;
};

/// A drawing of the scenario takes part of a frame at most: its tensors have no more cells than 64 × 64 with
/// 16 channels, its output five times as many.
bool draws_at_once(const Derived& derived);

class PaneDrawing {
 public:
  explicit PaneDrawing(const Workers& workers) : work_(workers) {}

  struct Seen {
    std::shared_ptr<const Picture> picture{};  ///< null: there is none yet
    std::string problem{};                     ///< why there is none of what was asked for, or empty
    bool same_cells = false;                   ///< its tags are cells of the scenario that was asked for
    bool refreshing = false;  ///< it shows more than another moment: another scenario, view or look
  };
  /// Once a frame, on the window's thread.
  Seen draw(const PaneQuestion& now);
  /// Once a frame, also where the pane is not on the stage: takes in what the worker has finished.
  void tick();
  /// What was asked for last is not there yet.
  bool busy() const { return waits_ || work_.busy(); }
  /// The same of all but the moment, which is another one in each frame while steps play.
  bool behind() const { return busy() && behind_; }

 private:
  using PicturePtr = std::shared_ptr<const Picture>;
  Latest<PaneQuestion, PicturePtr> work_;
  bool waits_ = false;   ///< the question has changed since the worker began
  bool behind_ = false;  ///< what is on the stage shows more than another moment, or nothing is
  bool drawn_ = false;   ///< since the last tick
};

}  // namespace convscope
