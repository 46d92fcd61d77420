// What stands above the pictures and below them: names, which may be chosen, and the legend of false colours.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "app/labs/images/compare_stage.hpp"
#include "app/widgets/widgets.hpp"

namespace convscope {

namespace {

constexpr double kTitle = 30, kSecondLine = 19;           // above a pane
constexpr double kName = 15, kDetail = 13, kBetween = 7;  // type sizes, and what is between them
constexpr double kCut = 0.8;                              // so much of a name is enough to know it by

/// A name that opens the list of subjects; returns its width.
double subject_choice(const DeskUi& ui, std::string_view id, Point at, double room, std::size_t& subject,
                      bool to_right, bool strong = true) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const std::string name = state.subject_name(subject), detail = state.subject_detail(subject);
  const Font font = strong ? Font::text_bold : Font::text_medium;
  const double caret = 18 * ui.type;
  const double name_width = std::min(ui.width_of(name, 15, font), room - caret);
  const double detail_room = room - caret - name_width - 8;
  const double detail_width =
      detail.empty() || detail_room < 40 ? 0 : std::min(detail_room, ui.width_of(detail, 13));
  const double width = name_width + caret + (detail_width > 0 ? detail_width + 8 : 0);
  const double x = to_right ? at.x - width : at.x;
  const Rect place{x - 6, at.y - 13 * ui.type, width + 8, 26 * ui.type};
  const Touch touch = ui.touch(id, place);
  ui.explain(touch, "Another picture in this place ([ and ], PageUp and PageDown go through the contenders)",
             "images/stage");
  if (touch.hovered) ui.draw(Box{.rect = place, .radius = 6, .fill = ui.colors.cell});
  ui.text_within({x, at.y}, name, 15, name_width + 0.5, strong ? ui.colors.ink : ui.colors.soft, font);
  if (detail_width > 0)
    ui.text_within({x + name_width + 8, at.y}, detail, 13, detail_width + 0.5, ui.colors.soft);
  draw_icon(ui, Icon::caret_down, {x + width - 7, at.y}, 8 * ui.type, ui.colors.soft);
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < state.subjects(); ++i)
    choices.push_back(
        {state.subject_name(i) + (state.subject_detail(i).empty() ? "" : "  " + state.subject_detail(i)),
         {},
         {},
         true});
  if (const auto chosen = popup_list(ui, std::string(id) + "/list", place, touch.clicked, choices,
                                     choices[subject].name, 200 * ui.type))
    subject = *chosen;
  return width;
}

/// What the reader first asks of a contender.
std::string short_number(const ImagesState& state, std::size_t subject) {
  const auto [width, height] = state.extent(subject);
  if (subject < 2) return fmt::format("{} × {}", width, height);
  const auto& all = state.measurements();
  if (subject - 2 >= all.size() || !all[subject - 2].ready || !all[subject - 2].problem.empty()) return {};
  const double psnr = all[subject - 2].measures["psnr"].value_or(0);
  return std::isinf(psnr) ? "exact" : fmt::format("{:.1f} dB", psnr);
}

}  // namespace

double pane_least_width(const DeskUi& ui, std::span<const std::size_t> subjects) {
  double most = 0;
  for (const std::size_t subject : subjects)
    most = std::max(most,
                    ui.width_of(ui.desk.state<ImagesState>().subject_name(subject), kName, Font::text_bold));
  return most * kCut;
}

double pane_title_height(const DeskUi& ui, std::span<const std::size_t> subjects, double width) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const bool fits = std::ranges::all_of(subjects, [&](std::size_t subject) {
    const std::string detail = state.subject_detail(subject);
    const double name = ui.width_of(state.subject_name(subject), kName, Font::text_bold);
    return detail.empty() || name * kCut + kBetween + ui.width_of(detail, kDetail) <= width - 4;
  });
  return (fits ? kTitle : kTitle + kSecondLine) * ui.type;
}

namespace {

/// One of many: its name, its kernel beside it or, where titles have two lines, below it, and its number.
void title_of_one(const DeskUi& ui, const ComparePane& pane, std::size_t subject, double bottom) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const std::string name = state.subject_name(subject), detail = state.subject_detail(subject);
  const double x = pane.frame.x + 2, room = pane.frame.w - 4;
  const bool two = pane.area.y - pane.frame.y > kTitle * ui.type + 1;
  const double last = bottom - kTitle * ui.type / 2 - 1;
  const double y = two ? last - kSecondLine * ui.type : last;
  // What tells two of one method apart is not what is cut off.
  const double beside_it = two || detail.empty() ? 0 : kBetween + ui.width_of(detail, kDetail) + 0.5;
  const double width = ui.text_within({x, y}, name, kName, std::max(room - beside_it, room * 0.4),
                                      ui.colors.ink, Font::text_bold);
  if (subject == state.chosen_subject())
    ui.draw(Box{.rect = {pane.frame.x, bottom - 4 * ui.type, width + 2, 2}, .fill = ui.colors.accent});
  const double from = two ? x : x + width + kBetween;
  const double end =
      from +
      (detail.empty() ? 0 : ui.text_within({from, last}, detail, kDetail, x + room - from, ui.colors.soft));
  // The number stands in the table, too: names go first.
  const std::string number = short_number(state, subject);
  const double left = x + room - ui.width_of(number, 13, Font::number);
  const bool beside = end + 12 <= left, above = two && x + width + 12 <= left;
  if (beside || above)
    ui.text({pane.frame.right() - 2, beside ? last : y}, number, 13, ui.colors.soft, Font::number,
            Align::right);
}

}  // namespace

void draw_pane_title(const DeskUi& ui, const ComparePane& pane, std::size_t index) {
  if (pane.area.y <= pane.frame.y) return;  // there is no room for one
  ImageStage& stage = ui.desk.state<ImagesState>().stage;
  // Among many, close above the picture, also where that is less high than its pane.
  const bool beside = stage.layout == ImageStage::Layout::grid || stage.layout == ImageStage::Layout::heat;
  if (beside || (pane.second && stage.all && !pane.split))
    return title_of_one(ui, pane, pane.second.value_or(pane.first), std::max(pane.area.y, pane.picture.y));
  const double y = pane.frame.y + (pane.area.y - pane.frame.y) / 2 - 1, x = pane.frame.x + 2;
  const double half = pane.frame.w / 2 - 24;
  ImGui::PushID(static_cast<int>(index));
  if (stage.layout == ImageStage::Layout::split) {
    subject_choice(ui, "first", {x, y}, half, stage.first, false);
    subject_choice(ui, "second", {pane.frame.right() - 2, y}, half, stage.second, true);
  } else if (stage.layout == ImageStage::Layout::flip) {
    double end = x + subject_choice(ui, "first", {x, y}, half, stage.first, false, !stage.flipped);
    const std::string_view hold = stage.blink > 0 ? "and" : "hold Space:";
    ui.text({end + 14, y}, hold, 13, ui.colors.soft);
    end += 14 + ui.width_of(hold, 13) + 12;
    subject_choice(ui, "second", {end, y}, half, stage.second, false, stage.flipped);
  } else {
    double end = x + subject_choice(ui, "second", {x, y}, half, stage.second, false);
    const std::string_view how = pane.kind == PaneKind::error ? "against" : "minus";
    ui.text({end + 12, y}, how, 13, ui.colors.soft);
    end += 12 + ui.width_of(how, 13) + 12;
    subject_choice(ui, "first", {end, y}, half, stage.first, false, false);
  }
  ImGui::PopID();
}

void draw_legend(const DeskUi& ui, const Rect& row, PaneKind kind, int gain) {
  const bool is_signed = kind == PaneKind::difference;
  const double most = 255.0 / gain, y = row.y + row.h * 0.6;
  const auto number = [](double v) { return fmt::format("{:.4g}", std::round(v * 10) / 10); };
  const std::string low = is_signed ? "−" + number(most) : "0", high = (is_signed ? "+" : "") + number(most);
  const double bar = std::min(220 * ui.type, row.w * 0.4), height = 12 * ui.type;
  const double end = ui.width_of(high, 13, Font::number);
  const Rect scale{row.right() - end - 8 - bar, y - height / 2, bar, height};
  constexpr int kSteps = 64;
  for (int i = 0; i < kSteps; ++i) {
    const double t = (i + 0.5) / kSteps;
    ui.draw(Box{.rect = {scale.x + scale.w * i / kSteps, scale.y, scale.w / kSteps, scale.h},
                .fill = is_signed ? diverging(ui.colors, 2 * t - 1) : sequential(t)});
  }
  ui.text({row.right(), y}, high, 13, ui.colors.ink, Font::number, Align::right);
  ui.text({scale.x - 8, y}, low, 13, ui.colors.ink, Font::number, Align::right);
  const double words = scale.x - 8 - ui.width_of(low, 13, Font::number) - 16 - row.x;
  ui.text_within({row.x + 2, y},
                 is_signed ? "grey levels darker (−) or brighter (+), mean size over red, green and blue"
                           : "grey levels, mean size over red, green and blue, without sign",
                 13, words, ui.colors.soft);
}

}  // namespace convscope
