// Where an animation stands and how it moves: playing, one step on or back, scrubbing. The explorer has one,
// a lab with steps of its own another.
#pragma once

#include "core/trace/trace.hpp"

namespace convscope {

/// How the moment moves when it is not playing.
enum class Glide { none, settle, rewind };

/// Seconds that a step takes at speed 1.
inline constexpr double kStepSeconds = 1.6;

/// What all animations of the window have in common.
struct Pace {
  double speed = 1;
  bool loop = true;
  bool reduced_motion = false;  ///< steps change without gliding
};

inline constexpr double kSlowest = 0.25, kFastest = 8;

struct Playhead {
  Moment moment{};
  bool playing = false;
  Glide glide = Glide::none;

  bool animating() const { return playing || glide != Glide::none; }
  /// The moment to be drawn.
  Moment shown(const Pace& pace) const {
    return pace.reduced_motion ? Moment{moment.step, kSettled} : moment;
  }

  void play(bool on, const Pace& pace, Index steps);
  void next(Index steps);
  void previous();
  /// As a still picture of the step shows it.
  void rest_at(Index step, Index steps);
  /// A position along all steps.
  void scrub(double position, Index steps);
  /// Moves by seconds of application time. The same calls give the same moments.
  void advance(const Pace& pace, Index steps, double seconds);
};

}  // namespace convscope
