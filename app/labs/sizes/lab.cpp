#include "app/labs/sizes/lab.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "app/desk/claim_links.hpp"
#include "app/desk/presenting.hpp"
#include "app/desk/setting_rows.hpp"
#include "app/labs/sizes/state.hpp"
#include "app/views/sizes/tween.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/keyboard_focus.hpp"
#include "app/widgets/widgets.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

bool has_axes(const SizesState& state) {
  return state.page == SizesPage::arithmetic || state.page == SizesPage::ambiguity ||
         (state.page == SizesPage::dialects && !state.resizes);
}

}  // namespace

double SizesLab::heading(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const SizesState& state = ui.desk.state<SizesState>();
  const double margin = 24, height = kSegmentHeight * ui.type;
  const double top = rect.y + (is_low(ui) ? 14 : 20);
  const std::size_t rank = ui.desk.derived().op().geometry.rank();
  const bool axes = rank > 1 && has_axes(state);
  double axis_width = axes ? (rank == 2 ? 164 : 232) * ui.type : 0;
  // Where the pages need the room, a button with the axis stands for the choice.
  const bool folded = axes && rect.w - 2 * margin - axis_width - 16 < 400 * ui.type;
  if (folded) axis_width = 92 * ui.type;
  const bool alone = ui.desk.presenting().lesson_alone();
  if (alone && !axes) return 0;
  const double room = rect.w - 2 * margin - (axes ? axis_width + 16 : 0);
  if (!alone)
    setting_segments(ui, {rect.x + margin, top, std::min(room, 620 * ui.type), height}, target, sizes_page());
  if (axes) {
    constexpr std::array<std::string_view, 3> names{"depth", "rows", "columns"};
    const std::span<const std::string_view> shown(names.data() + (3 - rank), rank);
    const Rect place{rect.right() - margin - axis_width, top, axis_width, height};
    if (folded) {
      if (framed_button(ui, "sizes/axis", place, shown[state.axis(ui.desk)], 15,
                        "The axis that is drawn; click for the next one (X)"))
        try_command(target, {"axis"});
    } else if (const auto chosen = segments(ui, "sizes/axis/", place, shown, state.axis(ui.desk)))
      try_command(target, {"axis", fmt::format("{}", *chosen)});
  }
  return top + height - rect.y;
}

Picture SizesLab::moving(const DeskUi& ui, const Picture& picture, const Style& style) {
  SizesState& state = ui.desk.state<SizesState>();
  Cause now{ui.desk.derived().scenario(),
            state.chain(),
            state.axis(ui.desk),
            state.page,
            style.width,
            style.height,
            style.type,
            style.theme};
  if (!cause_ || now != *cause_) {
    const bool smooth = cause_ && now.same_stage(*cause_) && now.page != SizesPage::solve;
    if (smooth && !ui.desk.session.reduced_motion) {
      before_ = shown_;
      state.begin_motion();
    } else {
      state.end_motion();
    }
    cause_ = std::move(now);
  }
  shown_ = state.motion() < 1 ? between(before_, picture, eased(state.motion(), 0, 1)) : picture;
  return shown_;
}

void SizesLab::stage(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  SizesState& state = ui.desk.state<SizesState>();
  ui.begin_panel("sizes", rect, ui.colors.stage);
  const double top = heading(ui, rect, target);
  const Rect place{rect.x, rect.y + top, rect.w, rect.h - top};
  Style style = ui.desk.style(place.w, place.h);
  style.type = ui.type;
  style.title = false;
  ui.desk.session.stage_width = place.w;
  ui.desk.session.stage_height = place.h;
  ui.desk.session.stage_corner = ui.desk.session.whole_corner = {place.x, place.y};

  const Touch touch = ui.touch("sizes/stage", place);
  const std::string topic = fmt::format("sizes/{}", SizesState::kPages[static_cast<std::size_t>(state.page)]);
  ui.desk.attempt([&] {
    state.settle(style);
    SizePage page = state.draw(ui.desk, style);
    page.picture.background = {};
    ui.draw(moving(ui, page.picture, style), {place.x, place.y});
    const Point at{touch.at.x - place.x, touch.at.y - place.y};
    offer_spots("sizes/stage", place, page.spots);
    const Spot* under = nullptr;
    for (const Spot& spot : page.spots)
      if (touch.hovered && spot.rect.contains(at)) under = &spot;
    if (under != nullptr) {
      ui.explain(touch, under->help, topic);
      if (!under->id.starts_with("term/") && !under->id.starts_with("help/"))
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
      if (touch.clicked) state.click(ui.desk, under->id);
    } else if (touch.hovered) {
      ui.about(title_of(sizes_page(), SizesState::kPages[static_cast<std::size_t>(state.page)]), topic);
    }
    // A term that was pinned by a command stays until the pointer means another.
    const std::string id = under != nullptr ? under->id : std::string();
    if (std::exchange(pointed_, id) != id && (!id.empty() || !state.lit_pinned)) {
      state.lit = id;
      state.lit_pinned = false;
    }
    const double wheel = touch.hovered ? static_cast<double>(ImGui::GetIO().MouseWheel) : 0;
    if (wheel != 0) state.scroll(style, -saturated(std::round(wheel * 2)));
  });
  ui.end_panel();
}

void SizesLab::words(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  ui.begin_panel("sizes/words", rect, ui.colors.window);
  ui.hairline({rect.x, rect.y}, {rect.x, rect.bottom()});
  const double foot = 56 * ui.type;
  ImGui::SetCursorScreenPos({static_cast<float>(rect.x + 1), static_cast<float>(rect.y)});
  compat::begin_child("text", {static_cast<float>(rect.w - 1), static_cast<float>(rect.h - foot)},
                      ImGuiWindowFlags_NoNav);
  Style style = ui.desk.style(rect.w - 1, rect.h - foot);
  style.type = ui.type;
  Picture picture = draw_words(ui.desk.state<SizesState>().words(ui.desk), style);
  picture.background = {};
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ui.draw(picture, {at.x, at.y});
  link_sentences(ui, picture, {at.x, at.y}, target);
  ImGui::SetCursorScreenPos(at);
  ImGui::Dummy({static_cast<float>(picture.width - 16), static_cast<float>(picture.height - 1)});
  ImGui::EndChild();
  const double half = (rect.w - 48) / 2, y = rect.bottom() - foot + 10 * ui.type, height = 32 * ui.type;
  if (framed_button(ui, "sizes/json", {rect.x + 20, y, half, height}, "Copy JSON", 13.5,
                    "Copies this page's numbers as JSON (J)"))
    try_command(target, {"copy-sizes", "json"});
  if (framed_button(ui, "sizes/line", {rect.x + 28 + half, y, half, height}, "Copy line", 13.5,
                    "Copies the command line that prints them (Ctrl+Shift+C)"))
    try_command(target, {"copy-sizes", "line"});
  ui.end_panel();
}

void SizesLab::draw(const DeskUi& ui, const Rect& area, CommandTarget& target) {
  const Columns columns = lab_columns(ui, area, 0);
  stage(ui, columns.middle, target);
  if (columns.left.w > 0) parameters(ui, columns.left, target);
  if (columns.right.w > 0) words(ui, columns.right, target);
}

}  // namespace convscope
