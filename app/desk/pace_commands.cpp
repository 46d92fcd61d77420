// The commands of the pace at which animations move, in all labs.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/desk/command_words.hpp"
#include "app/desk/commands.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

void set_speed(Desk& desk, double speed) {
  if (!(speed >= kSlowest && speed <= kFastest))
    throw Error("speed", fmt::format("{} is out of reach", format_value(speed)), "0.25 to 8");
  desk.session.speed = speed;
}

constexpr auto kCommands = std::to_array<Command>({
    {"speed", "X", "", "Playback speed, 0.25 to 8.", 1, 1,
     [](CommandTarget& t, Arguments a) { set_speed(t.desk, words::number(a[0], "speed")); }},
    {"faster", "", ".", "Doubles the playback speed.", 0, 0,
     [](CommandTarget& t, Arguments) { set_speed(t.desk, std::min(kFastest, t.desk.session.speed * 2)); }},
    {"slower", "", ",", "Halves the playback speed.", 0, 0,
     [](CommandTarget& t, Arguments) { set_speed(t.desk, std::max(kSlowest, t.desk.session.speed / 2)); }},
    {"loop", "[on|off]", "L", "Starts over after the last step.", 0, 1,
     [](CommandTarget& t, Arguments a) {
       t.desk.session.loop = words::flag(t.desk.session.loop, a, "loop");
     }},
});

}  // namespace

std::span<const Command> pace_commands() {
  return kCommands;
}

}  // namespace convscope
