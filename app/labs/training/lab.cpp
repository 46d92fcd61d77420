#include "app/labs/training/lab.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/desk/file_commands.hpp"
#include "app/desk/presenting.hpp"
#include "app/desk/setting_rows.hpp"
#include "app/labs/training/settings.hpp"
#include "app/labs/training/state.hpp"
#include "app/widgets/keyboard_focus.hpp"
#include "app/widgets/panel_column.hpp"
#include "app/widgets/widgets.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr double kText = 14, kTabsWidth = 300;
constexpr double kLeastBesideFacts = 1100;  ///< of the stage: seven pictures stand beside each other

/// Before there is a race: what is under way, or what went wrong.
void hint(const DeskUi& ui, const Rect& rect) {
  const TrainingState& state = ui.desk.state<TrainingState>();
  const bool wrong = !state.problem().empty();
  const std::string_view head = wrong ? "Nothing can be trained" : "Reading the photographs…";
  const double width = std::min(rect.w - 80, 480 * ui.type);
  const Point middle = rect.centre();
  ui.text({middle.x, middle.y - 46 * ui.type}, head, 20, ui.colors.ink, Font::text_bold, Align::centre);
  ui.paragraph({middle.x - width / 2, middle.y - 16 * ui.type},
               wrong ? state.problem() : std::string("The decoders will stand here in a moment."), 16, width,
               wrong ? ui.colors.warning : ui.colors.soft);
}

/// What the stage says of its state, beside the tabs.
std::string mark_words(const TrainingState& state) {
  const RaceRecord* record = state.record();
  if (!record) return {};
  if (!state.is_exact()) return fmt::format("making step {} again…", state.shown());
  if (state.running()) return record->over() ? "showing again" : "training…";
  if (record->over()) return "done";
  return state.done() == 0 ? "untrained" : "paused";
}

}  // namespace

void TrainingLab::stage(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  TrainingState& state = ui.desk.state<TrainingState>();
  ui.begin_panel("training", rect, Color{});
  const bool alone = ui.desk.presenting().lesson_alone();
  const double margin = 28, type = std::min(ui.type, 1.3), strip = alone ? 12 : (is_low(ui) ? 50 : 58) * type;
  const Rect tabs{rect.x + margin, rect.y + strip - kSegmentHeight * type - 4,
                  std::min(rect.w - 2 * margin, kTabsWidth * ui.type), kSegmentHeight * type};
  if (!alone) setting_segments(ui, tabs, target, training_setting("train-page"));
  const std::string words = mark_words(state);
  if (!alone && !words.empty() && rect.right() - margin - ui.width_of(words, 15) > tabs.right())
    ui.text({rect.right() - margin, tabs.centre().y}, words, 15, ui.colors.soft, Font::text, Align::right);
  const Rect below{rect.x, rect.y + strip, rect.w, rect.h - strip};
  ui.desk.session.stage_width = below.w;
  ui.desk.session.stage_height = below.h;
  ui.desk.session.stage_corner = ui.desk.session.whole_corner = {below.x, below.y};
  Style style = ui.desk.style(std::max(320.0, below.w), std::max(240.0, below.h));
  style.type = ui.type;
  std::optional<SizePage> page;
  ui.desk.attempt([&] { page = state.draw(style); });
  if (!page) {
    hint(ui, below);
    return ui.end_panel();
  }
  page->picture.background = {};
  ui.draw(page->picture, {below.x, below.y});
  const Touch touch = ui.touch("training/stage", below);
  offer_spots("training/stage", below, page->spots);
  const Point at{touch.at.x - below.x, touch.at.y - below.y};
  const std::vector<RaceLane>& lanes = state.record()->lanes();
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const auto spot = std::ranges::find(page->spots, fmt::format("lane/{}", i), &Spot::id);
    if (!touch.hovered || spot == page->spots.end() || !spot->rect.contains(at)) continue;
    ui.explain(touch, spot->help,
               state.page() == TrainingPage::phases ? "training/phases" : "training/decoders");
    ui.hand(Ui::Hand::pointing);
    if (touch.clicked) try_command(target, {"train-look", std::string(name(lanes[i].form))});
  }
  ui.end_panel();
}

void TrainingLab::decoders(const DeskUi& ui, Column& column, CommandTarget& target) {
  const TrainingState& state = ui.desk.state<TrainingState>();
  const Rect title = column.take(24 * ui.type);
  ui.text({title.x, title.centre().y}, "Decoders", kText, ui.colors.soft);
  const std::vector<DecoderForm> now = state.decoders();
  for (std::size_t i = 0; i < decoder_kinds().size(); ++i) {
    const DecoderKind& kind = decoder_kinds()[i];
    const bool on = std::ranges::find(now, static_cast<DecoderForm>(i)) != now.end();
    if (toggle(ui, fmt::format("decoder/{}", kind.name), column.take(30 * ui.type), kind.title, on,
               kind.help))
      try_command(target, {"train-decoder", std::string(kind.name), on ? "off" : "on"});
  }
}

void TrainingLab::settings(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const TrainingState& state = ui.desk.state<TrainingState>();
  PanelColumn column(ui, "training/settings", rect);
  const auto title = [&](std::string_view words) {
    const Rect row = column.take(24 * ui.type);
    ui.text({row.x, row.centre().y}, words, kText, ui.colors.soft);
  };
  title("Photographs");
  if (const RaceRecord* record = state.record())
    for (const std::string& name : record->pictures()) {
      const Rect row = column.take(22 * ui.type);
      ui.text_within({row.x, row.centre().y}, name, kText, row.w, ui.colors.ink);
    }
  column.gap(4);
  if (framed_button(ui, "training/open", column.take(34 * ui.type), "Open photographs…", kText,
                    "Or drop several on the window: they are one set"))
    try_command(target, {"open"});
  column.gap(10);
  decoders(ui, column, target);
  column.gap(8);
  for (const std::string_view name :
       {"train-layers", "train-width", "train-factor", "train-steps", "train-rate", "train-seed"})
    setting_row(ui, column, target, training_setting(name));
  if (state.page() == TrainingPage::phases) setting_row(ui, column, target, training_setting("train-kernel"));
  column.gap(10);
  if (framed_button(ui, "training/reset", column.take(34 * ui.type), "Begin anew", kText,
                    "From the first weights (R)"))
    try_command(target, {"train-reset"});
  column.gap(6);
  if (framed_button(ui, "training/save", column.take(34 * ui.type), "Save decoder…", kText,
                    "The chosen one at the shown step: .onnx for the Networks lab, or .safetensors"))
    try_command(target, {"train-save"});
}

/// Of the decoder that is looked at.
void TrainingLab::facts(const DeskUi& ui, const Rect& rect, CommandTarget&) {
  const TrainingState& state = ui.desk.state<TrainingState>();
  PanelColumn column(ui, "training/facts", rect, PanelColumn::Side::right);
  const RaceRecord* record = state.record();
  if (!record) return;
  const RaceLane& lane = record->lanes()[std::min(state.lane(), record->lanes().size() - 1)];
  const TrainingStep &now = numbers_at(lane, state.shown()), &first = lane.untrained;
  const Rect head = column.take(28 * ui.type);
  ui.text({head.x, head.centre().y}, title(lane.form), 18, ui.colors.ink, Font::text_bold);
  note(ui, column, decoder_kinds()[static_cast<std::size_t>(lane.form)].help, ui.colors.soft);
  column.gap(8);
  const auto row = [&](std::string_view label, const std::string& value) {
    const Rect place = column.take(26 * ui.type);
    ui.text({place.x, place.centre().y}, label, kText, ui.colors.soft);
    ui.text({place.right(), place.centre().y}, value, kText, ui.colors.ink, Font::number, Align::right);
  };
  row("step", fmt::format("{}", now.step));
  if (now.step > 0) row("loss", fmt::format("{:.5f}", now.loss));
  row("PSNR", fmt::format("{:.2f} dB", now.psnr));
  row("grid, on the picture", fmt::format("{:.2f}", now.grid_levels));
  row("grid, on flat grey", fmt::format("{:.2f}", now.flat_levels));
  row("phase sums apart by", fmt::format("{:.4f}", now.phase_spread));
  column.gap(8);
  if (has_diverged(lane, state.shown()))
    note(ui, column,
         fmt::format("Diverged at step {}: the step before is kept. A smaller rate learns.", now.step + 1),
         ui.colors.warning);
  else if (now.step > 0)
    note(ui, column,
         fmt::format("Untrained its grid on flat grey has {:.2f} levels, now {:.2f}.", first.flat_levels,
                     now.flat_levels),
         ui.colors.soft);
}

void TrainingLab::draw(const DeskUi& ui, const Rect& area, CommandTarget& target) {
  TrainingState& state = ui.desk.state<TrainingState>();
  Columns columns = lab_columns(ui, area, foot_height(ui, true));
  if (columns.middle.w < kLeastBesideFacts) {
    columns.middle.w += columns.right.w;
    columns.right.w = 0;
  }
  stage(ui, columns.middle, target);
  if (columns.left.w > 0) settings(ui, columns.left, target);
  if (columns.right.w > 0) facts(ui, columns.right, target);
  const Index steps = state.record() ? state.record()->setup().choice.steps : state.choice().steps;
  const Index shown = state.shown();
  draw_playback_bar(ui, columns.foot, target,
                    {.steps = steps,
                     .moment = shown > 0 ? Moment{shown - 1, kSettled} : Moment{},
                     .done = shown,
                     .playing = state.running(),
                     .previous = "train-previous",
                     .toggle = "train-run",
                     .next = "train-next",
                     .scrub = [&](double position) { state.scrub(position); }});
}

}  // namespace convscope
