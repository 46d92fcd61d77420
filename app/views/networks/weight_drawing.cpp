#include "app/views/networks/weight_drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/fitting.hpp"
#include "app/views/networks/zoom_page.hpp"
#include "core/geometry/axis.hpp"

namespace convscope {

namespace {

/// The last two axes of the layer; of one axis the other is a single cell.
struct Plane {
  std::array<Axis, 2> axes{};
  bool transposed = false;
};

Plane plane_of(const NetworkLayer& layer) {
  Plane plane;
  plane.transposed = layer.op == "ConvTranspose";
  const std::size_t rank = layer.kernel.size();
  for (std::size_t i = 0; i < 2 && i < rank; ++i) {
    const std::size_t from = rank - 1 - i;
    Axis& axis = plane.axes[1 - i];
    axis.taps = layer.kernel[from];
    if (from < layer.stride.size()) axis.stride = layer.stride[from];
    if (from < layer.dilation.size()) axis.dilation = layer.dilation[from];
    if (from < layer.padding.size()) axis.pad = layer.padding[from].begin;
  }
  return plane;
}

/// "a" for the first phase of all, counted row by row; empty where there is one only.
std::string letter(const Plane& plane, Index row, Index column) {
  if (!plane.transposed || plane.axes[0].stride * plane.axes[1].stride < 2) return {};
  const Index phase =
      phase_of_tap(plane.axes[0], row) * plane.axes[1].stride + phase_of_tap(plane.axes[1], column);
  return phase < 26 ? std::string(1, static_cast<char>('a' + phase)) : fmt::format("{}", phase);
}

Index row_in_plane(const NetworkLayer& layer, const WeightPlace& place) {
  const std::size_t rank = layer.kernel.size();
  return rank > 1 ? place.row % layer.kernel[rank - 2] : 0;
}

struct NumberRows {
  Canvas& canvas;
  Point at;
  double right;
  void add(std::string_view name, const std::string& value, Color color) {
    const double size = canvas.type(17), column = canvas.type(150);
    canvas.text(at, std::string(name), size, canvas.colors().soft);
    canvas.text({at.x + column, at.y}, fitting(Font::number, size, right - at.x - column, {value}), size,
                color, Font::number);
    at.y += canvas.type(30);
  }
  void words(std::string_view text) {
    at.y +=
        canvas.type(21) * canvas.paragraph(at, text, canvas.type(16), right - at.x, canvas.colors().soft) +
        canvas.type(8);
  }
};

/// Cells of one side around the middle, those that the weight ties marked.
struct CellBlock {
  std::string name;
  Role role = Role::input;
  std::array<Index, 2> cells{1, 1};
  std::array<Index, 2> first{0, 0};
  std::string beyond{};  ///< what cells before the first one are
};

void draw_side(Canvas& canvas, const Rect& rect, const CellBlock& side, const auto& marked) {
  const Palette& c = canvas.colors();
  const double cell =
      std::min({rect.w / static_cast<double>(side.cells[1]),
                (rect.h - canvas.type(28)) / static_cast<double>(side.cells[0]), canvas.type(46)});
  const Grid grid{{rect.x, rect.y + canvas.type(28)}, cell, side.cells[0], side.cells[1]};
  const Color hue = side.role == Role::input ? c.input : c.output;
  const bool any_beyond = side.first[0] < 0 || side.first[1] < 0;
  canvas.line({rect.x, rect.y + canvas.type(8)},
              {{side.name, c.ink, Font::text_bold},
               {"   ", c.soft, Font::text},
               {any_beyond ? side.beyond : "", c.soft, Font::text}},
              canvas.type(16), rect.right());
  for (Index r = 0; r < grid.rows; ++r)
    for (Index k = 0; k < grid.columns; ++k) {
      const int mark = marked(side.first[0] + r, side.first[1] + k);
      const Rect box = grid.rect(static_cast<double>(r), static_cast<double>(k));
      const bool beyond = side.first[0] + r < 0 || side.first[1] + k < 0;
      const Color empty = beyond ? c.stage : c.cell;
      const double share = (mark > 1 ? 0.95 : 0.5) * (beyond ? 0.5 : 1);
      canvas.add(Box{.rect = box, .radius = 3, .fill = mark > 0 ? mix(c.stage, hue, share) : empty},
                 Tag{side.role, r * grid.columns + k});
      if (beyond) canvas.outline(box.inset(1), c.line, 1.5, 3);
      if (mark > 1) canvas.outline(box, c.ink, 2.5, 3);
    }
}

}  // namespace

KernelPlace draw_kernel(Canvas& canvas, const Rect& rect, const WeightPlace& place) {
  const Palette& c = canvas.colors();
  const PairKernel& kernel = place.kernel;
  const Index rows = shown_rows(kernel), columns = shown_columns(kernel);
  const double cell = std::min({rect.h / static_cast<double>(rows),
                                rect.w * 0.6 / static_cast<double>(columns), canvas.most_cell(96)});
  const Grid grid{{rect.x, rect.y}, cell, rows, columns};
  const Plane plane = plane_of(place.layer);
  const Scale scale = scale_of(kernel.taps.values());
  canvas.grid(grid, [&](Index r, Index k) {
    const Index at = r * columns + k;
    CellLook look = canvas.look(Role::kernel, kernel.taps[at], scale, {Role::kernel, at});
    look.text = cell < canvas.type(34)   ? std::string()
                : cell < canvas.type(72) ? tap_text(kernel.taps[at])
                                         : fmt::format("{:.3g}", kernel.taps[at]);
    if (cell >= canvas.type(44))
      look.corner = letter(plane, row_in_plane(place.layer, {place.layer, kernel, r, k}), k);
    return look;
  });
  canvas.outline(grid.rect(static_cast<double>(place.row), static_cast<double>(place.column)).inset(-1),
                 c.ink, 2.5, 4);
  NumberRows list{
      canvas, {rect.x + grid.bounds().w + canvas.type(36), rect.y + canvas.type(10)}, rect.right()};
  double sum = 0, most = 0, squares = 0;
  for (const double tap : kernel.taps.values()) {
    sum += tap;
    squares += tap * tap;
    most = std::max(most, std::abs(tap));
  }
  list.add("from channel", fmt::format("{}", kernel.from), c.ink);
  list.add("to channel", fmt::format("{}", kernel.to), c.ink);
  list.add("sum", fmt::format("{:.4g}", sum), c.ink);
  list.add("largest", fmt::format("{:.4g}", most), c.ink);
  list.add("root of squares", fmt::format("{:.4g}", std::sqrt(squares)), c.ink);
  if (plane.transposed && kernel.taps.shape().rank() <= 2) {
    const Index sy = plane.axes[0].stride, sx = plane.axes[1].stride;
    std::vector<double> sums(static_cast<std::size_t>(sy * sx));
    for (Index r = 0; r < rows; ++r)
      for (Index k = 0; k < columns; ++k)
        sums[static_cast<std::size_t>(phase_of_tap(plane.axes[0], r) * sx +
                                      phase_of_tap(plane.axes[1], k))] += kernel.taps[r * columns + k];
    const auto [least, largest] = std::ranges::minmax(sums);
    const bool even = largest - least <= 1e-5 * std::max(std::abs(least), std::abs(largest));
    std::size_t i = 0;
    for (; i < sums.size() && list.at.y < rect.bottom() - canvas.type(60); ++i)
      list.add(
          fmt::format("phase {}", i < 26 ? std::string(1, static_cast<char>('a' + i)) : fmt::format("{}", i)),
          fmt::format("{:.4g}", sums[i]), even ? c.output_text : c.warning);
    if (i < sums.size()) list.words(fmt::format("and {} phases more", sums.size() - i));
  }
  if (list.at.y < rect.bottom() - canvas.type(40))
    list.words("A click goes to one weight, E opens the kernel in Explore.");
  return {grid};
}

void draw_weight(Canvas& canvas, const Rect& rect, const WeightPlace& place) {
  const Palette& c = canvas.colors();
  const Plane plane = plane_of(place.layer);
  const Index columns = shown_columns(place.kernel);
  const double value = place.kernel.taps[place.row * columns + place.column];
  const std::array<Index, 2> tap{row_in_plane(place.layer, place), place.column};
  canvas.text({rect.x, rect.y + canvas.type(26)}, fmt::format("{:.6g}", value), canvas.type(46),
              c.kernel_text, Font::number);
  NumberRows list{canvas, {rect.x, rect.y + canvas.type(78)}, rect.x + rect.w * 0.42};
  list.add("weight", fmt::format("[{}, {}]", place.row, place.column), c.ink);
  list.add("channels", fmt::format("{} > {}", place.kernel.from, place.kernel.to), c.ink);
  if (const std::string phase = letter(plane, tap[0], tap[1]); !phase.empty())
    list.add("phase",
             fmt::format("{} ({}, {})", phase, phase_of_tap(plane.axes[0], tap[0]),
                         phase_of_tap(plane.axes[1], tap[1])),
             c.ink);
  list.at.y += canvas.type(6);
  // Cells of the strided side, `kShown` on each axis, and what the weight ties them to on the other.
  constexpr Index kShown = 4;
  CellBlock strided{plane.transposed ? "Input" : "Output", plane.transposed ? Role::input : Role::output};
  CellBlock dense{plane.transposed ? "Output" : "Input", plane.transposed ? Role::output : Role::input};
  dense.beyond = plane.transposed ? "frames: cut off by the padding" : "frames: the padding, zeros";
  std::array<Index, 2> offset{};
  for (std::size_t i = 0; i < 2; ++i) {
    const Axis& axis = plane.axes[i];
    const bool there = i == 1 || place.layer.kernel.size() > 1;
    strided.cells[i] = there ? kShown : 1;
    offset[i] = pixel_under(axis, 0, tap[i]);
    const Index last = pixel_under(axis, strided.cells[i] - 1, axis.taps - 1);
    dense.first[i] = there ? std::min<Index>(0, -axis.pad) : 0;
    dense.cells[i] = std::max<Index>(1, last + 1 - dense.first[i]);
  }
  const auto formula = [&](std::size_t i, char name) {
    const Axis& axis = plane.axes[i];
    const Index by = offset[i];
    return fmt::format("{}{}{}", axis.stride == 1 ? "" : fmt::format("{}", axis.stride), name,
                       by == 0 ? "" : fmt::format(" {} {}", by > 0 ? "+" : "−", std::abs(by)));
  };
  const bool two = place.layer.kernel.size() > 1;
  const std::string from = two ? "(y, x)" : "x",
                    to = two ? fmt::format("({}, {})", formula(0, 'y'), formula(1, 'x')) : formula(1, 'x');
  list.words(plane.transposed
                 ? fmt::format("Input cell {} goes, times this weight, into output cell {}.", from, to)
                 : fmt::format("Output cell {} gets input cell {}, times this weight.", from, to));
  list.words("E opens the kernel in Explore, the arrow keys go to the next weight, Backspace goes out.");
  const Rect right{rect.x + rect.w * 0.46, rect.y, rect.w * 0.54, rect.h};
  const auto on_dense = [&](Index y, Index x) {
    const std::array<Index, 2> at{y, x};
    bool all = true, first = true;
    for (std::size_t i = 0; i < 2; ++i) {
      Index cell = 0;
      while (cell < strided.cells[i] && pixel_under(plane.axes[i], cell, tap[i]) != at[i]) ++cell;
      all = all && cell < strided.cells[i];
      first = first && cell == std::min<Index>(1, strided.cells[i] - 1);
    }
    return all ? (first ? 2 : 1) : 0;
  };
  const auto on_strided = [&](Index y, Index x) {
    return y == std::min<Index>(1, strided.cells[0] - 1) && x == std::min<Index>(1, strided.cells[1] - 1) ? 2
                                                                                                          : 1;
  };
  const double half = (right.h - canvas.type(24)) / 2;
  const Rect upper{right.x, right.y, right.w, half},
      lower{right.x, right.y + half + canvas.type(24), right.w, half};
  draw_side(canvas, plane.transposed ? upper : lower, strided, on_strided);
  draw_side(canvas, plane.transposed ? lower : upper, dense, on_dense);
}

}  // namespace convscope
