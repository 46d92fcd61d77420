// The left panel of the round-trip lab.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "app/desk/file_commands.hpp"
#include "app/desk/setting_rows.hpp"
#include "app/labs/round_trip/lab.hpp"
#include "app/labs/round_trip/presets.hpp"
#include "app/labs/round_trip/settings.hpp"
#include "app/labs/round_trip/state.hpp"
#include "app/widgets/panel_column.hpp"
#include "app/widgets/widgets.hpp"
#include "core/scenario/fields.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

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
  const Setting& setting = trip_setting("trip-output-padding");
  const Index now = state.output_padding().value_or(returning[0]);
  const SliderEdit edit =
      whole_slider(ui, column,
                   {.id = setting.name,
                    .label = setting.label,
                    .value = fmt::format("{}", now),
                    .typed = fmt::format("{}", now),
                    .now = now,
                    .least = 0,
                    .most = std::max<Index>(bound - 1, 1),
                    .help = "Which of the sizes that convolve to y the way back returns to",
                    .topic = setting.topic});
  if (edit.moved) try_setting(target, setting, fmt::format("{}", *edit.moved));
  if (edit.typed) try_setting(target, setting, *edit.typed);
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
  setting_row(ui, column, target, trip_setting("trip-lambda"));
  setting_row(ui, column, target, trip_setting("trip-noise"));
  if (ui.desk.state<RoundTripState>().deconvolution_settings().noise > 0)
    setting_row(ui, column, target, trip_setting("trip-seed"));
  column.gap(8);
}

void RoundTripPanel::photo(const DeskUi& ui, Column& column, CommandTarget& target) {
  const std::string path = ui.desk.scenario().photo;
  if (const auto text = text_row(ui, "trip/photo", column.take(kRowHeight * ui.type), "Photo",
                                 ui.editor().is_open("trip/photo") ? path : file_name(path), "example",
                                 field("photo").help))
    try_command(target, {"set", "photo", *text});
  if (framed_button(ui, "trip/open", column.take(34 * ui.type), "Open a photograph…", 14,
                    "Or drop it on the window"))
    try_command(target, {"open"});
  column.gap(14);
  for (const Setting& setting : deblur_settings()) {
    if (setting.name == "wiener") column.gap(10);  // the ways back, below the picture's
    setting_row(ui, column, target, setting);
  }
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
      setting_row(ui, column, target, trip_setting("mirror"));
      column.gap(4);
    }
    if (state.page() == TripPage::deconvolve) deconvolution(ui, column, target);
    scenario(ui, column, target);
  }
}

}  // namespace convscope
