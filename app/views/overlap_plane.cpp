// The overlap of two spatial axes: a map of the newest layer between the profiles of its axes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/overlap_drawing.hpp"
#include "app/views/overlap_words.hpp"
#include "app/views/pixels.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

/// Rows and columns; from the layer's whole extent to its middle where cells would get too small.
std::pair<Lens, Lens> OverlapDrawing::plane_lens(Index layer, const Rect& region) const {
  const double least_cell = flat() ? 9 : 4, most_cell = canvas_.style().present ? canvas_.most_cell(68) : 68;
  const double whole =
      std::min({region.w / real(columns_.pixels(layer)), region.h / real(rows_.pixels(layer)), most_cell});
  double cell = std::max(whole, least_cell);
  // Small cells become an image, which wants whole pixels.
  if (cell < 8) cell = std::floor(cell * 2) / 2;
  const auto one = [&](const StackAxis& axis, double from, double extent) {
    const Index count = std::min(axis.pixels(layer), saturated(extent / cell + 1e-6));
    const Index first = (axis.pixels(layer) - count) / 2;
    const double middle = from + extent / 2, half = real(count) * cell / 2;
    return Lens{axis.to_input(layer, real(first) + real(count) / 2), cell / axis.width(layer), middle - half,
                middle + half};
  };
  return {one(rows_, region.y, region.h), one(columns_, region.x, region.w)};
}

void OverlapDrawing::map(Index layer, const Lens& down, const Lens& across, double alpha) {
  constexpr double kLeastBox = 8;
  const Seen rows = seen_cells(rows_, layer, down), columns = seen_cells(columns_, layer, across);
  if (alpha <= 0 || rows.end <= rows.first || columns.end <= columns.first) return;
  const auto x = [&](double at) { return across.at(columns_.to_input(layer, at)); };
  const auto y = [&](double at) { return down.at(rows_.to_input(layer, at)); };
  const auto color = [&](Index r, Index c) {
    return count_color(layer, rows_.count(layer, r) * columns_.count(layer, c),
                       rows_.inside(layer, r) && columns_.inside(layer, c))
        .with_alpha(alpha);
  };
  const double cell = std::min(columns_.width(layer) * across.scale, rows_.width(layer) * down.scale);
  if (cell < kLeastBox) {
    const auto image = painted(rows.end - rows.first, columns.end - columns.first,
                               [&](Index r, Index c) { return color(rows.first + r, columns.first + c); });
    canvas_.add(Raster{
        .rect = {x(columns.low), y(rows.low), x(columns.high) - x(columns.low), y(rows.high) - y(rows.low)},
        .image = image,
        .source = {columns.low - real(columns.first), rows.low - real(rows.first), columns.high - columns.low,
                   rows.high - rows.low}});
    return;
  }
  const double gap = cell >= 24 ? 3 : cell >= 10 ? 1 : 0;
  std::vector<std::string> texts;
  for (Index r = rows.first; r < rows.end; ++r)
    for (Index c = columns.first; c < columns.end; ++c)
      texts.push_back(canvas_.number(rows_.count(layer, r) * columns_.count(layer, c)));
  double size = canvas_.text_size(cell + (cell < 24 ? 4 : 0), widest_em(texts));
  // From the back row colours are read better than small numbers.
  if (size < canvas_.least_number()) size = 0;
  if (layer == layer_) numbered_ = size > 0;
  for (Index r = rows.first; r < rows.end; ++r)
    for (Index c = columns.first; c < columns.end; ++c) {
      const double left = x(std::max(real(c), columns.low)), right = x(std::min(real(c + 1), columns.high));
      const double top = y(std::max(real(r), rows.low)), bottom = y(std::min(real(r + 1), rows.high));
      const Rect rect = Rect{left, top, right - left, bottom - top}.inset(gap / 2);
      if (rect.w <= 0 || rect.h <= 0) continue;
      const Color fill = color(r, c);
      canvas_.add(Box{.rect = rect, .radius = std::min(5.0, cell / 8), .fill = fill}, tag(layer, r, c));
      const auto index =
          static_cast<std::size_t>((r - rows.first) * (columns.end - columns.first) + c - columns.first);
      if (size > 0 && right - left > cell * 0.8 && bottom - top > cell * 0.8)
        canvas_.text(rect.centre(), texts[index], size,
                     readable_on(canvas_.colors(), fill.with_alpha(1)).with_alpha(alpha), Font::number,
                     Align::centre);
    }
}

/// The counts of the columns above the map and those of the rows on its left: their products are the map.
void OverlapDrawing::profiles(const Lens& down, const Lens& across) {
  const double tallest = canvas_.type(18), distance = 5;
  const auto one = [&](const StackAxis& axis, const Lens& lens, auto&& rect, auto&& label) {
    const double cell = axis.width(layer_) * lens.scale, gap = cell >= 24 ? 3 : cell >= 10 ? 1 : 0;
    const Seen seen = seen_cells(axis, layer_, lens);
    std::vector<std::string> texts;
    for (Index i = seen.first; i < seen.end; ++i) texts.push_back(canvas_.number(axis.count(layer_, i)));
    // They are single digits mostly, and have no neighbours above and below: larger than in cells.
    const double size = std::min((cell - 2) / std::max(widest_em(texts), 0.1), canvas_.type(14));
    for (Index i = seen.first; i < seen.end; ++i) {
      const double from = lens.at(axis.to_input(layer_, std::max(real(i), seen.low))) + gap / 2;
      const double to = lens.at(axis.to_input(layer_, std::min(real(i + 1), seen.high))) - gap / 2;
      const double tall = tallest * risen_ * axis.count(layer_, i) / std::max(axis.most(layer_), 1.0);
      const bool inside = axis.inside(layer_, i);
      if (tall > 0 && to > from)
        canvas_.add(Box{.rect = rect(from, to, tall),
                        .radius = std::min({3.0, cell / 8, tall / 2}),
                        .fill = canvas_.colors().soft.with_alpha(inside ? 0.55 : 0.22)});
      if (size >= canvas_.least_number() && to - from > cell * 0.7)
        label((from + to) / 2, tall, texts[static_cast<std::size_t>(i - seen.first)], size,
              (inside ? canvas_.colors().soft : canvas_.colors().faint).with_alpha(risen_));
    }
  };
  one(
      columns_, across,
      [&](double from, double to, double tall) {
        return Rect{from, down.low - distance - tall, to - from, tall};
      },
      [&](double at, double tall, const std::string& text, double size, Color color) {
        canvas_.text({at, down.low - distance - tall - size * 0.7}, text, size, color, Font::number,
                     Align::centre);
      });
  one(
      rows_, down,
      [&](double from, double to, double tall) {
        return Rect{across.low - distance - tall, from, tall, to - from};
      },
      [&](double at, double tall, const std::string& text, double size, Color color) {
        canvas_.text({across.low - distance - tall - 4, at}, text, size, color, Font::number, Align::right);
      });
}

/// A dashed line around the cells that no end of the input reaches.
void OverlapDrawing::interior(const Lens& down, const Lens& across) {
  const auto edges = [&](const StackAxis& axis, const Lens& lens) {
    const OverlapLayer& layer = axis.layer(layer_);
    const auto at = [&](Index i) {
      const double low = lens.low - 3, high = std::max(low, lens.high + 3);
      return std::clamp(lens.at(axis.to_input(layer_, real(i))), low, high);
    };
    return std::pair{at(layer.first), at(layer.end)};
  };
  const auto [top, bottom] = edges(rows_, down);
  const auto [left, right] = edges(columns_, across);
  if (right - left < 6 || bottom - top < 6) return;
  canvas_.dashed({left, top, right - left, bottom - top}, canvas_.colors().soft.with_alpha(risen_), 1.5);
}

/// One column for each layer so far: how far the counts have drifted apart.
void OverlapDrawing::layer_table(Point at, double right) {
  const Palette& c = canvas_.colors();
  const double size = canvas_.type(15), leading = size * 1.55, gap = canvas_.type(18);
  const double names = text_width(Font::text, size, "layers") + gap;
  struct Column {
    std::string cells[3];
    double width;
  };
  std::vector<Column> columns;
  double total = names;
  for (Index layer = 1; layer <= layer_; ++layer) {
    const double min = least(layer), max = most(layer);
    Column column{
        {fmt::format("{}", layer),
         min == max ? canvas_.number(max) : fmt::format("{}–{}", canvas_.number(min), canvas_.number(max)),
         ratio_text(min, max)},
        0};
    column.width = widest_em({column.cells[0], column.cells[1], column.cells[2]}) * size + gap;
    total += column.width;
    columns.push_back(std::move(column));
  }
  // The latest ones matter most.
  std::size_t first = 0;
  while (at.x + total > right && first + 1 < columns.size()) total -= columns[first++].width;
  const char* titles[] = {"layers", "counts", "ratio"};
  for (int row = 0; row < 3; ++row)
    canvas_.text({at.x, at.y + leading * (row + 0.5)}, titles[row], size, c.soft);
  double x = at.x + names;
  for (std::size_t i = first; i < columns.size(); ++i) {
    const bool newest = i + 1 == columns.size();
    for (int row = 0; row < 3; ++row)
      canvas_.text({x, at.y + leading * (row + 0.5)}, columns[i].cells[row], size,
                   (newest ? c.ink : c.soft).with_alpha(newest ? risen_ : 1),
                   newest ? Font::number_bold : Font::number);
    x += columns[i].width;
  }
}

/// The colours from the fewest to the most contributions; returns the y below.
double OverlapDrawing::legend(Point at, double right) {
  const double min = least(layer_), max = most(layer_);
  const double size = canvas_.type(15), height = size * 1.55, middle = at.y + height / 2;
  if (min == max) return at.y;
  const std::string low = canvas_.number(min), high = canvas_.number(max);
  double x = at.x + text_width(Font::text, size, "layers") + canvas_.type(18);
  canvas_.text({at.x, middle}, "scale", size, canvas_.colors().soft);
  canvas_.text({x, middle}, low, size, canvas_.colors().ink, Font::number);
  x += text_width(Font::number, size, low) + 10;
  const double width = std::min(canvas_.type(160), right - x - 10 - text_width(Font::number, size, high));
  if (width < 20) return at.y + height;
  const auto image =
      painted(1, 64, [&](Index, Index i) { return count_color(layer_, lerp(min, max, real(i) / 63), true); });
  canvas_.add(Raster{.rect = {x, middle - 6, width, 12}, .image = image});
  canvas_.text({x + width + 10, middle}, high, size, canvas_.colors().ink, Font::number);
  return at.y + height;
}

void OverlapDrawing::draw_plane() {
  const Rect area = canvas_.area();
  const double title = canvas_.type(26), margin = canvas_.type(38);
  const double tall = area.h - title - margin - canvas_.type(8);
  const double shape = real(columns_.pixels(1)) / real(rows_.pixels(1));
  const double wide = std::min(area.w * 0.54 - margin, tall * std::clamp(shape, 0.45, 2.5));
  const Rect region{area.x + margin, area.y + title + margin, wide, tall};
  auto [down, across] = plane_lens(layer_, region);
  const auto before = plane_lens(layer_ - 1, region);
  const auto glide = [&](const Lens& from, Lens to) {
    for (double Lens::*part : {&Lens::centre, &Lens::scale, &Lens::low, &Lens::high})
      to.*part = lerp(from.*part, to.*part, room_);
    return to;
  };
  down = glide(before.first, down);
  across = glide(before.second, across);
  if (risen_ < 1) map(layer_ - 1, down, across, 1);
  map(layer_, down, across, risen_);
  profiles(down, across);
  interior(down, across);
  const Shape pixels{rows_.pixels(layer_), columns_.pixels(layer_)};
  const Seen r = seen_cells(rows_, layer_, down), c = seen_cells(columns_, layer_, across);
  const bool part = room_ >= 1 && (r.end - r.first < pixels[0] || c.end - c.first < pixels[1]);
  const std::string name = fmt::format("layer {}", layer_), all = to_string(pixels);
  const std::string middle = to_string(Shape{r.end - r.first, c.end - c.first});
  const double size = canvas_.type(16), last = region.right() + canvas_.type(20);
  const double after = area.x + text_width(Font::text_bold, size, name) + canvas_.type(10);
  std::string extent = part ? fmt::format("the middle {} of {}", middle, all) : all;
  if (part && after + text_width(Font::text, size, extent) > last) extent = "the middle " + middle;
  if (after + text_width(Font::text, size, extent) > last) extent.clear();
  canvas_.text({area.x, area.y + canvas_.type(12)}, name, size,
               role_text_color(canvas_.colors(), output_role()), Font::text_bold);
  canvas_.text({after, area.y + canvas_.type(12)}, extent, size, canvas_.colors().soft);
  const bool bar = upright_legend() && !numbered_ && least(layer_) < most(layer_);
  if (bar) legend_beside({across.low, down.low, across.high - across.low, down.high - down.low});
  words_beside(region.right() + canvas_.type(bar ? 52 : 40));
}

void OverlapDrawing::legend_beside(const Rect& map) {
  const double min = least(layer_), max = most(layer_), size = canvas_.type(14);
  const Rect bar{map.right() + canvas_.type(10), map.y + size * 1.1, canvas_.type(9), map.h - 2.2 * size};
  if (bar.h < 4 * size) return;
  const auto image =
      painted(64, 1, [&](Index i, Index) { return count_color(layer_, lerp(max, min, real(i) / 63), true); });
  canvas_.add(Raster{.rect = bar, .image = image});
  for (const bool top : {true, false})
    canvas_.text({bar.x, top ? map.y + size * 0.4 : map.bottom() - size * 0.4},
                 canvas_.number(top ? max : min), size, canvas_.colors().ink.with_alpha(risen_),
                 Font::number);
}

/// Right of the map: kernel and sums as large as the words below them leave room for.
void OverlapDrawing::words_beside(double left) {
  const Rect area = canvas_.area();
  const double width = area.right() - left, line = canvas_.type(15) * 1.55, gap = canvas_.type(14);
  // One layer's counts stand in the map and in the sentence.
  const double table = layer_ > 1 ? 3 * line + gap : 0;
  const double scale = least(layer_) < most(layer_) && !numbered_ && !upright_legend() ? line + gap : 0;
  if (flat()) {
    verdict({left, area.y + canvas_.type(8)}, area.right());
    return;
  }
  double words = canvas_.type(5);
  for (const std::string& sentence : verdicts()) words += words_height(sentence, width);
  const double most = canvas_.type(76);
  double y = kernel({left, area.y - canvas_.type(4)}, width,
                    area.h - canvas_.type(36) - table - scale - words - gap, most)
                 .y +
             gap;
  if (table > 0) {
    layer_table({left, y}, area.right());
    y += table;
  }
  if (scale > 0) y = legend({left, y}, area.right()) + gap;
  y = verdict({left, y}, area.right()) + canvas_.type(5);
  paragraph({left, y}, "Each count is its row's times its column's. " + fading(), canvas_.colors().soft,
            area.right());
}

}  // namespace convscope
