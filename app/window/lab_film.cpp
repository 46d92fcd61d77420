#include "app/window/lab_film.hpp"

#include <chrono>
#include <thread>
#include <utility>

#include "app/window/labs.hpp"
#include "app/window/sheets.hpp"
#include "core/base/error.hpp"

namespace convscope {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPatience = std::chrono::minutes(1);

/// In either theme, when it is there.
std::optional<Film> film_now(const Desk& desk, Style style) {
  std::optional<Film> film = desk.front_state().film(desk, style, false);
  if (!film) return film;
  film->dark = is_dark(style.theme);
  style.theme = film->dark ? Theme::light : Theme::dark;
  if (auto other = desk.front_state().film(desk, style, false)) film->in_other_theme = std::move(other->draw);
  return film;
}

Film film_of(const Picture& picture) {
  return {.draw = [picture](Moment) { return picture; }, .steps = 1, .animated = false};
}

/// What is compared as pixels, on its sheet; nothing while that comes.
std::optional<Film> sheet_now(const Desk& desk, Theme theme) {
  const LabSheet made = sheet_of(desk.front_state(), theme);
  if (!made.picture) return std::nullopt;
  Film film = film_of(*made.picture);
  film.dark = is_dark(theme);
  if (const LabSheet other = sheet_of(desk.front_state(), film.dark ? Theme::light : Theme::dark);
      other.picture)
    film.in_other_theme = film_of(*other.picture).draw;
  return film;
}

}  // namespace

std::optional<Film> lab_film(const Scenario& scenario, std::string_view lab,
                             std::span<const std::string> commands, const Style& style) {
  Desk desk = whole_desk(scenario);
  InputQueue input;
  CommandTarget target{desk, input};
  desk.session.stage_width = style.width;
  desk.session.stage_height = style.height;
  desk.choose_lab(lab);
  for (const std::string& line : commands)
    for (const std::vector<std::string>& words : parse_commands(line)) run_command(target, words);
  Style own = desk.style(style.width, style.height);
  own.theme = style.theme;
  own.numbers = style.numbers;
  for (const auto end = Clock::now() + kPatience;;) {
    desk.tick(kFrameSeconds);
    const bool late = Clock::now() > end;
    try {
      if (late || !desk.front_state().updating()) {
        std::optional<Film> film = film_now(desk, own);
        if (!film) film = sheet_now(desk, own.theme);
        if (film || late || !sheet_of(desk.front_state(), own.theme).comes) return film;
      }
    } catch (const Error& error) {
      if (late || error.field() != "export") throw;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

}  // namespace convscope
