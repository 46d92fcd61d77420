#include "app/views/volume.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "core/geometry/size_report.hpp"

namespace convscope {

namespace {

/// Beyond these a slice's cells would be too small to tell apart.
constexpr Index kMostSide = 16, kMostSpread = 24;
constexpr double kSmallestCell = 17;

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
  return std::max(least, static_cast<Index>(canvas.area().w / slice));
}

std::string slices_shown(const SliceRow& row) {
  const auto shown = std::ssize(row.grids);
  return shown == row.all ? "" : fmt::format(", slices {} to {}", row.first, row.first + shown - 1);
}

void place_slices(const Canvas& canvas, const SliceShape& top, const SliceShape& middle,
                  const SliceShape& bottom) {
  const Rect area = canvas.area();
  const double title = canvas.type(34), line = canvas.type(40), caption = canvas.type(26), names = 26;
  const Rect room{area.x + names, area.y + title, area.w - names, area.h - title - line - caption};
  const Gap apart{.pixels = canvas.type(18), .cells = 0.4},
      below{.pixels = title + caption + canvas.type(16)};
  const auto fits = [&](double cell) {
    double height = 0;
    for (const SliceShape* shape : {&top, &middle, &bottom}) {
      const auto count = real(std::ssize(shape->row.grids));
      if (count * real(shape->columns) * cell + (count - 1) * apart.at(cell) > room.w) return false;
      height += real(shape->rows) * cell;
    }
    return height + 2 * below.at(cell) <= room.h;
  };
  const double cell = largest_cell(canvas.most_cell(64), fits);
  std::vector<Layout> rows;
  for (const SliceShape* shape : {&top, &middle, &bottom}) {
    std::vector<Layout> slices;
    for (Grid& grid : shape->row.grids) slices.push_back(block(grid, shape->rows, shape->columns));
    rows.push_back(in_a_row(std::move(slices), apart));
    rows.back().x = 0.5;
  }
  const Layout all = in_a_column(std::move(rows), below);
  place(all, room, {cell, cell}, 1 / 2.5);
}

void title_slices(Canvas& canvas, const SliceRow& row, std::string_view name, std::string_view detail,
                  Role role, Index first_row, const std::optional<Addend>& added) {
  Grid head = row.grids.front();
  const double size = canvas.type(13);
  const auto every = std::max<Index>(1, static_cast<Index>(std::ceil(size * 1.4 / head.cell)));
  for (Index r = 0; r < head.rows; r += every)
    canvas.text({head.at.x - 8, head.rect(real(r), 0).centre().y}, fmt::format("{}", first_row + r), size,
                canvas.colors().faint, Font::number, Align::right);
  // The words may go on above the other slices.
  head.columns = std::max(head.columns, static_cast<Index>((canvas.area().right() - head.at.x) / head.cell));
  canvas.block_title(head, name, detail, role, added);
}

void link_slices(Canvas& canvas, const Rect& from, const Rect& to) {
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
