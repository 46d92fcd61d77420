// The commands that play and step.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/desk/command_groups.hpp"
#include "app/desk/command_words.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

void set_speed(AppState& app, double speed) {
  if (!(speed >= kSlowest && speed <= kFastest))
    throw Error("speed", fmt::format("{} is out of reach", format_value(speed)), "0.25 to 8");
  app.session.speed = speed;
}

constexpr auto kCommands = std::to_array<Command>({
    {"toggle-play", "", "Space", "Plays or pauses.", 0, 0,
     [](CommandTarget& t, Arguments) { t.app.play(!t.app.session.playing); }, false, LabName::explore},
    {"play", "", "", "Plays the steps.", 0, 0, [](CommandTarget& t, Arguments) { t.app.play(true); }},
    {"pause", "", "", "Stops after the step under way.", 0, 0,
     [](CommandTarget& t, Arguments) { t.app.play(false); }},
    {"next", "", "Right PageDown", "Goes one step on.", 0, 0,
     [](CommandTarget& t, Arguments) { t.app.next(); }, false, LabName::explore},
    {"previous", "", "Left PageUp", "Goes one step back.", 0, 0,
     [](CommandTarget& t, Arguments) { t.app.previous(); }, false, LabName::explore},
    {"first", "", "Home", "Goes to the first step.", 0, 0,
     [](CommandTarget& t, Arguments) { t.app.rest_at(0); }, false, LabName::explore},
    {"last", "", "End", "Goes to the last step.", 0, 0,
     [](CommandTarget& t, Arguments) { t.app.rest_at(t.app.steps() - 1); }, false, LabName::explore},
    {"step", "N", "", "Goes to a step, counted from 0.", 1, 1,
     [](CommandTarget& t, Arguments a) { t.app.go_to(words::whole(a[0], "step")); }},
    {"speed", "X", "", "Playback speed, 0.25 to 8.", 1, 1,
     [](CommandTarget& t, Arguments a) { set_speed(t.app, words::number(a[0], "speed")); }},
    {"faster", "", ".", "Doubles the playback speed.", 0, 0,
     [](CommandTarget& t, Arguments) { set_speed(t.app, std::min(kFastest, t.app.session.speed * 2)); }},
    {"slower", "", ",", "Halves the playback speed.", 0, 0,
     [](CommandTarget& t, Arguments) { set_speed(t.app, std::max(kSlowest, t.app.session.speed / 2)); }},
    {"loop", "[on|off]", "L", "Starts over after the last step.", 0, 1,
     [](CommandTarget& t, Arguments a) { t.app.session.loop = words::flag(t.app.session.loop, a, "loop"); }},
});

}  // namespace

std::span<const Command> playback_commands() {
  return kCommands;
}

}  // namespace convscope
