// An animation as a list of moments: which, and for how long each is shown.
#pragma once

#include <vector>

#include "core/trace/trace.hpp"

namespace convscope {

/// How long a step lasts at speed 1, in half the time that the window takes, and how long the result stands
/// at the end.
inline constexpr double kExportStepSeconds = 0.8, kHoldSeconds = 1.6;

/// More frames than these are refused: three minutes at 30 a second.
inline constexpr Index kMostFrames = 5400;

struct AnimationFrame {
  Moment moment;
  double seconds = 0;
};

struct Timing {
  double fps = 30;      ///< frames in a second
  double speed = 1;     ///< divides the length of a step
  bool stills = false;  ///< one frame for each step, at rest, instead of motion
};

/// Frames of an animation of `steps` steps (at least 1); the last one rests.
/// Errors: Error("speed", ...) naming the speed that would do, or Error("steps", ...) if none does, when
/// there would be more than kMostFrames.
std::vector<AnimationFrame> animation_frames(Index steps, const Timing& timing);

/// What a picture of a step shows: `step` steps done, the last of them at rest; 0 is the beginning.
/// Errors: Error("step", ...) outside 0..steps.
Moment still_moment(Index step, Index steps);

}  // namespace convscope
