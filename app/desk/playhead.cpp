#include "app/desk/playhead.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/saturated.hpp"

namespace convscope {

namespace {

/// Whatever the speed: cells that light up and darken again with each step do so less than three times a
/// second (WCAG 2.2, success criterion 2.3.1; flashes_test counts them in what is drawn: a step can change a
/// cell three times).
constexpr double kMostStepsPerSecond = 2;

}  // namespace

Moment as_far_along(const Moment& moment, Index mine, Index theirs) {
  const double done = (static_cast<double>(moment.step) + std::min(moment.phase / kSettled, 1.0)) /
                      static_cast<double>(mine) * static_cast<double>(theirs);
  if (done <= 0) return {};
  return {std::clamp<Index>(saturated(std::ceil(done - 1e-9)) - 1, 0, theirs - 1), kSettled};
}

Moment waiting(const Moment& moment, Index steps) {
  return moment.step < steps ? moment : Moment{steps - 1, kSettled};
}

void Playhead::play(bool on, const Pace& pace, Index steps) {
  glide = Glide::none;
  if (on && !pace.loop && moment.step + 1 >= steps && moment.phase >= kSettled) moment = {};
  // What is half way finishes, so that a pause never leaves a product in the air.
  if (!on && playing && moment.phase < kSettled) glide = Glide::settle;
  playing = on;
}

void Playhead::next(Index steps) {
  const bool begins = at_start();
  playing = false;
  const bool stays = begins || glide == Glide::rewind || moment.step + 1 >= steps;
  glide = Glide::settle;
  if (stays) return;
  ++moment.step;
  moment.phase = 0;
}

void Playhead::step_back() {
  moment.phase = moment.step == 0 && starts_empty ? 0 : kSettled;
  if (moment.step > 0) --moment.step;
}

void Playhead::previous() {
  playing = false;
  if (glide == Glide::rewind) step_back();  // pressed again: finish the one under way
  glide = Glide::none;
  if (at_start()) return;
  if (moment.step == 0 && !starts_empty) {
    moment.phase = kSettled;
    return;
  }
  moment.phase = std::min(moment.phase, kSettled);
  glide = Glide::rewind;
}

void Playhead::rest_at(Index step, Index steps) {
  glide = Glide::none;
  moment = {std::clamp<Index>(step, 0, steps - 1), playing ? 0 : kSettled};
}

void Playhead::rest_at_start() {
  glide = Glide::none;
  moment = {0, playing || starts_empty ? 0 : kSettled};
}

void Playhead::scrub(double position, Index steps) {
  glide = Glide::none;
  position = std::clamp(position, 0.0, static_cast<double>(steps) - 1e-6);
  moment = {static_cast<Index>(position), position - std::floor(position)};
}

void Playhead::advance(const Pace& pace, Index steps, double seconds) {
  moment.step = std::clamp<Index>(moment.step, 0, steps - 1);
  // A whole round of a very short animation at once would show nothing.
  const double rate = std::min(pace.speed / kStepSeconds, kMostStepsPerSecond);
  const double amount = std::min(seconds * rate, static_cast<double>(steps));
  if (playing) {
    glide = Glide::none;
    double at = moment.phase + amount;
    while (at >= 1) {
      if (moment.step + 1 < steps) {
        ++moment.step;
      } else if (pace.loop) {
        moment.step = 0;
      } else {
        playing = false;
        moment.phase = kSettled;
        return;
      }
      at -= 1;
    }
    moment.phase = at;
    return;
  }
  if (pace.reduced_motion && glide != Glide::none) {
    if (glide == Glide::rewind)
      step_back();
    else
      moment.phase = kSettled;
    glide = Glide::none;
  }
  if (glide == Glide::settle) {
    moment.phase += amount * 1.5;  // a key press wants an answer a little sooner than playing does
    if (moment.phase >= kSettled) {
      moment.phase = kSettled;
      glide = Glide::none;
    }
  } else if (glide == Glide::rewind) {
    moment.phase -= amount * 2.5;
    if (moment.phase <= 0) {
      step_back();
      glide = Glide::none;
    }
  }
}

}  // namespace convscope
