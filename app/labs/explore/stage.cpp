// The stage: one, two or four views beside each other, each with its own title to choose it by.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/desk/claim_links.hpp"
#include "app/desk/presenting.hpp"
#include "app/labs/explore/panels.hpp"
#include "app/labs/explore/quiz.hpp"
#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/widgets/widgets.hpp"

namespace convscope {

namespace {

/// Below this height the second view of the first start would leave too little room for the first.
constexpr double kHeightForTwo = 700;
constexpr double kTitleSize = 20;  ///< of a view's title in its Picture (Canvas)

/// Type becomes smaller in a quarter of a small stage, so that the cells do not.
double pane_type(const DeskUi& ui, const Rect& rect, bool quarter) {
  if (!quarter) return ui.type;
  const double least = std::min(0.75, 1 / ui.type);
  return std::max(least, std::min({1.0, rect.w / (500 * ui.type), rect.h / (400 * ui.type)})) * ui.type;
}

/// Where a view's title stands: left edge and middle.
Point title_at(const Rect& rect, double type, bool present) {
  const Margins free = margins({.width = std::max(kLeastPaneWidth, rect.w),
                                .height = std::max(kLeastPaneHeight, rect.h),
                                .present = present});
  return {rect.x + free.title, rect.y + free.top + kTitleSize * type / 2};
}

/// A word in the pane's corner.
void mark(const DeskUi& ui, const Rect& pane, std::string_view words) {
  const double width = ui.width_of(words, 14) + 24 * ui.type, height = 24 * ui.type;
  const Rect rect{pane.right() - width - 12, pane.y + 3, width, height};  // above the title's line
  ui.draw(Box{.rect = rect, .radius = height / 2, .fill = ui.colors.cell});
  ui.text(rect.centre(), words, 14, ui.colors.soft, Font::text, Align::centre);
}

bool shows_second(const ExploreState& lab, const Rect& rect) {
  const Arrangement& arrangement = lab.arrangement;
  if (arrangement.count != 2) return false;
  if (lab.has_neighbour()) return true;
  const View &first = lab.pane_view(0), &second = lab.pane_view(1);
  if (&first == &second) return false;
  if (arrangement.chosen) return true;
  return rect.h >= kHeightForTwo * lab.desk().session.type() && first.animated &&
         !second.obstacle(lab.desk().derived());
}

}  // namespace

void Stage::title(const DeskUi& ui, const Pane& pane, CommandTarget& target) {
  // The Picture has written the name; a caret before it says that it can be changed.
  const double size = kTitleSize * pane.type, width = text_width(Font::text_bold, size, pane.view.title);
  const Point at = title_at(pane.rect, pane.type, ui.desk.session.presentation);
  const Rect place{pane.rect.x + 4, at.y - size / 2 - 6, at.x - pane.rect.x + width + 4, size + 12};
  const Touch touch = ui.touch("title", place);
  ui.explain(touch, pane.view.help, "view/" + std::string(pane.view.name));
  const bool focused = pane.index == explorer(ui.desk).arrangement.focus;
  const Color ink = focused ? ui.colors.accent : touch.hovered ? ui.colors.ink : ui.colors.faint;
  // Within the margin, which does not grow with the type.
  const double caret = std::min(10 * ui.type, 15.0);
  if (!ui.desk.presenting().bare || touch.hovered)
    draw_icon(ui, Icon::caret_down, {at.x - 6 - caret / 2, at.y}, caret, ink);
  std::vector<Choice> choices;
  for (const View& view : views()) {
    const auto obstacle = view.obstacle(explorer(ui.desk).pane_derived(pane.index));
    choices.push_back(
        {std::string(view.title), {}, obstacle ? *obstacle : std::string(view.help), !obstacle});
  }
  const std::span<const BesideChoice> beside = beside_choices(explorer(ui.desk));
  for (const BesideChoice& choice : beside)
    choices.push_back({std::string(choice.title), {}, std::string(choice.help), true});
  const Rect anchor{place.x, place.y, 200 * ui.type, place.h};
  const auto chosen =
      popup_list(ui, "title/list", anchor, touch.clicked, choices, pane.view.title, 180 * ui.type);
  if (!chosen) return;
  explorer(ui.desk).focus_pane(pane.index);
  // A pane whose view cannot be shown takes the focus only with its new one.
  explorer(ui.desk).arrangement.focus = pane.index;
  if (*chosen < views().size())
    try_command(target, {"view", std::string(views()[*chosen].name)});
  else
    try_command(target, {"beside", std::string(beside[*chosen - views().size()].word)});
}

PaneDrawing::Seen Stage::draw_now(ExploreState& lab, const Pane& pane, const DerivedPtr& photographed,
                                  bool headed) {
  const Rect& rect = pane.rect;
  Style style =
      lab.pane_style(pane.index, std::max(kLeastPaneWidth, rect.w), std::max(kLeastPaneHeight, rect.h));
  style.type = pane.type;
  style.title = style.title && !headed;
  const Moment moment = lab.pane_moment(pane.index);
  hide_sum(style, lab.marks_of(pane.index), pane.view, lab.pane_derived(pane.index), moment);
  return lab.drawing(pane.index)
      .draw({photographed ? photographed : lab.pane_derived_ptr(pane.index), &pane.view, moment,
             std::move(style)});
}

void Stage::draw_pane(const DeskUi& ui, const Pane& pane, CommandTarget& target) {
  Desk& desk = ui.desk;
  ExploreState& lab = explorer(desk);
  const Rect& rect = pane.rect;
  const View& view = pane.view;
  // The scene of a lesson that is presented has a heading of its own.
  const bool headed = desk.presenting().bare && desk.presenting().lecture && pane.only;
  const auto say = [&](std::string_view words, Color color) {
    ui.paragraph({rect.x + 32, rect.y + 70}, words, 16, rect.w - 64, color);
  };
  const auto stand_back = [&](std::string_view words) {
    ui.text(title_at(rect, ui.type, desk.session.presentation), view.title, kTitleSize, ui.colors.faint,
            Font::text_bold);
    say(std::string(view.title) + " " + std::string(words), ui.colors.soft);
    title(ui, pane, target);
  };
  if (!desk.begun() && lab.is_front(pane.index)) return stand_back("is being worked out…");
  const Derived& derived = lab.pane_derived(pane.index);
  if (const auto obstacle = view.obstacle(derived)) return stand_back(*obstacle);
  if (view.photograph && !lab.is_front(pane.index))
    return stand_back("shows the scenario in focus alone; click here to bring this one there.");
  if (quiz_hides(lab, view)) return stand_back("would show the answer: it waits for yours.");
  const bool photo = view.photograph;
  const DerivedPtr photographed = photo ? lab.shown(view) : nullptr;
  if (photo && !photographed) {
    const bool fails = !lab.photo_problem().empty();
    say(fails ? std::string_view(lab.photo_problem()) : "Preparing the photograph…",
        fails ? ui.colors.warning : ui.colors.soft);
    title(ui, pane, target);
    return;
  }
  const PaneDrawing::Seen seen = draw_now(lab, pane, photographed, headed);
  if (!seen.problem.empty()) return say(seen.problem, ui.colors.warning);  // more memory than there is, say
  if (!seen.picture) return stand_back("is being drawn…");
  // What the pointer is on and what a lesson marks belongs to the present scenario.
  const Marks& marks = lab.marks_of(pane.index);
  const bool marks_it = seen.same_cells && !marks.empty();
  const Picture with_marks = marks_it ? marked(*seen.picture, marks, ui.colors) : Picture();
  const Picture& picture = marks_it ? with_marks : *seen.picture;
  ui.draw(picture, {rect.x, rect.y});
  link_sentences(ui, picture, {rect.x, rect.y}, target);
  if (seen.same_cells) {
    react(ui, pane, picture);
    menu(ui, pane, picture, target);
  }
  if (!headed) title(ui, pane, target);
  if (seen.refreshing || desk.following() || (photo && lab.updating()))
    mark(ui, rect, "updating…");
  else if (photo && !lab.photo_problem().empty())
    mark(ui, rect, "as it was before");
  else if (pane.alone)
    mark(ui, rect, fmt::format("view {} of {}: F", pane.index + 1, lab.arrangement.count));
}

void Stage::draw(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  Desk& desk = ui.desk;
  ExploreState& lab = explorer(desk);
  ui.begin_panel("stage", rect, Color{});  // the frame is cleared in the stage's colour
  const Arrangement& arrangement = lab.arrangement;
  int count = arrangement.count == 4 ? 4 : shows_second(lab, rect) ? 2 : 1;
  // A column for each scenario: nothing that concerns one stands below the other.
  StageSplit split = arrangement.split;
  if (lab.has_neighbour() && count == 2 && split.way == StageSplit::Way::automatic)
    split.way = rect.w >= 2 * kLeastPaneWidth ? StageSplit::Way::beside : StageSplit::Way::below;
  const bool strip = count == 2 && !lab.has_neighbour() && lab.pane_view(1).wide;
  std::vector<Rect> rects = pane_rects(rect, count, strip, split);
  // Where not all of them can be read they stand there one at a time.
  const auto cramped = [&](std::size_t i) {
    const bool flat = lab.pane_view(i).wide;
    return rects[i].w < kLeastPaneWidth || rects[i].h < (flat ? kLeastStripHeight : kLeastPaneHeight);
  };
  bool alone = false;
  for (std::size_t i = 0; count > 1 && i < rects.size(); ++i) alone = alone || cramped(i);
  if (alone) rects = pane_rects(rect, count = 1, false);
  divide(ui, rect, rects, target);
  const std::vector<Rect> places = rects;
  if (lab.has_neighbour() && arrangement.count > 1) {
    const double band = kHeadingHeight * heading_type(ui);
    const std::size_t columns = std::min<std::size_t>(rects.size(), 2);
    for (std::size_t i = 0; i < columns; ++i) {
      heading(ui, count == 1 ? arrangement.focus : i, {rects[i].x, rects[i].y, rects[i].w, band}, target);
      rects[i].y += band;
      rects[i].h -= band;
    }
  }
  // A view without its neighbours is the one in focus.
  const std::size_t first = count == 1 ? arrangement.focus : 0;
  lab.on_stage.clear();
  desk.session.whole_corner = rects.size() > 1 ? Point{rect.x, rect.y} : Point{rects[0].x, rects[0].y};
  for (std::size_t i = 0; i < rects.size(); ++i) {
    const Pane pane{first + i, lab.pane_view(first + i), rects[i], pane_type(ui, rects[i], count == 4),
                    alone,     rects.size() == 1};
    lab.on_stage.push_back(
        {pane.index, {rects[i].x - rect.x, rects[i].y - rect.y, rects[i].w, rects[i].h}, pane.type});
    if (pane.index == arrangement.focus) {
      const Rect& exported = lab.has_neighbour() && count > 1 ? rect : rects[i];
      desk.session.stage_width = exported.w;
      desk.session.stage_height = exported.h;
      desk.session.stage_corner = {exported.x, exported.y};
    }
    ImGui::PushID(static_cast<int>(pane.index));
    ImGui::PushClipRect({static_cast<float>(rects[i].x), static_cast<float>(rects[i].y)},
                        {static_cast<float>(rects[i].right()), static_cast<float>(rects[i].bottom())}, true);
    draw_pane(ui, pane, target);
    ImGui::PopClipRect();
    ImGui::PopID();
  }
  const double edge = 1 / ui.density;
  for (std::size_t i = 1; i < places.size(); ++i) {
    const Rect& place = places[i];
    if (place.x > rect.x) ui.hairline({place.x - edge, place.y}, {place.x, place.bottom()});
    if (place.y > rect.y) ui.hairline({place.x, place.y - edge}, {place.right(), place.y});
  }
  ui.end_panel();
}

}  // namespace convscope
