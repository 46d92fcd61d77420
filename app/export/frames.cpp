#include "app/export/frames.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.hpp"

namespace convscope {

std::vector<AnimationFrame> animation_frames(Index steps, const Timing& timing) {
  const double step_seconds = kExportStepSeconds / timing.speed;
  const auto in_a_step = timing.stills
                             ? Index{1}
                             : std::max<Index>(static_cast<Index>(std::lround(step_seconds * timing.fps)), 1);
  if (steps > kMostFrames)
    throw Error("steps", fmt::format("{} are too many for an animation", steps),
                fmt::format("at most {}; a smaller size has fewer", kMostFrames));
  if (steps * in_a_step > kMostFrames)
    throw Error("speed",
                fmt::format("{} steps of {} frames are {} frames", steps, in_a_step, steps * in_a_step),
                fmt::format("at most {} frames: --speed {:.0f}, or a smaller --fps", kMostFrames,
                            std::ceil(timing.speed * static_cast<double>(steps * in_a_step) / kMostFrames)));
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
