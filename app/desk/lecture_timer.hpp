// The lecturer's timer: how long it has run, of how long as planned. It reads no clock: whoever asks says
// what time it is, in seconds since any moment.
#pragma once

#include <algorithm>
#include <string>

namespace convscope {

/// "12:41", from an hour on "1:02:41"; whole seconds, rounded down.
std::string timer_words(double seconds);
/// Minutes of "45" or "12.5", or minutes and seconds of "12:41"; as seconds.
/// Errors: Error("timer", ...) for anything else, or beyond ten hours.
double timer_seconds(std::string_view words);

class LectureTimer {
 public:
  /// Goes on from where it stood; running already: nothing.
  void start(double now) {
    if (!running_) from_ = now;
    running_ = true;
  }
  void pause(double now) {
    before_ = elapsed(now);
    running_ = false;
  }
  /// At nothing, and stands.
  void reset() {
    running_ = false;
    before_ = 0;
  }
  /// So much has passed; it runs on if it ran.
  void set(double seconds, double now) {
    before_ = seconds;
    from_ = now;
  }
  bool running() const { return running_; }
  bool begun() const { return running_ || before_ > 0; }
  double elapsed(double now) const { return before_ + (running_ ? std::max(0.0, now - from_) : 0); }
  /// Seconds; 0: none.
  double planned() const { return planned_; }
  void plan(double seconds) { planned_ = seconds; }
  /// Of the plan, 0 to 1; 0 without one.
  double share(double now) const { return planned_ > 0 ? std::min(1.0, elapsed(now) / planned_) : 0; }
  bool over(double now) const { return planned_ > 0 && elapsed(now) > planned_; }

 private:
  bool running_ = false;
  double before_ = 0, from_ = 0, planned_ = 0;
};

}  // namespace convscope
