// The round trip on one axis: rows below each other, every window under the
// middle of what it reads.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/layout.hpp"
#include "app/views/numbered.hpp"
#include "app/views/round_trip/trip_drawing.hpp"
#include "core/base/words.hpp"

namespace convscope {

namespace {
constexpr Index kMostChannels = 3;
constexpr double kPitch = 1.1;     ///< of the channels' rows, in cells
constexpr double kMostWide = 2.6;  ///< heights of a cell
}  // namespace

/// Sizes of one axis drawn as rows. Long rows of small cells keep the distance
/// that their names need (v above u); tiny cells become as high as a strip.
struct TripDrawing::Rows {
  double left = 0, top = 0;
  double u = 0, h = 0,
         v = 0;  ///< a cell's width and height, and the unit of what stands below each other
  bool tiny = false;
  double cell_height() const { return tiny ? 0.7 * v : h; }
  double pitch() const { return kPitch * (tiny ? v : h); }
  /// A cell's place; `y`: of its row.
  Rect cell(double column, double y) const {
    Rect rect = Grid{{left + column * u, y}, u, 1, 1}.rect(0, 0);
    rect.h = tiny ? cell_height() : rect.h + h - u;
    return rect;
  }
};

bool TripDrawing::fits_rows() const {
  const Geometry& g = s_.there.op().geometry;
  return g.rank() == 1 && g.channels.groups == 1 && g.channels.window <= kMostChannels &&
         g.channels.pixel <= kMostChannels;
}

Index TripDrawing::channels_of(bool pixels) const {
  const Channels& channels = s_.there.op().geometry.channels;
  return pixels ? channels.pixel : channels.window;
}

double TripDrawing::tall(bool pixels) const {
  return 1 + real(channels_of(pixels) - 1) * kPitch;
}

TripDrawing::Rows TripDrawing::rows_layout(double rows) const {
  const Rect area = canvas_.area();
  const double label = canvas_.type(128), height = area.h - canvas_.spacing(62);
  Grid frame;
  const Layout all = convscope::block(frame, LayoutSize{real(frame_.columns.count), rows});
  const double u = fitted(all, {area.w - label - 8, height}, {.most = canvas_.most_cell(84)}).main;
  place(all, {area.x + label, area.y, area.w - label, height}, {u, u}, 0);
  // Rows that the height bounds have cells as wide as their numbers need.
  double wide = 1;
  const double most = std::min(kMostWide, (area.w - label - 8) / (real(frame_.columns.count) * u));
  const auto widen = [&](const Tensor<double>& values) {
    std::vector<CellLook> looks;
    for (const double value : values.values()) looks.push_back({.text = canvas_.number(value)});
    wide = std::max(wide, wide_enough(canvas_, u, looks, most));
  };
  if (u >= Canvas::kTinyCell && most > 1)
    for (const Tensor<double>* values :
         {&s_.trip.input, &s_.trip.output, &s_.trip.returned, &s_.there.weights()})
      widen(*values);
  if (wide > 1) place(all, {area.x + label, area.y, area.w - label, height}, {u * wide, u * wide}, 0);
  Rows r{.left = frame.at.x, .u = u * wide, .h = u, .tiny = u < Canvas::kTinyCell};
  r.v = std::max(u, std::min(canvas_.type(r.tiny ? 34 : 22), height / rows));
  r.top = area.y + std::max(0.0, (height - rows * r.v) / 2.2);
  return r;
}

void TripDrawing::row_name(const Rows& r, double top, double height_in_cells, std::string text,
                           std::string note, Color color) {
  const double middle = top + r.cell_height() * height_in_cells / 2, right = r.left - canvas_.type(20);
  const double size = canvas_.type(14);
  const bool noted = !note.empty() && r.h >= canvas_.type(33);
  canvas_.text({right, middle - (noted ? size * 0.6 : 0)}, std::move(text), canvas_.type(16), color,
               Font::text_bold, Align::right);
  if (noted)
    canvas_.text({right, middle + size * 0.75}, std::move(note), size, canvas_.colors().soft, Font::text,
                 Align::right);
}

Rect TripDrawing::window_rect(const Rows& r, Index w, double top) const {
  const double middle = origin(w).column + (reach_of(axes_.columns) - 1) / 2;
  return r.cell(middle, top);
}

void TripDrawing::pixel_row(const Rows& r, double top, Index first, Index count, const RowLooks& look) {
  const double x = r.left + real(first - frame_.columns.first) * r.u;
  if (r.tiny)
    draw_strip(canvas_, {x, top, real(count) * r.u, r.cell_height()}, count,
               [&](Index c) { return canvas_.cell_color(look(c + first)); });
  else if (r.u == r.h)
    canvas_.grid({{x, top}, r.u, 1, count}, [&](Index, Index c) { return look(c + first); });
  else {
    std::vector<CellLook> looks;
    for (Index c = 0; c < count; ++c) looks.push_back(look(c + first));
    cells(r, looks, [&](Index c) { return r.cell(real(first + c - frame_.columns.first), top); });
  }
}

void TripDrawing::window_row(const Rows& r, double top, const RowLooks& look) {
  const Axis& axis = axes_.columns;
  if (r.tiny) {  // in half cells: a window may stand between two pixels
    const Index halves = 2 * frame_.columns.count;
    std::vector<Color> colors(static_cast<std::size_t>(halves));
    for (Index w = 0; w < axis.windows; ++w) {
      const Index at = std::lround(2 * origin(w).column) + reach(axis) - 1;
      for (Index i = std::max<Index>(at, 0); i < std::min(at + 2, halves); ++i)
        colors[static_cast<std::size_t>(i)] = canvas_.cell_color(look(w));
    }
    return draw_strip(canvas_, {r.left, top, real(frame_.columns.count) * r.u, r.cell_height()}, halves,
                      [&](Index i) { return colors[static_cast<std::size_t>(i)]; });
  }
  std::vector<Index> shown;
  for (Index w = 0; w < axis.windows; ++w)
    if (const double at = origin(w).column; at >= 0 && at + reach_of(axis) <= real(frame_.columns.count))
      shown.push_back(w);
  std::vector<CellLook> looks;
  for (const Index w : shown) looks.push_back(look(w));
  cells(r, looks, [&](Index i) { return window_rect(r, shown[static_cast<std::size_t>(i)], top); });
}

void TripDrawing::cells(const Rows& r, const std::vector<CellLook>& looks,
                        const std::function<Rect(Index)>& at) {
  const Numbered all = numbered(canvas_, r.h, looks, r.u / r.h);
  for (std::size_t i = 0; i < looks.size(); ++i)
    canvas_.cell(at(static_cast<Index>(i)), all.looks[i], all.size);
}

/// A side's rows, channel below channel: of the pixels' frame, or of their own
/// cells alone, or the windows'.
void TripDrawing::side_rows(const Rows& r, bool pixels, double top,
                            const std::function<CellLook(Index, Index)>& look, bool framed) {
  const FrameAxis& frame = frame_.columns;
  for (Index plane = 0; plane < channels_of(pixels); ++plane) {
    const double y = top + real(plane) * r.pitch();
    const auto of_plane = [&](Index c) { return look(plane, c); };
    const Index from = framed ? frame.first : std::max<Index>(frame.first, 0),
                to = framed ? frame.first + frame.count : std::min(frame.first + frame.count, frame.size);
    if (pixels)
      pixel_row(r, y, from, to - from, of_plane);
    else
      window_row(r, y, of_plane);
  }
}

/// A half's kernel or stamp at `top` between its two rows, where the window is.
void TripDrawing::kernel_rows(const Rows& r, Way way, double top, double from, double to) {
  const Axis& axis = axes_.columns;
  const Palette& colors = canvas_.colors();
  const double u = r.u, x = r.left + gliding(way).column * u;
  const bool active = half(way).active();
  if (const double at = gliding(way).column; at < 0 || at + reach_of(axis) > real(frame_.columns.count))
    return;
  const double strength = active ? 1 : 0.35,
               all_tall = r.cell_height() + real(channels_of(true) - 1) * r.pitch();
  const double origin_column = gliding(way).column;
  const auto tap_rect = [&](Index plane, Index t) {
    return r.cell(origin_column + real(t * axis.dilation), top + real(plane) * r.pitch());
  };
  std::vector<CellLook> looks;
  for (Index i = 0; i < channels_of(true) * axis.taps; ++i) {
    looks.push_back(tap_look(way, i / axis.taps, 0, i % axis.taps));
    looks.back().text_alpha *= strength;
    looks.back().value *= strength;
  }
  // The rays of a window: from the cells that it reads, or to those on which it
  // stamps. With several channels they start or end at the row that is next to
  // the kernel.
  const Index cell = step_of(way) % window_plane_;
  const Rect ray = window_rect(r, cell, gathers(way) ? to : from + (tall(false) - 1) * r.h);
  for (Index t = 0; t < axis.taps && u >= 10; ++t) {
    const Rect tap = tap_rect(0, t);
    const double middle = tap.centre().x, below = top + all_tall - r.cell_height() + r.h;
    canvas_.curve(gathers(way) ? Point{middle, below} : Point{ray.centre().x, ray.bottom() + 2},
                  gathers(way) ? Point{ray.centre().x, ray.y - 2} : Point{middle, tap.y - 2},
                  colors.output.with_alpha(active ? 0.8 : 0.2), 1.5, false);
  }
  cells(r, looks, [&](Index i) { return tap_rect(i / axis.taps, i % axis.taps); });
  if (!active) return;
  const Rect window = window_rect(r, cell, (gathers(way) ? to : from) + real(channel_of(way)) * r.pitch());
  canvas_.outline({x, gathers(way) ? from : to, u * reach_of(axis), all_tall}, colors.kernel, 3);
  canvas_.outline(window.inset(-1.5), colors.ink, 2.5);
}

/// All rows below each other. For the back row only the way under way has its kernel, and x' comes with the
/// way back: fewer rows are larger ones, of one size in both halves.
void TripDrawing::draw_rows() {
  const bool dense_first = gathers(Way::there);  // x and x' are the pixels
  const double x_tall = tall(dense_first), y_tall = tall(!dense_first), w_tall = tall(true);
  constexpr double kKernel = 0.92, kApart = 0.35, kError = 0.26;  // of the gaps, in cells
  const bool large = large_half(), over_there = large && halves_.back.step >= 0;
  const bool first = !over_there, second = !large || over_there;
  const double first_tall = kKernel + w_tall, back_tall = kKernel + w_tall + 2 * x_tall + kError;
  const Rows r = rows_layout(x_tall + y_tall + (large ? kApart : first_tall) + back_tall +
                             (s_.mirror ? 0.5 + 2 * x_tall : 0));
  // Rays need more room than the kernel's distance from what it reads or makes.
  const auto near = [&](bool rays) { return (rays ? 0.62 : 0.3) * r.h; };
  const double x_top = r.top, first_top = x_top + x_tall * r.v + near(!gathers(Way::there)),
               y_top = first ? first_top + w_tall * r.v + near(gathers(Way::there))
                             : x_top + (x_tall + kApart) * r.v,
               second_top = y_top + y_tall * r.v + near(!gathers(Way::back)),
               back_top = second_top + w_tall * r.v + near(gathers(Way::back)),
               error_top = back_top + (x_tall + kError) * r.v;
  const Palette& c = canvas_.colors();
  const auto cells = [](const Tensor<double>& tensor) { return counted(tensor.size(), "cell"); };
  side_rows(r, dense_first, x_top, [&](Index p, Index i) { return input_look(p, 0, i); });
  row_name(r, x_top, x_tall, "x", cells(s_.trip.input), c.input_text);
  side_rows(r, !dense_first, y_top, [&](Index p, Index i) { return output_look(p, 0, i); });
  row_name(r, y_top, y_tall, "y", cells(s_.trip.output), c.output_text);
  const auto back = [&](bool mirrored, double top, double error, std::string name, std::string note,
                        std::string of_error) {
    side_rows(r, dense_first, top, [&](Index p, Index i) { return returned_look(mirrored, p, 0, i); });
    row_name(r, top, x_tall, std::move(name), std::move(note), c.input_text);
    side_rows(
        r, dense_first, error, [&](Index p, Index i) { return difference_look(mirrored, p, 0, i); }, false);
    row_name(r, error, x_tall, std::move(of_error), error_words(mirrored), c.ink);
  };
  if (first) {
    kernel_rows(r, Way::there, first_top, x_top, y_top);
    row_name(r, first_top, w_tall, stamp_name(Way::there), "", c.kernel_text);
  }
  if (!second) return;
  back(false, back_top, error_top, "x'", cells(s_.trip.returned), "x' − x");
  kernel_rows(r, Way::back, second_top, y_top, back_top);
  row_name(r, second_top, w_tall, stamp_name(Way::back), "", c.kernel_text);
  const double mirrored_top = error_top + (x_tall + 0.4) * r.v;
  if (s_.mirror)
    back(true, mirrored_top, mirrored_top + (x_tall + 0.1) * r.v, "mirrored x'", "kernel turned first",
         "its error");
}

}  // namespace convscope
