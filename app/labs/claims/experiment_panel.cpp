#include "app/labs/claims/experiment_panel.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <vector>

#include "app/views/claims/evidence.hpp"
#include "app/widgets/panel_column.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

constexpr std::string_view kLinePlace = "claims/line";
constexpr std::array<std::string_view, 6> kSliders{"size",    "kernel",   "stride",
                                                   "padding", "dilation", "output-padding"};

const Scenario& edited(const DeskUi& ui) {
  ClaimsState& state = ui.desk.state<ClaimsState>();
  return state.scenarios()[state.edited()];
}

void set_field(CommandTarget& target, std::string_view key, const std::optional<std::string>& text) {
  if (text) try_command(target, {"experiment-set", std::string(key), *text});
}

}  // namespace

/// Which of several scenarios the rest of the panel is about.
void ExperimentPanel::which(const DeskUi& ui, Column& column, CommandTarget& target) {
  ClaimsState& state = ui.desk.state<ClaimsState>();
  const std::size_t count = state.scenarios().size();
  if (count < 2) return;
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < count; ++i) names.push_back(scenario_name(i));
  if (const auto chosen =
          segments(ui, "scenario/", column.take(kSegmentHeight * ui.type), names, state.edited()))
    try_command(target, {"experiment", fmt::format("{}", *chosen + 1)});
  column.gap(10);
}

void ExperimentPanel::line(const DeskUi& ui, Column& column, CommandTarget& target) {
  const std::string now = spec_line(edited(ui));
  const Rect rect = column.take(34 * ui.type);
  if (ui.editor().is_open(kLinePlace)) {
    const auto end = ui.editor().draw(ui, rect);
    if (end == FieldEditor::End::none) return;
    const std::string text = ui.editor().text();
    ui.editor().close();
    if (end != FieldEditor::End::cancelled && text != now)
      try_command(target, {"experiment", fmt::format("{}", ui.desk.state<ClaimsState>().edited() + 1), text});
    return;
  }
  const Touch touch = ui.touch(kLinePlace, rect);
  const double wide = ui.width_of(now, 14, Font::number), room = rect.w - 20;
  const double size = wide > room ? std::max(11.0, 14 * room / wide) : 14;
  const bool cut = ui.width_of(now, size, Font::number) > room;
  ui.explain(touch, (cut ? now : "The scenario in one line") + ". Click to type another.", "claims/line");
  ui.draw(Box{.rect = rect.inset(0.5),
              .radius = 7,
              .fill = touch.hovered ? ui.colors.cell : ui.colors.window,
              .stroke = ui.colors.hatch});
  ui.text_within({rect.x + 10, rect.centre().y}, now, size, room, ui.colors.ink, Font::number);
  if (touch.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  if (touch.clicked) ui.editor().open(kLinePlace, now);
}

void ExperimentPanel::field_slider(const DeskUi& ui, Column& column, const Field& field,
                                   CommandTarget& target) {
  const FieldSliders::Edit edit = sliders_.draw(ui, column, edited(ui), field);
  ClaimsState& state = ui.desk.state<ClaimsState>();
  if (edit.text && edit.gesture)
    ui.desk.attempt([&] {
      state.set(with_field(edited(ui), field.key, *edit.text), "slider/" + std::string(field.key));
    });
  else
    set_field(target, field.key, edit.text);
  if (edit.ended) state.end_gesture();
}

void ExperimentPanel::fields(const DeskUi& ui, Column& column, CommandTarget& target) {
  for (const std::string_view key : kSliders)
    if (!field(key).transposed_only || edited(ui).transposed()) field_slider(ui, column, field(key), target);
  column.gap(4);
  const auto source = [&](std::string_view key, std::string_view label) {
    set_field(target, key, source_row(ui, column, edited(ui), field(key), label).text);
  };
  source("in", "Input values");
  source("w", "Kernel values");
  // The rarer fields where the experiment is about them.
  const Scenario usual, &now = edited(ui);
  if (now.upstream != usual.upstream) source("upstream", "Upstream");
  if (edited(ui).border != usual.border)
    set_field(target, "border", choice_row(ui, column, edited(ui), field("border")));
  if (edited(ui).activation != usual.activation)
    set_field(target, "activation", choice_row(ui, column, edited(ui), field("activation")));
  if (edited(ui).input_channels() > 1 || edited(ui).output_channels() > 1)
    set_field(target, "channels", typed_row(ui, column, edited(ui), field("channels"), "1>1"));
}

void ExperimentPanel::buttons(const DeskUi& ui, Column& column, CommandTarget& target) {
  const ClaimsState& state = ui.desk.state<ClaimsState>();
  const double height = 32 * ui.type;
  if (state.is_changed(state.front())) {
    column.gap(10);
    note(ui, column, "Changed from the card's own.", ui.colors.soft);
    if (framed_button(ui, "reset", column.take(height), "Reset", 14,
                      "Takes the card's own experiment again (Backspace)"))
      try_command(target, {"experiment-reset"});
  }
  column.gap(8);
  if (framed_button(ui, "explore", column.take(height), "Open in Explore", 14,
                    "What the first pane shows becomes the explorer's scenario (E)"))
    try_command(target, {"experiment-explore"});
}

void ExperimentPanel::draw(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  PanelColumn column(ui, "claims/experiment", rect, PanelColumn::Side::right);
  const Rect title = column.take(24 * ui.type);
  ui.explain(
      ui.touch("title", title),
      "Change the experiment: its verdict is found anew. The sentence is judged by these numbers alone.",
      "claims/experiment");
  ui.text({title.x, title.centre().y}, "Experiment", 14, ui.colors.soft);
  column.gap(6);
  which(ui, column, target);
  line(ui, column, target);
  column.gap(8);
  const std::string problem = ui.desk.state<ClaimsState>().problem();
  if (!problem.empty()) {
    note(ui, column, problem, ui.colors.warning);
    note(ui, column, "The card still shows the last experiment that made sense.", ui.colors.soft);
  }
  fields(ui, column, target);
  buttons(ui, column, target);
}

}  // namespace convscope
