#include "app/labs/claims/list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/desk/setting_rows.hpp"
#include "app/labs/claims/lab.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/widgets.hpp"

namespace convscope {

namespace {

constexpr std::string_view kSearchPlace = "claims/search";
constexpr double kText = 14, kMark = 8, kRail = 54;
constexpr double kRoomForTwo = 700;  ///< for two panes beside each other

std::string word_of(ShownVerdict verdict) {
  return verdict ? std::string(to_string(*verdict)) : "all";
}

}  // namespace

/// Returns where it ends.
double ClaimsList::search(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  ClaimsState& state = target.desk.state<ClaimsState>();
  if (state.search_begins()) ui.editor().open(kSearchPlace, state.searched());
  if (ui.editor().is_open(kSearchPlace)) {
    const auto end = ui.editor().draw(ui, rect);
    state.search(end == FieldEditor::End::cancelled ? std::string() : ui.editor().text());
    if (end != FieldEditor::End::none) ui.editor().close();
    return rect.bottom();
  }
  const bool empty = state.searched().empty();
  const Rect field{rect.x, rect.y, rect.w - (empty ? 0 : rect.h), rect.h};
  const Touch touch = ui.touch("search", field);
  ui.explain(touch, "Lists the cards whose sentence has these words (/)");
  ui.draw(Box{.rect = rect.inset(0.5),
              .radius = 7,
              .fill = touch.hovered ? ui.colors.cell : ui.colors.window,
              .stroke = ui.colors.hatch});
  ui.text_within({rect.x + 12, rect.centre().y}, empty ? std::string_view("Find a claim") : state.searched(),
                 kText, field.w - 20, empty ? ui.colors.faint : ui.colors.ink);
  if (touch.clicked) ui.editor().open(kSearchPlace, state.searched());
  if (!empty && icon_button(ui, "search/clear", {rect.right() - rect.h / 2, rect.centre().y}, 11 * ui.type,
                            Icon::close, "Lists all again"))
    try_command(target, {"claims-search"});
  return rect.bottom();
}

void ClaimsList::filters(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  ClaimsState& state = target.desk.state<ClaimsState>();
  constexpr std::array<ShownVerdict, 4> kAll{ShownVerdict(), Verdict::yes, Verdict::no, Verdict::depends};
  const double width = rect.w / kAll.size();
  for (std::size_t i = 0; i < kAll.size(); ++i) {
    const Rect place{rect.x + width * static_cast<double>(i), rect.y, width - 4, rect.h};
    const std::string word = word_of(kAll[i]);
    const Touch touch = ui.touch("filter/" + word, place);
    ui.explain(touch, kAll[i] ? "Only cards whose verdict is: " + word : "All cards");
    const bool on = state.filtered() == kAll[i];
    if (on || touch.hovered)
      ui.draw(Box{.rect = place,
                  .radius = place.h / 2,
                  .fill = on ? ui.colors.accent.with_alpha(0.14) : ui.colors.cell});
    std::size_t count = claims().size();
    if (kAll[i]) {
      count = 0;
      for (std::size_t card = 0; card < claims().size(); ++card)
        if (state.verdict(card) == kAll[i]) ++count;
    }
    const std::string text = kAll[i] ? fmt::format("{}", count) : "All";
    const double mark = kAll[i] ? 2 * kMark * ui.type + 6 : 0;
    const double x = place.centre().x - (mark + ui.width_of(text, kText)) / 2;
    if (kAll[i]) {
      Picture picture;
      add_verdict_mark(picture, ui.colors, {x + kMark * ui.type, place.centre().y}, kMark * ui.type, kAll[i]);
      ui.draw(picture, {});
    }
    ui.text({x + mark, place.centre().y}, text, kText, on ? ui.colors.ink : ui.colors.soft,
            on ? Font::text_bold : Font::text);
    if (touch.clicked) try_command(target, {"claims-filter", word});
  }
}

Rect ClaimsList::card(const DeskUi& ui, Column& column, std::size_t index, CommandTarget& target) {
  const ClaimsState& state = target.desk.state<ClaimsState>();
  const Claim& claim = claims()[index];
  const double indent = 2 * kMark * ui.type + 12, pad = 7 * ui.type;
  const double words = column.width() - indent;
  const double height = ui.paragraph({}, claim.claim, kText, words, ui.colors.ink, false);
  const Rect rect = column.take(height + 2 * pad);
  const Rect ground{rect.x - 10, rect.y, rect.w + 16, rect.h};
  const Touch touch = ui.touch(claim.name, ground);
  const bool front = state.front() == index;
  if (front || touch.hovered)
    ui.draw(Box{.rect = ground,
                .radius = 8,
                .fill = front ? ui.colors.accent.with_alpha(0.12) : ui.colors.cell,
                .stroke = front ? ui.colors.border : Color{}});
  const double first = rect.y + pad + kText * 1.45 / 2 * ui.type;
  Picture mark;
  add_verdict_mark(mark, ui.colors, {rect.x + kMark * ui.type, first}, kMark * ui.type, state.verdict(index));
  ui.draw(mark, {});
  ui.paragraph({rect.x + indent, rect.y + pad}, claim.claim, kText, words,
               front || touch.hovered ? ui.colors.ink : mix(ui.colors.soft, ui.colors.ink, 0.5));
  if (state.is_changed(index))
    ui.draw(Box{.rect = {rect.right() - 2, rect.y + pad, 6, 6}, .radius = 3, .fill = ui.colors.accent});
  if (touch.clicked) choose(index, target);
  return rect;
}

Rect ClaimsList::mark(const DeskUi& ui, Column& column, std::size_t index, CommandTarget& target) {
  const ClaimsState& state = target.desk.state<ClaimsState>();
  const Rect rect = column.take(30 * ui.type);
  const Touch touch = ui.touch(claims()[index].name, rect);
  ui.explain(touch, claims()[index].claim);
  const bool front = state.front() == index;
  if (front || touch.hovered)
    ui.draw(Box{.rect = rect.inset(1),
                .radius = 8,
                .fill = front ? ui.colors.accent.with_alpha(0.2) : ui.colors.cell});
  Picture mark;
  add_verdict_mark(mark, ui.colors, rect.centre(), kMark * ui.type, state.verdict(index));
  ui.draw(mark, {});
  if (state.is_changed(index))
    ui.draw(Box{.rect = {rect.right() - 7, rect.y + 4, 5, 5}, .radius = 2.5, .fill = ui.colors.accent});
  if (touch.clicked) choose(index, target);
  return rect;
}

void ClaimsList::choose(std::size_t index, CommandTarget& target) {
  open_ = false;
  try_command(target, {"claim", std::string(claims()[index].name)});
}

void ClaimsList::cards(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  ImGui::SetCursorScreenPos({static_cast<float>(rect.x), static_cast<float>(rect.y)});
  compat::begin_child("cards", {static_cast<float>(rect.w - 2), static_cast<float>(rect.h)},
                      ImGuiWindowFlags_NoNav);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const double top = static_cast<double>(origin.y);
  Column column =
      is_rail() ? Column(rect.x + 10, top + 4, rect.w - 22) : Column(rect.x + 22, top + 4, rect.w - 22 - 26);
  const std::vector<std::size_t> listed = target.desk.state<ClaimsState>().listed();
  const std::size_t front = target.desk.state<ClaimsState>().front();
  std::optional<Rect> here;
  for (const ClaimTheme& theme : claim_themes()) {
    const auto first = static_cast<std::size_t>(theme.claims.data() - claims().data());
    bool titled = false;
    for (const std::size_t index : listed) {
      if (index < first || index >= first + theme.claims.size()) continue;
      if (!std::exchange(titled, true)) {
        if (is_rail()) {
          if (index != listed.front())
            ui.hairline({rect.x + 12, column.y() - 3}, {rect.right() - 14, column.y() - 3});
        } else {
          const Rect title = column.take(32 * ui.type);
          ui.text({title.x, title.centre().y + 3}, theme.title, 13, ui.colors.soft, Font::text_bold);
        }
      }
      const Rect place = is_rail() ? mark(ui, column, index, target) : card(ui, column, index, target);
      if (index == front) here = place;
    }
    if (titled) column.gap(6);
  }
  if (listed.empty() && !is_rail())
    ui.paragraph({rect.x + 22, top + 10}, "No card fits the words and the verdict chosen above.", kText,
                 rect.w - 48, ui.colors.soft);
  column.gap(12);
  ImGui::SetCursorScreenPos({origin.x, static_cast<float>(column.y() - 1)});
  ImGui::Dummy({1, 1});
  // A card that comes to the front comes into view, with its neighbours.
  if (here && shown_ != front) {
    shown_ = front;
    const double above = here->y - top - 70, below = here->bottom() - top - rect.h + 70;
    const double now = static_cast<double>(ImGui::GetScrollY());
    ImGui::SetScrollY(
        static_cast<float>(std::clamp(now, std::max(0.0, below), std::max({0.0, above, below}))));
  }
  ImGui::EndChild();
}

double ClaimsList::width(const DeskUi& ui, double full, double stage, CommandTarget& target) {
  narrow_ = stage < kRoomForTwo * ui.type;
  ClaimsState& state = target.desk.state<ClaimsState>();
  if (is_rail() && state.search_begins()) {
    open_ = true;
    state.begin_search();
  }
  return is_rail() ? std::min(full, kRail * ui.type) : full;
}

/// What stands above the cards; returns where it ends.
double ClaimsList::head(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const double margin = 20, button = narrow_ ? 34 * ui.type : 0;
  double y = rect.y + 16;
  if (narrow_ &&
      icon_button(ui, "fold", {is_rail() ? rect.centre().x : rect.x + margin + 8, y + 17 * ui.type},
                  15 * ui.type, Icon::menu,
                  is_rail() ? "The list of claims in words (/ finds one)" : "Makes room for the card"))
    open_ = !open_;
  if (is_rail()) return y + 40 * ui.type;
  y = search(ui, {rect.x + margin + button, y, rect.w - 2 * margin - button, 34 * ui.type}, target) + 10;
  filters(ui, {rect.x + margin - 4, y, rect.w - 2 * margin + 8, 30 * ui.type}, target);
  y += 30 * ui.type + 6;
  setting_switch(ui, {rect.x + margin + 2, y, rect.w - 2 * margin - 2, kRowHeight * ui.type}, target,
                 hide_verdicts());
  return y + kRowHeight * ui.type + 6;
}

void ClaimsList::draw(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  ui.begin_panel("claims/list", rect, ui.colors.window);
  const double y = head(ui, rect, target);
  ui.hairline({rect.x, y}, {rect.right(), y});
  cards(ui, {rect.x, y + 1, rect.w - 1, rect.bottom() - y - 1}, target);
  const double edge = 1 / ui.density;
  ui.hairline({rect.right() - edge, rect.y}, {rect.right() - edge, rect.bottom()});
  ui.end_panel();
}

}  // namespace convscope
