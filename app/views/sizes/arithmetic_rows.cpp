// The drawing below the formula: a convolution's windows, a transposed one's stamps.
#include <fmt/format.h>

#include <algorithm>

#include "app/views/frame.hpp"
#include "app/views/sizes/arithmetic_drawing.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {
constexpr double kLeastCell = 20, kMostCell = 60, kLeastRows = 3;
}

bool ArithmeticDrawing::read_of(Index pixel) const {
  if (!marks_) return true;
  if (!read_.empty()) return read_[static_cast<std::size_t>(pixel)];
  return contacts_of_pixel(axis_, pixel).count > 0;
}

/// `lines`: of dimensions, above and below the cells.
ArithmeticDrawing::BarRows ArithmeticDrawing::bar_rows(const Rect& area, double lines) {
  const double cell = std::min(ruler_.cell, type(48));
  const double wanted = lines * type(34) + cell + type(30) + 2 * type(16);
  squeeze_ = std::clamp((area.h - kLeastRows * type(13)) / wanted, 0.4, 1.0);
  const double fixed = wanted * squeeze_;
  BarRows out{.list = arrange(saturated(std::max(2.0, (area.h - fixed) / type(13))))};
  for (const Bar& bar : out.list) out.rows = std::max(out.rows, bar.row + 1);
  out.pitch = std::min(type(30), (area.h - fixed) / static_cast<double>(out.rows));
  out.top = area.y + std::max(0.0, (area.h - fixed - out.height()) / 2.4);
  out.cell = cell * squeeze_;
  return out;
}

/// The dense side: padding is hatched, `look` says how the others are drawn and the colour of their numbers.
void ArithmeticDrawing::pixel_cells(Index first, Index end, double y, double height,
                                    const std::function<Color(Index, Box&)>& look) {
  const Palette& c = colors();
  const double size = std::min(type(15), height * 0.45);
  ruler_.each_shown(first, end, [&](Index i) {
    Box box{.rect = {ruler_.left(i) + 1.5, y, ruler_.cell - 3, height}, .radius = 4};
    if (i < 0 || i >= axis_.pixels) {
      box.fill = c.stage;
      box.stroke = c.line;
      box.hatch = c.hatch;
      canvas_.add(box);
      return;
    }
    const Color ink = look(i, box);
    canvas_.add(box);
    index(i, box.rect.centre(), size, box.rect.w, ink);
  });
  ellipsis(ruler_, y + height / 2, type(20));
}

/// Where not all bars are drawn: how many there are.
void ArithmeticDrawing::note_all(double x, double top, const BarRows& rows, std::string_view what) {
  if (rows.list.size() < static_cast<std::size_t>(axis_.windows) && ruler_.whole())
    canvas_.text({x, top + rows.height() - rows.pitch * 1.5},
                 fmt::format("… {} {} in all", axis_.windows, what), type(14), colors().soft);
  ellipsis(ruler_, top + rows.height() / 2, type(20));
}

void ArithmeticDrawing::convolution(const Rect& area) {
  const Palette& c = colors();
  const FrameAxis frame = frame_axis(axis_, axis_.pixels, sides_, 0);
  ruler_ = make_ruler(frame.first, frame.count, area.x, area.w, type(kLeastCell), type(kMostCell));
  ruler_.x = area.x + (area.w - (ruler_.right() - ruler_.x)) / 2;
  const BarRows rows = bar_rows(area, 2);
  const double line = type(34) * squeeze_, cell = rows.cell;
  // Above the cells: padding, input, padding.
  const Index begin = sides_.begin, end = sides_.end, n = axis_.pixels;
  double y = rows.top + line * 0.72;
  const auto side = [&](Index from, Index count) {
    dimension(SizeTerm::padding, from, from + count, y,
              {fmt::format("padding {}", count), fmt::format("p = {}", count), fmt::format("p={}", count),
               fmt::format("{}", count)},
              false);
  };
  side(-begin, begin);
  side(n, end);
  const Index low = std::max<Index>(0, -begin), high = std::min(n, n + end);
  dimension(SizeTerm::input, 0, n, y,
            {fmt::format("input n = {}", n), fmt::format("n = {}", n), fmt::format("{}", n)}, false);
  y += line * 0.28;

  // The cells.
  const Index last = window_origin(axis_, axis_.windows - 1) + reach(axis_);
  pixel_cells(frame.first, frame.first + frame.count, y, cell, [&](Index i, Box& box) {
    const bool read = read_of(i);
    box.fill = role_tint(c, Role::input, read ? 0.55 : 0.05);
    if (!read) box.stroke = c.warning, box.hatch = c.warning.with_alpha(0.35);
    box.stroke_width = 1.5;
    return read ? c.ink : c.warning;
  });
  if (lit_term_ == SizeTerm::input)
    part(SizeTerm::input, {ruler_.left(low), y, ruler_.left(high) - ruler_.left(low), cell});
  if (lit_term_ == SizeTerm::padding) {
    if (begin > 0)
      part(SizeTerm::padding, {ruler_.left(-begin), y, ruler_.left(Index{0}) - ruler_.left(-begin), cell});
    if (end > 0) part(SizeTerm::padding, {ruler_.left(n), y, ruler_.left(n + end) - ruler_.left(n), cell});
  }
  if (lit_term_ == SizeTerm::remainder && n + end > last)
    part(SizeTerm::remainder, {ruler_.left(last), y, ruler_.left(n + end) - ruler_.left(last), cell});
  y += cell;

  // Below the cells: the first window, the steps, what is left over.
  y += line * 0.28;
  const Index start = window_origin(axis_, 0), wide = reach(axis_);
  dimension(SizeTerm::reach, start, start + wide, y,
            {fmt::format("reach {}·({}−1) + 1 = {}", axis_.dilation, axis_.taps, wide),
             fmt::format("reach {}", wide), fmt::format("{}", wide)},
            true);
  steps(start + wide, axis_.windows - 1, y, true);
  if (last < n + end)
    dimension(SizeTerm::remainder, last, n + end, y,
              {fmt::format("left over {}", n + end - last), fmt::format("{} left", n + end - last),
               fmt::format("{}", n + end - last)},
              true, true);
  y += line * 0.72 + type(16) * squeeze_ * 0.4;

  const double bottom = y + rows.height(), strided = bottom + type(16) * squeeze_;
  leaders(rows.list, y, rows.pitch, strided);
  bars(rows.list, y, rows.pitch);
  note_all(area.x, y, rows, "windows");
  strided_cells(strided, type(30) * squeeze_, Role::output, "output");
}

void ArithmeticDrawing::transposed(const Rect& area) {
  const Palette& c = colors();
  const Index from = -axis_.pad, covered_to = from + covered(axis_), m = axis_.pixels;
  const Index first = std::min<Index>(0, from), end = std::max(m, covered_to);
  ruler_ = make_ruler(first, end - first, area.x, area.w, type(kLeastCell), type(kMostCell));
  ruler_.x = area.x + (area.w - (ruler_.right() - ruler_.x)) / 2;
  const Index kept = covered_to - sides_.end;  // where the output ends without output padding
  const Index op = m - kept;
  const bool both = op > 0 && sides_.end > 0;  // on lines of their own
  const BarRows rows = bar_rows(area, 1 + 0.9 * (both ? 3 : 2) - type(16) / type(34));
  const double line = type(34) * squeeze_, cell = rows.cell, input = type(30) * squeeze_;
  const double top = rows.top + input + type(16) * squeeze_;
  leaders(rows.list, top, rows.pitch, rows.top + input);
  strided_cells(rows.top, input, Role::input, "input");
  bars(rows.list, top, rows.pitch);
  note_all(area.x, top, rows, "stamps");
  double y = top + rows.height();

  // Above the cells: the strides between the stamps' beginnings, then the last stamp's reach.
  y += line * 0.72;
  const Index wide = reach(axis_);
  steps(from, axis_.windows - 1, y, false);
  dimension(SizeTerm::reach, covered_to - wide, covered_to, y,
            {fmt::format("reach {}·({}−1) + 1 = {}", axis_.dilation, axis_.taps, wide),
             fmt::format("reach {}", wide), fmt::format("{}", wide)},
            false);
  y += line * 0.28;

  pixel_cells(first, end, y, cell, [&](Index i, Box& box) {
    const bool touched = contacts_of_pixel(axis_, i).count > 0;
    box.fill = touched ? role_tint(c, Role::output, 0.75) : c.cell;
    if (i >= kept) box.stroke = c.output;
    box.stroke_width = 2;
    return touched ? c.ink : c.soft;
  });
  if (lit_term_ == SizeTerm::output)
    part(SizeTerm::output, {ruler_.left(Index{0}), y, ruler_.left(m) - ruler_.left(Index{0}), cell});
  if (lit_term_ == SizeTerm::output_padding && op > 0)
    part(SizeTerm::output_padding, {ruler_.left(kept), y, ruler_.left(m) - ruler_.left(kept), cell});
  y += cell + line * 0.28;

  // Below: what padding removes, what output padding brings, what is left.
  const auto side = [&](Index a, Index count) {
    dimension(
        SizeTerm::padding, a, a + count, y,
        {fmt::format("padding removes {}", count), fmt::format("p: −{}", count), fmt::format("−{}", count)},
        true);
  };
  side(from, axis_.pad);
  side(kept, sides_.end);
  if (op > 0) {
    if (both) y += line * 0.9;
    dimension(
        SizeTerm::output_padding, kept, m, y,
        {fmt::format("output padding brings {}", op), fmt::format("op: +{}", op), fmt::format("+{}", op)},
        true);
  }
  y += line * 0.9;
  dimension(SizeTerm::output, 0, m, y, {fmt::format("output {}", m), fmt::format("{}", m)}, true, true);
}

}  // namespace convscope
