// The round trip on one axis: rows below each other, every window under the middle of what it reads.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/round_trip/trip_drawing.hpp"

namespace convscope {

namespace {
constexpr Index kMostChannels = 3;
constexpr double kPitch = 1.1;  ///< of the channels' rows, in cells
}  // namespace

bool TripDrawing::fits_rows() const {
  const Geometry& g = s_.there.op().geometry;
  return g.rank() == 1 && g.channels.groups == 1 && g.channels.window <= kMostChannels &&
         g.channels.pixel <= kMostChannels;
}

void TripDrawing::draw_rows() {
  const Rect area = canvas_.area();
  const FrameAxis& frame = frame_.columns;
  const Axis& axis = axes_.columns;
  const Palette& colors = canvas_.colors();
  const double name_type = canvas_.type(16), note_type = canvas_.type(14), foot = canvas_.type(62);
  const double label = canvas_.type(128);
  const bool dense_first = gathers(Way::there);  // x and x' are the pixels
  const Channels& channels = s_.there.op().geometry.channels;
  const auto planes = [&](bool pixels) { return pixels ? channels.pixel : channels.window; };
  // Heights of a tensor's rows, and of a kernel's, in cells.
  const auto tall = [&](bool pixels) { return 1 + static_cast<double>(planes(pixels) - 1) * kPitch; };
  const double x_tall = tall(dense_first), y_tall = tall(!dense_first), w_tall = tall(true);
  const double rows = 2.1 + 3 * x_tall + y_tall + 2 * w_tall + (s_.mirror ? 0.5 + 2 * x_tall : 0);
  const double height = area.h - foot;
  const double u = std::min({(area.w - label - 8) / static_cast<double>(frame.count), height / rows, 84.0});
  letters_ = u >= kLettered;
  // Long rows of small cells keep the distance that their names need; tiny cells become as high as a strip.
  const bool tiny = u < Canvas::kTinyCell;
  const double v = std::max(u, std::min(canvas_.type(tiny ? 34 : 22), height / rows));
  const double y = area.y + std::max(0.0, (height - rows * v) / 2.2);
  const double cell_height = tiny ? 0.7 * v : u, pitch = kPitch * (tiny ? v : u);
  const auto height_of = [&](bool pixels) {
    return cell_height + static_cast<double>(planes(pixels) - 1) * pitch;
  };
  const double left =
      area.x + label + std::max(0.0, (area.w - label - u * static_cast<double>(frame.count)) / 2);
  const auto name_row = [&](double top, double height_in_cells, std::string_view text, std::string_view note,
                            Color color) {
    const double middle = top + (tiny ? 0.7 * v : u) * height_in_cells / 2, right = left - canvas_.type(20);
    canvas_.text({right, middle - (note.empty() || u < canvas_.type(33) ? 0 : note_type * 0.6)},
                 std::string(text), name_type, color, Font::text_bold, Align::right);
    if (!note.empty() && u >= canvas_.type(33))
      canvas_.text({right, middle + note_type * 0.75}, std::string(note), note_type, colors.soft, Font::text,
                   Align::right);
  };
  const auto window_rect = [&](Index w, double top) {
    const double middle = origin(w).second + static_cast<double>(reach(axis) - 1) / 2;
    Rect rect = Grid{{left + middle * u, top}, u, 1, 1}.rect(0, 0);
    if (tiny) rect.h = cell_height;
    return rect;
  };
  const auto pixel_row = [&](double top, Index first, Index count,
                             const std::function<CellLook(Index)>& look) {
    const double x = left + static_cast<double>(first - frame.first) * u;
    if (tiny)
      draw_strip(canvas_, {x, top, static_cast<double>(count) * u, cell_height}, count,
                 [&](Index c) { return canvas_.cell_color(look(c + first)); });
    else
      canvas_.grid({{x, top}, u, 1, count}, [&](Index, Index c) { return look(c + first); });
  };
  const auto window_row = [&](double top, const std::function<CellLook(Index)>& look) {
    if (tiny) {  // in half cells: a window may stand between two pixels
      std::vector<Color> colors_of(static_cast<std::size_t>(2 * frame.count));
      for (Index w = 0; w < axis.windows; ++w) {
        const Index at = std::lround(2 * origin(w).second) + reach(axis) - 1;
        for (Index i = std::max<Index>(at, 0); i < std::min(at + 2, 2 * frame.count); ++i)
          colors_of[static_cast<std::size_t>(i)] = canvas_.cell_color(look(w));
      }
      return draw_strip(canvas_, {left, top, static_cast<double>(frame.count) * u, cell_height},
                        2 * frame.count, [&](Index i) { return colors_of[static_cast<std::size_t>(i)]; });
    }
    std::vector<CellLook> looks;
    std::vector<std::string> texts;
    for (Index w = 0; w < axis.windows; ++w) {
      looks.push_back(look(w));
      texts.push_back(looks.back().text);
    }
    const double size = canvas_.text_size(u, widest_em(texts));
    for (Index w = 0; w < axis.windows; ++w)
      canvas_.cell(window_rect(w, top), looks[static_cast<std::size_t>(w)], size);
  };
  // A side's row: the pixels' frame, or the windows.
  const auto side_row = [&](bool pixels, double top, const std::function<CellLook(Index, Index)>& look,
                            bool framed = true) {
    for (Index plane = 0; plane < planes(pixels); ++plane) {
      const double row = top + static_cast<double>(plane) * pitch;
      const auto of_plane = [&](Index c) { return look(plane, c); };
      if (pixels)
        framed ? pixel_row(row, frame.first, frame.count, of_plane) : pixel_row(row, 0, frame.size, of_plane);
      else
        window_row(row, of_plane);
    }
  };

  // A half's kernel or stamp between its two rows, where the window is.
  const auto kernel_row = [&](Way way, double top, double from, double to) {
    const auto [unused, column] = gliding(way);
    const bool active = half(way).active();
    const double reach_width = u * static_cast<double>(reach(axis)), strength = active ? 1 : 0.35;
    const double bottom = top + height_of(true) - cell_height;  // of the last channel's taps
    const auto taps = [&](Index plane) {
      return Grid{{left + column * u, top + static_cast<double>(plane) * pitch}, u, 1, reach(axis)};
    };
    std::vector<CellLook> looks;
    std::vector<std::string> texts;
    for (Index i = 0; i < channels.pixel * axis.taps; ++i) {
      looks.push_back(tap_look(way, i / axis.taps, 0, i % axis.taps));
      looks.back().text_alpha *= strength;
      looks.back().value *= strength;
      texts.push_back(looks.back().text);
    }
    const double size = canvas_.text_size(u, widest_em(texts));
    const double shift = static_cast<double>(channel_of(way)) * pitch;
    const Rect window = window_rect(step_of(way) % window_plane_, (gathers(way) ? to : from) + shift);
    // The rays of a window: from the cells that it reads, or to those on which it stamps. With several
    // channels they start or end at the row that is next to the kernel.
    const double near = gathers(way) ? to : from + (tall(false) - 1) * u;
    const Rect ray = window_rect(step_of(way) % window_plane_, near);
    for (Index t = 0; t < axis.taps && u >= 10; ++t) {
      const Rect above = taps(0).rect(0, static_cast<double>(t * axis.dilation));
      const Point a =
          gathers(way) ? Point{above.centre().x, bottom + u} : Point{ray.centre().x, ray.bottom() + 2};
      const Point b = gathers(way) ? Point{ray.centre().x, ray.y - 2} : Point{above.centre().x, above.y - 2};
      canvas_.curve(a, b, colors.output.with_alpha(active ? 0.8 : 0.2), 1.5, false);
    }
    for (Index i = 0; i < channels.pixel * axis.taps; ++i) {
      Rect rect = taps(i / axis.taps).rect(0, static_cast<double>(i % axis.taps * axis.dilation));
      if (tiny) rect.h = cell_height;
      canvas_.cell(rect, looks[static_cast<std::size_t>(i)], size);
    }
    if (!active) return;
    const double pixels = gathers(way) ? from : to;
    canvas_.outline({left + column * u, pixels, reach_width, height_of(true)}, colors.kernel, 3);
    canvas_.outline(window.inset(-1.5), colors.ink, 2.5);
  };
  const auto gap_before = [&](Way way) { return (gathers(way) ? 0.3 : 0.62) * u; };
  const auto gap_after = [&](Way way) { return (gathers(way) ? 0.62 : 0.3) * u; };

  const double x_top = y, first_top = x_top + x_tall * v + gap_before(Way::there),
               y_top = first_top + w_tall * v + gap_after(Way::there),
               second_top = y_top + y_tall * v + gap_before(Way::back),
               back_top = second_top + w_tall * v + gap_after(Way::back),
               error_top = back_top + (x_tall + 0.26) * v;
  side_row(dense_first, x_top, [&](Index p, Index c) { return input_look(p, 0, c); });
  side_row(!dense_first, y_top, [&](Index p, Index c) { return output_look(p, 0, c); });
  side_row(dense_first, back_top, [&](Index p, Index c) { return returned_look(false, p, 0, c); });
  side_row(
      dense_first, error_top, [&](Index p, Index c) { return difference_look(false, p, 0, c); }, false);
  kernel_row(Way::there, first_top, x_top, y_top);
  kernel_row(Way::back, second_top, y_top, back_top);
  name_row(x_top, x_tall, "x", fmt::format("{} cells", s_.trip.input.size()), colors.input_text);
  name_row(first_top, w_tall, stamp_name(Way::there), "", colors.kernel_text);
  name_row(y_top, y_tall, "y", fmt::format("{} cells", s_.trip.output.size()), colors.output_text);
  name_row(second_top, w_tall, stamp_name(Way::back), "", colors.kernel_text);
  name_row(back_top, x_tall, "x'", fmt::format("{} cells", s_.trip.returned.size()), colors.input_text);
  name_row(error_top, x_tall, "x' − x", error_words(false), colors.ink);
  if (s_.mirror) {
    const double mirrored_top = error_top + (x_tall + 0.4) * v, worse_top = mirrored_top + (x_tall + 0.1) * v;
    side_row(dense_first, mirrored_top, [&](Index p, Index c) { return returned_look(true, p, 0, c); });
    name_row(mirrored_top, x_tall, "mirrored x'", "kernel turned first", colors.input_text);
    side_row(
        dense_first, worse_top, [&](Index p, Index c) { return difference_look(true, p, 0, c); }, false);
    name_row(worse_top, x_tall, "its error", error_words(true), colors.ink);
  }
  outcome({area.x, area.bottom() - canvas_.type(36)}, area.right());
  sentence({area.x, area.bottom() - canvas_.type(8)}, area.right());
}

}  // namespace convscope
