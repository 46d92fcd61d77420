#include "app/labs/round_trip/settings.hpp"

#include <fmt/format.h>

#include "app/desk/command_words.hpp"
#include "app/labs/round_trip/state.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

std::string whole_text(Index value) {
  return fmt::format("{}", value);
}

std::uint64_t seed_of(std::string_view text) {
  const Index seed = words::whole(text, "seed");
  if (seed < 0) throw Error("seed", std::string(text) + " is negative", "0 or more");
  return static_cast<std::uint64_t>(seed);
}

constexpr Names<TripPage, 4> kPages{"trip", kTripPageNames, Listing::commas};
constexpr std::array<std::string_view, 4> kPageTitles{"There and back", "Why", "Deconvolve", "Photo"};
constexpr std::array<std::string_view, 3> kBlurs{"gaussian", "box", "motion"};
constexpr std::array<std::string_view, 3> kBlurTitles{"Gaussian", "box", "motion"};

void choose_page(CommandTarget& t, std::string_view value) {
  const TripPage page = kPages.parse(value);
  t.desk.show<RoundTripState>().choose(page);
  t.desk.session.hover = {};
}

/// Changes one member of what a deconvolution or a blurred photograph is made with.
template <class Settings, class Value>
void put(CommandTarget& t, Settings settings, Value Settings::*member, Value value) {
  settings.*member = value;
  lab(t).choose(settings);
}

const DeconvolutionSettings& way_back(const Desk& desk) {
  return lab(desk).deconvolution_settings();
}
const DeblurSettings& photo(const Desk& desk) {
  return lab(desk).blur();
}

constexpr std::array kSettings{
    Setting{.name = "trip",
            .label = "Page",
            .kind = SettingKind::choice,
            .choices = kTripPageNames,
            .titles = kPageTitles,
            .keys = "V",
            .help = "A page of the round trip; alone: the next one.",
            .get = [](const Desk& d) { return std::string(kPages[lab(d).page()]); },
            .set = choose_page},
    Setting{.name = "mirror",
            .label = "Mirror the kernel",
            .kind = SettingKind::toggle,
            .keys = "M",
            .help = "Tries the way back with the kernel mirrored too, and says why that is no remedy.",
            .first = "off",
            .get = [](const Desk& d) { return std::string(lab(d).mirror() ? "on" : "off"); },
            .set = [](CommandTarget& t, std::string_view v) { lab(t).mirror(v == "on"); }},
    Setting{.name = "trip-output-padding",
            .label = "Output padding back",
            .kind = SettingKind::text,
            .arguments = "N|auto",
            .help = "Trailing rows of the way back; auto: those that bring the size back.",
            .topic = "output-padding",
            .first = "auto",
            .get =
                [](const Desk& d) {
                  const auto rows = lab(d).output_padding();
                  return rows ? whole_text(*rows) : std::string("auto");
                },
            .set =
                [](CommandTarget& t, std::string_view v) {
                  lab(t).choose_output_padding(
                      t.desk, v == "auto" ? std::nullopt : std::optional(words::whole(v, "output-padding")));
                }},
    Setting{.name = "trip-lambda",
            .label = "Tikhonov λ",
            .kind = SettingKind::decades,
            .least = -5,
            .most = 2,
            .from_zero = true,
            .arguments = "X",
            .help = "Tikhonov's weight of |x|² beside |Cx − y|²; 0: least squares.",
            .topic = "trip/deconvolve",
            .first = "0",
            .get = [](const Desk& d) { return format_value(way_back(d).lambda); },
            .set =
                [](CommandTarget& t, std::string_view v) {
                  put(t, way_back(t.desk), &DeconvolutionSettings::lambda, words::number(v, "lambda"));
                }},
    Setting{.name = "trip-noise",
            .label = "Noise on y, %",
            .kind = SettingKind::whole,
            .least = 0,
            .most = 20,
            .arguments = "PERCENT",
            .help = "Noise on y, in percent of its largest value.",
            .topic = "trip/deconvolve",
            .first = "0",
            // In percent the last digits are rounding.
            .get = [](const Desk& d) { return fmt::format("{:.12g}", 100 * way_back(d).noise); },
            .set =
                [](CommandTarget& t, std::string_view v) {
                  put(t, way_back(t.desk), &DeconvolutionSettings::noise, words::number(v, "noise") / 100);
                }},
    Setting{.name = "trip-seed",
            .label = "Seed",
            .kind = SettingKind::text,
            .arguments = "N",
            .help = "The seed of that noise: the same seed gives the same noise.",
            .first = "1",
            .get = [](const Desk& d) { return fmt::format("{}", way_back(d).seed); },
            .set =
                [](CommandTarget& t, std::string_view v) {
                  put(t, way_back(t.desk), &DeconvolutionSettings::seed, seed_of(v));
                }},
};

/// A row of the blurred photograph.
constexpr Setting of_photo(Setting row) {
  row.group = "deblur";
  row.topic = "trip/photo";
  return row;
}

constexpr std::array kDeblur{
    of_photo(
        {.name = "blur",
         .label = "Blur",
         .kind = SettingKind::choice,
         .choices = kBlurs,
         .titles = kBlurTitles,
         .help = "What the picture is convolved with.",
         .first = "gaussian",
         .get = [](const Desk& d) { return std::string(to_string(photo(d).blur)); },
         .set = [](CommandTarget& t,
                   std::string_view v) { put(t, photo(t.desk), &DeblurSettings::blur, parse_blur(v)); }}),
    of_photo({.name = "size",
              .label = "Blur size",
              .kind = SettingKind::whole,
              .least = 1,
              .most = kLargestBlur,
              .help = "Weights along both axes.",
              .first = "9",
              .get = [](const Desk& d) { return whole_text(photo(d).size); },
              .set =
                  [](CommandTarget& t, std::string_view v) {
                    put(t, photo(t.desk), &DeblurSettings::size, words::whole(v, "size"));
                  }}),
    of_photo({.name = "noise",
              .label = "Noise",
              .kind = SettingKind::whole,
              .least = 0,
              .most = 40,
              .help = "Deviation in grey levels, of 0 to 255.",
              .first = "2",
              .get = [](const Desk& d) { return format_value(photo(d).noise); },
              .set =
                  [](CommandTarget& t, std::string_view v) {
                    put(t, photo(t.desk), &DeblurSettings::noise, words::number(v, "noise"));
                  }}),
    of_photo({.name = "seed",
              .label = "Seed",
              .kind = SettingKind::text,
              .help = "The same seed gives the same noise.",
              .first = "1",
              .get = [](const Desk& d) { return fmt::format("{}", photo(d).seed); },
              .set = [](CommandTarget& t,
                        std::string_view v) { put(t, photo(t.desk), &DeblurSettings::seed, seed_of(v)); }}),
    of_photo({.name = "wiener",
              .label = "Wiener ratio",
              .kind = SettingKind::decades,
              .least = -6,
              .most = 0,
              .help = "The ratio of the powers of noise and picture.",
              .first = "0.01",
              .get = [](const Desk& d) { return format_value(photo(d).ratio); },
              .set =
                  [](CommandTarget& t, std::string_view v) {
                    put(t, photo(t.desk), &DeblurSettings::ratio, words::number(v, "wiener"));
                  }}),
    of_photo({.name = "lambda",
              .label = "Tikhonov λ",
              .kind = SettingKind::decades,
              .least = -6,
              .most = 1,
              .help = "The weight of the slopes.",
              .first = "0.01",
              .get = [](const Desk& d) { return format_value(photo(d).lambda); },
              .set =
                  [](CommandTarget& t, std::string_view v) {
                    put(t, photo(t.desk), &DeblurSettings::lambda, words::number(v, "lambda"));
                  }}),
    of_photo({.name = "iterations",
              .label = "Lucy iterations",
              .kind = SettingKind::whole,
              .least = 0,
              .most = 200,
              .help = "Of Richardson-Lucy: more sharpen, then grow noise.",
              .first = "30",
              .get = [](const Desk& d) { return whole_text(photo(d).iterations); },
              .set =
                  [](CommandTarget& t, std::string_view v) {
                    put(t, photo(t.desk), &DeblurSettings::iterations, words::whole(v, "iterations"));
                  }}),
};

}  // namespace

std::span<const Setting> trip_settings() {
  return kSettings;
}

std::span<const Setting> deblur_settings() {
  return kDeblur;
}

std::vector<Command> trip_setting_commands() {
  std::vector<Command> all = commands_of([]() -> const auto& { return kSettings; });
  all.push_back(
      group_command([]() -> const auto& { return kDeblur; }, "Changes a setting of the blurred photograph."));
  return all;
}

}  // namespace convscope
