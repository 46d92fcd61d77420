#include "app/export/frames.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"

namespace convscope {

namespace {
/// However fast: files that are played do not flash either (WCAG 2.2, success criterion 2.3.1;
/// tests/app/desk/flashes_test counts).
constexpr double kMostStepsPerSecond = 2;
}  // namespace

std::vector<AnimationFrame> animation_frames(Index steps, const Timing& timing) {
  const double step_seconds = std::max(kExportStepSeconds / timing.speed, 1 / kMostStepsPerSecond);
  const auto in_a_step = timing.stills
                             ? Index{1}
                             : std::max<Index>(static_cast<Index>(std::lround(step_seconds * timing.fps)), 1);
  if (steps > kMostFrames)
    throw Error("steps", fmt::format("{} are too many for an animation", steps),
                fmt::format("at most {}; a smaller size has fewer", kMostFrames));
  if (steps * in_a_step > kMostFrames) {
    const double enough =
        std::ceil(10 * timing.speed * static_cast<double>(steps * in_a_step) / kMostFrames) / 10;
    const bool fast = enough <= kExportStepSeconds * kMostStepsPerSecond;
    throw Error("speed",
                fmt::format("{} steps of {} frames are {} frames", steps, in_a_step, steps * in_a_step),
                fast ? fmt::format("at most {} frames: --speed {}, or a smaller --fps", kMostFrames, enough)
                     : fmt::format("at most {} frames: a smaller --fps", kMostFrames));
  }
  std::vector<AnimationFrame> frames;
  for (Index step = 0; step < steps; ++step)
    for (Index i = 0; i < in_a_step; ++i) {
      const double phase = timing.stills ? kSettled : static_cast<double>(i) / static_cast<double>(in_a_step);
      frames.push_back({{step, phase}, step_seconds / static_cast<double>(in_a_step)});
    }
  frames.push_back({{steps - 1, kSettled}, kHoldSeconds});
  return frames;
}

Moment still_moment(Index step, Index steps) {
  if (step < 0 || step > steps)
    throw Error("step", fmt::format("{} is outside the animation", step), fmt::format("from 0 to {}", steps));
  return step == 0 ? Moment{0, 0} : Moment{step - 1, kSettled};
}

}  // namespace convscope
