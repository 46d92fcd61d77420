// Above the stage: what it shows, how the pictures stand, how large.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/desk/presenting.hpp"
#include "app/labs/images/lab.hpp"
#include "app/views/images/plots.hpp"
#include "app/widgets/widgets.hpp"

namespace convscope {

namespace {

constexpr double kRow = 34, kBarGap = 8, kBarMargin = 16;
constexpr double kTab = 17, kLeastTab = 13;  // type sizes
constexpr std::array<std::string_view, 6> kLayoutTitles{"Grid",       "Split", "Flip",
                                                        "Difference", "Error", "Heat"};

double bar_width(const DeskUi& ui, std::span<const std::string_view> names) {
  double most = 0;
  for (const std::string_view name : names) most = std::max(most, ui.width_of(name, 15, Font::text_bold));
  return (most + 24 * ui.type) * static_cast<double>(names.size());
}

/// Its modes, as wide as their names need, in one row; the present one is dark. Returns where they end.
double tabs(const DeskUi& ui, const Rect& row, CommandTarget& target) {
  const ImageMode& now = ui.desk.state<ImagesState>().mode();
  double x = row.x, all = 0;
  for (const ImageMode& mode : image_modes()) all += ui.width_of(mode.title, kTab, Font::text_bold);
  // In a narrow window closer together, and then smaller.
  const auto count = static_cast<double>(image_modes().size());
  const double gap = std::clamp((row.w - all) / count, 10 * ui.type, 22 * ui.type);
  const double size = kTab * std::clamp((row.w - gap * (count - 1)) / all, kLeastTab / kTab, 1.0);
  for (const ImageMode& mode : image_modes()) {
    const bool on = &mode == &now;
    const double width = ui.width_of(mode.title, size, Font::text_bold);
    const Touch touch = ui.touch(fmt::format("mode/{}", mode.title), {x - 4, row.y, width + 8, row.h});
    ui.explain(touch, mode.help, fmt::format("images/{}", mode.name));
    if (touch.clicked && !on) try_command(target, {"image-mode", std::string(mode.name)});
    ui.text({x, row.centre().y}, mode.title, size, on || touch.hovered ? ui.colors.ink : ui.colors.faint,
            on ? Font::text_bold : Font::text_medium);
    x += width + gap;
  }
  return x;
}

double layouts(const DeskUi& ui, const Rect& row, CommandTarget& target) {
  const ImageStage& stage = ui.desk.state<ImagesState>().stage;
  const double width = std::min(bar_width(ui, kLayoutTitles), row.w * 0.62);
  const Rect place{row.x, row.y, width, row.h};
  if (const auto chosen =
          segments(ui, "layout", place, kLayoutTitles, static_cast<std::size_t>(stage.layout)))
    try_command(target, {"compare", std::string(ImageStage::kLayouts[*chosen])});
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (place.contains({mouse.x, mouse.y}))
    ui.about("How the pictures stand: beside each other, or two of them against each other.",
             "images/layout");
  return width;
}

void gain(const DeskUi& ui, const Rect& row, CommandTarget& target) {
  const ImageStage& stage = ui.desk.state<ImagesState>().stage;
  using enum ImageStage::Layout;
  if (stage.layout != difference && stage.layout != error) return;
  const double switch_width = std::min(112 * ui.type, row.w * 0.36);
  constexpr std::array<std::string_view, 2> names{"Two", "All"};
  const Rect which{row.right() - switch_width, row.y, switch_width, row.h};
  if (const auto chosen = segments(ui, "which", which, names, stage.all ? 1 : 0))
    try_command(target, {"all-pairs", *chosen == 1 ? "on" : "off"});
  // Powers of two, as one multiplies brightness.
  const double room = row.w - switch_width - 16;
  const Rect track{row.x, row.y, std::min(room, 420 * ui.type), row.h};
  const double label = ui.width_of("gain", 14) + 10, value = ui.width_of("× 64", 14, Font::number) + 8;
  const double x0 = track.x + label, x1 = track.right() - value, y = track.centre().y;
  if (x1 - x0 < 24) return;
  const Touch touch = ui.touch("gain", {x0 - 8, y - 13, x1 - x0 + 16, 26});
  ui.explain(touch, "Differences are multiplied by this before they are coloured", "images/difference");
  const double most = std::log2(ImageStage::kMostGain);
  if (touch.held) {
    const double halves = std::round(std::clamp((touch.at.x - x0) / (x1 - x0), 0.0, 1.0) * most * 2);
    const auto wanted = static_cast<int>(std::lround(std::exp2(halves / 2)));
    if (wanted != stage.gain) try_command(target, {"gain", fmt::format("{}", wanted)});
  }
  const double at = x0 + (x1 - x0) * std::log2(stage.gain) / most;
  ui.text({track.x, y}, "gain", 14, ui.colors.soft);
  ui.draw(
      Box{.rect = {x0, y - 2, x1 - x0, 4}, .radius = 2, .fill = mix(ui.colors.line, ui.colors.ink, 0.03)});
  ui.draw(Box{.rect = {x0, y - 2, at - x0, 4}, .radius = 2, .fill = ui.colors.accent});
  ui.draw(Box{.rect = {at - 8, y - 8, 16, 16},
              .radius = 8,
              .fill = ui.colors.window,
              .stroke = ui.colors.accent,
              .stroke_width = 2});
  ui.text({track.right(), y}, fmt::format("× {}", stage.gain), 14, ui.colors.ink, Font::number, Align::right);
}

/// Of a flip: by itself or by hand.
void blink_button(const DeskUi& ui, const Rect& row, CommandTarget& target) {
  const ImageStage& stage = ui.desk.state<ImagesState>().stage;
  if (stage.layout != ImageStage::Layout::flip) return;
  const std::string_view words = stage.blink > 0 ? "Blinking" : "Blink";
  const Rect place{row.x, row.y + 2, ui.width_of(words, 14, Font::text_medium) + 28 * ui.type, row.h - 4};
  if (framed_button(
          ui, "blink", place, words, 14,
          ui.desk.session.reduced_motion
              ? "Reduced motion is on: nothing blinks by itself"
              : "Flips by itself, from one to the other every 1.25 seconds; blink SECONDS sets another pace"))
    try_command(target, {"blink"});
}

/// The picture in which grids are looked for.
void inspected(const DeskUi& ui, const Rect& row, CommandTarget& target) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const auto title = [&](std::size_t subject) {
    const std::string detail = state.subject_detail(subject);
    return (subject == 0 ? state.picture_name() : state.subject_name(subject)) +
           (detail.empty() ? "" : ", " + detail);
  };
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < state.subjects(); ++i) choices.push_back({title(i), {}, {}, true});
  const Rect place{row.x + 4, row.y, std::min(row.w, 420 * ui.type), row.h};
  const auto chosen = dropdown(ui, "inspected", place, "Picture", title(state.stage.inspected), choices,
                               "The picture in which grids are looked for", "images/inspect");
  if (chosen) try_command(target, {"inspect", fmt::format("{}", *chosen)});
}

/// The form that the weights are turned into.
void forms(const DeskUi& ui, const Rect& row, CommandTarget& target) {
  constexpr std::array<std::string_view, 3> kNames{"Pixel shuffle", "Transposed", "Resize-convolution"};
  constexpr std::array kForms{EnlargingForm::pixel_shuffle, EnlargingForm::conv_transpose,
                              EnlargingForm::resize_conv};
  const EnlargingForm now = ui.desk.state<ImagesState>().stage.convert_to;
  const auto at = static_cast<std::size_t>(std::ranges::find(kForms, now) - kForms.begin());
  const Rect place{row.x, row.y, std::min(bar_width(ui, kNames), row.w), row.h};
  if (const auto chosen = segments(ui, "convert", place, kNames, at))
    try_command(target, {"convert-to", std::string(name(kForms[*chosen]))});
}

void zoom(const DeskUi& ui, const Rect& row, CommandTarget& target) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const ImageStage& stage = state.stage;
  double right = row.right();
  const auto button = [&](std::string_view id, std::string_view words, std::string_view help, bool on) {
    const double width = ui.width_of(words, 14, Font::text_medium) + 16;
    if (right - width < row.x) return false;
    right -= width;
    const bool clicked =
        text_button(ui, id, {right, row.y + 3, width, row.h - 6}, words, 14,
                    on ? ui.colors.ink : ui.colors.soft, help, Align::centre, Font::text_medium);
    right -= 2;
    return clicked;
  };
  const bool fits = stage.viewport.zoom <= 0;
  const double percent =
      ui.density * 100 * zoom_of(stage.viewport, {0, 0, stage.pane_width, stage.pane_height}, state.extent());
  if (button("zoom/once", "1 : 1", "A pixel of the picture is one of the screen",
             !fits && std::abs(percent - 100) < 0.5))
    try_command(target, {"image-zoom", "100"});
  if (button("zoom/fit", "Fit", "All of the picture (0; double-click)", fits))
    try_command(target, {"image-zoom", "fit"});
  if (!state.ready()) return;
  const std::string number =
      percent < 10 ? fmt::format("{:.1f} %", percent) : fmt::format("{:.0f} %", percent);
  right -= 6;
  if (right - ui.width_of(number, 14, Font::number) < row.x) return;
  ui.text({right, row.centre().y}, number, 14, ui.colors.soft, Font::number, Align::right);
  right -= ui.width_of(number, 14, Font::number) + 7;
  // Whoever sees all of a large picture would take a checkerboard for none.
  constexpr std::string_view averaged = "pixels are averaged at";
  if (percent > 99.5 || right - ui.width_of(averaged, 14) < row.x + 16) return;
  ui.text({right, row.centre().y}, averaged, 14, ui.colors.warning, Font::text, Align::right);
}

void plots(const DeskUi& ui, const Rect& row, CommandTarget& target) {
  std::vector<std::string_view> names{"All"};
  for (const Metric* metric : plotted_metrics()) names.push_back(metric->title);
  const Rect place{row.x, row.y, std::min(bar_width(ui, names), row.w), row.h};
  if (const auto chosen = segments(ui, "plot", place, names, ui.desk.state<ImagesState>().stage.plot))
    try_command(target, {"plot", std::string(plot_names()[*chosen])});
}

}  // namespace

double stage_bar_height(const DeskUi& ui) {
  const double rows =
      (ui.desk.state<ImagesState>().mode().choices ? 1 : 0) + (ui.desk.presenting().lesson_alone() ? 0 : 1);
  return (rows * (kRow + kBarGap) + 4) * ui.type;
}

void draw_stage_bar(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const ImageMode& mode = ui.desk.state<ImagesState>().mode();
  const double row = kRow * ui.type;
  const Rect first{rect.x + kBarMargin + 4, rect.y + kBarGap, rect.w - 2 * kBarMargin - 4, row};
  const bool alone = ui.desk.presenting().lesson_alone();
  const Rect below{rect.x + kBarMargin, alone ? first.y : first.bottom() + kBarGap, rect.w - 2 * kBarMargin,
                   row};
  const double end = alone ? 0 : tabs(ui, first, target);
  if (!mode.choices) return;
  if (ui.desk.state<ImagesState>().stage.mode == ImageStage::Mode::inspect)
    return inspected(ui, below, target);
  if (ui.desk.state<ImagesState>().stage.mode == ImageStage::Mode::convert) return forms(ui, below, target);
  if (!mode.compares()) return plots(ui, below, target);
  if (!alone) zoom(ui, {end, first.y, first.right() - end, row}, target);
  const double used = layouts(ui, below, target) + 24;
  gain(ui, {below.x + used, below.y, below.w - used, below.h}, target);
  blink_button(ui, {below.x + used, below.y, below.w - used, below.h}, target);
}

}  // namespace convscope
