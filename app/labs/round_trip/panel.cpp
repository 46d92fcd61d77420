// The left panel of the round-trip lab.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "app/labs/round_trip/lab.hpp"
#include "app/labs/round_trip/presets.hpp"
#include "app/labs/round_trip/state.hpp"
#include "app/widgets/panel_column.hpp"
#include "app/widgets/widgets.hpp"
#include "core/base/numbers.hpp"
#include "core/scenario/fields.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

constexpr std::array<std::string_view, 3> kBlurTitles{"Gaussian", "box", "motion"};

/// Sliders over powers of ten, a quarter of a decade a notch.
struct Decades {
  Index least, most;  ///< exponents
  Index notches() const { return 4 * (most - least); }
  double value(Index notch) const {
    return std::pow(10.0, static_cast<double>(least) + static_cast<double>(notch) / 4);
  }
  Index notch(double value) const {
    return std::clamp<Index>(std::lround(4 * (std::log10(value) - static_cast<double>(least))), 0, notches());
  }
};

std::string short_text(double value) {
  if (value >= 1e-4 || value == 0) return fmt::format("{:.3g}", value);
  return fmt::format("{:.1e}", value);
}

struct Slid {
  std::optional<Index> moved;
  std::optional<std::string> typed;
};
Slid plain_slider(const DeskUi& ui, Column& column, std::string_view id, std::string_view label,
                  const std::string& value, Index now, Index least, Index most, std::string_view help,
                  std::string_view topic) {
  const SliderEdit edit = whole_slider(ui, column,
                                       {.id = id,
                                        .label = label,
                                        .value = value,
                                        .typed = value,
                                        .now = now,
                                        .least = least,
                                        .most = most,
                                        .help = help,
                                        .topic = topic});
  return {edit.moved, edit.typed};
}

}  // namespace

void RoundTripPanel::presets(const DeskUi& ui, Column& column, CommandTarget& target) {
  std::vector<Choice> choices;
  const std::string& now = ui.desk.line();
  std::string current = "choose";
  std::string_view shows;
  for (const TripPreset& p : trip_presets()) {
    choices.push_back({std::string(p.title), {}, std::string(p.shows), true});
    if (spec_line(parse_spec(p.spec)) == now) {
      current = p.title;
      shows = p.shows;
    }
  }
  const Rect title = column.take(22 * ui.type);
  ui.text({title.x, title.centre().y}, "Example", 14, ui.colors.soft);
  const Rect row = column.take(34 * ui.type);
  const Touch touch = ui.touch("trip/presets", row);
  ui.explain(touch, "Where the two cancel, and where they do not (E for the next one)", "trip/there");
  ui.draw(Box{.rect = row.inset(0.5),
              .radius = 7,
              .fill = touch.hovered ? ui.colors.cell : ui.colors.window,
              .stroke = ui.colors.hatch});
  ui.text_within({row.x + 12, row.centre().y}, current, 15, row.w - 40, ui.colors.ink, Font::text_medium);
  draw_icon(ui, Icon::caret_down, {row.right() - 16, row.centre().y}, 9 * ui.type, ui.colors.soft);
  if (const auto chosen = popup_list(ui, "trip/presets/list", row, touch.clicked, choices, current, row.w))
    try_command(target, {"trip-preset", std::string(trip_presets()[*chosen].name)});
  if (shows.empty()) return;
  column.gap(8);
  note(ui, column, shows, ui.colors.soft);
}

void RoundTripPanel::field_slider(const DeskUi& ui, Column& column, CommandTarget& target,
                                  std::string_view name) {
  Desk& desk = ui.desk;
  const Field& f = field(name);
  const FieldSliders::Edit edit = sliders_.draw(ui, column, desk.scenario(), f);
  const std::string key(name);
  if (edit.text) {
    if (edit.gesture)
      desk.attempt([&] { desk.set(key, *edit.text, "slider/" + key); });
    else
      try_command(target, {"set", key, *edit.text});
  }
  if (edit.ended) desk.end_gesture();
}

/// Of the way back. Where that has none to choose, nothing is drawn.
void RoundTripPanel::output_padding(const DeskUi& ui, Column& column, CommandTarget& target) {
  const RoundTripState& state = ui.desk.state<RoundTripState>();
  const Operator& op = ui.desk.derived().op();
  if (op.transposed()) return field_slider(ui, column, target, "output-padding");
  if (op.border.active()) return;
  const Shape returning = returning_output_padding(op);
  Index bound = 1;
  for (const Axis& axis : op.geometry.axes) bound = std::max(bound, std::max(axis.stride, axis.dilation));
  const Index now = state.output_padding().value_or(returning[0]);
  const Slid edit =
      plain_slider(ui, column, "output-padding", "Output padding back", fmt::format("{}", now), now, 0,
                   std::max<Index>(bound - 1, 1),
                   "Which of the sizes that convolve to y the way back returns to", "output-padding");
  if (edit.moved) try_command(target, {"trip-output-padding", fmt::format("{}", *edit.moved)});
  if (edit.typed) try_command(target, {"trip-output-padding", *edit.typed});
  if (state.output_padding() && *state.output_padding() != returning[0])
    note(ui, column, fmt::format("{} brings the size back", returning[0]), ui.colors.warning);
}

void RoundTripPanel::scenario(const DeskUi& ui, Column& column, CommandTarget& target) {
  constexpr std::array<std::string_view, 2> names{"Convolution", "Transposed"};
  const Rect title = column.take(24 * ui.type);
  ui.explain(ui.touch("operator", title), field("operator").help, "operator");
  ui.text({title.x, title.centre().y}, "The way there", 14, ui.colors.soft);
  if (const auto chosen = segments(ui, "operator/", column.take(kSegmentHeight * ui.type), names,
                                   ui.desk.scenario().transposed() ? 1 : 0))
    try_command(target, {"operator", *chosen == 1 ? "tconv" : "conv"});
  column.gap(10);
  for (const std::string_view key : {"size", "kernel", "stride", "padding", "dilation"})
    field_slider(ui, column, target, key);
  output_padding(ui, column, target);
  column.gap(6);
  const auto set_if = [&](std::string_view key, const std::optional<std::string>& text) {
    if (text) try_command(target, {"set", std::string(key), *text});
  };
  // Each asks anew: what stands above may have put another scenario in its place.
  const auto now = [&]() -> Scenario { return ui.desk.scenario(); };
  set_if("in", source_row(ui, column, now(), field("in"), "Input").text);
  set_if("w", source_row(ui, column, now(), field("w"), "Kernel").text);
  set_if("activation", choice_row(ui, column, now(), field("activation")));
  set_if("border", choice_row(ui, column, now(), field("border")));
  set_if("channels", typed_row(ui, column, now(), field("channels"), "1>1"));
  set_if("bias", typed_row(ui, column, now(), field("bias"), "none"));
}

void RoundTripPanel::deconvolution(const DeskUi& ui, Column& column, CommandTarget& target) {
  const DeconvolutionSettings& now = ui.desk.state<RoundTripState>().deconvolution_settings();
  constexpr Decades kLambda{-5, 2};
  // The first notch is 0: no penalty.
  const Index notch = now.lambda > 0 ? 1 + kLambda.notch(now.lambda) : 0;
  const Slid lambda = plain_slider(
      ui, column, "trip-lambda", "Tikhonov λ", now.lambda > 0 ? short_text(now.lambda) : "0", notch, 0,
      1 + kLambda.notches(), "The weight of |x|² beside |Cx − y|²; 0 is least squares", "trip/deconvolve");
  if (lambda.moved)
    try_command(target,
                {"trip-lambda", *lambda.moved == 0 ? "0" : format_value(kLambda.value(*lambda.moved - 1))});
  if (lambda.typed) try_command(target, {"trip-lambda", *lambda.typed});
  const Slid noise = plain_slider(ui, column, "trip-noise", "Noise on y, %",
                                  fmt::format("{:.3g}", 100 * now.noise), std::lround(100 * now.noise), 0, 20,
                                  "Deviation in parts of the largest output", "trip/deconvolve");
  if (noise.moved) try_command(target, {"trip-noise", format_value(static_cast<double>(*noise.moved))});
  if (noise.typed) try_command(target, {"trip-noise", *noise.typed});
  if (now.noise > 0)
    if (const auto seed = text_row(ui, "trip-seed", column.take(kRowHeight * ui.type), "Seed",
                                   fmt::format("{}", now.seed), "1", "The same seed gives the same noise"))
      try_command(target, {"trip-seed", *seed});
  column.gap(8);
}

void RoundTripPanel::photo(const DeskUi& ui, Column& column, CommandTarget& target) {
  const DeblurSettings& now = ui.desk.state<RoundTripState>().blur();
  const auto put = [&](std::string_view field, const std::string& value) {
    try_command(target, {"deblur", std::string(field), value});
  };
  const std::string path = ui.desk.scenario().photo;
  if (const auto text = text_row(ui, "trip/photo", column.take(kRowHeight * ui.type), "Photo",
                                 ui.editor().is_open("trip/photo") ? path : path.substr(path.rfind('/') + 1),
                                 "example", field("photo").help))
    try_command(target, {"set", "photo", *text});
  if (framed_button(ui, "trip/open", column.take(34 * ui.type), "Open a photograph…", 14,
                    "Or drop it on the window"))
    try_command(target, {"open"});
  column.gap(14);
  std::vector<Choice> blurs;
  for (const std::string_view name : kBlurTitles) blurs.push_back({std::string(name), {}, {}, true});
  if (const auto chosen = dropdown(ui, "trip/blur", column.take(kRowHeight * ui.type), "Blur",
                                   kBlurTitles[static_cast<std::size_t>(now.blur)], blurs,
                                   "What the picture is convolved with", "trip/photo"))
    put("blur", std::string(to_string(static_cast<Blur>(*chosen))));
  const auto counted = [&](std::string_view id, std::string_view label, Index value, Index least, Index most,
                           std::string_view help) {
    const Slid edit =
        plain_slider(ui, column, id, label, fmt::format("{}", value), value, least, most, help, "trip/photo");
    if (edit.moved) put(id, fmt::format("{}", *edit.moved));
    if (edit.typed) put(id, *edit.typed);
  };
  const auto powers = [&](std::string_view id, std::string_view label, double value, Decades decades,
                          std::string_view help) {
    const Slid edit = plain_slider(ui, column, id, label, short_text(value), decades.notch(value), 0,
                                   decades.notches(), help, "trip/photo");
    if (edit.moved) put(id, format_value(decades.value(*edit.moved)));
    if (edit.typed) put(id, *edit.typed);
  };
  counted("size", "Blur size", now.size, 1, kLargestBlur, "Taps on both axes");
  counted("noise", "Noise", std::lround(now.noise), 0, 40, "Deviation in grey levels, of 0 to 255");
  if (const auto seed = text_row(ui, "trip/photo-seed", column.take(kRowHeight * ui.type), "Seed",
                                 fmt::format("{}", now.seed), "1", "The same seed gives the same noise"))
    put("seed", *seed);
  column.gap(10);
  powers("wiener", "Wiener ratio", now.ratio, {-6, 0}, "The ratio of the powers of noise and picture");
  powers("lambda", "Tikhonov λ", now.lambda, {-6, 1}, "The weight of the slopes");
  counted("iterations", "Lucy iterations", now.iterations, 0, 200,
          "Of Richardson-Lucy: more sharpen, then grow noise");
  column.gap(6);
  note(ui, column, fmt::format("The middle of the photograph, up to {0} × {0} pixels.", kLargestCrop),
       ui.colors.soft);
}

void RoundTripPanel::draw(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const RoundTripState& state = ui.desk.state<RoundTripState>();
  PanelColumn column(ui, "trip_panel", rect);
  if (state.page() == TripPage::photo) {
    photo(ui, column, target);
  } else {
    presets(ui, column, target);
    column.gap(10);
    if (state.page() == TripPage::there) {
      if (toggle(ui, "trip/mirror", column.take(kRowHeight * ui.type), "Mirror the kernel", state.mirror(),
                 "Tries the way back with the kernel mirrored too, and says why that is no remedy (M)"))
        try_command(target, {"mirror"});
      column.gap(4);
    }
    if (state.page() == TripPage::deconvolve) deconvolution(ui, column, target);
    scenario(ui, column, target);
  }
}

}  // namespace convscope
