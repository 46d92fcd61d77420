#include "app/views/overlap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/views/frame.hpp"
#include "app/views/obstacles.hpp"
#include "app/views/overlap_stack.hpp"
#include "app/views/overlap_words.hpp"
#include "core/metrics/checkerboard.hpp"

namespace convscope {

namespace {

constexpr Index kMostLayers = 5, kMostStride = 64;
// The acts of one step, as phases: the layers make room, the new one's counts appear.
constexpr double kRoomFrom = 0, kRoomTo = 0.3;
constexpr double kRiseFrom = 0.25, kRiseTo = 0.6;

double real(Index n) {
  return static_cast<double>(n);
}

/// The axis as the user counts it: a border's cells are padding.
Axis user_axis(const Operator& op, std::size_t i) {
  Axis axis = op.geometry.axes[i];
  axis.pixels = op.pixels[i];
  axis.pad = op.sides[i].begin;
  return axis;
}

std::vector<Axis> user_axes(const Operator& op) {
  std::vector<Axis> axes;
  for (std::size_t i = 0; i < op.geometry.rank(); ++i) axes.push_back(user_axis(op, i));
  return axes;
}

}  // namespace

std::optional<std::string> overlap_obstacle(const Derived& derived) {
  for (const Axis& axis : derived.op().geometry.axes)
    if (axis.stride > kMostStride) return "shows strides up to 64; choose a smaller stride";
  return plane_obstacle(derived);
}

Index overlap_steps(const Derived& derived) {
  std::size_t layers = kMostLayers;
  for (const Axis& axis : user_axes(derived.op()))
    layers = std::min(layers, stacked_overlap(axis, kMostLayers).size());
  return static_cast<Index>(layers);
}

namespace {

std::string subtitle(const Operator& op) {
  std::string text = op.transposed()
                         ? "contributions per output pixel, and the phase sums that decide"
                         : "contributions per input pixel in this convolution's gradient, its transpose";
  if (op.geometry.channels.window * op.geometry.channels.pixel > 1) text += ", for one pair of channels";
  if (op.border.active()) text += fmt::format(", before the {} border folds back", to_string(op.border.mode));
  return text;
}

class Drawing {
 public:
  Drawing(const Derived& derived, Moment moment, const Style& style)
      : d_(derived),
        op_(derived.op()),
        axes_(user_axes(op_)),
        one_axis_(axes_.size() == 1),
        layer_(moment.step + 1),
        room_(eased(moment.phase, kRoomFrom, kRoomTo)),
        risen_(eased(moment.phase, kRiseFrom, kRiseTo)),
        canvas_(style, "Overlap", subtitle(op_)),
        rows_(stacked_overlap(one_axis_ ? Axis{} : axes_[0], layer_)),
        columns_(stacked_overlap(axes_.back(), layer_)) {
    const Index plane = element_count(op_.geometry.taps());
    sums_ = phase_sums(axes_, d_.weights().values().first(static_cast<std::size_t>(plane)));
  }

  Picture draw() {
    if (one_axis_)
      draw_rows();
    else
      draw_plane();
    return canvas_.finish();
  }

 private:
  Role input_role() const { return op_.transposed() ? Role::input : Role::output; }
  Role output_role() const { return op_.transposed() ? Role::output : Role::input; }
  double least(Index layer) const { return rows_.layer(layer).min * columns_.layer(layer).min; }
  double most(Index layer) const { return rows_.most(layer) * columns_.most(layer); }

  /// The cells that this scenario has itself; deeper layers are imagined.
  Tag tag(Index layer, Index row, Index column) const {
    if (layer > 1) return {};
    return {layer == 0 ? input_role() : output_role(), row * columns_.pixels(layer) + column};
  }

  /// The scale is fixed by the interior: the most contributions are the lightest.
  Color count_color(Index layer, double count, bool inside) const {
    if (layer == 0) return role_tint(canvas_.colors(), input_role(), 0.6);
    const double t = most(layer) > 0 ? count / most(layer) : 0;
    return mix(canvas_.colors().stage, sequential(0.1 + 0.8 * t), inside ? 1 : 0.36);
  }

  // One axis (each layer a row of bars).
  void draw_rows();
  Lens row_lens(Index layer, double low, double high) const;
  void bars(Index layer, const Lens& lens, double base, double height, double risen);
  void meeting(const Lens& lens, double parents, double bars_top);
  // Two axes (the newest layer as a map between its two profiles).
  void draw_plane();
  std::pair<Lens, Lens> plane_lens(Index layer, const Rect& region) const;
  void map(Index layer, const Lens& down, const Lens& across, double alpha);
  void profiles(const Lens& down, const Lens& across);
  void interior(const Lens& down, const Lens& across);
  void layer_table(Point at, double right);
  double legend(Point at, double right);
  // Both.
  double kernel(Point at, double width, double height);
  double paragraph(Point at, const std::string& text, Color color, double right);
  double verdict(Point at, double right);
  bool has_interior(Index layer) const {
    const auto some = [&](const StackAxis& axis) { return axis.layer(layer).first < axis.layer(layer).end; };
    return some(rows_) && some(columns_);
  }
  std::string fading() const {
    return has_interior(layer_) ? "Faded pixels feel an end of the input."
                                : "The input is too small: all its pixels feel its ends.";
  }

  const Derived& d_;
  const Operator& op_;
  std::vector<Axis> axes_;
  bool one_axis_;
  Index layer_;
  double room_, risen_;
  Canvas canvas_;
  StackAxis rows_, columns_;
  PhaseSums sums_;
};

/// Words wrap before `right`; returns the y below. A paragraph that would leave the picture is left out.
double Drawing::paragraph(Point at, const std::string& text, Color color, double right) {
  const double size = canvas_.type(15), leading = size * 1.42;
  std::vector<std::string> lines(1);
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t end = std::min(text.find(' ', from), text.size());
    const std::string word = text.substr(from, end - from);
    const std::string longer = lines.back().empty() ? word : lines.back() + " " + word;
    if (!lines.back().empty() && text_width(Font::text, size, longer) > right - at.x)
      lines.push_back(word);
    else
      lines.back() = longer;
    from = end + 1;
  }
  const double bottom = at.y + leading * static_cast<double>(lines.size());
  if (bottom <= canvas_.style().height)
    for (std::size_t i = 0; i < lines.size(); ++i)
      canvas_.line({at.x, at.y + leading * (static_cast<double>(i) + 0.5)}, {{lines[i], color, Font::text}},
                   size, right);
  return bottom;
}

double Drawing::verdict(Point at, double right) {
  const Palette& c = canvas_.colors();
  const double min = least(layer_), max = most(layer_);
  at.y = paragraph(at, overlap_sentence(axes_, layer_, min, max), min == max ? c.output_text : c.warning,
                   right) +
         canvas_.type(5);
  return paragraph(at, phase_sentence(sums_, [&](double v) { return canvas_.number(v); }),
                   sums_.even() ? c.output_text : c.warning, right);
}

/// The kernel in its phases' shades with the sums of each phase beside it; returns the right edge.
double Drawing::kernel(Point at, double width, double height) {
  constexpr Index kMostSums = 8;
  const Palette& c = canvas_.colors();
  const Axis rows = one_axis_ ? Axis{} : axes_[0], columns = axes_.back();
  const Index phases = rows.stride * columns.stride;
  const bool sums = rows.stride <= kMostSums && columns.stride <= kMostSums;
  const double gap = canvas_.type(56);
  const double across = real(columns.taps) + (sums ? real(columns.stride) : 0);
  const double cell =
      std::clamp(std::min((width - gap) / across, height / real(std::max(rows.taps, sums ? rows.stride : 1))),
                 1.0, 44.0);
  const auto shade = [&](Index r, Index col) { return tap_tint(c, r * columns.stride + col, phases); };
  const auto block = [&](const Grid& grid, auto&& color, auto&& value, auto&& tagged) {
    std::vector<std::string> texts;
    for (Index i = 0; i < grid.rows * grid.columns; ++i) texts.push_back(canvas_.number(value(i)));
    const double size = canvas_.text_size(grid.cell, widest_em(texts));
    for (Index i = 0; i < grid.rows * grid.columns; ++i) {
      const Rect rect = grid.rect(real(i / grid.columns), real(i % grid.columns));
      const Color fill = color(i);
      canvas_.add(Box{.rect = rect, .radius = std::min(5.0, rect.w / 8), .fill = fill}, tagged(i));
      if (size > 0)
        canvas_.text(rect.centre(), texts[static_cast<std::size_t>(i)], size, readable_on(c, fill),
                     Font::number, Align::centre);
    }
  };
  const Grid taps{{at.x, at.y + canvas_.type(32)}, cell, rows.taps, columns.taps};
  const Index kernels = d_.weights().size() / (rows.taps * columns.taps);
  canvas_.block_title(taps, "kernel",
                      kernels > 1 ? fmt::format("first of {}", kernels) : to_string(op_.geometry.taps()),
                      Role::kernel);
  block(
      taps,
      [&](Index i) {
        return shade(phase_of_tap(rows, i / columns.taps), phase_of_tap(columns, i % columns.taps));
      },
      [&](Index i) { return d_.weights()[i]; },
      [](Index i) {
        return Tag{Role::kernel, i};
      });
  if (!sums) return taps.bounds().right();
  const Grid totals{{std::max(taps.bounds().right(), at.x + canvas_.type(56)) + gap, taps.at.y},
                    cell,
                    rows.stride,
                    columns.stride};
  canvas_.block_title(totals, "phase sums", "", Role::kernel);
  block(
      totals, [&](Index i) { return shade(i / columns.stride, i % columns.stride); },
      [&](Index i) { return sums_.sums[static_cast<std::size_t>(i)]; }, [](Index) { return Tag{}; });
  return std::max(totals.bounds().right(),
                  totals.at.x + text_width(Font::text_bold, canvas_.type(16), "phase sums"));
}

// ---------------------------------------------------------------------------------------- one axis

Lens Drawing::row_lens(Index layer, double low, double high) const {
  constexpr double kLeastBar = 3, kMostBar = 76;
  const auto [from, to] = columns_.extent(layer);
  const double whole = std::min((high - low) / (to - from), kMostBar / columns_.width(1));
  return {(from + to) / 2, std::max(whole, kLeastBar / columns_.width(layer)), low, high};
}

/// The counts of one layer as bars that stand on `base`; those of the interior are strong.
void Drawing::bars(Index layer, const Lens& lens, double base, double height, double risen) {
  const Palette& c = canvas_.colors();
  const double cell = columns_.width(layer) * lens.scale;
  const double gap = cell >= 24 ? 3 : cell >= 8 ? 1 : 0;
  const Seen seen = seen_cells(columns_, layer, lens);
  std::vector<std::string> texts;
  for (Index i = seen.first; i < seen.end; ++i) texts.push_back(canvas_.number(columns_.count(layer, i)));
  double size = std::min(
      {canvas_.text_size(cell + 4, widest_em(texts)), canvas_.type(18), layer > 0 ? height * 0.34 : height});
  if (size < 8) size = 0;  // the bars need the height more
  const double tallest = height - (size > 0 ? size * 1.5 : 4);
  for (Index i = seen.first; i < seen.end; ++i) {
    const double count = columns_.count(layer, i);
    const double left = lens.at(columns_.to_input(layer, std::max(real(i), seen.low))) + gap / 2;
    const double right = lens.at(columns_.to_input(layer, std::min(real(i + 1), seen.high))) - gap / 2;
    const double tall = tallest * risen * count / std::max(columns_.most(layer), 1.0);
    const bool inside = columns_.inside(layer, i);
    if (tall > 0 && right > left)
      canvas_.add(Box{.rect = {left, base - tall, right - left, tall},
                      .radius = std::min({4.0, cell / 8, tall / 2}),
                      .fill = count_color(layer, count, inside)},
                  tag(layer, 0, i));
    const double middle = (left + right) / 2;
    if (size > 0 && right - left > cell * 0.8)
      canvas_.text({middle, base - tall - size * 0.75}, texts[static_cast<std::size_t>(i - seen.first)], size,
                   (inside ? c.ink : c.faint).with_alpha(risen), Font::number, Align::centre);
  }
  const double from = lens.at(columns_.to_input(layer, seen.low)),
               to = lens.at(columns_.to_input(layer, seen.high));
  if (layer > 0)
    canvas_.add(Path{.start = {from, base + 1},
                     .segments = {{{to, base + 1}}},
                     .stroke = c.line.with_alpha(std::min(1.0, risen * 2)),
                     .stroke_width = 1.5});
}

/// Where the paths to one cell come from: the fullest cell of the interior nearest to the middle.
void Drawing::meeting(const Lens& lens, double parents, double bars_top) {
  const OverlapLayer& layer = columns_.layer(layer_);
  const double middle = columns_.from_input(layer_, lens.centre) - 0.5;
  Index chosen = -1;
  for (Index i = layer.first; i < layer.end; ++i)
    if (layer.counts[static_cast<std::size_t>(i)] == layer.max &&
        (chosen < 0 || std::abs(real(i) - middle) < std::abs(real(chosen) - middle)))
      chosen = i;
  if (chosen < 0) return;
  const Point to{lens.at(columns_.to_input(layer_, real(chosen) + 0.5)), bars_top - 3};
  const Slice slice = contacts_of_pixel(layer.axis, chosen);
  for (Index n = 0; n < slice.count; ++n) {
    const double x = lens.at(columns_.to_input(layer_ - 1, real(slice[n].window) + 0.5));
    if (x < lens.low || x > lens.high) continue;
    const double from = parents + 4, bend = (to.y - from) * 0.55;
    canvas_.add(Path{.start = {x, from},
                     .segments = {{to, true, {x, from + bend}, {to.x, to.y - bend}}},
                     .stroke = canvas_.colors().soft.with_alpha(risen_),
                     .stroke_width = 2});
  }
}

void Drawing::draw_rows() {
  const Rect area = canvas_.area();
  const Palette& c = canvas_.colors();
  const double foot = canvas_.type(118), names = canvas_.type(96);
  const double low = area.x + names, high = area.right();
  Lens lens = row_lens(layer_, low, high);
  if (layer_ > 1) {
    const Lens before = row_lens(layer_ - 1, low, high);
    lens.centre = lerp(before.centre, lens.centre, room_);
    lens.scale = lerp(before.scale, lens.scale, room_);
  }
  const double input = canvas_.type(44);
  const double shown = layer_ > 1 ? lerp(real(layer_ - 1), real(layer_), room_) : 1;
  const double height = std::min((area.h - foot - input) / shown, 250.0), between = height * 0.24;
  const double top = area.y + std::max(0.0, (area.h - foot - input - height * shown) / 2.6);
  const double left = std::max(area.x + names, lens.at(columns_.extent(layer_).first));
  const auto name = [&](double y, const std::string& text, const std::string& detail, Role role,
                        double alpha) {
    const double step = canvas_.type(10);
    canvas_.text({left - canvas_.type(18), y - (detail.empty() ? 0 : step)}, text, canvas_.type(16),
                 role_text_color(c, role).with_alpha(alpha), Font::text_bold, Align::right);
    if (!detail.empty())
      canvas_.text({left - canvas_.type(18), y + step}, detail, canvas_.type(14), c.soft.with_alpha(alpha),
                   Font::text, Align::right);
  };
  bars(0, lens, top + input * 0.9, input * 0.9, 1);
  name(top + input * 0.6, std::string(role_name(input_role())), "", input_role(), 1);
  for (Index layer = 1; layer <= layer_; ++layer) {
    const bool newest = layer == layer_;
    const double base = top + input + height * real(layer), risen = newest ? risen_ : 1;
    if (newest) meeting(lens, base - height, base - height + between);
    bars(layer, lens, base, height - between, risen);
    const std::string counts =
        !has_interior(layer) ? std::string("no inner pixel")
        : least(layer) == most(layer)
            ? fmt::format("{} each", canvas_.number(most(layer)))
            : fmt::format("{} to {}", canvas_.number(least(layer)), canvas_.number(most(layer)));
    name(base - (height - between) * 0.45, fmt::format("layer {}", layer), counts, output_role(), risen);
  }
  const double y = area.bottom() - foot + canvas_.type(20);
  const double right = kernel({area.x, y}, area.w * 0.42, canvas_.type(46));
  const Point words{right + canvas_.type(48), y - canvas_.type(2)};
  paragraph({words.x, verdict(words, area.right()) + canvas_.type(5)}, fading(), c.soft, area.right());
}

// --------------------------------------------------------------------------------------- two axes

/// Rows and columns; from the layer's whole extent to its middle where cells would get too small.
std::pair<Lens, Lens> Drawing::plane_lens(Index layer, const Rect& region) const {
  constexpr double kLeastCell = 4, kMostCell = 68;
  const double whole =
      std::min({region.w / real(columns_.pixels(layer)), region.h / real(rows_.pixels(layer)), kMostCell});
  double cell = std::max(whole, kLeastCell);
  // Small cells become an image, which wants whole pixels.
  if (cell < 8) cell = std::floor(cell * 2) / 2;
  const auto one = [&](const StackAxis& axis, double from, double extent) {
    const Index count = std::min(axis.pixels(layer), static_cast<Index>(extent / cell + 1e-6));
    const Index first = (axis.pixels(layer) - count) / 2;
    const double middle = from + extent / 2, half = real(count) * cell / 2;
    return Lens{axis.to_input(layer, real(first) + real(count) / 2), cell / axis.width(layer), middle - half,
                middle + half};
  };
  return {one(rows_, region.y, region.h), one(columns_, region.x, region.w)};
}

void Drawing::map(Index layer, const Lens& down, const Lens& across, double alpha) {
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
    auto image = std::make_shared<Image>();
    image->width = static_cast<int>(columns.end - columns.first);
    image->height = static_cast<int>(rows.end - rows.first);
    for (Index r = rows.first; r < rows.end; ++r)
      for (Index c = columns.first; c < columns.end; ++c) {
        const Color fill = color(r, c);
        image->rgba.insert(image->rgba.end(), {fill.r, fill.g, fill.b, fill.a});
      }
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
  const double size = canvas_.text_size(cell + (cell < 24 ? 4 : 0), widest_em(texts));
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
void Drawing::profiles(const Lens& down, const Lens& across) {
  const double tallest = canvas_.type(24), distance = 5;
  const auto one = [&](const StackAxis& axis, const Lens& lens, auto&& rect, auto&& label) {
    const double cell = axis.width(layer_) * lens.scale, gap = cell >= 24 ? 3 : cell >= 10 ? 1 : 0;
    const Seen seen = seen_cells(axis, layer_, lens);
    std::vector<std::string> texts;
    for (Index i = seen.first; i < seen.end; ++i) texts.push_back(canvas_.number(axis.count(layer_, i)));
    const double size = std::min(canvas_.text_size(cell + 4, widest_em(texts)), canvas_.type(14));
    for (Index i = seen.first; i < seen.end; ++i) {
      const double from = lens.at(axis.to_input(layer_, std::max(real(i), seen.low))) + gap / 2;
      const double to = lens.at(axis.to_input(layer_, std::min(real(i + 1), seen.high))) - gap / 2;
      const double tall = tallest * risen_ * axis.count(layer_, i) / std::max(axis.most(layer_), 1.0);
      const bool inside = axis.inside(layer_, i);
      if (tall > 0 && to > from)
        canvas_.add(Box{.rect = rect(from, to, tall),
                        .radius = std::min({3.0, cell / 8, tall / 2}),
                        .fill = canvas_.colors().soft.with_alpha(inside ? 0.55 : 0.22)});
      if (size > 0 && to - from > cell * 0.7)
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
void Drawing::interior(const Lens& down, const Lens& across) {
  const auto edges = [&](const StackAxis& axis, const Lens& lens) {
    const OverlapLayer& layer = axis.layer(layer_);
    const auto at = [&](Index i) {
      return std::clamp(lens.at(axis.to_input(layer_, real(i))), lens.low - 3, lens.high + 3);
    };
    return std::pair{at(layer.first), at(layer.end)};
  };
  const auto [top, bottom] = edges(rows_, down);
  const auto [left, right] = edges(columns_, across);
  if (right - left < 6 || bottom - top < 6) return;
  canvas_.dashed({left, top, right - left, bottom - top}, canvas_.colors().soft.with_alpha(risen_), 1.5);
}

/// One column for each layer so far: how far the counts have drifted apart.
void Drawing::layer_table(Point at, double right) {
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
double Drawing::legend(Point at, double right) {
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
  auto image = std::make_shared<Image>();
  image->width = 64;
  image->height = 1;
  for (int i = 0; i < image->width; ++i) {
    const Color fill = count_color(layer_, lerp(min, max, i / 63.0), true);
    image->rgba.insert(image->rgba.end(), {fill.r, fill.g, fill.b, fill.a});
  }
  canvas_.add(Raster{.rect = {x, middle - 6, width, 12}, .image = image});
  canvas_.text({x + width + 10, middle}, high, size, canvas_.colors().ink, Font::number);
  return at.y + height;
}

void Drawing::draw_plane() {
  const Rect area = canvas_.area();
  const double title = canvas_.type(34), margin = canvas_.type(48);
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
  canvas_.line(
      {area.x, area.y + canvas_.type(12)},
      {{fmt::format("layer {}", layer_), role_text_color(canvas_.colors(), output_role()), Font::text_bold},
       {part ? fmt::format("  the middle {} of {}", to_string(Shape{r.end - r.first, c.end - c.first}),
                           to_string(pixels))
             : "  " + to_string(pixels),
        canvas_.colors().soft, Font::text}},
      canvas_.type(16), region.right() + canvas_.type(20));
  const double left = region.right() + canvas_.type(56);
  kernel({left, area.y - canvas_.type(4)}, area.right() - left, area.h * 0.3);
  double y = area.y + canvas_.type(28) +
             std::min(area.h * 0.3, 44.0 * real(std::max(axes_[0].taps, axes_[0].stride))) + canvas_.type(26);
  layer_table({left, y}, area.right());
  y += canvas_.type(15) * 1.55 * 3 + canvas_.type(6);
  y = legend({left, y}, area.right()) + canvas_.type(16);
  y = verdict({left, y}, area.right()) + canvas_.type(5);
  paragraph({left, y}, "Each count is its row's times its column's. " + fading(), canvas_.colors().soft,
            area.right());
}

}  // namespace

Picture draw_overlap(const Derived& derived, Moment moment, const Style& style) {
  return Drawing(derived, moment, style).draw();
}

}  // namespace convscope
