#include <fmt/format.h>

#include <array>

#include "app/desk/command_words.hpp"
#include "app/labs/claims/lab.hpp"
#include "app/labs/claims/state.hpp"
#include "core/base/error.hpp"
#include "core/scenario/fields.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

using namespace words;

/// The lab comes to the front: its commands mean what is seen.
ClaimsState& lab(CommandTarget& t) {
  return t.desk.show<ClaimsState>();
}

constexpr std::array<std::string_view, 3> kVerdicts{"true", "false", "depends"};

/// A place counted from 1, from a word. Errors: Error(field, ...).
std::size_t place(std::string_view word, std::string_view field) {
  const Index number = whole(word, field);
  if (number < 1) throw Error(field, fmt::format("there is no {}", number), "1 or more");
  return static_cast<std::size_t>(number - 1);
}

void filter(CommandTarget& t, Arguments a) {
  if (a[0] == "all") return lab(t).filter({});
  lab(t).filter(kVoteOrder[choice(kVerdicts, a[0], "filter")]);
}

void vote(CommandTarget& t, Arguments a) {
  const Index count = a.size() > 1 ? whole(a[1], "vote") : 1;
  lab(t).vote(kVoteOrder[choice(kVerdicts, a[0], "vote")], count);
}

void experiment(CommandTarget& t, Arguments a) {
  ClaimsState& state = lab(t);
  const std::size_t before = state.edited();
  state.edit(place(a[0], "experiment"));
  if (a.size() < 2) return;
  try {
    state.set(parse_spec(joined(a.subspan(1))));
  } catch (...) {
    state.edit(before);
    throw;
  }
}

void set(CommandTarget& t, Arguments a) {
  ClaimsState& state = lab(t);
  const Scenario& now = state.scenarios()[state.edited()];
  state.set(with_field(now, a[0], joined(a.subspan(1))));
}

void explore(CommandTarget& t, Arguments a) {
  const ExperimentPane pane = lab(t).pane(a.empty() ? 0 : place(a[0], "pane"));
  t.desk.load(pane.derived->scenario());
  t.desk.choose_home();
  run_command(t, std::array<std::string, 2>{"view", std::string(pane.view)});
  run_command(t, std::array<std::string, 1>{"first"});
}

template <int by>
void step(CommandTarget& t, Arguments) {
  ClaimsState& state = lab(t);
  by > 0 ? state.head().next(state.steps()) : state.head().previous();
}

constexpr std::array kSettings{
    Setting{.name = "hide-verdicts",
            .label = "Hide verdicts",
            .kind = SettingKind::toggle,
            .keys = "H",
            .help = "Hides verdicts until each is revealed, so that an audience can vote.",
            .first = "off",
            .get = [](const Desk& d) { return std::string(d.state<ClaimsState>().hides() ? "on" : "off"); },
            .set = [](CommandTarget& t, std::string_view v) { lab(t).hide(v == "on"); }},
};

constexpr auto kCommands =
    std::to_array<Command>({
        {"claim", "NAME", "", "Shows a claim's card, as cancel or dense.", 1, 1,
         [](CommandTarget& t, Arguments a) { lab(t).choose(t.desk, a[0]); },
         [](const Desk& d) {
           return now_if(true, {std::string(claims()[d.state<ClaimsState>().front()].name)});
         }},
        {"claim-next", "", "PageDown J", "Reveals a hidden verdict, else shows the next card.", 0, 0,
         [](CommandTarget& t, Arguments) { lab(t).forward(t.desk); }},
        {"claim-previous", "", "PageUp K", "Shows the card before.", 0, 0,
         [](CommandTarget& t, Arguments) { lab(t).go(t.desk, -1); }},
        {"reveal", "", "Enter", "Shows the verdict that is hidden.", 0, 0,
         [](CommandTarget& t, Arguments) { lab(t).reveal(t.desk); }},
        {"vote", "true|false|depends [HANDS]", "",
         "Counts hands for a verdict that is hidden; a negative number takes some back.", 1, 2, vote},
        {"claims-search", "[WORDS]", "", "Lists the cards whose sentence has these words.", 0, 16,
         [](CommandTarget& t, Arguments a) { lab(t).search(joined(a)); }},
        {"claims-find", "", "/", "Types into the search field.", 0, 0,
         [](CommandTarget& t, Arguments) { lab(t).begin_search(); }},
        {"claims-filter", "all|true|false|depends", "", "Lists the cards with one verdict only.", 1, 1,
         filter},
        {"claim-play", "", "Space", "Plays or pauses the experiment.", 0, 0,
         [](CommandTarget& t, Arguments) {
           ClaimsState& state = lab(t);
           state.head().play(!state.head().playing, t.desk.session, state.steps());
         }},
        holding(Held::steps,
                {"claim-step", "", "Right", "Goes one step of the experiment on.", 0, 0, step<1>}),
        holding(Held::steps,
                {"claim-step-back", "", "Left", "Goes one step of the experiment back.", 0, 0, step<-1>}),
        {"claim-start", "", "Home", "Goes before the experiment's first step.", 0, 0,
         [](CommandTarget& t, Arguments) { lab(t).head().rest_at_start(); }},
        {"claim-first", "", "", "Goes to the experiment's first step.", 0, 0,
         [](CommandTarget& t, Arguments) {
           ClaimsState& state = lab(t);
           state.head().rest_at(0, state.steps());
         }},
        {"claim-last", "", "End", "Goes to the experiment's last step.", 0, 0,
         [](CommandTarget& t, Arguments) {
           ClaimsState& state = lab(t);
           const Index steps = state.steps();
           state.head().rest_at(steps - 1, steps);
         }},
        {"experiment", "N [LINE]", "",
         "Which of the card's scenarios the parameters mean; with a line, another one in its place.", 1, 32,
         experiment},
        {"experiment-set", "FIELD VALUE", "",
         "Changes a field of that scenario: stride 2, kernel 4, w [1,0,1].", 2, 32, set},
        {"experiment-reset", "", "Backspace", "Takes the card's own experiment again.", 0, 0,
         [](CommandTarget& t, Arguments) { lab(t).reset(); }},
        {"experiment-view", "PANE NAME", "", "Shows another view in a pane, counted from 1.", 2, 2,
         [](CommandTarget& t, Arguments a) { lab(t).choose_view(place(a[0], "view"), a[1]); }},
        {"experiment-explore", "[PANE]", "E",
         "Opens what a pane shows, the first if none is named, in Explore.", 0, 1, explore},
    });

}  // namespace

const Setting& hide_verdicts() {
  return kSettings[0];
}

std::span<const Command> claims_commands() {
  static const std::vector<Command> all =
      convscope::joined(commands_of([]() -> const auto& { return kSettings; }), kCommands);
  return all;
}

}  // namespace convscope
