// The numbers of all contenders, in a drawer below the stage.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/labs/images/lab.hpp"
#include "app/widgets/compat.hpp"
#include "app/widgets/widgets.hpp"

namespace convscope {

namespace {

constexpr double kLeastPictures = 260;  ///< height, with the bar above them
constexpr double kLeastSheet = 300;     ///< the same of two rows of them with their names
constexpr double kLeastName = 130;      ///< room for a contender's name; columns that leave less are left out
constexpr double kHead = 40, kTitles = 28, kTableRow = 27, kFoot = 10, kTableMargin = 20;

constexpr std::size_t kNeverLeftOut = 3;  ///< of the metrics, the first

/// "PSNR dB".
std::string column_title(const Metric& metric) {
  return metric.unit.empty() ? std::string(metric.title) : fmt::format("{} {}", metric.title, metric.unit);
}

struct Lane {
  double right = 0, width = 0;  ///< width 0: left out
};

/// Where the columns of numbers end, from the right; the name takes the rest.
std::vector<Lane> lanes(const DeskUi& ui, const Rect& rect) {
  std::vector<Lane> all;
  const double number = ui.width_of("−0.0000", 14, Font::number);
  double sum = 0;
  for (const Metric* m : table_columns()) {
    all.push_back({0, std::max(ui.width_of(column_title(*m), 14, Font::text_medium), number) + 22});
    sum += all.back().width;
  }
  // In a narrow window those that can be missed most easily.
  for (std::size_t i = metrics().size(); i-- > kNeverLeftOut && rect.w - sum < kLeastName * ui.type;) {
    const auto found = std::ranges::find(table_columns(), &metrics()[i]);
    if (found == table_columns().end()) continue;
    sum -= std::exchange(all[static_cast<std::size_t>(found - table_columns().begin())].width, 0);
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
void title(const DeskUi& ui, const Rect& place, std::string_view words, std::string_view help,
           const Metric* metric, Align align, CommandTarget& target) {
  const ImageStage& stage = ui.desk.state<ImagesState>().stage;
  const bool now = stage.sort == metric;
  const Touch touch = ui.touch(fmt::format("sort/{}", words), place);
  ui.explain(touch, help, "images/metrics");
  if (touch.clicked) {
    const bool down = now ? !stage.descending : metric && metric->more_is_better;
    try_command(target, {"sort-table", metric ? command_name(*metric) : "name", down ? "down" : "up"});
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

void row(const DeskUi& ui, const Rect& rect, std::size_t index, const std::vector<Lane>& columns,
         const std::vector<std::optional<double>>& bests, CommandTarget& target) {
  ImagesState& state = ui.desk.state<ImagesState>();
  const Measurement& m = state.measurements()[index];
  const std::size_t subject = index + 2;
  const Touch touch = ui.touch(fmt::format("row/{}", index), rect);
  const bool chosen = subject == state.chosen_subject();
  if (chosen || touch.hovered)
    ui.draw(Box{.rect = {rect.x - 8, rect.y + 1, rect.w + 16, rect.h - 2},
                .radius = 6,
                .fill = chosen ? mix(ui.colors.window, ui.colors.accent, 0.10) : ui.colors.cell,
                .stroke = chosen ? ui.colors.border : Color{}});
  if (touch.clicked) {
    if (!state.is_result(subject)) state.stage.contender = index;
    state.stage.second = subject;
  }
  contender_menu(ui, touch, index, target);
  const double y = rect.centre().y, room = columns.front().right - columns.front().width - rect.x - 8;
  // What tells two of one method apart is not what is cut off.
  const std::string detail = state.subject_detail(subject);
  const double beside = detail.empty() ? 0 : ui.width_of(detail, 13) + 8.5;
  const double name =
      ui.text_within({rect.x, y}, state.subject_name(subject), 15, std::max(room - beside, room * 0.4),
                     ui.colors.ink, chosen ? Font::text_bold : Font::text_medium);
  if (!detail.empty()) ui.text_within({rect.x + name + 8, y}, detail, 13, room - name - 8, ui.colors.soft);
  if (!m.problem.empty()) {
    ui.explain(touch, m.problem, "images/metrics");
    ui.text_within({rect.x + room + 16, y}, m.problem, 13, rect.right() - rect.x - room - 16,
                   ui.colors.warning);
    return;
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].width <= 0) continue;
    const Metric& metric = *table_columns()[i];
    const auto value = number_of(m, metric);
    const bool is_best = m.ready && value && bests[i] && *value == *bests[i];
    ui.text({columns[i].right, y}, m.ready || value ? text_of(metric, value) : "…", 14,
            !m.ready  ? ui.colors.faint
            : is_best ? ui.colors.ink
                      : ui.colors.soft,
            is_best ? Font::number_bold : Font::number, Align::right);
  }
}

/// The original's own energy, which the results' are judged by.
void original_row(const DeskUi& ui, const Rect& rect, const std::vector<Lane>& columns) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const double y = rect.centre().y;
  ui.explain(ui.touch("row/original", rect), "The original's own texture has some energy too",
             "images/metrics");
  ui.text({rect.x, y}, "Original", 15, ui.colors.soft);
  const auto found = std::ranges::find_if(state.measurements(),
                                          [](const Measurement& m) { return m.original_energy.has_value(); });
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Metric& m = *table_columns()[i];
    if (columns[i].width <= 0 || m.name != "checkerboard") continue;
    const bool known = found != state.measurements().end();
    ui.text({columns[i].right, y}, text_of(m, known ? found->original_energy : std::nullopt), 14,
            ui.colors.soft, Font::number, Align::right);
  }
}

/// What folds the table, what it is of, and where it can go.
void head(const DeskUi& ui, const Rect& place, CommandTarget& target) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const bool open = state.stage.drawer;
  const double y = place.centre().y, words = ui.width_of("Numbers", 16, Font::text_bold);
  const Touch touch = ui.touch("drawer", {place.x - 6, place.y + 4, words + 34, place.h - 8});
  ui.explain(touch, open ? "Folds the table" : "Unfolds the table", "images/metrics");
  if (touch.clicked) try_command(target, {"table"});
  draw_icon(ui, open ? Icon::caret_down : Icon::caret_right, {place.x + 4, y}, 9 * ui.type,
            touch.hovered ? ui.colors.ink : ui.colors.soft);
  ui.text({place.x + 16, y}, "Numbers", 16, ui.colors.ink, Font::text_bold);
  struct Button {
    std::string_view command, label, help;
  };
  const double from = place.x + 16 + words + 14;
  double right = place.right();
  for (const Button& b :
       {Button{"save-result", "Result…", "Saves the chosen contender's picture"},
        Button{"save-sheet", "Sheet…", "Saves all pictures with their numbers on one sheet"},
        Button{"save-kernel", "Kernel…", "Saves the chosen contender's weights as .npy"},
        Button{"save-table", "Table…", "Saves the table as .csv or .json"},
        Button{"copy-table", "Copy", "Copies the table for a spreadsheet"}}) {
    const double width = ui.width_of(b.label, 14, Font::text_medium) + 18;
    if (right - width < from) break;  // they are commands, too
    right -= width;
    if (text_button(ui, b.command, {right, place.y + 7, width, place.h - 14}, b.label, 14, ui.colors.soft,
                    b.help, Align::centre, Font::text_medium))
      try_command(target, {std::string(b.command)});
    right -= 2;
  }
  if (right - from - 8 < 40 * ui.type) return;
  ui.text_within({from, y}, state.measured_area(), 14, right - from - 8, ui.colors.soft);
}

/// The titles, and below them the rows, which scroll.
void rows(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const ImageStage& stage = state.stage;
  const Rect titles{rect.x + kTableMargin, rect.y, rect.w - 2 * kTableMargin, kTitles * ui.type};
  const std::vector<Lane> columns = lanes(ui, titles);
  const double first = ui.width_of("Contender", 14, Font::text_medium) + 20;
  title(ui, {titles.x, titles.y, first, titles.h}, "Contender", "In the order of the left panel", nullptr,
        Align::left, target);
  if (ui.desk.session.presentation) {  // the head, which says it else, is not there
    const double from = titles.x + first + 8, room = columns.front().right - columns.front().width - from;
    if (room > 60) ui.text_within({from, titles.centre().y}, state.measured_area(), 13, room, ui.colors.soft);
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].width <= 0) continue;
    const Metric& m = *table_columns()[i];
    title(ui, {columns[i].right - columns[i].width + 4, titles.y, columns[i].width - 4, titles.h},
          column_title(m), m.help, &m, Align::right, target);
  }
  ui.hairline({titles.x, titles.bottom() - 1}, {titles.right(), titles.bottom() - 1});
  std::vector<std::optional<double>> bests;
  for (const Metric* m : table_columns()) bests.push_back(best(state.measurements(), *m));
  ImGui::SetCursorScreenPos({static_cast<float>(rect.x), static_cast<float>(titles.bottom())});
  compat::begin_child("rows",
                      {static_cast<float>(rect.w), static_cast<float>(rect.bottom() - titles.bottom())},
                      ImGuiWindowFlags_NoNav);
  double at = static_cast<double>(ImGui::GetCursorScreenPos().y);
  original_row(ui, {titles.x, at, titles.w, kTableRow * ui.type}, columns);
  at += kTableRow * ui.type;
  for (const std::size_t index : table_order(state.measurements(), stage.sort, stage.descending)) {
    row(ui, {titles.x, at, titles.w, kTableRow * ui.type}, index, columns, bests, target);
    at += kTableRow * ui.type;
  }
  ImGui::EndChild();
}

}  // namespace

double table_height(const DeskUi& ui, double room) {
  const ImagesState& state = ui.desk.state<ImagesState>();
  const bool presentation = ui.desk.session.presentation;
  const double least = presentation ? 0 : kHead * ui.type;
  if (presentation ? !state.stage.presented_table : !state.stage.drawer) return least;
  const auto count = static_cast<double>(state.subjects() - 1);  // and the original
  const double all = least + (kTitles + count * kTableRow + kFoot) * ui.type;
  // Presenting, a low stage is the table's alone: strips of pictures would tell nobody anything.
  if (presentation && room - all < kLeastPictures * ui.type) return room - stage_bar_height(ui);
  const double height = std::min(all, std::max(least, room * (presentation ? 0.55 : 0.48)));
  if (presentation) return height;
  // On a low stage pictures come first; of the table's rows two are the least that says something.
  const double left = room - kLeastSheet * ui.type;
  return height <= left ? height : left < least + (kTitles + 2 * kTableRow) * ui.type ? least : left;
}

void draw_table(const DeskUi& ui, const Rect& rect, CommandTarget& target) {
  ui.begin_panel("images/table", rect, ui.colors.window);
  ui.hairline({rect.x, rect.y}, {rect.right(), rect.y});
  Rect below = rect;
  if (!ui.desk.session.presentation) {
    const double height = kHead * ui.type;
    head(ui, {rect.x + kTableMargin, rect.y, rect.w - 2 * kTableMargin, height}, target);
    below = {rect.x, rect.y + height, rect.w, rect.h - height};
  }
  if (below.h > 1) rows(ui, below, target);
  ui.end_panel();
}

}  // namespace convscope
