#include "app/views/volume.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "app/picture/fonts.hpp"
#include "core/base/saturated.hpp"
#include "core/geometry/size_report.hpp"

namespace convscope {

namespace {

/// Beyond these a slice's cells would be too small to tell apart.
constexpr Index kMostSide = 16, kMostSpread = 24;
constexpr double kSmallestCell = 17, kLeastCell = 3;

}  // namespace

std::optional<std::string> volume_obstacle(const Derived& derived) {
  const Geometry& g = derived.op().geometry;
  if (g.channels.window > 1 || g.channels.pixel > 1)
    return "shows three axes of one channel; choose channels 1>1";
  for (std::size_t i = 0; i < g.rank(); ++i) {
    const Axis& axis = g.axes[i];
    if (axis.pixels > kMostSide || axis.windows > kMostSide || covered(axis) > kMostSpread ||
        direct_padding(axis).begin + stretched(axis) + direct_padding(axis).end > kMostSpread)
      return fmt::format("shows three axes of up to {} cells each; choose a smaller size", kMostSide);
  }
  return std::nullopt;
}

Rect SliceRow::bounds() const {
  const Rect left = grids.front().bounds(), right = grids.back().bounds();
  return {left.x, left.y, right.right() - left.x, left.h};
}

SliceRow slice_row(Index begin, Index all, Index from, Index to, Index most) {
  SliceRow row{.grids = {}, .first = begin, .all = all, .begin = begin};
  const Index shown = std::clamp<Index>(most, 1, all);
  row.first = std::clamp<Index>((from + to + 1 - shown) / 2, begin, begin + all - shown);
  if (from < row.first) row.first = std::max(begin, from);
  row.grids.resize(static_cast<std::size_t>(shown));
  return row;
}

Index most_slices(const Canvas& canvas, Index columns, Index least) {
  const double slice = real(columns) * kSmallestCell + canvas.type(24);
  return std::max(least, saturated(canvas.area().w / slice));
}

std::string slices_shown(const SliceRow& row) {
  const auto shown = std::ssize(row.grids);
  return shown == row.all ? "" : fmt::format(", slices {} to {}", row.first, row.first + shown - 1);
}

namespace {

/// Rows that stand beside each other, line by line.
using Arrangement = std::vector<std::vector<std::size_t>>;

Layout arranged(const Canvas& canvas, std::span<const SliceShape> shapes, const Arrangement& lines,
                Gap below) {
  const Gap apart{.pixels = canvas.type(18), .cells = 0.4}, beside{.pixels = canvas.type(72)};
  std::vector<Layout> all;
  for (const std::vector<std::size_t>& line : lines) {
    std::vector<Layout> parts;
    for (const std::size_t i : line) {
      std::vector<Layout> slices;
      for (Grid& grid : shapes[i].row.grids) slices.push_back(block(grid, shapes[i].rows, shapes[i].columns));
      parts.push_back(in_a_row(std::move(slices), apart));
      parts.back().y = 0;
      if (line.size() > 1) parts.back().least_width = {.pixels = canvas.type(120)};
    }
    all.push_back(in_a_row(std::move(parts), beside));
    all.back().x = 0.5;
  }
  return in_a_column(std::move(all), below);
}

}  // namespace

void place_slices(const Canvas& canvas, const SliceShape& top, const SliceShape& middle,
                  const SliceShape& bottom) {
  const Rect area = canvas.area();
  const double title = canvas.type(34), line = canvas.type(40), caption = canvas.type(26),
               names = canvas.type(26);
  const Rect room{area.x + names, area.y + title, area.w - names, area.h - title - line - caption};
  const Gap below{.pixels = title + caption + canvas.type(16)};
  const SliceShape shapes[] = {top, middle, bottom};
  static const Arrangement kArrangements[] = {{{0}, {1}, {2}}, {{0, 1}, {2}}, {{0}, {1, 2}}};
  // Where none has room: that with the fewest words above each other, its cells as small as can be seen.
  const Arrangement* chosen = &kArrangements[1];
  Layout best = arranged(canvas, shapes, *chosen, below);
  double cell = kLeastCell;
  for (const Arrangement& lines : kArrangements) {
    Layout layout = arranged(canvas, shapes, lines, below);
    const double largest = largest_cell(canvas.most_cell(64), [&](double side) {
      return layout.width({side, side}) <= room.w && layout.height({side, side}) <= room.h;
    });
    if (largest <= cell) continue;
    cell = largest;
    best = std::move(layout);
    chosen = &lines;
  }
  place(best, room, {cell, cell}, 1 / 2.5);
  for (const std::vector<std::size_t>& in_line : *chosen)
    for (std::size_t i = 0; i < in_line.size(); ++i)
      shapes[in_line[i]].row.words_end =
          i + 1 < in_line.size() ? shapes[in_line[i + 1]].row.bounds().x - canvas.type(24) : area.right();
}

void title_slices(Canvas& canvas, const SliceRow& row, std::string_view name, std::string_view detail,
                  Role role, Index first_row, const std::optional<Addend>& added) {
  Grid head = row.grids.front();
  const double size = canvas.type(13);
  const auto every = std::max<Index>(1, saturated(std::ceil(size * 1.4 / head.cell)));
  for (Index r = 0; r < head.rows; r += every)
    canvas.text({head.at.x - 8, head.rect(real(r), 0).centre().y}, fmt::format("{}", first_row + r), size,
                canvas.colors().faint, Font::number, Align::right);
  // The words may go on above the other slices.
  head.columns = std::max(head.columns, saturated((row.words_end - head.at.x) / head.cell));
  canvas.block_title(head, name, detail, role, added);
}

void link_slices(Canvas& canvas, const Rect& from, const Rect& to) {
  const bool beside = to.x > from.right() && to.y < from.bottom() && from.y < to.bottom();
  if (beside) {
    const double y = std::min(from.centre().y, to.centre().y);
    canvas.curve({from.right() + canvas.type(10), y}, {to.x - canvas.type(26), y}, canvas.colors().faint, 1.5,
                 true);
    return;
  }
  // Across half the picture an arrow leads nobody.
  if (std::abs(to.centre().x - from.centre().x) > 0.4 * canvas.area().w) return;
  canvas.curve({from.centre().x, from.bottom() + canvas.type(24)}, {to.centre().x, to.y - canvas.type(27)},
               canvas.colors().faint, 1.5, true);
}

void caption_slices(Canvas& canvas, const SliceRow& row, const std::function<std::string(Index)>& words,
                    Color color) {
  const double size = canvas.type(14);
  for (std::size_t i = 0; i < row.grids.size(); ++i) {
    const Index z = row.first + static_cast<Index>(i);
    const Rect bounds = row.grids[i].bounds();
    const std::string more = words(z);
    const Point at{bounds.x + row.grids[i].gap() / 2, bounds.bottom() + size * 0.95};
    const double end = canvas.line(at, {{fmt::format("z {}", z), canvas.colors().soft, Font::number}}, size,
                                   bounds.right() + canvas.type(14));
    if (!more.empty())
      canvas.line({end + size * 0.5, at.y}, {{more, color, Font::number_bold}}, size,
                  bounds.right() + canvas.type(14));
  }
  const Rect all = row.bounds();
  const auto dots = [&](double x, Align align) {
    const double width = text_width(Font::text_bold, canvas.type(20), "…");
    if (x - (align == Align::right ? width : 0) < 0 ||
        x + (align == Align::left ? width : 0) > canvas.style().width)
      return;  // the row's name tells them, too
    canvas.text({x, all.bottom() + size * 0.95}, "…", canvas.type(20), canvas.colors().soft, Font::text_bold,
                align);
  };
  if (row.first > row.begin) dots(all.x - canvas.type(6), Align::right);
  if (row.first + std::ssize(row.grids) < row.begin + row.all)
    dots(all.right() + canvas.type(6), Align::left);
}

}  // namespace convscope
