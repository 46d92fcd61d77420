#include "app/labs/claims/lab.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/widgets/compat.hpp"
#include "app/widgets/keyboard_focus.hpp"
#include "app/widgets/widgets.hpp"

namespace convscope {

namespace {

Rect moved(const Rect& rect, Point by) {
  return {rect.x + by.x, rect.y + by.y, rect.w, rect.h};
}

/// The three answers with the hands counted so far, and the button that ends it.
void ballot(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const Votes votes = target.desk.state<ClaimsState>().votes();
  const double height = 38 * ui.type, gap = 10;
  const double width = std::min(132 * ui.type, (rect.w - 3 * gap) / 4.2);
  double x = rect.x;
  for (std::size_t i = 0; i < kVoteOrder.size(); ++i) {
    const std::string word(to_string(kVoteOrder[i]));
    const Rect place{x, rect.y, width, height};
    const Touch touch = ui.touch("vote/" + word, place);
    ui.explain(touch, "One hand more for: " + word, "claims/vote");
    ui.draw(Box{.rect = place.inset(0.5),
                .radius = 8,
                .fill = touch.hovered ? ui.colors.cell : ui.colors.window,
                .stroke = ui.colors.hatch});
    const double radius = 9 * ui.type;
    Picture mark;
    add_verdict_mark(mark, ui.colors, {place.x + 12 + radius, place.centre().y}, radius, kVoteOrder[i]);
    ui.draw(mark, {});
    ui.text({place.x + 20 + 2 * radius, place.centre().y}, word, 15, ui.colors.ink, Font::text_medium);
    if (votes[i] > 0)
      ui.text({place.right() - 12, place.centre().y}, fmt::format("{}", votes[i]), 15, ui.colors.ink,
              Font::number_bold, Align::right);
    if (touch.clicked) try_command(target, {"vote", word});
    x += width + gap;
  }
  const Rect place{x + gap, rect.y, width, height};
  if (filled_button(ui, "reveal", place, "Reveal", 15,
                    "Shows verdict, statement and evidence (Enter, PageDown)"))
    try_command(target, {"reveal"});
}

}  // namespace

/// Back and on through the list, at the right of the card's first line.
void ClaimsLab::neighbours(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const ClaimsState& state = target.desk.state<ClaimsState>();
  const std::vector<std::size_t> list = state.listed();
  const auto here = std::ranges::find(list, state.front());
  const std::string count = here == list.end() ? fmt::format("– / {}", list.size())
                                               : fmt::format("{} / {}", here - list.begin() + 1, list.size());
  const double button = 30 * ui.type, width = ui.width_of(count, 14, Font::number) + 12, y = rect.centre().y;
  double x = rect.right() - button;
  if (text_button(ui, "on", {x, y - button / 2, button, button}, "›", 22, ui.colors.soft,
                  "The next card; a hidden verdict first (PageDown)"))
    try_command(target, {"claim-next"});
  x -= width;
  ui.text({x + width / 2, y}, count, 14, ui.colors.soft, Font::number, Align::centre);
  x -= button;
  if (text_button(ui, "back", {x, y - button / 2, button, button}, "‹", 22, ui.colors.soft,
                  "The card before (PageUp)"))
    try_command(target, {"claim-previous"});
}

void ClaimsLab::pane(const DeskUi& ui, const DrawnPage& drawn, const ClaimPage& page, std::size_t index,
                     Point corner, CommandTarget& target) {
  const ExperimentPane& shown = page.panes[index];
  const Rect rect = moved(drawn.panes[index], corner), top = moved(drawn.captions[index], corner);
  const View& now = view(shown.view);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Point pointer{mouse.x, mouse.y};
  if (rect.contains(pointer) && ImGui::IsWindowHovered()) {
    hovered_ = index;
    if (const Tag tag = hit_test(drawn.picture, {pointer.x - corner.x, pointer.y - corner.y}))
      ui.point_at(tag);
    ui.about(now.help, "view/" + std::string(now.name));
  }
  ImGui::PushID(static_cast<int>(index));
  offer_cells("pane", rect, drawn.picture, corner);
  const Touch touch = ui.touch("caption", {top.x, top.y, std::min(top.w - 50, 220 * ui.type), top.h});
  ui.explain(touch, fmt::format("{}: {} Click for other views.", now.title, now.help),
             "view/" + std::string(now.name));
  draw_icon(ui, Icon::caret_down, {top.x + 20, top.y + top.h * 0.59}, 10 * ui.type,
            touch.hovered ? ui.colors.ink : ui.colors.faint);
  std::vector<Choice> choices;
  if (shown.derived)
    for (const View& one : views()) {
      const auto obstacle = one.obstacle(*shown.derived);
      choices.push_back(
          {std::string(one.title), {}, obstacle ? *obstacle : std::string(one.help), !obstacle});
    }
  choices.push_back(
      {"Open in Explore", {}, "This scenario and view, step by step", shown.derived != nullptr});
  const auto chosen = popup_list(ui, "views", {top.x + 8, top.y, 200 * ui.type, top.h}, touch.clicked,
                                 choices, now.title, 180 * ui.type);
  ImGui::PopID();
  if (!chosen) return;
  const std::string place = fmt::format("{}", index + 1);
  if (*chosen + 1 == choices.size())
    try_command(target, {"experiment-explore", place});
  else
    try_command(target, {"experiment-view", place, std::string(views()[*chosen].name)});
}

void ClaimsLab::card(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  Session& session = ui.desk.session;
  session.stage_width = rect.w;
  session.stage_height = rect.h;
  session.stage_corner = session.whole_corner = {rect.x, rect.y};
  ui.begin_panel("claims/card", rect, Color{});
  ImGui::SetCursorScreenPos({static_cast<float>(rect.x), static_cast<float>(rect.y)});
  compat::begin_child("page", {static_cast<float>(rect.w), static_cast<float>(rect.h)},
                      ImGuiWindowFlags_NoNav);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const Point corner{origin.x, origin.y};
  const double type = ui.type;
  const Style style{.width = rect.w,
                    .height = rect.h,
                    .theme = session.theme,
                    .numbers = session.numbers,
                    .type = type,
                    .present = session.presentation,
                    .hover = session.hover};
  ClaimPage page = target.desk.state<ClaimsState>().page(ui.desk);
  page.hovered = hovered_;
  DrawnPage drawn;
  ui.desk.attempt([&] { drawn = draw_claim_page(page, style); });
  ui.draw(drawn.picture, corner);
  hovered_.reset();
  neighbours(ui, moved({rect.w - 328, 24 * type - 15, 300, 30}, corner), target);
  if (page.hidden) ballot(ui, moved(drawn.verdict, corner), target);
  for (std::size_t i = 0; i < drawn.panes.size(); ++i) pane(ui, drawn, page, i, corner, target);
  ImGui::SetCursorScreenPos({origin.x, origin.y + static_cast<float>(drawn.picture.height) - 1});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
  ui.end_panel();
}

void ClaimsLab::draw(const DeskUi& ui, const Rect& area, CommandTarget& target) {
  Columns columns = lab_columns(ui, area, foot_height(ui, true));
  if (columns.left.w > 0) {
    const double saved = columns.left.w - list_.width(ui, columns.left.w, columns.middle.w, target);
    columns.left.w -= saved;
    columns.middle.x -= saved;
    columns.middle.w += saved;
  }
  ClaimsState& state = ui.desk.state<ClaimsState>();
  card(ui, columns.middle, target);
  if (columns.left.w > 0) list_.draw(ui, columns.left, target);
  if (columns.right.w > 0) experiment_.draw(ui, columns.right, target);
  const Index steps = state.steps();
  draw_playback_bar(ui, columns.foot, target,
                    {.steps = steps,
                     .moment = state.moment(ui.desk),
                     .done = state.head().done(),
                     .playing = state.head().playing,
                     .previous = "claim-step-back",
                     .toggle = "claim-play",
                     .next = "claim-step",
                     .scrub = [&](double position) { state.head().scrub(position, steps); }});
}

}  // namespace convscope
