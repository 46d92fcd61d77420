// The stage: one, two or four views beside each other, each with its own title to choose it by.
#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/labs/explore/panels.hpp"
#include "app/labs/explore/quiz.hpp"
#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/widgets/widgets.hpp"

namespace convscope {

namespace {

/// Below this height the second view of the first start would leave too little room for the first.
constexpr double kHeightForTwo = 700;
/// From this height on the matrix as the second view leaves the first more than half.
constexpr double kHeightForStrip = 560;
/// Two views stand side by side where they would be flatter than this above each other.
constexpr double kFlattest = 240;
constexpr double kLeastWidth = 320, kLeastHeight = 240;  ///< of a view (Style)
constexpr double kLeastStrip = 200;                      ///< of the matrix, which may lose its last line
constexpr double kTitleSize = 20;                        ///< of a view's title in its Picture (Canvas)

/// Type becomes smaller in a quarter of a small stage, so that the cells do not.
double pane_type(const DeskUi& ui, const Rect& rect, bool quarter) {
  if (!quarter) return ui.type;
  const double least = std::min(0.75, 1 / ui.type);
  return std::max(least, std::min({1.0, rect.w / (500 * ui.type), rect.h / (400 * ui.type)})) * ui.type;
}

/// Where a view's title stands: left edge and middle.
Point title_at(const Rect& rect, double type) {
  const Margins free =
      margins({.width = std::max(kLeastWidth, rect.w), .height = std::max(kLeastHeight, rect.h)});
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
  const View &first = lab.pane_view(0), &second = lab.pane_view(1);
  if (&first == &second) return false;
  if (arrangement.chosen) return true;
  return rect.h >= kHeightForTwo * lab.desk().session.type() && first.animated &&
         !second.obstacle(lab.desk().derived());
}

}  // namespace

std::vector<Rect> pane_rects(const Rect& stage, int count, bool roomy_first) {
  const auto [x, y, w, h] = stage;
  if (count == 1) return {stage};
  const double half = std::round(w / 2), middle = std::round(h / 2);
  if (count == 4)
    return {{x, y, half, middle},
            {x + half, y, w - half, middle},
            {x, y + middle, half, h - middle},
            {x + half, y + middle, w - half, h - middle}};
  if (h / 2 < kFlattest && w > 2 * h) return {{x, y, half, h}, {x + half, y, w - half, h}};
  const double upper = roomy_first ? std::round(h * 0.655) : middle;
  return {{x, y, w, upper}, {x, y + upper, w, h - upper}};
}

void Stage::title(const DeskUi& ui, const Pane& pane, CommandTarget& target) {
  // The Picture has written the name; a caret before it says that it can be changed.
  const double size = kTitleSize * pane.type, width = text_width(Font::text_bold, size, pane.view.title);
  const Point at = title_at(pane.rect, pane.type);
  const Rect place{pane.rect.x + 4, at.y - size / 2 - 6, at.x - pane.rect.x + width + 4, size + 12};
  const Touch touch = ui.touch("title", place);
  ui.explain(touch, pane.view.help, "view/" + std::string(pane.view.name));
  const bool focused = pane.index == explorer(ui.desk).arrangement.focus;
  const Color ink = focused ? ui.colors.accent : touch.hovered ? ui.colors.ink : ui.colors.faint;
  draw_icon(ui, Icon::caret_down, {at.x - 12, at.y}, 10 * ui.type, ink);
  std::vector<Choice> choices;
  for (const View& view : views()) {
    const auto obstacle = view.obstacle(ui.desk.derived());
    choices.push_back(
        {std::string(view.title), {}, obstacle ? *obstacle : std::string(view.help), !obstacle});
  }
  const Rect anchor{place.x, place.y, 200 * ui.type, place.h};
  const auto chosen =
      popup_list(ui, "title/list", anchor, touch.clicked, choices, pane.view.title, 180 * ui.type);
  if (!chosen) return;
  explorer(ui.desk).focus_pane(pane.index);
  // A pane whose view cannot be shown takes the focus only with its new one.
  explorer(ui.desk).arrangement.focus = pane.index;
  try_command(target, {"view", std::string(views()[*chosen].name)});
}

void Stage::draw_pane(const DeskUi& ui, const Pane& pane, CommandTarget& target) {
  Desk& desk = ui.desk;
  ExploreState& lab = explorer(desk);
  const Rect& rect = pane.rect;
  const View& view = pane.view;
  const auto say = [&](std::string_view words, Color color) {
    ui.paragraph({rect.x + 32, rect.y + 70}, words, 16, rect.w - 64, color);
  };
  const auto stand_back = [&](std::string_view words) {
    ui.text(title_at(rect, ui.type), view.title, kTitleSize, ui.colors.faint, Font::text_bold);
    say(std::string(view.title) + " " + std::string(words), ui.colors.soft);
    title(ui, pane, target);
  };
  if (const auto obstacle = view.obstacle(desk.derived())) return stand_back(*obstacle);
  if (quiz_hides(lab, view)) return stand_back("shows the whole output: it waits for your answer.");
  const bool photo = view.photograph;
  const DerivedPtr shown = lab.shown(view);
  if (!shown) {
    const bool fails = !lab.photo_problem().empty();
    say(fails ? std::string_view(lab.photo_problem()) : "Preparing the photograph…",
        fails ? ui.colors.warning : ui.colors.soft);
    title(ui, pane, target);
    return;
  }
  Picture picture;
  try {
    Style style = lab.style(std::max(kLeastWidth, rect.w), std::max(kLeastHeight, rect.h));
    style.type = pane.type;
    picture = view.draw(*shown, lab.moment_of(view), style);
  } catch (const std::exception& problem) {  // more memory than there is, say
    say(problem.what(), ui.colors.warning);
    return;
  }
  picture.background = {};
  ui.draw(picture, {rect.x, rect.y});
  react(ui, pane, picture);
  title(ui, pane, target);
  if (photo && lab.updating())
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
  std::vector<Rect> rects =
      pane_rects(rect, count, lab.pane_view(count == 2 ? 1 : 0).wide && rect.h >= kHeightForStrip);
  // Where not all of them can be read they stand there one at a time.
  const auto cramped = [&](std::size_t i) {
    const bool strip = lab.pane_view(i).wide;
    return rects[i].w < kLeastWidth || rects[i].h < (strip ? kLeastStrip : kLeastHeight);
  };
  bool alone = false;
  for (std::size_t i = 0; count > 1 && i < rects.size(); ++i) alone = alone || cramped(i);
  if (alone) rects = pane_rects(rect, count = 1, false);
  // A view without its neighbours is the one in focus.
  const std::size_t first = count == 1 ? arrangement.focus : 0;
  for (std::size_t i = 0; i < rects.size(); ++i) {
    const Pane pane{first + i, lab.pane_view(first + i), rects[i], pane_type(ui, rects[i], count == 4),
                    alone};
    if (pane.index == arrangement.focus) {
      desk.session.stage_width = rects[i].w;
      desk.session.stage_height = rects[i].h;
    }
    ImGui::PushID(static_cast<int>(pane.index));
    ImGui::PushClipRect({static_cast<float>(rects[i].x), static_cast<float>(rects[i].y)},
                        {static_cast<float>(rects[i].right()), static_cast<float>(rects[i].bottom())}, true);
    draw_pane(ui, pane, target);
    ImGui::PopClipRect();
    ImGui::PopID();
  }
  const double edge = 1 / ui.density;
  for (std::size_t i = 1; i < rects.size(); ++i) {
    if (rects[i].x > rect.x) ui.hairline({rects[i].x - edge, rects[i].y}, {rects[i].x, rects[i].bottom()});
    if (rects[i].y > rect.y) ui.hairline({rects[i].x, rects[i].y - edge}, {rects[i].right(), rects[i].y});
  }
  ui.end_panel();
}

}  // namespace convscope
