// Play, steps, position, speed, loop.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/desk/panels.hpp"
#include "app/widgets/keyboard_focus.hpp"
#include "app/widgets/widgets.hpp"
#include "core/base/numbers.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

constexpr double kLeastTimeline = 80;
constexpr std::array kSpeeds{0.25, 0.5, 1.0, 2.0, 4.0, 8.0};

std::string speed_text(double speed) {
  return format_value(speed) + "×";
}

/// The position along all steps, as the knob shows it: a step at rest stands on its own tick.
double position(const Moment& moment, Index steps) {
  const double within = std::min(moment.phase / kSettled, 1.0);
  return std::clamp((static_cast<double>(moment.step) + within) / static_cast<double>(steps), 0.0, 1.0);
}

void timeline(const DeskUi& ui, const Rect& rect, const PlaybackLook& look) {
  const Index steps = look.steps;
  const double y = rect.centre().y, knob_radius = 9;
  const Touch touch = ui.touch("timeline", {rect.x - 10, y - 16, rect.w + 20, 32});
  if (KeyboardFocus* focus = KeyboardFocus::current()) focus->arrows(KeyboardFocus::Arrows::commands);
  if (touch.held) {
    const double share = std::clamp((touch.at.x - rect.x) / rect.w, 0.0, 1.0);
    const double at = share * static_cast<double>(steps);
    // The knob's way back from a position to a moment.
    const double step = std::min(std::floor(at), static_cast<double>(steps - 1));
    look.scrub(step + std::min((at - step) * kSettled, 0.999));
  }
  const double x = rect.x + rect.w * position(look.moment, steps);
  ui.draw(
      Box{.rect = {rect.x, y - 3, rect.w, 6}, .radius = 3, .fill = mix(ui.colors.line, ui.colors.ink, 0.02)});
  ui.draw(Box{.rect = {rect.x, y - 3, std::max(6.0, x - rect.x), 6}, .radius = 3, .fill = ui.colors.accent});
  const Index every = std::max<Index>(1, saturated(std::ceil(static_cast<double>(steps) * 12 / rect.w)));
  for (Index i = 0; i <= steps; i += every) {
    const double tick = rect.x + rect.w * static_cast<double>(i) / static_cast<double>(steps);
    ui.draw(Box{.rect = {std::round(tick) - 0.5, y + 11, 1, 6}, .fill = ui.colors.hatch});
  }
  if (touch.hovered || touch.held)
    ui.draw(Box{.rect = {x - 16, y - 16, 32, 32}, .radius = 16, .fill = ui.colors.accent.with_alpha(0.14)});
  ui.draw(Box{.rect = {x - knob_radius, y - knob_radius, 2 * knob_radius, 2 * knob_radius},
              .radius = knob_radius,
              .fill = ui.colors.window,
              .stroke = ui.colors.accent,
              .stroke_width = 2.5});
  if (touch.hovered && !touch.held) {
    const auto at =
        std::min(steps, 1 + static_cast<Index>((touch.at.x - rect.x) / rect.w * static_cast<double>(steps)));
    ui.explain(touch, fmt::format("Step {} of {}: drag to scrub", std::max<Index>(1, at), steps));
  }
}

void speed(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const Touch touch = ui.touch("speed", rect);
  ui.explain(touch, "Playback speed (Ctrl+Up, Ctrl+Down)");
  if (touch.hovered) ui.draw(Box{.rect = rect, .radius = 6, .fill = ui.colors.cell});
  ui.text(rect.centre(), speed_text(ui.desk.session.speed), 16, ui.colors.ink, Font::number, Align::centre);
  std::vector<Choice> choices;
  for (const double s : kSpeeds) choices.push_back({speed_text(s), {}, {}, true});
  if (const auto chosen = popup_list(ui, "speed/list", rect, touch.clicked, choices,
                                     speed_text(ui.desk.session.speed), 110 * ui.type))
    try_command(target, {"speed", format_value(kSpeeds[*chosen])});
}

}  // namespace

void draw_playback_bar(const DeskUi& window, const Rect& rect, CommandTarget& target,
                       const PlaybackLook& look) {
  if (rect.h <= 0) return;
  const DeskUi ui(window, bar_type(window));
  Desk& desk = ui.desk;
  ui.begin_panel("playback", rect, ui.colors.window);
  ui.hairline({rect.x, rect.y}, {rect.right(), rect.y});
  const double y = rect.centre().y, t = ui.type;
  const bool narrow = rect.w < 1400 * t;
  double x = narrow ? 34 : 40;
  const double pace = (narrow ? 50 : 60) * t;
  if (icon_button(ui, "previous", {x, y}, 17 * t, Icon::previous, "One step back (Left, PageUp)"))
    try_command(target, {std::string(look.previous)});
  x += pace;
  const bool playing = look.playing;
  if (icon_button(ui, "toggle", {x, y}, 20 * t, playing ? Icon::pause : Icon::play,
                  playing ? "Pause (Space)" : "Play (Space)", true))
    try_command(target, {std::string(look.toggle)});
  x += pace;
  if (icon_button(ui, "next", {x, y}, 17 * t, Icon::next, "One step on (Right, PageDown)"))
    try_command(target, {std::string(look.next)});
  x += pace + (narrow ? 0 : 10);

  const std::string all = fmt::format("{}", look.steps);
  const std::string count = fmt::format("{:>{}} / {}", look.done, all.size(), all);
  const double count_width = ui.width_of(count, 17, Font::number), count_gap = narrow ? 22 : 30;
  const double speed_width = 58 * t, loop = ui.width_of("loop", 15) + 20 * t, help = (narrow ? 38 : 60) * t;
  double right = rect.right() - (narrow ? 18 : 24);
  // What has no room beside the timeline is left out, the least wanted first.
  double room = right - x - kLeastTimeline;
  const auto fits = [&room](double width) { return (room -= width) >= 0; };
  const bool with_count = fits(count_width + count_gap), with_speed = fits(speed_width + 10),
             with_loop = fits(loop + 4), with_help = fits(help);

  if (with_help) {
    if (text_button(ui, "help", {right - 26 * t, y - 15 * t, 30 * t, 30 * t}, "?", 16, ui.colors.soft,
                    "Keys and help (F1)", Align::centre, Font::text_medium))
      try_command(target, {"help"});
    right -= help;
  }
  if (with_loop) {
    if (text_button(
            ui, "loop", {right - loop, y - 15 * t, loop, 30 * t}, "loop", 15,
            desk.session.loop ? ui.colors.accent : ui.colors.faint,
            desk.session.loop ? "Starts over after the last step (L)" : "Stops after the last step (L)",
            Align::centre, desk.session.loop ? Font::text_medium : Font::text))
      try_command(target, {"loop"});
    right -= loop + 4;
  }
  if (with_speed) {
    speed(ui, {right - speed_width, y - 15 * t, speed_width, 30 * t}, target);
    right -= speed_width + 10;
  }
  if (with_count) {
    ui.text({right - count_width, y}, count, 17, ui.colors.ink, Font::number);
    right -= count_width + count_gap;
  }
  timeline(ui, {x, rect.y, std::max(kLeastTimeline / 2, right - x), rect.h}, look);
  ui.end_panel();
}

}  // namespace convscope
