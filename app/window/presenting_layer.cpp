#include "app/window/presenting_layer.hpp"

#include <fmt/format.h>
#include <imgui.h>

#include <algorithm>
#include <array>

#include "app/desk/presenting.hpp"
#include "app/widgets/picture_painter.hpp"
#include "app/widgets/veil.hpp"
#include "app/widgets/widgets.hpp"

namespace convscope {

namespace {

constexpr Color kVeil{6, 9, 16, 200};
constexpr double kSoft = 40;

/// Above everything that is drawn in windows.
ImDrawList& above() {
  return *ImGui::GetForegroundDrawList();
}

/// Of what is as large as the window at 1280 x 720.
double growth(const DeskUi& ui) {
  return std::max(0.5, std::min(ui.size().x / 1280, ui.size().y / 720));
}

}  // namespace

Rect cell_on_stage(const Desk& desk, Tag cell) {
  Rect found{};
  if (!cell) return found;
  const std::optional<Film> film = stage_film(desk, {});
  if (!film) return found;
  const Picture picture = film->draw(film->now);
  for (const Item& item : picture.items)
    if (const Box* box = std::get_if<Box>(&item.shape); box != nullptr && item.tag == cell) found = box->rect;
  found.x += desk.session.whole_corner.x;
  found.y += desk.session.whole_corner.y;
  return found;
}

void PresentingLayer::draw_ink(const DeskUi& ui, const Rect& stage) {
  const Presenting& p = ui.desk.presenting();
  const Picture ink = ink_picture(p.ink.at(ink_place(ui.desk)), stage, ui.colors);
  PicturePainter(above(), ui.gpu, ui.density)(ink);
}

/// The pen's colours and widths, and what takes strokes back, in a row; then the stage itself as its paper.
void PresentingLayer::hold_pen(const DeskUi& ui, const Rect& stage, CommandTarget& target) {
  Presenting& p = ui.desk.presenting();
  ui.begin_floating("pen", stage);
  const double g = growth(ui), size = 34 * g, gap = 6 * g;
  const double words = 64 * g;
  const double width =
      static_cast<double>(kPenColors.size() + kPenWidths.size()) * size + 3 * words + 5 * gap;
  const Rect bar{stage.centre().x - width / 2, stage.bottom() - size - 2 * gap - 10 * g, width,
                 size + 2 * gap};
  ui.draw(Box{.rect = bar, .radius = bar.h / 2, .fill = ui.colors.window, .stroke = ui.colors.line});
  double x = bar.x + gap;
  const double y = bar.centre().y;
  std::string wanted;
  const auto place = [&](std::string_view word, std::string_view help, bool on) {
    const Rect rect{x, y - size / 2, size, size};
    const Touch touch = ui.touch(word, rect);
    ui.explain(touch, help);
    if (on || touch.hovered)
      ui.draw(Box{.rect = rect.inset(1), .radius = size / 2, .fill = on ? ui.colors.line : ui.colors.cell});
    if (touch.clicked) wanted = word;
    x += size;
    return rect.centre();
  };
  for (std::size_t i = 0; i < kPenColors.size(); ++i) {
    const auto color = static_cast<PenColor>(i);
    const Point c = place(kPenColors[i], kPenColors[i], p.pen.color == color);
    const double r = 9 * g;
    ui.draw(Box{.rect = {c.x - r, c.y - r, 2 * r, 2 * r}, .radius = r, .fill = pen_color(ui.colors, color)});
  }
  x += gap;
  for (std::size_t i = 0; i < kPenWidths.size(); ++i) {
    const Point c = place(kPenWidths[i], kPenWidths[i], p.pen.width == i);
    const double h = 80 * g * kPenWidthUnits[i];
    ui.draw(Box{.rect = {c.x - 10 * g, c.y - h / 2, 20 * g, h}, .radius = h / 2, .fill = ui.colors.ink});
  }
  x += gap;
  struct Action {
    std::string_view words, command, help;
  };
  constexpr std::array kActions{Action{"undo", "pen-undo", "Takes the last stroke back (Backspace)"},
                                Action{"clear", "pen-clear", "Takes away all that is drawn here (Shift+D)"},
                                Action{"done", "pen", "Puts the pen away (D or Esc)"}};
  std::string_view action;
  for (const Action& a : kActions) {
    if (text_button(ui, a.command, {x, y - size / 2, words, size}, a.words, 15 * g / ui.type, ui.colors.soft,
                    a.help))
      action = a.command;
    x += words;
  }
  const Touch paper = ui.touch("paper", stage);
  if (paper.pressed)
    move_pen(ui.desk, PenMove::down, paper.at);
  else if (paper.held)
    move_pen(ui.desk, PenMove::on, paper.at);
  else if (paper.released)
    move_pen(ui.desk, PenMove::up, paper.at);
  if (paper.hovered && !paper.held) {
    const double r = std::max(3.0, p.stage.w > 0 ? kPenWidthUnits[p.pen.width] * ink_unit(stage) / 2 : 3.0);
    PicturePainter(above(), ui.gpu, ui.density)(Box{.rect = {paper.at.x - r, paper.at.y - r, 2 * r, 2 * r},
                                                    .radius = r,
                                                    .fill = pen_color(ui.colors, p.pen.color)});
  }
  ui.end_panel();
  if (!wanted.empty()) try_command(target, {"pen", wanted});
  if (action == "pen")
    try_command(target, {"pen", "off"});
  else if (!action.empty())
    try_command(target, {std::string(action)});
}

void PresentingLayer::magnify(const DeskUi& ui, const Rect& stage) {
  Presenting& p = ui.desk.presenting();
  std::optional<Film> film;
  ui.desk.attempt([&] { film = stage_film(ui.desk, {.ink = true}); });
  if (!film) {
    p.magnifies = false;
    ui.desk.tell("The magnifier draws drawings again; pictures are enlarged by the wheel.");
    return;
  }
  Picture picture = film->draw(film->now);
  picture.background = {};
  const double width = stage.w * 0.36, height = std::min(stage.h * 0.5, width * 0.66);
  const Rect lens{std::clamp(p.pointer.x - width / 2, stage.x, std::max(stage.x, stage.right() - width)),
                  std::clamp(p.pointer.y - height / 2, stage.y, std::max(stage.y, stage.bottom() - height)),
                  width, height};
  const Point corner = ui.desk.session.whole_corner;
  ImDrawList& list = above();
  PicturePainter frame(list, ui.gpu, ui.density);
  frame(Box{.rect = {lens.x + 3, lens.y + 6, lens.w, lens.h}, .radius = 12, .fill = kVeil.with_alpha(0.35)});
  frame(Box{.rect = lens, .radius = 12, .fill = ui.colors.stage});
  const Rect glass = lens.inset(5);
  list.PushClipRect({static_cast<float>(glass.x), static_cast<float>(glass.y)},
                    {static_cast<float>(glass.right()), static_cast<float>(glass.bottom())}, true);
  const Point origin{p.pointer.x - (p.pointer.x - corner.x) * p.magnified,
                     p.pointer.y - (p.pointer.y - corner.y) * p.magnified};
  PicturePainter(list, ui.gpu, ui.density, origin, p.magnified)(picture);
  list.PopClipRect();
  frame(Box{.rect = lens.inset(1.5), .radius = 11, .stroke = ui.colors.ink, .stroke_width = 3});
}

void PresentingLayer::light(const DeskUi& ui, const Rect& window) {
  const Presenting& p = ui.desk.presenting();
  const Session& s = ui.desk.session;
  const double g = growth(ui), radius = p.spotlight_radius * g;
  Rect hole{};
  double corner = 14 * g;
  switch (p.spotlight) {
    case Spotlight::off:
      return;
    case Spotlight::pointer:
      hole = {p.pointer.x - radius, p.pointer.y - radius, 2 * radius, 2 * radius};
      corner = radius;
      break;
    case Spotlight::pane:
      hole = {s.stage_corner.x, s.stage_corner.y, s.stage_width, s.stage_height};
      break;
    case Spotlight::cell: {
      Rect cell{};
      ui.desk.attempt([&] { cell = cell_on_stage(ui.desk, s.hover); });
      if (cell.w > 0) lit_ = cell.inset(-10 * g);
      if (!(lit_.w > 0)) return;  // nobody has pointed at one yet
      hole = lit_;
      break;
    }
  }
  draw_veil(above(), window, hole, corner, kSoft * g, kVeil);
}

void PresentingLayer::draw(const DeskUi& ui, const Rect& stage, const Rect& window, bool covered,
                           CommandTarget& target) {
  Presenting& p = ui.desk.presenting();
  p.stage = stage;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (window.contains({mouse.x, mouse.y})) p.pointer = {mouse.x, mouse.y};
  if (covered) return;
  if (p.pen.on) hold_pen(ui, stage, target);
  draw_ink(ui, stage);
  if (p.magnifies) magnify(ui, stage);
  light(ui, window);
}

void draw_progress(const DeskUi& ui, const Rect& rect) {
  const Presenting& p = ui.desk.presenting();
  const StagePlace here = ui.desk.front_state().place(ui.desk);
  double share = here.steps > 1 ? static_cast<double>(here.done) / static_cast<double>(here.steps) : 0;
  if (p.lecture && p.lecture->scenes() > 0)
    share = (static_cast<double>(p.lecture->at()) + (here.steps > 1 ? share : 1)) /
            static_cast<double>(p.lecture->scenes());
  ui.begin_panel("progress", rect, ui.colors.line);
  ui.draw(
      Box{.rect = {rect.x, rect.y, rect.w * std::clamp(share, 0.0, 1.0), rect.h}, .fill = ui.colors.accent});
  ui.end_panel();
}

}  // namespace convscope
