// What the window shows and how, beside the scenario: passing state that is never undone.
#pragma once

#include <string>

#include "app/picture/palette.hpp"
#include "app/views/style.hpp"
#include "core/trace/trace.hpp"

namespace convscope {

struct Session {
  std::string view = "scatter";  ///< name in the registry
  Moment moment{};
  bool playing = false;
  double speed = 1;  ///< kSlowest..kFastest
  bool loop = true;
  Tag hover{};
  bool hover_pinned = false;  ///< by a command; until the pointer moves
  Theme theme = Theme::light;
  NumberFormat numbers = NumberFormat::automatic;
  bool presentation = false;  ///< larger type, no panels
  bool left_panel = true, right_panel = true;
  bool reduced_motion = false;
  bool blank = false;                 ///< the presenter's dark screen
  bool help = false;                  ///< the overlay of keys
  bool palette = false;               ///< the list of commands
  bool file_menu = false;             ///< a path is to be asked for
  std::string path_command = "Open";  ///< what it is for
  int layout = 2;     ///< views on the stage: 1, or 2 with the matrix below where there is room
  bool more = false;  ///< the rarer parameters are unfolded
  double stage_width = 1280, stage_height = 720;  ///< of the main view, as last drawn

  /// Type size relative to the desktop's.
  double type() const { return presentation ? 1.5 : 1; }
  bool shows_left() const { return left_panel && !presentation; }
  bool shows_right() const { return right_panel && !presentation; }
};

inline constexpr double kSlowest = 0.25, kFastest = 8;
/// Seconds that a step takes at speed 1.
inline constexpr double kStepSeconds = 1.6;

/// How the moment moves when it is not playing.
enum class Glide { none, settle, rewind };

/// Moves the session's moment by `seconds` of application time through `steps` steps. Pure but for its
/// arguments: the same calls give the same moments.
void advance(Session& session, Glide& glide, Index steps, double seconds);

}  // namespace convscope
