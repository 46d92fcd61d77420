#include <fmt/format.h>

#include <algorithm>

#include "app/desk/command_words.hpp"
#include "app/labs/round_trip/lab.hpp"
#include "app/labs/round_trip/presets.hpp"
#include "app/labs/round_trip/settings.hpp"
#include "app/labs/round_trip/state.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

void load(CommandTarget& t, const TripPreset& preset) {
  Scenario scenario = parse_spec(preset.spec);
  scenario.photo = t.desk.scenario().photo;
  t.desk.apply(std::move(scenario));
  t.desk.show<RoundTripState>();
  if (lab(t).page() == TripPage::photo) lab(t).choose(TripPage::there);
  lab(t).choose_output_padding(t.desk, std::nullopt);
}

void next_preset(CommandTarget& t, Arguments) {
  const std::string& now = t.desk.line();
  const auto all = trip_presets();
  std::size_t next = 0;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (spec_line(parse_spec(all[i].spec)) == now) next = (i + 1) % all.size();
  load(t, all[next]);
}

void null_vector(CommandTarget& t, Arguments a) {
  const Loss* loss = lab(t).loss();
  const auto count = loss ? static_cast<Index>(loss->null_vectors.size()) : 0;
  lab(t).choose_vector(a.empty() ? (lab(t).vector() + 1) % std::max<Index>(count, 1)
                                 : words::whole(a[0], "null-vector") - 1);
}

/// One step on or back, of whatever the page in front moves through.
void step(CommandTarget& t, int by) {
  constexpr double kAmount = 0.25;
  if (lab(t).page() == TripPage::why)
    return lab(t).choose_amount(std::clamp(lab(t).amount() + by * kAmount, -RoundTripState::kMostAmount,
                                           RoundTripState::kMostAmount));
  if (lab(t).page() == TripPage::photo) return;
  by > 0 ? lab(t).next() : lab(t).previous();
}

void start(CommandTarget& t, Arguments) {
  if (lab(t).page() == TripPage::why) return lab(t).choose_amount(0);
  lab(t).go_to_start();
}

void first(CommandTarget& t, Arguments) {
  if (lab(t).page() == TripPage::why) return lab(t).choose_amount(0);
  lab(t).go_to(0);
}

void zoom(CommandTarget& t, Arguments a) {
  constexpr std::array<std::string_view, 3> names{"all", "in", "out"};
  const std::size_t way = a.empty() ? 0 : words::choice(names, a[0], "trip-zoom");
  PhotoView view = lab(t).view();
  if (way == 0)
    view = {};
  else
    view.zoom *= way == 1 ? 1.5 : 1 / 1.5;
  lab(t).look_at(view);
}

void zoom_to(CommandTarget& t, Arguments a) {
  lab(t).look_at(
      {words::number(a[0], "trip-look"), words::number(a[1], "trip-look"), words::number(a[2], "trip-look")});
}

constexpr auto kCommands =
    std::to_array<Command>(
        {
            {"trip-play", "[on|off]", "Space", "Plays the trip or the iterations, or pauses.", 0, 1,
             [](CommandTarget& t, Arguments a) {
               lab(t).play(t.desk.session, words::flag(lab(t).playing(), a, "trip-play"));
             }},
            holding(Held::steps, {"trip-next", "", "Right PageDown",
                                  "Goes one step on; on the page Why, along the lost direction.", 0, 0,
                                  [](CommandTarget& t, Arguments) { step(t, 1); }}),
            holding(Held::steps, {"trip-previous", "", "Left PageUp", "Goes one step back.", 0, 0,
                                  [](CommandTarget& t, Arguments) { step(t, -1); }}),
            {"trip-start", "", "Home", "Goes before the first step, or back to the input itself.", 0, 0,
             start},
            {"trip-first", "", "", "Goes to the first step, or back to the input itself.", 0, 0, first},
            {"trip-last", "", "End", "Goes to the last step.", 0, 0,
             [](CommandTarget& t, Arguments) { lab(t).go_to(lab(t).steps() - 1); }},
            {"trip-step", "N", "", "Goes to a step of the trip, counted from 0.", 1, 1,
             [](CommandTarget& t, Arguments a) { lab(t).go_to(words::whole(a[0], "trip-step")); }},
            {"trip-preset", "NAME", "", "Loads an example of a round trip.", 1, 1,
             [](CommandTarget& t, Arguments a) { load(t, trip_preset(a[0])); }},
            {"trip-next-preset", "", "E", "The next example of a round trip.", 0, 0, next_preset},
            {"null-vector", "[N]", "K", "Which lost direction is added to the input; alone: the next.", 0, 1,
             null_vector},
            {"amount", "T", "", "How much of it, -5 to 5.", 1, 1,
             [](CommandTarget& t, Arguments a) { lab(t).choose_amount(words::number(a[0], "amount")); }},
            {"trip-zoom", "[in|out|all]", "0", "Zooms into the photographs; alone: shows all.", 0, 1, zoom},
            {"trip-zoom-in", "", "=", "Zooms in.", 0, 0,
             [](CommandTarget& t, Arguments) { zoom(t, std::array<std::string, 1>{"in"}); }},
            {"trip-zoom-out", "", "-", "Zooms out.", 0, 0,
             [](CommandTarget& t, Arguments) { zoom(t, std::array<std::string, 1>{"out"}); }},
            {"trip-look", "X Y ZOOM",
             "", "The place in the middle of the photographs, 0 to 1, and how large.", 3, 3, zoom_to,
             [](const Desk& d) {
               const PhotoView& now = lab(d).view();
               return now_if(now != PhotoView{},
                             {format_value(now.x), format_value(now.y), format_value(now.zoom)});
             }},
            {"trip-cancel", "", "X", "Stops what a worker is at; what has been reached stays.", 0, 0,
             [](CommandTarget& t, Arguments) { lab(t).cancel(); }},
            {"trip-update", "", "U", "Computes anew what was stopped.", 0, 0,
             [](CommandTarget& t, Arguments) { lab(t).update(); }},
        });

}  // namespace

std::span<const Command> round_trip_commands() {
  static const std::vector<Command> all = joined(trip_setting_commands(), kCommands);
  return all;
}

}  // namespace convscope
