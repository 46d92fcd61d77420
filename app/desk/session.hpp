// What the window shows and how, beside the scenario and the labs: passing state that is never undone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/desk/playhead.hpp"
#include "app/picture/palette.hpp"
#include "app/views/style.hpp"

namespace convscope {

/// The pace is that of all labs.
struct Session : Pace {
  Tag hover{};
  bool hover_pinned = false;  ///< by a command; until the pointer moves
  Theme theme = Theme::light;
  NumberFormat numbers = NumberFormat::automatic;
  bool lively = false;        ///< what comes to the stage begins to play, as the last thing there was told to
  bool presentation = false;  ///< larger type, no panels
  bool left_panel = true, right_panel = true;
  bool full_screen = false;                       ///< wanted; only a real window can be it
  bool blank = false;                             ///< the presenter's dark screen
  bool help = false;                              ///< the overlay of keys
  bool palette = false;                           ///< the list of commands
  bool file_menu = false;                         ///< a path is to be asked for
  std::string path_command = "open";              ///< that it is for
  double stage_width = 1280, stage_height = 720;  ///< of what is exported, as last drawn
  std::vector<std::string> together{};            ///< files that came at once: one is open, the others wait
  std::size_t together_at = 0;                    ///< which of them is open
  std::vector<std::string> recent{};              ///< paths of files opened or saved, the last one first

  /// Type size relative to the desktop's.
  double type() const { return presentation ? 1.5 : 1; }
  bool shows_left() const { return left_panel && !presentation; }
  bool shows_right() const { return right_panel && !presentation; }
};

/// As many files are remembered.
inline constexpr std::size_t kMostRecent = 8;
/// Puts a file at the top of the recent ones.
void remember_file(Session& session, const std::string& path);

}  // namespace convscope
