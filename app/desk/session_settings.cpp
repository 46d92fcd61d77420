// The settings that all labs share: how the window looks, and the pace at which animations move. All are
// always remembered: who goes back to the last session has the light theme again as well.
#include <fmt/format.h>

#include <algorithm>

#include "app/desk/command_words.hpp"
#include "app/desk/settings.hpp"
#include "app/picture/language.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr std::array<std::string_view, 2> kLanguageTitles{"English", "简体中文"};
constexpr Names<NumberFormat, 3> kNumbers{"numbers", {"automatic", "decimal", "fraction"}, Listing::commas};
/// Bit 0: the left one; bit 1: the right one.
enum class Panels : std::uint8_t { none, left, right, both };
constexpr Names<Panels, 4> kPanels{"panels", {"none", "left", "right", "both"}, Listing::commas};

std::string_view panels_now(const Session& s) {
  return kPanels[static_cast<Panels>((s.left_panel ? 1 : 0) + (s.right_panel ? 2 : 0))];
}

/// Faster than this it does not play (playhead.cpp).
constexpr double kFastestShown = 3.2;

void set_speed(Desk& desk, double speed) {
  if (!(speed >= kSlowest && speed <= kFastest))
    throw Error("speed", fmt::format("{} is out of reach", format_value(speed)), "0.25 to 8");
  desk.session.speed = speed;
  if (speed > kFastestShown)
    desk.tell(fmt::format("It plays at {}×, two steps a second: nothing flashes then.",
                          format_value(kFastestShown)));
}

template <bool Pace::*flag>
std::string get_flag(const Desk& desk) {
  return desk.session.*flag ? "on" : "off";
}
template <bool Pace::*flag>
void set_flag(CommandTarget& target, std::string_view value) {
  target.desk.session.*flag = value == "on";
}

constexpr std::array kLook{
    Setting{.name = "theme",
            .label = "Theme",
            .kind = SettingKind::choice,
            .choices = kThemes.names,
            .keys = "T",
            .help = "Light, dark or high contrast.",
            .get = [](const Desk& d) { return std::string(kThemes[d.session.theme]); },
            .set = [](CommandTarget& t, std::string_view v) { t.desk.session.theme = kThemes.parse(v); }},
    Setting{.name = "language",
            .label = "Language",
            .kind = SettingKind::choice,
            .choices = kLanguages.names,
            .titles = kLanguageTitles,
            .help = "The language of the window and of what it draws.",
            .get = [](const Desk&) { return std::string(kLanguages[language()]); },
            .set = [](CommandTarget&, std::string_view v) { speak(kLanguages.parse(v)); }},
    Setting{.name = "numbers",
            .label = "Numbers",
            .kind = SettingKind::choice,
            .choices = kNumbers.names,
            .keys = "N",
            .help = "How numbers are written.",
            .announced = true,
            .get = [](const Desk& d) { return std::string(kNumbers[d.session.numbers]); },
            .set = [](CommandTarget& t, std::string_view v) { t.desk.session.numbers = kNumbers.parse(v); }},
    Setting{
        .name = "panels",
        .label = "Panels",
        .kind = SettingKind::choice,
        .choices = kPanels.names,
        .keys = "Ctrl+B",
        .help = "Which panels stand beside the stage.",
        .get = [](const Desk& d) { return std::string(panels_now(d.session)); },
        .set =
            [](CommandTarget& t, std::string_view v) {
              const auto which = static_cast<unsigned>(kPanels.parse(v));
              t.desk.session.left_panel = which & 1U;
              t.desk.session.right_panel = which & 2U;
            },
        .next = [](const Desk& d) { return std::string(panels_now(d.session) == "none" ? "both" : "none"); }},
    Setting{.name = "reduced-motion",
            .label = "Reduced motion",
            .kind = SettingKind::toggle,
            .help = "Steps change without gliding.",
            .get = get_flag<&Pace::reduced_motion>,
            .set = set_flag<&Pace::reduced_motion>},
};

constexpr std::array kPace{
    Setting{
        .name = "speed",
        .label = "Speed",
        .kind = SettingKind::text,
        .arguments = "X",
        .help = "Playback speed, 0.25 to 8.",
        .get = [](const Desk& d) { return format_value(d.session.speed); },
        .set = [](CommandTarget& t, std::string_view v) { set_speed(t.desk, words::number(v, "speed")); }},
    Setting{.name = "loop",
            .label = "Loop",
            .kind = SettingKind::toggle,
            .keys = "L",
            .help = "Starts over after the last step.",
            .get = get_flag<&Pace::loop>,
            .set = set_flag<&Pace::loop>},
};

constexpr auto kSessionCommands = std::to_array<Command>({
    {"faster", "", "Ctrl+Up", "Doubles the playback speed.", 0, 0,
     [](CommandTarget& t, Arguments) { set_speed(t.desk, std::min(kFastest, t.desk.session.speed * 2)); }},
    {"slower", "", "Ctrl+Down", "Halves the playback speed.", 0, 0,
     [](CommandTarget& t, Arguments) { set_speed(t.desk, std::max(kSlowest, t.desk.session.speed / 2)); }},
});

}  // namespace

std::span<const Setting> look_settings() {
  return kLook;
}

std::span<const Command> look_commands() {
  static const std::vector<Command> all = commands_of([]() -> const auto& { return kLook; });
  return all;
}

std::span<const Command> pace_commands() {
  static const std::vector<Command> all =
      joined(commands_of([]() -> const auto& { return kPace; }), kSessionCommands);
  return all;
}

}  // namespace convscope
