#include "app/labs/round_trip/lab.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/desk/claim_links.hpp"
#include "app/desk/presenting.hpp"
#include "app/desk/setting_rows.hpp"
#include "app/labs/round_trip/settings.hpp"
#include "app/labs/round_trip/state.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/widgets.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr std::array<std::string_view, 4> kHelps{
    "x, its convolution y, and what the transposed convolution makes of y.",
    "The matrix, CᵀC, its singular values, and a direction of the input that is lost.",
    "Least squares, Tikhonov and division of spectra beside the transpose.",
    "A photograph blurred and brought back: the transposed convolution beside three deconvolutions."};
constexpr double kTabsWidth = 500;
constexpr Index kNotches = 10;  ///< of the slider for t, in 1

std::string topic_of(TripPage page) {
  return "trip/" + std::string(kTripPageNames[static_cast<std::size_t>(page)]);
}

}  // namespace

void RoundTripLab::draw(const DeskUi& ui, const Rect& area, CommandTarget& target) {
  const Columns columns = lab_columns(ui, area, foot_height(ui, true));
  stage(ui, columns.middle, target);
  if (columns.left.w > 0) panel_.draw(ui, columns.left, target);
  if (columns.right.w > 0) words(ui, columns.right);
  foot(ui, columns.foot, target);
}

void RoundTripLab::stage(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  RoundTripState& state = ui.desk.state<RoundTripState>();
  ui.begin_panel("round_trip", rect, Color{});
  const bool alone = ui.desk.presenting().lesson_alone();
  const double margin = 28, strip = alone ? 12 : (is_low(ui) ? 54 : 66) * std::min(ui.type, 1.3);
  const double height = kSegmentHeight * std::min(ui.type, 1.3);
  // Beside them there is room for the mark of work, where there is any.
  const Rect tabs{rect.x + margin, rect.y + (alone ? 8 : strip - height - 4),
                  alone ? 0 : std::min(rect.w - 2 * margin, kTabsWidth * ui.type), height};
  if (!alone) setting_segments(ui, tabs, target, trip_setting("trip"));

  const double top = strip + mark(ui, tabs, rect.right() - margin, target);
  const Rect below{rect.x, rect.y + top, rect.w, rect.h - top};
  ui.desk.session.stage_width = rect.w;
  ui.desk.session.stage_height = below.h;
  ui.desk.session.stage_corner = ui.desk.session.whole_corner = {below.x, below.y};
  page(ui, below, target);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (rect.contains({mouse.x, mouse.y}) && ImGui::IsWindowHovered())
    ui.about(kHelps[static_cast<std::size_t>(state.page())], topic_of(state.page()));
  ui.end_panel();
}

void RoundTripLab::page(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const RoundTripState& state = ui.desk.state<RoundTripState>();
  const auto say = [&](std::string_view text, Color color) {
    ui.paragraph({rect.x + 28, rect.y + 24}, text, 17, rect.w - 56, color);
  };
  const TripPage page = state.page();
  const bool photo = page == TripPage::photo, plane = page == TripPage::there || page == TripPage::deconvolve;
  // A photograph that could not be read leaves the one before on the stage.
  if (!state.problem().empty() && !(photo && state.photo())) return say(state.problem(), ui.colors.warning);
  if (const auto obstacle = plane ? trip_obstacle(ui.desk.derived()) : std::nullopt)
    return say(
        fmt::format("{} {}", title_of(trip_setting("trip"), kTripPageNames[static_cast<std::size_t>(page)]),
                    *obstacle),
        ui.colors.soft);
  Style style = ui.desk.style(std::max(320.0, rect.w), std::max(240.0, rect.h));
  style.type = ui.type;
  style.title = false;
  std::optional<Picture> picture;
  ui.desk.attempt([&] { picture = state.picture(ui.desk, style); });
  if (!picture)
    return say(!state.busy() ? "Stopped before there was anything to show."
               : photo       ? "Opening the photograph…"
                             : "Looking for what is lost…",
               ui.colors.soft);
  picture->background = {};
  ui.draw(*picture, {rect.x, rect.y});
  link_sentences(ui, *picture, {rect.x, rect.y}, target);
  react(ui, rect, *picture, target);
  if (photo) magnify(ui, rect, style);
}

/// What is shown is being made anew, or is of the numbers before: beside the tabs, or where there is no room,
/// in a line of its own, whose height it returns.
double RoundTripLab::mark(const DeskUi& ui, const Rect& tabs, double right, CommandTarget& target) {
  const RoundTripState& state = ui.desk.state<RoundTripState>();
  // Where a problem stands instead of a picture there is nothing to be marked.
  const bool shown = state.problem().empty() || (state.page() == TripPage::photo && state.is_old());
  const bool stopped = shown && !state.busy() && !state.is_complete();
  if (!state.at_work() && !stopped) return 0;
  std::string words = state.is_old() ? "older numbers" : "stopped";
  if (!stopped)
    words = state.progress() >= 0 ? fmt::format("updating… {:.0f} %", 100 * state.progress()) : "updating…";
  const double type = std::min(ui.type, 1.3), button = 70 * ui.type;
  const double width = std::max(ui.width_of(words, 14), ui.width_of("updating…", 14)) + 24;
  Rect pill{right - button - 8 - width, tabs.centre().y - 14 * type, width, 28 * type};
  const bool apart = pill.x < tabs.right() + 12;
  if (apart) pill.y = tabs.bottom() + 8;
  ui.draw(Box{.rect = pill,
              .radius = pill.h / 2,
              .fill = stopped ? ui.colors.window : ui.colors.cell,
              .stroke = stopped ? ui.colors.warning : Color{}});
  ui.text(pill.centre(), words, 14, stopped ? ui.colors.warning : ui.colors.soft, Font::text, Align::centre);
  if (stopped)
    ui.explain(ui.touch("trip/mark", pill),
               state.is_old() ? "What is shown is of the numbers before: the newer ones were stopped"
                              : "A part of what belongs here has not been computed",
               topic_of(state.page()));
  const Rect press{right - button, pill.y, button, pill.h};
  if (framed_button(ui, "trip/work", press, stopped ? "Update" : "Stop", 13.5,
                    stopped ? "Computes it anew (U)" : "Stops the work; what has been reached stays (X)"))
    try_command(target, {stopped ? "trip-update" : "trip-cancel"});
  return apart ? pill.h + 4 : 0;
}

void RoundTripLab::words(const DeskUi& ui, const Rect& rect) {
  const RoundTripState& state = ui.desk.state<RoundTripState>();
  ui.begin_panel("trip_words", rect, ui.colors.window);
  ui.hairline({rect.x, rect.y}, {rect.x, rect.bottom()});
  ImGui::SetCursorScreenPos({static_cast<float>(rect.x + 1), static_cast<float>(rect.y)});
  compat::begin_child("text", {static_cast<float>(rect.w - 1), static_cast<float>(rect.h)},
                      ImGuiWindowFlags_NoNav);
  ui.desk.attempt([&] {
    Style style = ui.desk.style(rect.w - 1, rect.h);
    style.type = ui.type;
    std::optional<Picture> picture;
    switch (state.page()) {
      case TripPage::there:
        if (const auto scene = state.scene();
            scene && state.problem().empty() && !trip_obstacle(scene->there))
          picture = draw_trip_words(*scene, state.moment(ui.desk.session), style);
        break;
      case TripPage::why:
        if (state.loss() && state.problem().empty()) picture = draw_why_words(state.why(), style);
        break;
      case TripPage::deconvolve:
        if (state.deconvolved() && state.problem().empty())
          picture = draw_deconvolution_words(*state.deconvolved(), state.moment(ui.desk.session).step, style);
        break;
      case TripPage::photo:
        if (state.photo()) picture = draw_deblurring_words(*state.photo(), style);
        break;
    }
    if (!picture) return;
    picture->background = {};
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ui.draw(*picture, {at.x, at.y});
    ImGui::Dummy({static_cast<float>(picture->width - 16), static_cast<float>(picture->height - 1)});
  });
  ImGui::EndChild();
  ui.end_panel();
}

void RoundTripLab::null_space_bar(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  RoundTripState& state = ui.desk.state<RoundTripState>();
  const Loss* loss = state.loss();
  const auto count = loss ? static_cast<Index>(loss->null_vectors.size()) : 0;
  const double y = rect.centre().y;
  if (count == 0) {
    ui.text({28, y},
            !loss ? (state.busy() ? "Looking for what is lost…" : "What is lost is not known.")
            : loss->trip.analysis && loss->trip.analysis->nullity == 0
                ? "No direction of the input is lost: there is no null space to walk along."
                : "No lost direction is known at this size.",
            15, ui.colors.soft);
    return;
  }
  const Index vector = std::min(state.vector(), count - 1);
  const double left = rect.x + 28, list = 250 * ui.type, row = kRowHeight * ui.type;
  std::vector<Choice> choices;
  for (Index i = 0; i < std::min<Index>(count, 64); ++i)
    choices.push_back({fmt::format("v{} of {}", i + 1, count), {}, {}, true});
  if (const auto chosen = dropdown(ui, "null-vector", {left, y - row / 2, list, row}, "Lost direction",
                                   fmt::format("v{} of {}", vector + 1, count), choices,
                                   "A vector of the null space: C v = 0", "trip/why"))
    try_command(target, {"null-vector", fmt::format("{}", *chosen + 1)});
  const double from = left + list + 40, height = kSliderHeight * ui.type;
  const double button = 80 * ui.type;
  const auto notch = static_cast<Index>(std::lround(state.amount() * kNotches));
  const double width = rect.right() - from - button - 56;
  const std::string_view label = "t, how much of it is added to x";
  const SliderEdit edit =
      slider(ui, {from, std::max(y - height / 2, rect.y) - 2, width, height},
             {.id = "amount",
              .label = ui.width_of(label, 16) + 70 * ui.type < width ? label : label.substr(0, 1),
              .value = format_value(state.amount()),
              .typed = format_value(state.amount()),
              .now = notch,
              .least = -static_cast<Index>(RoundTripState::kMostAmount) * kNotches,
              .most = static_cast<Index>(RoundTripState::kMostAmount) * kNotches,
              .possible_least = -static_cast<Index>(RoundTripState::kMostAmount) * kNotches,
              .possible_most = static_cast<Index>(RoundTripState::kMostAmount) * kNotches,
              .help = "The input moves along the lost direction, the output does not",
              .topic = "trip/why"});
  if (edit.moved)
    try_command(target,
                {"amount", format_value(static_cast<double>(*edit.moved) / static_cast<double>(kNotches))});
  if (edit.typed) try_command(target, {"amount", *edit.typed});
  if (framed_button(ui, "amount/zero", {rect.right() - button - 28, y - 15 * ui.type, button, 30 * ui.type},
                    "t = 0", 14, "Back to the input itself"))
    try_command(target, {"amount", "0"});
}

void RoundTripLab::foot(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  RoundTripState& state = ui.desk.state<RoundTripState>();
  const bool stepped = (state.page() == TripPage::there || state.page() == TripPage::deconvolve) &&
                       state.problem().empty() && !trip_obstacle(ui.desk.derived());
  if (stepped && state.steps() > 1)
    return draw_playback_bar(ui, rect, target,
                             {.steps = state.steps(),
                              .moment = state.moment(ui.desk.session),
                              .done = state.done(),
                              .playing = state.playing(),
                              .previous = "trip-previous",
                              .toggle = "trip-play",
                              .next = "trip-next",
                              .scrub = [&](double position) { state.scrub(position); }});
  if (rect.h <= 0) return;
  ui.begin_panel("trip_foot", rect, ui.colors.window);
  ui.hairline({rect.x, rect.y}, {rect.right(), rect.y});
  const Point at{rect.x + 28, rect.centre().y};
  if (state.page() == TripPage::why && state.problem().empty())
    null_space_bar(ui, rect, target);
  else if (state.page() == TripPage::photo)
    ui.text_within(at,
                   "Wheel: zoom into all six at once.  Drag: move.  Double click: all of it.  "
                   "Open or drop another photograph.",
                   15, rect.w - 56, ui.colors.soft);
  else
    ui.text_within(at, kHelps[static_cast<std::size_t>(state.page())], 15, rect.w - 56, ui.colors.soft);
  ui.end_panel();
}

}  // namespace convscope
