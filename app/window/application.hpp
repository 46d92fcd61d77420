// The program in a window or without one: state, frame by frame.
//
// Time is handed in, input comes through a queue, and drawing goes to whatever framebuffer is bound; so the
// same frames can be had on a screen, offscreen and in a test.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/desk/commands.hpp"
#include "app/desk/desk.hpp"
#include "app/widgets/input.hpp"
#include "app/window/labs.hpp"
#include "app/window/main_window.hpp"
#include "app/window/surface.hpp"

namespace convscope {

class Application {
 public:
  /// Needs a current OpenGL 3.3 context as long as it lives. `wake` as in Desk; a test may bring labs of its
  /// own.
  explicit Application(const Scenario& first, std::function<void()> wake = {},
                       std::span<const LabRow> labs = convscope::labs(),
                       std::span<const Command> commands = convscope::commands());
  ~Application() = default;
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  Desk& desk() { return desk_; }
  InputQueue& input() { return input_; }
  CommandTarget& target() { return target_; }

  /// Draws the next frame into the bound framebuffer of the given size in device pixels.
  void frame(int width, int height, double density, double seconds);
  /// Something happened outside: a few frames are worth drawing.
  void stir() { due_ = 3; }
  /// Whether another frame would show something new.
  bool restless() const;
  /// Seconds until something looks different by itself though nothing moves; nothing: it does not.
  std::optional<double> next_change() const;
  /// Of those, because what it shows is not whole yet.
  bool unfinished() const { return surface_.memory().unfinished; }
  /// The last frame once more, all of it, into the framebuffer that is bound.
  void paint_whole() const { surface_.paint(desk_.session.theme, palette(desk_.session.theme).stage); }
  /// The share of the last frame's pixels that differed from those before, 0 to 1.
  double painted() const { return surface_.painter().painted(); }

  /// Commands to be run one after the other, some frames apart, each when what the one before has asked of
  /// workers is there.
  /// Errors: as parse_commands, and Error("command", ...) for an unknown name.
  void enqueue(std::string_view commands);
  bool has_script() const { return !script_.empty() || target_.wait > 0; }
  /// Runs the next command of the script when its time has come. Errors: of the command.
  void run_script();

 private:
  Image captured(const Rect& part, double density, int height) const;
  /// The script's next command has to.
  bool waits_for_workers();

  Desk desk_;
  InputQueue input_;
  CommandTarget target_{desk_, input_};
  Surface surface_;
  Point pointer_{};
  MainWindow main_window_{desk_.labs()};
  std::deque<std::vector<std::string>> script_;
  std::optional<std::chrono::steady_clock::time_point> waiting_since_{};
  int due_ = 3;
};

}  // namespace convscope
