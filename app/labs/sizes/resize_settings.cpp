// The settings of the page Dialects where it is about a resize.
#include <fmt/format.h>

#include <array>

#include "app/desk/command_words.hpp"
#include "app/labs/sizes/lab.hpp"
#include "app/labs/sizes/state.hpp"
#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

using Resizing = SizesState::Resizing;

constexpr std::array<std::string_view, 2> kOf{"layer", "resize"}, kOfTitles{"Layer", "Resize"};
constexpr std::array<std::string_view, 2> kSamples{"places", "nearest"}, kSampleTitles{"Places", "Nearest"};
constexpr std::array<std::string_view, 7> kRows{"half-pixel",          "scale-factor",  "align-corners",
                                                "asymmetric",          "tf-half-pixel", "pytorch-half-pixel",
                                                "half-pixel-symmetric"};

const Resizing& now(const Desk& desk) {
  return desk.state<SizesState>().resizing();
}

/// The page comes to the front with another question. Errors: of resize_dialects.
template <class Edit>
void ask(CommandTarget& t, Edit&& edit) {
  SizesState& state = t.desk.show<SizesState>();
  state.page = SizesState::Page::dialects;
  Resizing next = state.resizing();
  edit(next);
  state.set_resizing(next);
}

std::size_t row_named(std::string_view name, std::string_view field) {
  return words::choice(kRows, name, field);
}

/// Remembered in this order: what is compared needs its sizes, and the last says what is seen.
constexpr std::array kResizeSettings{
    Setting{.name = "resize-size",
            .label = "Input",
            .kind = SettingKind::whole,
            .least = 1,
            .most = 16,
            .arguments = "N",
            .help = "How many input cells the resize of Dialects has, 1 to 64.",
            .topic = "sizes/resize",
            .first = "4",
            .get = [](const Desk& d) { return fmt::format("{}", now(d).from); },
            .set =
                [](CommandTarget& t, std::string_view v) {
                  ask(t, [&](Resizing& r) { r.from = words::whole(v, "resize-size"); });
                }},
    Setting{.name = "resize-factor",
            .label = "Factor",
            .kind = SettingKind::text,
            .arguments = "F",
            .help = "By how much the resize of Dialects enlarges or shrinks, 0.05 to 8, as 2 or 2.3.",
            .topic = "sizes/resize",
            .first = "2",
            .get = [](const Desk& d) { return format_value(now(d).factor); },
            .set =
                [](CommandTarget& t, std::string_view v) {
                  const auto factor = parse_value(v);
                  if (!factor)
                    throw Error("resize-factor", fmt::format("'{}' is no number", v), "as 2 or 2.3");
                  ask(t, [&](Resizing& r) { r.factor = *factor; });
                }},
    Setting{.name = "resize-samples",
            .label = "Samples",
            .kind = SettingKind::choice,
            .choices = kSamples,
            .titles = kSampleTitles,
            .help = "Whether Dialects compares the places of output cells or the cells that nearest takes.",
            .topic = "sizes/resize",
            .first = "places",
            .get = [](const Desk& d) { return std::string(kSamples[now(d).nearest ? 1 : 0]); },
            .set =
                [](CommandTarget& t, std::string_view v) {
                  const bool nearest = words::choice(kSamples, v, "resize-samples") == 1;
                  ask(t, [&](Resizing& r) { r.nearest = nearest; });
                }},
    Setting{.name = "resize-compare",
            .label = "Compared",
            .kind = SettingKind::choice,
            .choices = kRows,
            .help = "Which resize stands below against the other one.",
            .topic = "sizes/resize",
            .first = "asymmetric",
            .get = [](const Desk& d) { return std::string(kRows[now(d).compared]); },
            .set =
                [](CommandTarget& t, std::string_view v) {
                  const std::size_t row = row_named(v, "resize-compare");
                  ask(t, [&](Resizing& r) { r.compared = row; });
                }},
    Setting{.name = "resize-against",
            .label = "Against",
            .kind = SettingKind::choice,
            .choices = kRows,
            .help = "Which resize all others are compared with.",
            .topic = "sizes/resize",
            .first = "half-pixel",
            .get = [](const Desk& d) { return std::string(kRows[now(d).against]); },
            .set =
                [](CommandTarget& t, std::string_view v) {
                  const std::size_t row = row_named(v, "resize-against");
                  ask(t, [&](Resizing& r) { r.against = row; });
                }},
    Setting{.name = "dialects-of",
            .label = "About",
            .kind = SettingKind::choice,
            .choices = kOf,
            .titles = kOfTitles,
            .help = "What Dialects is about: the layer, or resizing.",
            .topic = "sizes/resize",
            .first = "layer",
            .get = [](const Desk& d) { return std::string(kOf[d.state<SizesState>().resizes ? 1 : 0]); },
            .set =
                [](CommandTarget& t, std::string_view v) {
                  const bool resizes = words::choice(kOf, v, "dialects-of") == 1;
                  SizesState& state = t.desk.show<SizesState>();
                  state.page = SizesState::Page::dialects;
                  state.lit.clear();
                  state.resizes = resizes;
                }},
};

}  // namespace

std::span<const Setting> resize_settings() {
  return kResizeSettings;
}

std::vector<Command> resize_commands() {
  return commands_of([]() -> const auto& { return kResizeSettings; });
}

}  // namespace convscope
