// The numbers of all contenders, in a drawer below the stage.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/labs/images/panels.hpp"
#include "app/labs/images/table_order.hpp"
#include "app/ui/widgets.hpp"

namespace convscope {

namespace {

constexpr double kLeastName = 130;  ///< room for a contender's name; columns that leave less are left out
constexpr double kHead = 40, kTitles = 28, kTableRow = 27, kFoot = 10, kMargin = 20;

struct Lane {
  double right = 0, width = 0;  ///< width 0: left out
};

/// Where the columns of numbers end, from the right; the name takes the rest.
std::vector<Lane> lanes(const Ui& ui, const Rect& rect) {
  std::vector<Lane> all;
  const double number = ui.width_of("−0.0000", 14, Font::number);
  double sum = 0;
  for (const MetricInfo& m : metrics()) {
    all.push_back({0, std::max(ui.width_of(m.title, 14, Font::text_medium), number) + 22});
    sum += all.back().width;
  }
  // In a narrow window those that can be missed most easily.
  for (const MetricColumn column : {MetricColumn::mse, MetricColumn::seconds, MetricColumn::phase_spread}) {
    if (rect.w - sum >= kLeastName * ui.type) break;
    const auto found = std::ranges::find(metrics(), column, &MetricInfo::column);
    sum -= std::exchange(all[static_cast<std::size_t>(found - metrics().begin())].width, 0);
  }
  const double spare = std::max(0.0, rect.w * 0.7 - sum) / static_cast<double>(all.size());
  for (Lane& lane : all)
    if (lane.width > 0) lane.width += std::min(spare, 40.0);
  double right = rect.right();
  for (std::size_t i = all.size(); i-- > 0;) {
    all[i].right = right;
    right -= all[i].width;
  }
  return all;
}

/// A column's title; a click sorts by it, another one turns the order.
void title(const Ui& ui, const Rect& place, std::string_view words, std::string_view help,
           MetricColumn column, bool descends_first, Align align) {
  ImageStage& stage = ui.app.images().stage;
  const bool now = stage.sort == column;
  const Touch touch = ui.touch(fmt::format("sort/{}", words), place);
  ui.explain(touch, help, "images/metrics");
  if (touch.clicked) {
    stage.descending = now ? !stage.descending : descends_first;
    stage.sort = column;
  }
  const Color ink = now || touch.hovered ? ui.colors.ink : ui.colors.soft;
  const double x = align == Align::right ? place.right() : place.x;
  ui.text({x, place.centre().y}, words, 14, ink, Font::text_medium, align);
  if (!now) return;
  const double width = ui.width_of(words, 14, Font::text_medium), h = 3.5 * ui.type;
  const Point c{align == Align::right ? x - width - 8 : x + width + 9, place.centre().y};
  const double way = stage.descending ? 1 : -1;
  ui.draw(Path{.start = {c.x - h, c.y - way * h * 0.6},
               .segments = {{.to = {c.x + h, c.y - way * h * 0.6}}, {.to = {c.x, c.y + way * h * 0.8}}},
               .closed = true,
               .fill = ui.colors.accent});
}

void row(const Ui& ui, const Rect& rect, std::size_t index, const std::vector<Lane>& columns,
         const std::vector<std::optional<double>>& bests) {
  ImagesState& state = ui.app.images();
  const Measurement& m = state.measurements()[index];
  const std::size_t subject = index + 2;
  const Touch touch = ui.touch(fmt::format("row/{}", index), rect);
  const bool chosen = index == state.stage.contender;
  if (chosen || touch.hovered)
    ui.draw(Box{.rect = {rect.x - 8, rect.y + 1, rect.w + 16, rect.h - 2},
                .radius = 6,
                .fill = chosen ? mix(ui.colors.window, ui.colors.accent, 0.10) : ui.colors.cell});
  if (touch.clicked) {
    state.stage.contender = index;
    state.stage.second = subject;
  }
  const double y = rect.centre().y, room = columns.front().right - columns.front().width - rect.x - 8;
  const double name = ui.text_within({rect.x, y}, state.subject_name(subject), 15, room, ui.colors.ink,
                                     chosen ? Font::text_bold : Font::text_medium);
  if (room - name > 40)
    ui.text_within({rect.x + name + 8, y}, state.subject_detail(subject), 13, room - name - 8,
                   ui.colors.soft);
  if (!m.problem.empty()) {
    ui.explain(touch, m.problem, "images/metrics");
    ui.text_within({rect.x + room + 16, y}, m.problem, 13, rect.right() - rect.x - room - 16,
                   ui.colors.warning);
    return;
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].width <= 0) continue;
    const MetricInfo& info = metrics()[i];
    const auto value = metric(m, info.column);
    const bool is_best = m.ready && value && bests[i] && *value == *bests[i];
    ui.text({columns[i].right, y},
            m.ready || (value && m.seconds > 0) ? metric_text(value, info.column) : "…", 14,
            !m.ready  ? ui.colors.faint
            : is_best ? ui.colors.ink
                      : ui.colors.soft,
            is_best ? Font::number_bold : Font::number, Align::right);
  }
}

}  // namespace

double table_height(const Ui& ui, double room) {
  const ImagesState& state = ui.app.images();
  const double head = kHead * ui.type;
  if (!state.stage.drawer) return head;
  const auto rows = static_cast<double>(state.settings().contenders.size());
  const double all = head + (kTitles + rows * kTableRow + kFoot) * ui.type;
  return std::min(all, std::max(head, room * 0.48));
}

void draw_table(const Ui& ui, const Rect& rect, CommandTarget& target) {
  ImagesState& state = ui.app.images();
  ImageStage& stage = state.stage;
  ui.begin_panel("images/table", rect, ui.colors.window);
  ui.hairline({rect.x, rect.y}, {rect.right(), rect.y});
  const Rect head{rect.x + kMargin, rect.y, rect.w - 2 * kMargin, kHead * ui.type};
  const double y = head.centre().y, words = ui.width_of("Numbers", 16, Font::text_bold);
  const Touch touch = ui.touch("drawer", {head.x - 6, head.y + 4, words + 34, head.h - 8});
  ui.explain(touch, stage.drawer ? "Folds the table" : "Unfolds the table", "images/metrics");
  if (touch.clicked) stage.drawer = !stage.drawer;
  draw_icon(ui, stage.drawer ? Icon::caret_down : Icon::caret_right, {head.x + 4, y}, 9 * ui.type,
            touch.hovered ? ui.colors.ink : ui.colors.soft);
  ui.text({head.x + 16, y}, "Numbers", 16, ui.colors.ink, Font::text_bold);
  double right = head.right();
  const auto button = [&](std::string_view id, std::string_view label, std::string_view help) {
    const double width = ui.width_of(label, 14, Font::text_medium) + 18;
    right -= width;
    const bool clicked = text_button(ui, id, {right, head.y + 7, width, head.h - 14}, label, 14,
                                     ui.colors.soft, help, Align::centre, Font::text_medium);
    right -= 2;
    return clicked;
  };
  if (button("save-result", "Result…", "Saves the chosen contender's picture"))
    try_command(target, {"save-result"});
  if (button("save-sheet", "Sheet…", "Saves all pictures with their numbers on one sheet"))
    try_command(target, {"save-sheet"});
  if (button("save-table", "Table…", "Saves the table as .csv or .json")) try_command(target, {"save-table"});
  if (button("copy-table", "Copy", "Copies the table for a spreadsheet")) try_command(target, {"copy-table"});
  const double from = head.x + 16 + words + 14;
  ui.text_within({from, y}, state.measured_area(), 14, right - from - 8, ui.colors.soft);
  if (stage.drawer) {
    const Rect titles{head.x, head.bottom(), head.w, kTitles * ui.type};
    const std::vector<Lane> columns = lanes(ui, titles);
    title(ui, {titles.x, titles.y, 80 * ui.type, titles.h}, "Contender", "In the order of the left panel",
          MetricColumn::name, false, Align::left);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].width <= 0) continue;
      const MetricInfo& m = metrics()[i];
      title(ui, {columns[i].right - columns[i].width + 4, titles.y, columns[i].width - 4, titles.h}, m.title,
            m.help, m.column, m.more_is_better, Align::right);
    }
    ui.hairline({titles.x, titles.bottom() - 1}, {titles.right(), titles.bottom() - 1});
    std::vector<std::optional<double>> bests;
    for (const MetricInfo& m : metrics()) bests.push_back(best(state.measurements(), m));
    ImGui::SetCursorScreenPos({static_cast<float>(rect.x), static_cast<float>(titles.bottom())});
    compat::begin_child("rows",
                        {static_cast<float>(rect.w), static_cast<float>(rect.bottom() - titles.bottom())},
                        ImGuiWindowFlags_NoNav);
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    double at = origin.y;
    for (const std::size_t index : table_order(state.measurements(), stage.sort, stage.descending)) {
      row(ui, {head.x, at, head.w, kTableRow * ui.type}, index, columns, bests);
      at += kTableRow * ui.type;
    }
    ImGui::EndChild();
  }
  ui.end_panel();
}

}  // namespace convscope
