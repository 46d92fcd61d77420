#include "app/desk/presenting_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/desk/command_words.hpp"
#include "app/desk/presenting.hpp"
#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/base/words.hpp"

namespace convscope {

namespace {

constexpr double kUsualDwell = 5;
constexpr double kLeastRadius = 30, kMostRadius = 600;

constexpr Names<Spotlight, 4> kSpotlights{"spotlight", {"off", "pointer", "pane", "cell"}, Listing::commas};
constexpr Names<InkStays, 3> kStays{"pen-stays", {"step", "onward", "scene"}, Listing::commas};

Presenting& tools(CommandTarget& t) {
  return t.desk.presenting();
}

void present(CommandTarget& t, Arguments words) {
  Presenting& p = tools(t);
  Session& s = t.desk.session;
  // A remote sends F5 also when the lecture is under way.
  const bool on = words.empty() || words::flag(p.bare, words, "present");
  if (on == p.bare) return;
  p.bare = s.presentation = on;
  s.help = s.palette = s.export_panel = s.code_panel = false;
  t.desk.message.clear();
  if (on) {
    if (p.lecturer == LecturerView::none) p.lecturer = LecturerView::window;
    if (p.lecture && p.timer.planned() == 0) p.timer.plan(p.lecture->minutes() * 60);
    p.timer.start(p.now());
    return;
  }
  p.put_away();
  p.lecturer = LecturerView::none;
  s.full_screen = s.blank = false;
}

void lecturer(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 3> names{"off", "on", "here"};
  LecturerView& now = tools(t).lecturer;
  if (words.empty())
    now = now == LecturerView::none ? LecturerView::window : LecturerView::none;
  else
    now = static_cast<LecturerView>(words::choice(names, words[0], "lecturer"));
}

/// One word about the pen: on, off, a colour or a width.
void tell_pen(Pen& pen, std::string_view word) {
  const auto color = std::ranges::find(kPenColors, word);
  const auto width = std::ranges::find(kPenWidths, word);
  if (color != kPenColors.end())
    pen.color = static_cast<PenColor>(color - kPenColors.begin());
  else if (width != kPenWidths.end())
    pen.width = static_cast<std::size_t>(width - kPenWidths.begin());
  else if (word != "on" && word != "off")
    refuse_name("pen", word,
                fmt::format("on, off, {}, {}", listed(kPenColors, Listing::commas),
                            listed(kPenWidths, Listing::commas)));
  pen.on = word != "off";
}

void pen(CommandTarget& t, Arguments words) {
  Presenting& p = tools(t);
  Pen next = p.pen;
  if (words.empty()) next.on = !next.on;
  for (const std::string& word : words) tell_pen(next, word);
  p.pen = next;
  if (p.pen.on)
    p.magnifies = false;  // one tool in the hand
  else
    p.ink.end();
}

void pen_stroke(CommandTarget& t, Arguments words) {
  if (words.size() % 2 != 0)
    throw Error("pen-stroke", fmt::format("{} numbers", words.size()), "X Y for each place");
  static constexpr double kMost = 100000;  // of any window
  const auto place = [](std::string_view word) {
    const double at = words::number(word, "pen-stroke");
    if (std::abs(at) > kMost)
      throw Error("pen-stroke", fmt::format("{} is out of reach", word), fmt::format("-{0} to {0}", kMost));
    return at;
  };
  std::vector<Point> points;
  for (std::size_t i = 0; i < words.size(); i += 2) points.push_back({place(words[i]), place(words[i + 1])});
  move_pen(t.desk, PenMove::down, points.front());
  for (const Point& point : points) move_pen(t.desk, PenMove::on, point);
  move_pen(t.desk, PenMove::up, points.back());
}

void pen_clear(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 2> names{"here", "all"};
  const bool all = !words.empty() && words::choice(names, words[0], "pen-clear") == 1;
  Ink& ink = tools(t).ink;
  if ((all ? ink.clear_all() : ink.clear(ink_place(t.desk))) == 0) t.desk.tell("Nothing is drawn here.");
}

void spotlight(CommandTarget& t, Arguments words) {
  Spotlight& now = tools(t).spotlight;
  now = words.empty() ? static_cast<Spotlight>((static_cast<int>(now) + 1) % 4) : kSpotlights.parse(words[0]);
}

void spotlight_size(CommandTarget& t, Arguments words) {
  const double radius = words::number(words[0], "spotlight-size");
  if (!(radius >= kLeastRadius && radius <= kMostRadius))
    throw Error("spotlight-size", fmt::format("{} pixels", format_value(radius)), "30 to 600");
  tools(t).spotlight_radius = radius;
}

void magnifier(CommandTarget& t, Arguments words) {
  Presenting& p = tools(t);
  if (!words.empty() && words[0] != "on" && words[0] != "off") {
    const double factor = words::number(words[0], "magnifier");
    if (!(factor >= kLeastMagnified && factor <= kMostMagnified))
      throw Error("magnifier", fmt::format("{} times", format_value(factor)), "1.25 to 8, on or off");
    p.magnified = factor;
    p.magnifies = true;
  } else {
    p.magnifies = words::flag(p.magnifies, words, "magnifier");
  }
  if (p.magnifies) p.pen.on = false;
}

void autoplay(CommandTarget& t, Arguments words) {
  Presenting& p = tools(t);
  if (words.empty() || words[0] == "on" || words[0] == "off")
    return p.play_every(words::flag(p.plays_by_itself(), words, "autoplay") ? kUsualDwell : 0);
  const double seconds = words::number(words[0], "autoplay");
  if (!(seconds >= kLeastDwell && seconds <= kMostDwell))
    throw Error("autoplay", fmt::format("{} s for a step", format_value(seconds)), "0.5 to 600, or off");
  p.play_every(seconds);
}

void timer(CommandTarget& t, Arguments words) {
  Presenting& p = tools(t);
  LectureTimer& timer = p.timer;
  const double now = p.now();
  const std::string word = !words.empty() ? words[0] : timer.running() ? "pause" : "start";
  if (word == "at") {
    if (words.size() < 2) throw Error("timer", "the time is missing", "timer at 12:30");
    return timer.set(timer_seconds(words[1]), now);
  }
  if (words.size() > 1) throw Error("timer", fmt::format("'{}' says too much", words[1]), "timer 45");
  if (word == "start") return timer.start(now);
  if (word == "pause") return timer.pause(now);
  if (word == "reset") return timer.reset();
  if (word == "off") {
    timer.reset();
    return timer.plan(0);
  }
  timer.plan(timer_seconds(word));
}

std::vector<CommandWords> plan_now(const Desk& d) {
  const double planned = d.presenting().timer.planned();
  return now_if(planned > 0 && !d.presenting().lecture, {format_value(planned / 60)});
}

constexpr auto kPresentingCommands = std::to_array<Command>({
    {"present", "[on|off]", "F5 Shift+F5",
     "Begins the lecture: the bare stage here, the lecturer's window on the other screen or beside; Esc ends "
     "it.",
     0, 1, present},
    {"lecturer", "[on|off|here]", "Ctrl+F5",
     "The lecturer's view, what is now and next, notes and timer: in its own window, or here in place of the "
     "stage.",
     0, 1, lecturer},
    {"swap-screens", "", "Ctrl+Shift+F5", "The stage and the lecturer's window change their screens.", 0, 0,
     [](CommandTarget& t, Arguments) { tools(t).swapped = !tools(t).swapped; }},
    {"pen", "[on|off] [COLOR] [WIDTH]", "D",
     "A pen over the stage, for mouse or tablet: ink, red, blue, orange or green; thin, medium or thick.", 0,
     4, pen},
    {"pen-stroke", "X Y X Y...", "", "Draws a line with the pen through places of the window.", 2, 4096,
     pen_stroke, nullptr, true},
    {"pen-stays", "step|onward|scene", "",
     "Whether new strokes are there at this step, from it on, or at all steps of the scene.", 1, 1,
     [](CommandTarget& t, Arguments a) { tools(t).pen.stays = kStays.parse(a[0]); },
     [](const Desk& d) {
       const InkStays now = d.presenting().pen.stays;
       return now_if(now != InkStays::scene, {std::string(kStays[now])});
     }},
    {"pen-undo", "", "Backspace", "Takes the pen's last stroke back.", 0, 0,
     [](CommandTarget& t, Arguments) {
       if (!tools(t).ink.undo(ink_place(t.desk))) t.desk.tell("Nothing is drawn here.");
     }},
    {"pen-redo", "", "Shift+Backspace", "Draws it again.", 0, 0,
     [](CommandTarget& t, Arguments) {
       if (!tools(t).ink.redo(ink_place(t.desk))) t.desk.tell("No stroke has been taken back here.");
     }},
    {"pen-clear", "[here|all]", "Shift+D", "Takes away what is drawn here, or everywhere.", 0, 1, pen_clear},
    {"spotlight", "[off|pointer|pane|cell]", "S Shift+S",
     "Darkens all but what is around the pointer, the view in focus, or the cell under the pointer.", 0, 1,
     spotlight},
    {"spotlight-size", "PIXELS", "", "How far the light reaches around the pointer, 30 to 600.", 1, 1,
     spotlight_size},
    {"magnifier", "[on|off|FACTOR]", "Z", "Draws what is under the pointer larger, as sharp as the rest.", 0,
     1, magnifier},
    {"autoplay", "[SECONDS|on|off]", "Shift+Space", "Takes a step by itself every so many seconds.", 0, 1,
     autoplay},
    {"timer", "[MINUTES|start|pause|reset|off|at TIME]", "Shift+T",
     "The lecturer's timer: plans a length, starts or pauses; at sets what has passed, as 12:30.", 0, 2,
     timer, plan_now},
    {"note", "[TEXT]", "", "A note about the scenario, for the lecturer's window alone.", 0, 4096,
     [](CommandTarget& t, Arguments a) { tools(t).note = words::joined(a); }},
});

}  // namespace

std::span<const Command> presenting_commands() {
  return kPresentingCommands;
}

void play_by_itself(CommandTarget& target) {
  Desk& desk = target.desk;
  Presenting& p = desk.presenting();
  if (!p.take_step()) return;
  const StagePlace here = desk.front_state().place(desk);
  const bool last = !p.lecture && here.done >= here.steps;
  if (!last) {
    press(target, "PageDown");
  } else if (desk.session.loop && here.steps > 1) {
    press(target, "Home");
  } else {
    p.play_every(0);
    desk.tell("That was the last step.");
  }
}

bool undo_ink(Desk& desk) {
  Presenting& p = desk.presenting();
  return p.pen.on && p.ink.undo(ink_place(desk));
}

bool redo_ink(Desk& desk) {
  Presenting& p = desk.presenting();
  return p.pen.on && p.ink.redo(ink_place(desk));
}

}  // namespace convscope
