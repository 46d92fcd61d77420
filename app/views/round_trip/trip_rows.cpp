// The round trip on one axis: rows below each other, every window under the middle of what it reads.
#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/round_trip/trip_drawing.hpp"

namespace convscope {

void TripDrawing::draw_rows() {
  const Rect area = canvas_.area();
  const FrameAxis& frame = frame_.columns;
  const Axis& axis = axes_.columns;
  const Palette& colors = canvas_.colors();
  const double name_type = canvas_.type(16), note_type = canvas_.type(14), foot = canvas_.type(62);
  const double label = canvas_.type(128);
  const double rows = 8.1 + (s_.mirror ? 2.5 : 0);
  const double height = area.h - foot;
  const double u = std::min({(area.w - label - 8) / static_cast<double>(frame.count), height / rows, 84.0});
  const double left =
      area.x + label + std::max(0.0, (area.w - label - u * static_cast<double>(frame.count)) / 2.4);
  double y = area.y + std::max(0.0, (height - rows * u) / 2.2);
  const auto name_row = [&](double top, std::string_view text, std::string_view note, Color color) {
    const double middle = top + u / 2, right = left - canvas_.type(20);
    canvas_.text({right, middle - (note.empty() || u < 34 ? 0 : note_type * 0.6)}, std::string(text),
                 name_type, color, Font::text_bold, Align::right);
    if (!note.empty() && u >= 34)
      canvas_.text({right, middle + note_type * 0.75}, std::string(note), note_type, colors.soft, Font::text,
                   Align::right);
  };
  const auto window_rect = [&](Index w, double top) {
    const double middle = origin(w).second + static_cast<double>(reach(axis) - 1) / 2;
    return Grid{{left + middle * u, top}, u, 1, 1}.rect(0, 0);
  };
  const auto pixel_row = [&](double top, const std::function<CellLook(Index)>& look) {
    const Grid grid{{left, top}, u, 1, frame.count};
    canvas_.grid(grid, [&](Index, Index c) { return look(c + frame.first); });
    return grid;
  };
  const auto window_row = [&](double top, const std::function<CellLook(Index)>& look) {
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
  const auto side_row = [&](bool pixels, double top, const std::function<CellLook(Index)>& look) {
    if (pixels)
      pixel_row(top, look);
    else
      window_row(top, look);
  };
  const bool dense_first = gathers(Way::there);  // x and x' are the pixels

  // A half's kernel or stamp between its two rows, where the window is.
  const auto kernel_row = [&](Way way, double top, double from, double to) {
    const auto [unused, column] = gliding(way);
    const Grid taps{{left + column * u, top}, u, 1, reach(axis)};
    const bool active = half(way).active();
    const double reach_width = u * static_cast<double>(reach(axis));
    const double strength = active ? 1 : 0.35;
    std::vector<CellLook> looks;
    std::vector<std::string> texts;
    for (Index t = 0; t < axis.taps; ++t) {
      looks.push_back(tap_look(way, 0, 0, t));
      looks.back().text_alpha *= strength;
      texts.push_back(looks.back().text);
    }
    const double size = canvas_.text_size(u, widest_em(texts));
    const Rect window = window_rect(step_of(way), gathers(way) ? to : from);
    // The rays of a window: from the cells that it reads, or to those on which it stamps.
    for (Index t = 0; t < axis.taps && u >= 10; ++t) {
      const Rect tap = taps.rect(0, static_cast<double>(t * axis.dilation));
      const Point a = gathers(way) ? Point{tap.centre().x, tap.bottom() + 2}
                                   : Point{window.centre().x, window.bottom() + 2};
      const Point b =
          gathers(way) ? Point{window.centre().x, window.y - 2} : Point{tap.centre().x, tap.y - 2};
      canvas_.curve(a, b, colors.output.with_alpha(active ? 0.8 : 0.2), 1.5, false);
    }
    for (Index t = 0; t < axis.taps; ++t)
      canvas_.cell(taps.rect(0, static_cast<double>(t * axis.dilation)), looks[static_cast<std::size_t>(t)],
                   size);
    if (!active) return;
    const double pixels = gathers(way) ? from : to;
    canvas_.outline({left + column * u, pixels, reach_width, u}, colors.kernel, 3);
    canvas_.outline(window.inset(-1.5), colors.ink, 2.5);
  };
  const auto gap_before = [&](Way way) { return (gathers(way) ? 0.3 : 0.62) * u; };
  const auto gap_after = [&](Way way) { return (gathers(way) ? 0.62 : 0.3) * u; };

  const double x_top = y, first_top = x_top + u + gap_before(Way::there),
               y_top = first_top + u + gap_after(Way::there), second_top = y_top + u + gap_before(Way::back),
               back_top = second_top + u + gap_after(Way::back), error_top = back_top + 1.26 * u;
  side_row(dense_first, x_top, [&](Index c) { return input_look(0, 0, c); });
  side_row(!dense_first, y_top, [&](Index c) { return output_look(0, 0, c); });
  side_row(dense_first, back_top, [&](Index c) { return returned_look(false, 0, 0, c); });
  side_row(dense_first, error_top, [&](Index c) { return difference_look(false, 0, 0, c); });
  kernel_row(Way::there, first_top, x_top, y_top);
  kernel_row(Way::back, second_top, y_top, back_top);
  name_row(x_top, "x", fmt::format("{} cells", s_.trip.input.size()), colors.input_text);
  name_row(first_top, stamp_name(Way::there), "", colors.kernel_text);
  name_row(y_top, "y", fmt::format("{} cells", s_.trip.output.size()), colors.output_text);
  name_row(second_top, stamp_name(Way::back), "", colors.kernel_text);
  name_row(back_top, "x'", fmt::format("{} cells", s_.trip.returned.size()), colors.input_text);
  const bool done = halves_.back.step >= halves_.back.steps ||
                    (halves_.back.step + 1 == halves_.back.steps && phase(Way::back) > trip_acts::kAddTo);
  name_row(error_top, "x' − x", done ? error_words(false) : "", colors.ink);
  if (s_.mirror) {
    const double mirrored_top = error_top + 1.5 * u, worse_top = mirrored_top + 1.12 * u;
    side_row(dense_first, mirrored_top, [&](Index c) { return returned_look(true, 0, 0, c); });
    name_row(mirrored_top, "mirrored x'", "kernel turned first", colors.input_text);
    side_row(dense_first, worse_top, [&](Index c) { return difference_look(true, 0, 0, c); });
    name_row(worse_top, "its error", done ? error_words(true) : "", colors.ink);
  }
  outcome({area.x, area.bottom() - canvas_.type(36)}, area.right());
  sentence({area.x, area.bottom() - canvas_.type(8)}, area.right());
}

}  // namespace convscope
