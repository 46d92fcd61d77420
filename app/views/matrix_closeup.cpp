// The matrix view where all of C would be specks: the rows around the present step with their numbers, and
// the whole as an overview beside them.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "app/picture/fonts.hpp"
#include "app/views/matrix_drawing.hpp"
#include "app/views/matrix_panel.hpp"

namespace convscope {

namespace {
constexpr double kBetween = 0.55;  ///< groups of columns, in cells
constexpr double kVectorGap = 0.35;
/// Columns between two entries up to which they belong to one group.
constexpr Index kJoined = 2;
}  // namespace

Index MatrixDrawing::present_row(bool windows) const {
  std::vector<Index> rows;
  trace_.for_each(moment_.step, [&](const Contribution& c) {
    rows.push_back(windows ? c.window : user_cell(op_, c.pixel));
  });
  if (trace_.order() == (windows ? Order::by_window : Order::by_pixel)) return moment_.step;
  // One weight has entries all over: the row in the middle stands for them.
  return rows.empty() ? 0 : rows[rows.size() / 2];
}

std::vector<MatrixDrawing::Group> MatrixDrawing::groups_of(bool windows, Index first, Index count) const {
  std::vector<Index> columns;
  const Trace by_pixel(op_, Order::by_pixel);
  for (Index row = first; row < first + count; ++row) {
    if (windows)
      for (const MatrixEntry& entry : entries_of_window(op_, row)) columns.push_back(entry.column);
    else
      by_pixel.for_each(row, [&](const Contribution& c) { columns.push_back(c.window); });
  }
  std::ranges::sort(columns);
  // Where rows of a picture meet, groups stay apart: that is the matrix' structure.
  const Shape extent = windows ? op_.pixels : op_.geometry.windows();
  const Index line = extent.rank() > 1 ? extent[extent.rank() - 1] : 0;
  std::vector<Group> groups;
  for (const Index column : columns) {
    const Index end = groups.empty() ? 0 : groups.back().first + groups.back().count;
    const bool other =
        groups.empty() || column > end + kJoined || (line > 1 && column / line != groups.back().first / line);
    if (other)
      groups.push_back({column, 1});
    else if (column >= end)
      groups.back().count = column + 1 - groups.back().first;
  }
  if (groups.empty()) groups.push_back({0, 1});
  return groups;
}

MatrixDrawing::Closeup MatrixDrawing::closeup(const Rect& room) const {
  Closeup out;
  out.windows = trace_.order() != Order::by_pixel || op_.border.active();
  const Shape extent = out.windows ? op_.geometry.windows() : op_.pixels;
  const Index line = extent[extent.rank() - 1], row = present_row(out.windows), start = row / line * line;
  double least = 0;
  const auto sized = [&] {
    Index columns = 0;
    for (const Group& group : out.groups) columns += group.count;
    const double wide = real(columns) + 1 + kVectorGap + kBetween * real(std::ssize(out.groups) - 1);
    const double tall = real(out.count) + 1 + kVectorGap;
    const double more = out.left_out > 0 ? canvas_.type(40) : 0;
    out.cell = std::min({(room.w - names_width() - more) / wide, room.h / tall, largest_cell(72)});
    return number_size(out.cell) >= least;
  };
  const auto rows_of = [&](double size, Index fewest) {
    least = canvas_.type(size);
    for (out.count = std::min<Index>(line, 12); out.count >= fewest; --out.count) {
      out.first = std::clamp(row - out.count / 2, start, start + line - out.count);
      out.groups = groups_of(out.windows, out.first, out.count);
      if (sized()) return true;
    }
    return false;
  };
  // From the back row large numbers, as long as neighbours remain to compare with.
  if (canvas_.style().present)
    for (const double size : {kLarge, kMiddling})
      if (rows_of(size, std::min<Index>(line, 3))) return out;
  if (rows_of(kReadable, 1)) return out;
  // A row of many entries: numbers a little smaller, and then as many of them as can be read.
  out.count = 1;
  least *= 0.75;
  while (out.groups.size() > 1 && !sized()) {
    out.left_out += out.groups.back().count;
    out.groups.pop_back();
  }
  while (out.groups.back().count > 1 && !sized()) {
    ++out.left_out;
    --out.groups.back().count;
  }
  return out;
}

void MatrixDrawing::draw_closeup(const Rect& area) {
  const double name = canvas_.type(28), foot = canvas_.type(24), gap = canvas_.type(20);
  // The overview stands beside the close-up or below it, wherever the numbers are larger.
  const double side = std::min(area.w * 0.3, area.h * 0.75), strip = area.h * 0.27;
  const Rect right{area.x + side + gap, area.y + name, area.w - side - gap, area.h - name - foot};
  const Rect above{area.x, area.y + name, area.w, area.h - name - foot - strip - gap};
  const Closeup narrow = closeup(right), flat = closeup(above);
  const auto seen = [](const Closeup& c) { return std::tuple(-c.left_out, c.count, c.cell); };
  if (seen(narrow) >= seen(flat)) {
    draw_closeup_in(right, narrow, 1 / 2.6);
    const Rect drawn = overview({area.x, area.y + name, side, area.h * 0.5}, narrow);
    kernel_beside({area.x, drawn.bottom() + gap, side, area.bottom() - drawn.bottom() - gap});
  } else {
    const double y = draw_closeup_in(above, flat, 0) + foot + gap, tall = area.bottom() - y;
    const double wide = small_kernel() ? area.w * 0.6 : area.w - facts_width() - 3 * gap;
    const Rect drawn = overview({area.x, y + name, wide, tall - name}, flat);
    const double x = drawn.right() + 2 * gap;
    kernel_beside({x, y, area.right() - x, tall});
  }
}

double MatrixDrawing::draw_closeup_in(const Rect& room, const Closeup& closeup, double above) {
  const Palette& c = canvas_.colors();
  const double cell = closeup.cell, between = kBetween * cell, gap = kVectorGap * cell;
  double wide = names_width() + cell + gap - between;
  for (const Group& group : closeup.groups) wide += real(group.count) * cell + between;
  const double tall = real(closeup.count) * cell;
  const double left = room.x + names_width() + std::max(0.0, (room.w - wide) / 2);
  const double top = room.y + std::max(0.0, (room.h - tall - gap - cell) * above);
  const Vector rows = vector(closeup.windows), columns = vector(!closeup.windows);
  draw_vector({{left, top}, cell, closeup.count, 1}, rows, closeup.first);
  vector_name({left + cell, top - canvas_.type(16)}, rows, Align::right);

  double x = left + cell + gap;
  const double below = top + tall + gap, size = canvas_.type(13);
  const std::string all = std::string(closeup.windows ? "C" : "Cᵀ");
  canvas_.line(
      {x, top - canvas_.type(16)},
      {{all, c.ink, Font::text_bold},
       {closeup.count == 1 ? fmt::format("  row {}", closeup.first)
                           : fmt::format("  rows {} to {}", closeup.first, closeup.first + closeup.count - 1),
        c.soft, Font::text}},
      canvas_.type(16), room.right());
  vector_name({left - 8, below + cell / 2}, columns, Align::right);
  for (const Group& group : closeup.groups) {
    const MatrixWindow part = closeup.windows
                                  ? MatrixWindow{closeup.first, group.first, closeup.count, group.count}
                                  : MatrixWindow{group.first, closeup.first, group.count, closeup.count};
    MatrixPanel panel(canvas_, d_, part, !closeup.windows, {x, top}, cell);
    panel.draw(trace_.order(), moment_.step, 2.5);
    if (&group == &closeup.groups.front()) panel.row_names(left - 8);
    const Rect b = panel.grid().bounds();
    draw_vector({{b.x, below}, cell, 1, group.count}, columns, group.first);
    const Color color = role_text_color(c, panel.column_role());
    const auto at = [&](Index column) { return panel.column_name(column); };
    const double y = below + cell + canvas_.type(13);
    const std::string first = at(group.first), last = at(group.first + group.count - 1);
    if (group.count > 1 && text_width(Font::number, size, first + last + " ") < b.w) {
      canvas_.text({b.x + 2, y}, first, size, color, Font::number);
      canvas_.text({b.right() - 2, y}, last, size, color, Font::number, Align::right);
    } else {
      canvas_.text({b.centre().x, y}, first, size, color, Font::number, Align::centre);
    }
    x = b.right() + between;
  }
  if (closeup.left_out > 0)
    canvas_.text({x - between + 6, top + tall / 2}, fmt::format("+{}", closeup.left_out), size, c.soft);
  return below + cell;
}

Rect MatrixDrawing::overview(const Rect& room, const Closeup& closeup) {
  const MatrixWindow all = whole_matrix(op_);
  const Index rows = closeup.windows ? all.rows : all.columns,
              columns = closeup.windows ? all.columns : all.rows;
  const double cell = std::min(room.w / real(columns), room.h / real(rows));
  MatrixPanel panel(canvas_, d_, all, !closeup.windows, {room.x, room.y}, cell);
  panel.without_numbers();
  panel.draw(trace_.order(), moment_.step, 1.5);
  const Grid& grid = panel.grid();
  for (const Group& group : closeup.groups)
    canvas_.outline(
        grid.block(real(closeup.first), real(group.first), real(closeup.count), real(group.count)).inset(-2),
        canvas_.colors().accent, 2, 3);
  const double end = canvas_.line({room.x, room.y - canvas_.type(16)},
                                  {{closeup.windows ? "C" : "Cᵀ", canvas_.colors().ink, Font::text_bold},
                                   {"  " + panel.extent(), canvas_.colors().soft, Font::text}},
                                  canvas_.type(16), canvas_.style().width);
  return {room.x, room.y, std::max(grid.bounds().w, end - room.x), grid.bounds().h};
}

/// The shared weights with their numbers, and the counts beside or below them.
void MatrixDrawing::kernel_beside(const Rect& room) {
  const double size = canvas_.type(15), leading = size * 1.5, title = canvas_.type(30);
  std::vector<Piece> facts = fact_lines();
  facts.erase(facts.begin());  // the size stands over the overview
  const double lines = leading * real(std::ssize(facts)), words = facts_width();
  Point at{room.x, room.y};
  if (small_kernel()) {
    const Shape taps = op_.geometry.taps();
    const Index rows = taps.rank() > 1 ? taps[0] : 1, columns = taps[taps.rank() - 1];
    const double gap = canvas_.type(24);
    const auto fits = [&](double width, double height) {
      return std::min({width / real(columns), height / real(rows), canvas_.type(44)});
    };
    const double beside = fits(room.w - words - gap, room.h - title);
    const double above = fits(room.w, room.h - title - gap - lines);
    const double cell = std::max({beside, above, 6.0});
    const Grid grid{{room.x, room.y + title}, cell, rows, columns};
    canvas_.block_title(grid, "kernel", "", Role::kernel);
    kernel(grid);
    at = above > beside ? Point{room.x, grid.bounds().bottom() + gap}
                        : Point{grid.bounds().right() + gap, room.y + title};
  }
  for (const Piece& line : facts) {
    if (at.y + size > canvas_.style().height) break;
    canvas_.text({at.x, at.y + size / 2}, line.text, size, line.color, Font::text_medium);
    at.y += leading;
  }
}

}  // namespace convscope
