#include "app/window/labs.hpp"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

#include "app/desk/presenting_commands.hpp"
#include "app/desk/settings.hpp"
#include "app/labs/claims/lab.hpp"
#include "app/labs/claims/state.hpp"
#include "app/labs/explore/lab.hpp"
#include "app/labs/explore/state.hpp"
#include "app/labs/images/lab.hpp"
#include "app/labs/images/state.hpp"
#include "app/labs/networks/lab.hpp"
#include "app/labs/networks/state.hpp"
#include "app/labs/round_trip/lab.hpp"
#include "app/labs/round_trip/state.hpp"
#include "app/labs/sizes/lab.hpp"
#include "app/labs/sizes/state.hpp"
#include "app/labs/training/lab.hpp"
#include "app/labs/training/state.hpp"
#include "app/views/contact_sheet.hpp"
#include "app/window/command_groups.hpp"
#include "app/window/sheets.hpp"
#include "core/network/formats.hpp"

namespace convscope {

namespace {

/// A lab's state is made with the desk, or with its workers when that is all it needs.
template <class State>
std::unique_ptr<LabState> make_state(Desk& desk) {
  if constexpr (std::is_constructible_v<State, Desk&>)
    return std::make_unique<State>(desk);
  else
    return std::make_unique<State>(desk.workers());
}

template <class OfLab>
std::unique_ptr<Lab> make_lab() {
  return std::make_unique<OfLab>();
}

constexpr std::array kLabs{
    LabRow{.name = "explore",
           .title = "Explore",
           .help = "One operator, step by step, in every view.",
           .summary = "The lab of one operator, step by step.",
           .state = make_state<ExploreState>,
           .lab = make_lab<ExploreLab>,
           .commands = explore_commands,
           .topics = explore_topics},
    LabRow{
        .name = "round-trip",
        .title = "Round trip",
        .help = "Convolution, then its transpose: what comes back, what is lost, and what truly undoes it.",
        .summary = "The lab of convolution and back.",
        .state = make_state<RoundTripState>,
        .lab = make_lab<RoundTripLab>,
        .commands = round_trip_commands,
        .topics = round_trip_topics},
    LabRow{.name = "sizes",
           .title = "Sizes",
           .help = "The size arithmetic drawn, asked backwards, in chains of layers and in four frameworks.",
           .summary = "The lab of size arithmetic.",
           .state = make_state<SizesState>,
           .lab = make_lab<SizesLab>,
           .commands = sizes_commands,
           .topics = sizes_topics},
    LabRow{
        .name = "images",
        .title = "Images",
        .help =
            "Ways of enlarging a photograph beside each other, measured, and why some leave checkerboards.",
        .summary = "The lab of enlarging photographs.",
        .state = make_state<ImagesState>,
        .lab = make_lab<ImagesLab>,
        .commands = images_commands,
        .topics = images_topics,
        .files = images_files,
        .shows_scenario = false,
        .takes = [](std::string_view path) { return !has_network_ending(path); }},
    LabRow{.name = "claims",
           .title = "Claims",
           .help = "What people say about convolution, each with the experiment that settles it.",
           .summary = "The lab of what people say.",
           .state = make_state<ClaimsState>,
           .lab = make_lab<ClaimsLab>,
           .commands = claims_commands,
           .topics = claims_topics,
           .shows_scenario = false},
    LabRow{.name = "networks",
           .title = "Networks",
           .help = "Your own network, layer by layer: which one prints a grid, and what repairs it.",
           .summary = "The lab of networks from files.",
           .state = make_state<NetworksState>,
           .lab = make_lab<NetworksLab>,
           .commands = networks_commands,
           .topics = networks_topics,
           .files = networks_files,
           .shows_scenario = false,
           .takes = has_network_ending},
    LabRow{
        .name = "training",
        .title = "Training",
        .help =
            "Small decoders learn to enlarge your photographs, step by step: whose grid goes, whose stays.",
        .summary = "The lab of decoders in training.",
        .state = make_state<TrainingState>,
        .lab = make_lab<TrainingLab>,
        .commands = training_commands,
        .topics = training_topics,
        .files = training_files,
        .shows_scenario = false},
};

/// Digits choose labs.
constexpr std::array<std::string_view, 9> kKeys{"1", "2", "3", "4", "5", "6", "7", "8", "9"};
static_assert(kLabs.size() <= kKeys.size());

template <std::size_t... at>
constexpr std::array<Command, sizeof...(at)> choosing(std::index_sequence<at...>) {
  return {Command{kLabs[at].name, "", kKeys[at], kLabs[at].summary, 0, 0,
                  [](CommandTarget& t, Arguments) { t.desk.choose_lab(kLabs[at].name); }}...};
}

}  // namespace

std::span<const LabRow> labs() {
  return kLabs;
}

const LabRow* find_lab(std::string_view name) {
  const auto* found = std::ranges::find(kLabs, name, &LabRow::name);
  return found == kLabs.end() ? nullptr : &*found;
}

std::span<const Command> commands() {
  static constexpr auto kChoosing = choosing(std::make_index_sequence<kLabs.size()>());
  static const std::vector<Command> all = [] {
    std::vector<Command> list;
    for (const auto part : {std::span<const Command>(kChoosing), window_commands(), export_commands(),
                            lesson_commands(), look_commands(), pace_commands(), scenario_commands(),
                            presenting_commands(), code_commands(), script_commands()})
      list.insert(list.end(), part.begin(), part.end());
    for (const LabRow& lab : kLabs)
      for (Command own : lab.commands()) {
        own.lab = lab.name;
        list.push_back(own);
      }
    return list;
  }();
  return all;
}

const HelpTopic* help_topic(std::string_view key) {
  const auto look = [&](std::span<const HelpTopic> topics) -> const HelpTopic* {
    const auto found = std::ranges::find(topics, key, &HelpTopic::key);
    return found == topics.end() ? nullptr : &*found;
  };
  const HelpTopic* found = look(scenario_topics());
  for (const LabRow& lab : kLabs)
    if (found == nullptr) found = look(lab.topics());
  return found;
}

Desk whole_desk(const Scenario& first, std::function<void()> wake) {
  return {first, labs(), commands(), std::move(wake)};
}

LabSheet sheet_of(LabState& state, Theme theme) {
  auto* const images = dynamic_cast<ImagesState*>(&state);
  if (images == nullptr) return {};
  const auto made = images->sheet();
  if (!made) return {.picture = std::nullopt, .comes = images->sheet_comes()};
  return {.picture = draw_contact_sheet(*made, theme)};
}

}  // namespace convscope
