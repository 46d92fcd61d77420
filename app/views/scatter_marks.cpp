// What the scatter view says beside its figure: the stride from stamp to stamp, the cells that output padding
// brings, and how the cell under the pointer is made.
#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/fitting.hpp"
#include "app/views/scatter_drawing.hpp"
#include "core/geometry/size_report.hpp"

namespace convscope {

namespace {

/// More stamps than these would hide each other.
constexpr std::size_t kMostStamps = 9;

}  // namespace

std::vector<CellTerm> ScatterDrawing::making_of(const Derived& derived, const Style& style) {
  const bool wanted = style.hover.role == Role::output && style.hover.cell >= 0 &&
                      style.hover.cell < derived.output().size() && !style.quiz;
  return wanted ? in_input_order(terms_of_output(derived.op(), style.hover.cell)) : std::vector<CellTerm>{};
}

bool ScatterDrawing::explains(const Derived& derived, const Style& style) {
  return style.title && !making_of(derived, style).empty();
}

void ScatterDrawing::draw_sum() {
  if (making_.empty() || !canvas_.style().title) return;
  const Palette& c = canvas_.colors();
  const Index cell = canvas_.style().hover.cell;
  const auto factor = [&](double value) {
    return value < 0 ? fmt::format("({})", canvas_.line_number(value)) : canvas_.line_number(value);
  };
  LongSum sum(
      {{cell_name("y", cell, op_.output_size(), op_.output_channels()), c.output_text, Font::number_bold},
       {" = ", c.soft}},
      " + ", c.soft);
  for (const CellTerm& term : making_)
    sum.add([&, landed = has_landed(term)]() -> std::vector<Piece> {
      return {{factor(d_.input()[term.input]), landed ? c.input_text : c.faint},
              {"·", landed ? c.soft : c.faint},
              {factor(d_.weights()[term.weight]), landed ? c.kernel_text : c.faint}};
    });
  if (const double bias = d_.bias(cell / user_plane_); bias != 0)
    sum.end({fmt::format(" + bias {}", canvas_.line_number(bias)), c.soft});
  if (d_.scenario().activation != Activation::none)
    sum.end({fmt::format(", {} of it", to_string(d_.scenario().activation)), c.soft});
  const bool whole = std::ranges::all_of(making_, [&](const CellTerm& term) { return has_landed(term); });
  sum.end({" = ", c.soft});
  sum.end({canvas_.line_number(d_.output()[cell]), whole ? c.output_text : c.faint, Font::number_bold});
  const Margins free = margins(canvas_.style());
  const double size = canvas_.type(17), title = canvas_.type(20);
  const double x = free.title + text_width(Font::text_bold, title, "Scatter") + 24;
  const double right = canvas_.area().right();
  canvas_.line({x, free.top + title / 2 + 1}, sum.within(right - x, size), size, right);
}

void ScatterDrawing::ring_inputs(const std::function<std::optional<Rect>(Index)>& place) {
  for (const CellTerm& term : making_)
    if (const auto rect = place(term.input)) canvas_.outline(rect->inset(-1), canvas_.colors().accent, 2, 5);
}

void ScatterDrawing::ring_stamps(const Grid& grid, Index plane) {
  if (making_.empty() || making_.size() > kMostStamps) return;
  if (canvas_.style().hover.cell / user_plane_ != first_pixel_channel() + plane) return;
  for (const CellTerm& term : making_)
    canvas_.dashed(window_block(grid, origin(term.input % window_plane_)).inset(2), canvas_.colors().kernel,
                   2);
}

void ScatterDrawing::ring_taps(const Grid& grid, Index plane) {
  const Index taps = axes_.rows.taps * axes_.columns.taps, first = weight_index(plane, 0, 0);
  for (const CellTerm& term : making_) {
    const Index tap = term.weight - first;
    if (tap < 0 || tap >= taps) continue;
    canvas_.outline(grid.rect(real(tap / axes_.columns.taps), real(tap % axes_.columns.taps)).inset(-1),
                    canvas_.colors().accent, 2, 5);
  }
}

void ScatterDrawing::dimension(Point from, Point to, std::string_view words, Color color, bool before) {
  const double tick = canvas_.type(4), size = canvas_.type(14);
  canvas_.stroke(from, to, color, 1.75);
  const bool level = from.y == to.y;
  for (const Point at : {from, to})
    canvas_.stroke(level ? Point{at.x, at.y - tick} : Point{at.x - tick, at.y},
                   level ? Point{at.x, at.y + tick} : Point{at.x + tick, at.y}, color, 1.75);
  if (words.empty()) return;
  canvas_.text({before ? from.x - 7 : to.x + 7, (from.y + to.y) / 2}, std::string(words), size, color,
               Font::number, before ? Align::right : Align::left);
}

Index ScatterDrawing::brought(const Axis& axis, std::size_t index) const {
  return output_padding_of(axis, op_.sides[index]);
}

double ScatterDrawing::marks_height() const {
  const std::size_t columns = op_.sides.size() - 1;
  const bool strides = axes_.columns.stride > 1 && axes_.columns.windows > 1;
  return strides || brought(axes_.columns, columns) > 0 ? canvas_.type(20) : 0;
}

void ScatterDrawing::mark_output_padding(const Grid& grid, bool with_words) {
  if (op_.border.active()) return;
  const std::size_t last = op_.sides.size() - 1;
  const Index columns = brought(axes_.columns, last), rows = last > 0 ? brought(axes_.rows, last - 1) : 0;
  const Index page_end = frame_.columns.first + frame_.columns.count;
  if (page_end < frame_.columns.size) return;  // they are on the last page
  const Color color = canvas_.colors().output;
  const double left = real(-frame_.columns.first), top = real(-frame_.rows.first);
  const double wide = real(frame_.columns.size), high = real(frame_.rows.size);
  if (columns > 0)
    canvas_.dashed(grid.block(top, left + wide - real(columns), high, real(columns)).inset(1), color, 2);
  if (rows > 0)
    canvas_.dashed(grid.block(top + high - real(rows), left, real(rows), wide).inset(1), color, 2);
  if (!with_words || columns + rows == 0) return;
  const double y = grid.bounds().bottom() + canvas_.index_space(grid) + canvas_.type(12);
  const Rect strip =
      grid.block(0, left + wide - real(std::max(columns, rows)), 0, real(std::max(columns, rows)));
  dimension({strip.x + 2, y}, {strip.right() - 2, y},
            fmt::format("output padding {}", std::max(columns, rows)), canvas_.colors().output_text, true);
}

void ScatterDrawing::mark_stride(const Grid& grid) {
  const Axis& axis = axes_.columns;
  if (axis.stride < 2 || axis.windows < 2) return;
  // From the present stamp to the next in its row, or from the one before.
  const Index row = window_ / axis.windows, column = std::min(window_ % axis.windows, axis.windows - 2);
  const double from = origin(row * axis.windows + column).column;
  const double y = grid.bounds().bottom() + canvas_.index_space(grid) + canvas_.type(12);
  const Rect gap = grid.block(0, from, 0, real(axis.stride));
  const std::string words = fmt::format("stride {}", axis.stride);
  const double needs = text_width(Font::number, canvas_.type(14), words) + 14;
  const std::size_t last = op_.sides.size() - 1;
  const Index op =
      op_.border.active() ? 0 : std::max(brought(axis, last), last > 0 ? brought(axes_.rows, 0) : 0);
  const double taken =
      op == 0 ? std::min(grid.bounds().right() + 200, canvas_.style().width - 4)
              : grid.bounds().right() - real(op) * grid.cell - 14 -
                    text_width(Font::number, canvas_.type(14), fmt::format("output padding {}", op));
  const bool after = gap.right() + needs<taken, before = gap.x - needs> 4 && gap.right() < taken;
  if (gap.right() < taken || op == 0)
    dimension({gap.x + 2, y}, {gap.right() - 2, y}, after || before ? words : "", canvas_.colors().ink,
              !after);
}

}  // namespace convscope
