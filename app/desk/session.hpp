// What the window shows and how, beside the scenario and the labs: passing state that is never undone.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/desk/playhead.hpp"
#include "app/export/film.hpp"
#include "app/picture/palette.hpp"
#include "app/views/style.hpp"

namespace convscope {

/// What an export holds, beside its path and its format.
struct ExportSettings {
  bool whole_stage = false;  ///< all views on it, not the one in focus
  bool all_steps = false;    ///< of a format with pages
  FigureGround ground = FigureGround::theme;
  bool bare = false, cropped = false;
  bool ink = false;  ///< with what the pen has drawn over it
  Index scale = 2;   ///< pixels of the file for each of the window, where there are pixels
};

/// A part of the window, in logical pixels, as the next frame shows it; `take` gets its device pixels.
struct Capture {
  Rect part{};
  std::function<void(const Image&, double density)> take{};
};

/// Where somebody was in a lesson, and how its questions went: a letter for each scene.
struct LessonProgress {
  static constexpr char kUnasked = '-', kRight = 'r', kSecond = 's', kWrong = 'w', kShown = 'x';
  std::size_t scene = 0;
  std::string marks{};
};

/// The pace is that of all labs.
struct Session : Pace {
  Tag hover{};
  bool hover_pinned = false;  ///< by a command; until the pointer moves
  Theme theme = Theme::light;
  NumberFormat numbers = NumberFormat::automatic;
  bool lively = false;        ///< what comes to the stage begins to play, as the last thing there was told to
  bool presentation = false;  ///< larger type, no panels
  bool left_panel = true, right_panel = true;
  bool full_screen = false;                ///< wanted; only a real window can be it
  bool blank = false;                      ///< the presenter's dark screen
  bool help = false;                       ///< the overlay of keys
  bool palette = false;                    ///< the list of commands
  bool export_panel = false;               ///< what is exported, and how
  bool code_panel = false;                 ///< the scenario as a framework's script
  std::string code_framework = "pytorch";  ///< which (core/code)
  ExportSettings exporting{};
  std::optional<Capture> capture{};  ///< what the next frame shows is wanted
  bool learning = true;              ///< lessons ask before they show, and count
  bool asking = false;               ///< a lesson's question waits: what would tell the answer is away
  bool lesson_list = false;          ///< the list of lessons lies over the stage
  bool lesson_outline = false;       ///< the outline of the lesson for its author
  std::map<std::string, LessonProgress> lessons{};  ///< by name
  double window_width = 1280, window_height = 720;
  double stage_width = 1280, stage_height = 720;  ///< of what is exported, as last drawn
  Point stage_corner{};                           ///< and where in the window that stood
  Point whole_corner{};                 ///< the same of the whole stage, where several views stand on it
  std::vector<std::string> together{};  ///< files that came at once: one is open, the others wait
  std::size_t together_at = 0;          ///< which of them is open
  std::vector<std::string> recent{};    ///< paths of files opened or saved, the last one first

  /// Type size relative to the desktop's.
  double type() const { return presentation ? presenting_type(window_width, window_height) : 1; }
  bool shows_left() const { return left_panel && !presentation; }
  bool shows_right() const { return right_panel && !presentation && !asking; }
};

/// As many files are remembered.
inline constexpr std::size_t kMostRecent = 8;
/// Puts a file at the top of the recent ones.
void remember_file(Session& session, const std::string& path);

}  // namespace convscope
