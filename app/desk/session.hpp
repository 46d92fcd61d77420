// What the window shows and how, beside the scenario: passing state that is never undone.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/desk/lab.hpp"
#include "app/desk/playhead.hpp"
#include "app/picture/palette.hpp"
#include "app/views/style.hpp"
#include "core/trace/trace.hpp"

namespace convscope {

/// How many views stand on the stage, and which: each number remembers its own.
struct Arrangement {
  static constexpr std::array kCounts{1, 2, 4};
  int count = 2;  ///< one of kCounts
  /// False at the first start: then the second view is there only where it has room.
  bool chosen = false;
  std::size_t focus = 0;  ///< the pane that playback, tabs and commands mean
  std::array<std::vector<std::string>, 3> names{
      {{"scatter"}, {"scatter", "matrix"}, {"scatter", "matrix", "gradient", "overlap"}}};

  std::size_t index() const { return count == 4 ? 2 : static_cast<std::size_t>(count - 1); }
  std::vector<std::string>& panes() { return names[index()]; }
  const std::vector<std::string>& panes() const { return names[index()]; }
  friend bool operator==(const Arrangement&, const Arrangement&) = default;
};

/// Predicting output cells.
struct Quiz {
  bool on = false;
  Index step = -1;     ///< the step that has been answered, or -1
  double guess = 0;    ///< what was said
  bool right = false;  ///< and whether it was so
  Index asked = 0, correct = 0;
};

/// Its playhead is the explorer's; the pace is everybody's.
struct Session : Playhead, Pace {
  LabName lab = LabName::explore;  ///< in front
  std::string view = "scatter";    ///< of the pane in focus; name in the registry
  Tag hover{};
  bool hover_pinned = false;  ///< by a command; until the pointer moves
  Theme theme = Theme::light;
  NumberFormat numbers = NumberFormat::automatic;
  bool presentation = false;  ///< larger type, no panels
  bool left_panel = true, right_panel = true;
  bool blank = false;                 ///< the presenter's dark screen
  bool help = false;                  ///< the overlay of keys
  bool palette = false;               ///< the list of commands
  bool file_menu = false;             ///< a path is to be asked for
  std::string path_command = "open";  ///< that it is for
  Arrangement arrangement{};
  bool more = false;                              ///< the rarer parameters are unfolded
  double stage_width = 1280, stage_height = 720;  ///< of the view in focus, as last drawn
  std::optional<Order> order{};                   ///< of the steps; empty: each view's own
  MatrixWindow matrix{};                          ///< the part of C in view; empty: all
  Camera camera{};
  Quiz quiz{};
  std::vector<std::string> recent{};  ///< paths of files opened or saved, the last one first

  /// Type size relative to the desktop's.
  double type() const { return presentation ? 1.5 : 1; }
  bool shows_left() const { return left_panel && !presentation; }
  bool shows_right() const { return right_panel && !presentation; }
};

inline constexpr double kSlowest = 0.25, kFastest = 8;
}  // namespace convscope
