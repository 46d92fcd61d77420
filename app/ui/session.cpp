#include "app/ui/session.hpp"

#include <algorithm>
#include <cmath>

namespace convscope {

namespace {

void play(Session& session, Index steps, double amount) {
  Moment& moment = session.moment;
  double at = moment.phase + amount;
  while (at >= 1) {
    if (moment.step + 1 < steps) {
      ++moment.step;
    } else if (session.loop) {
      moment.step = 0;
    } else {
      session.playing = false;
      moment.phase = kSettled;
      return;
    }
    at -= 1;
  }
  moment.phase = at;
}

}  // namespace

void advance(Session& session, Glide& glide, Index steps, double seconds) {
  Moment& moment = session.moment;
  moment.step = std::clamp<Index>(moment.step, 0, steps - 1);
  // A whole round of a very short animation at once would show nothing.
  const double amount = std::min(seconds * session.speed / kStepSeconds, static_cast<double>(steps));
  if (session.playing) {
    glide = Glide::none;
    play(session, steps, amount);
    return;
  }
  if (session.reduced_motion && glide != Glide::none) {
    if (glide == Glide::rewind && moment.step > 0) --moment.step;
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
      moment.phase = kSettled;
      if (moment.step > 0) --moment.step;
      glide = Glide::none;
    }
  }
}

}  // namespace convscope
