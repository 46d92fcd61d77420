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
  bool starts_empty = true;  ///< before its first step nothing is there yet, and that can be looked at

  bool animating() const { return playing || glide != Glide::none; }
  /// Nothing is done yet.
  bool at_start() const { return starts_empty && moment == Moment{} && !animating(); }
  /// How many steps are done, the one under way with them.
  Index done() const { return at_start() ? 0 : moment.step + 1; }
  /// The moment to be drawn.
  Moment shown(const Pace& pace) const {
    return pace.reduced_motion && !at_start() ? Moment{moment.step, kSettled} : moment;
  }

  void play(bool on, const Pace& pace, Index steps);
  void next(Index steps);
  void previous();
  /// As a still picture of the step shows it.
  void rest_at(Index step, Index steps);
  /// Before the first step; where nothing can be seen there, at it.
  void rest_at_start();
  /// A position along all steps.
  void scrub(double position, Index steps);
  /// Moves by seconds of application time. The same calls give the same moments.
  void advance(const Pace& pace, Index steps, double seconds);

 private:
  void step_back();
};

/// As many of `theirs` steps done as of `mine`, at rest: what is half way in one order is whole steps in
/// another.
Moment as_far_along(const Moment& moment, Index mine, Index theirs);
/// The same step of one with that many, which waits at its end.
Moment waiting(const Moment& moment, Index steps);

}  // namespace convscope
