#include "app/labs/training/settings.hpp"

#include <fmt/format.h>

#include "app/desk/command_words.hpp"
#include "app/labs/training/state.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr Index kMostSeed = 1'000'000'000;

TrainingState& lab(CommandTarget& t) {
  return t.desk.state<TrainingState>();
}
const TrainingState& lab(const Desk& desk) {
  return desk.state<TrainingState>();
}
const RaceChoice& choice(const Desk& desk) {
  return lab(desk).choice();
}

/// Changes one member of what a race is run with.
template <class Value>
void put(CommandTarget& t, Value RaceChoice::*member, Value value) {
  RaceChoice next = lab(t).choice();
  next.*member = std::move(value);
  lab(t).choose(next);
}

constexpr Names<TrainingPage, 2> kPages{"train-page", kTrainingPageNames, Listing::commas};
constexpr std::array<std::string_view, 2> kPageTitles{"Outputs", "Phase sums"};

void choose_page(CommandTarget& t, std::string_view value) {
  const TrainingPage page = kPages.parse(value);
  t.desk.show<TrainingState>().choose(page);
}

std::string decoders_text(const Desk& desk) {
  if (choice(desk).decoders.empty()) return "all";
  std::string out;
  for (const DecoderForm form : choice(desk).decoders)
    out += (out.empty() ? "" : ",") + std::string(name(form));
  return out;
}

void choose_decoders(CommandTarget& t, std::string_view value) {
  std::vector<DecoderForm> forms;
  if (value != "all")
    for (const std::string_view word : split(value, ',')) forms.push_back(parse_decoder(word));
  put(t, &RaceChoice::decoders, std::move(forms));
}

std::string kernel_text(const Desk& desk) {
  const auto kernel = lab(desk).kernel();
  return kernel ? fmt::format("{}", *kernel + 1) : "mean";
}

/// The mean, then one kernel after the other.
std::string next_kernel(const Desk& desk) {
  const Index next = lab(desk).kernel().value_or(-1) + 1;
  return next < lab(desk).kernels() ? fmt::format("{}", next + 1) : "mean";
}

template <Index RaceChoice::*member>
std::string whole_text(const Desk& desk) {
  return fmt::format("{}", choice(desk).*member);
}

constexpr std::array kSettings{
    Setting{.name = "train-page",
            .label = "Page",
            .kind = SettingKind::choice,
            .choices = kTrainingPageNames,
            .titles = kPageTitles,
            .keys = "V",
            .help = "What the stage shows of the training; alone: the other page.",
            .get = [](const Desk& d) { return std::string(kPages[lab(d).page()]); },
            .set = choose_page},
    Setting{.name = "train-decoders",
            .label = "Decoders",
            .kind = SettingKind::text,
            .arguments = "A,B|all",
            .help = "Which decoders are trained side by side.",
            .topic = "training/decoders",
            .first = "all",
            .get = decoders_text,
            .set = choose_decoders},
    Setting{.name = "train-factor",
            .label = "Factor",
            .kind = SettingKind::whole,
            .least = kLeastTrainedFactor,
            .most = kMostTrainedFactor,
            .arguments = "N",
            .help = "How many times larger the decoders make a picture.",
            .topic = "training/settings",
            .first = "2",
            .get = whole_text<&RaceChoice::factor>,
            .set = [](CommandTarget& t,
                      std::string_view v) { put(t, &RaceChoice::factor, words::whole(v, "factor")); }},
    Setting{.name = "train-layers",
            .label = "Layers",
            .kind = SettingKind::whole,
            .least = 1,
            .most = kMostDecoderLayers,
            .arguments = "N",
            .help = "Layers of a decoder, the enlarging one with them.",
            .topic = "training/settings",
            .first = "2",
            .get = whole_text<&RaceChoice::layers>,
            .set = [](CommandTarget& t,
                      std::string_view v) { put(t, &RaceChoice::layers, words::whole(v, "layers")); }},
    Setting{.name = "train-width",
            .label = "Channels",
            .kind = SettingKind::whole,
            .least = 1,
            .most = kMostDecoderWidth,
            .arguments = "N",
            .help = "Channels between the layers.",
            .topic = "training/settings",
            .first = "16",
            .get = whole_text<&RaceChoice::width>,
            .set = [](CommandTarget& t,
                      std::string_view v) { put(t, &RaceChoice::width, words::whole(v, "width")); }},
    Setting{.name = "train-steps",
            .label = "Steps",
            .kind = SettingKind::decades,
            .least = 1,
            .most = 3,
            .arguments = "N",
            .help = "Steps of the whole training, 1 to 5000.",
            .topic = "training/settings",
            .first = "200",
            .get = whole_text<&RaceChoice::steps>,
            .set = [](CommandTarget& t,
                      std::string_view v) { put(t, &RaceChoice::steps, words::whole(v, "steps")); }},
    Setting{.name = "train-rate",
            .label = "Rate",
            .kind = SettingKind::decades,
            .least = -4,
            .most = 1,
            .arguments = "X",
            .help = "Adam's learning rate: how far a step goes; too far and the training diverges.",
            .topic = "training/settings",
            .first = "0.004",
            .get = [](const Desk& d) { return format_value(choice(d).rate); },
            .set = [](CommandTarget& t,
                      std::string_view v) { put(t, &RaceChoice::rate, words::number(v, "rate")); }},
    Setting{.name = "train-seed",
            .label = "Seed",
            .kind = SettingKind::text,
            .arguments = "N",
            .help = "Of the first weights and the crops: the same seed trains the same.",
            .topic = "training/settings",
            .first = "1",
            .get = [](const Desk& d) { return fmt::format("{}", choice(d).seed); },
            .set =
                [](CommandTarget& t, std::string_view v) {
                  const Index seed = words::whole(v, "seed");
                  if (seed < 0 || seed > kMostSeed)
                    throw Error("seed", fmt::format("{} is out of range", seed),
                                fmt::format("0 to {}", kMostSeed));
                  put(t, &RaceChoice::seed, static_cast<std::uint64_t>(seed));
                }},
    Setting{.name = "train-kernel",
            .label = "Kernel",
            .kind = SettingKind::text,
            .arguments = "N|mean",
            .keys = "K",
            .help = "Whose phase sums are drawn: the mean of all kernels, or one of them; alone: the next.",
            .topic = "training/phases",
            .first = "mean",
            .remembered = false,
            .get = kernel_text,
            .set =
                [](CommandTarget& t, std::string_view v) {
                  lab(t).look_at_kernel(v == "mean" ? std::nullopt
                                                    : std::optional(words::whole(v, "train-kernel") - 1));
                },
            .next = next_kernel},
};

}  // namespace

std::span<const Setting> training_settings() {
  return kSettings;
}

std::vector<Command> training_setting_commands() {
  return commands_of([]() -> const auto& { return kSettings; });
}

}  // namespace convscope
