// The drawing below the formula: a convolution's windows, a transposed one's stamps.
#include <fmt/format.h>

#include <algorithm>

#include "app/views/frame.hpp"
#include "app/views/sizes/arithmetic_drawing.hpp"

namespace convscope {

namespace {
constexpr double kLeastCell = 20, kMostCell = 60, kLeastRows = 3;
}

bool ArithmeticDrawing::read_of(Index pixel) const {
  if (!marks_) return true;
  if (!read_.empty()) return read_[static_cast<std::size_t>(pixel)];
  return contacts_of_pixel(axis_, pixel).count > 0;
}

void ArithmeticDrawing::convolution(const Rect& area) {
  const Palette& c = colors();
  const FrameAxis frame = frame_axis(axis_, axis_.pixels, sides_, 0);
  ruler_ = make_ruler(frame.first, frame.count, area.x, area.w, type(kLeastCell), type(kMostCell));
  ruler_.x = area.x + (area.w - (ruler_.right() - ruler_.x)) / 2;
  const double wanted = 2 * type(34) + std::min(ruler_.cell, type(48)) + type(30) + 2 * type(16);
  squeeze_ = std::clamp((area.h - kLeastRows * type(13)) / wanted, 0.4, 1.0);
  const double line = type(34) * squeeze_, cell = std::min(ruler_.cell, type(48)) * squeeze_,
               output = type(30) * squeeze_, between = type(16) * squeeze_;
  const double fixed = 2 * line + cell + output + 2 * between;
  const auto capacity = static_cast<Index>(std::max(2.0, (area.h - fixed) / type(13)));
  const std::vector<Bar> list = arrange(capacity);
  Index rows = 1;
  for (const Bar& bar : list) rows = std::max(rows, bar.row + 1);
  const double pitch = std::min(type(30), (area.h - fixed) / static_cast<double>(rows));
  const double height = fixed + pitch * static_cast<double>(rows);
  double y = area.y + std::max(0.0, (area.h - height) / 2.4);

  // Above the cells: padding, input, padding.
  const Index begin = sides_.begin, end = sides_.end, n = axis_.pixels;
  y += line * 0.72;
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
  const double size = std::min(type(15), cell * 0.45);
  const Index last = window_origin(axis_, axis_.windows - 1) + reach(axis_);
  for (Index i = frame.first; i < frame.first + frame.count; ++i) {
    if (!ruler_.shown(i)) {
      i = std::max(i, frame.first + frame.count - ruler_.tail - 1);
      continue;
    }
    const Rect rect{ruler_.left(i) + 1.5, y, ruler_.cell - 3, cell};
    if (i < 0 || i >= n) {
      canvas_.add(Box{.rect = rect, .radius = 4, .fill = c.stage, .stroke = c.line, .hatch = c.hatch});
    } else {
      const bool read = read_of(i);
      canvas_.add(Box{.rect = rect,
                      .radius = 4,
                      .fill = role_tint(c, Role::input, read ? 0.55 : 0.05),
                      .stroke = read ? Color{} : c.warning,
                      .stroke_width = 1.5,
                      .hatch = read ? Color{} : c.warning.with_alpha(0.35)});
      index(i, rect.centre(), size, rect.w, read ? c.ink : c.warning);
    }
  }
  ellipsis(y + cell / 2);
  if (lit_ == SizeTerm::input)
    part(SizeTerm::input, {ruler_.left(low), y, ruler_.left(high) - ruler_.left(low), cell});
  if (lit_ == SizeTerm::padding) {
    if (begin > 0)
      part(SizeTerm::padding, {ruler_.left(-begin), y, ruler_.left(Index{0}) - ruler_.left(-begin), cell});
    if (end > 0) part(SizeTerm::padding, {ruler_.left(n), y, ruler_.left(n + end) - ruler_.left(n), cell});
  }
  if (lit_ == SizeTerm::remainder && n + end > last)
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
  y += line * 0.72 + between * 0.4;

  const double bottom = y + pitch * static_cast<double>(rows);
  leaders(list, y, pitch, bottom + between);
  bars(list, y, pitch);
  if (list.size() < static_cast<std::size_t>(axis_.windows) && ruler_.whole())
    canvas_.text({area.x, bottom - pitch * 1.5}, fmt::format("… {} windows in all", axis_.windows), type(14),
                 c.soft);
  ellipsis((y + bottom) / 2);
  strided_cells(bottom + between, output, Role::output, "output");
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
  const double lines = 1 + 0.9 * (both ? 3 : 2);
  const double wanted = type(30) + type(16) + std::min(ruler_.cell, type(48)) + lines * type(34);
  squeeze_ = std::clamp((area.h - kLeastRows * type(13)) / wanted, 0.4, 1.0);
  const double line = type(34) * squeeze_, cell = std::min(ruler_.cell, type(48)) * squeeze_,
               input = type(30) * squeeze_, between = type(16) * squeeze_;
  const double fixed = input + between + cell + lines * line;
  const auto capacity = static_cast<Index>(std::max(2.0, (area.h - fixed) / type(13)));
  const std::vector<Bar> list = arrange(capacity);
  Index rows = 1;
  for (const Bar& bar : list) rows = std::max(rows, bar.row + 1);
  const double pitch = std::min(type(30), (area.h - fixed) / static_cast<double>(rows));
  double y = area.y + std::max(0.0, (area.h - fixed - pitch * static_cast<double>(rows)) / 2.4);

  const double top = y + input + between;
  leaders(list, top, pitch, y + input);
  strided_cells(y, input, Role::input, "input");
  bars(list, top, pitch);
  y = top + pitch * static_cast<double>(rows);
  if (list.size() < static_cast<std::size_t>(axis_.windows) && ruler_.whole())
    canvas_.text({area.x, y - pitch * 1.5}, fmt::format("… {} stamps in all", axis_.windows), type(14),
                 c.soft);
  ellipsis((top + y) / 2);

  // Above the cells: the strides between the stamps' beginnings, then the last stamp's reach.
  y += line * 0.72;
  const Index wide = reach(axis_);
  steps(from, axis_.windows - 1, y, false);
  dimension(SizeTerm::reach, covered_to - wide, covered_to, y,
            {fmt::format("reach {}·({}−1) + 1 = {}", axis_.dilation, axis_.taps, wide),
             fmt::format("reach {}", wide), fmt::format("{}", wide)},
            false);
  y += line * 0.28;

  const double size = std::min(type(15), cell * 0.45);
  for (Index i = first; i < end; ++i) {
    if (!ruler_.shown(i)) {
      i = std::max(i, end - ruler_.tail - 1);
      continue;
    }
    const Rect rect{ruler_.left(i) + 1.5, y, ruler_.cell - 3, cell};
    if (i < 0 || i >= m) {
      canvas_.add(Box{.rect = rect, .radius = 4, .fill = c.stage, .stroke = c.line, .hatch = c.hatch});
      continue;
    }
    const bool touched = contacts_of_pixel(axis_, i).count > 0, added = i >= kept;
    canvas_.add(Box{.rect = rect,
                    .radius = 4,
                    .fill = touched ? role_tint(c, Role::output, 0.75) : c.cell,
                    .stroke = added ? c.output : Color{},
                    .stroke_width = 2});
    index(i, rect.centre(), size, rect.w, touched ? c.ink : c.soft);
  }
  ellipsis(y + cell / 2);
  if (lit_ == SizeTerm::output)
    part(SizeTerm::output, {ruler_.left(Index{0}), y, ruler_.left(m) - ruler_.left(Index{0}), cell});
  if (lit_ == SizeTerm::output_padding && op > 0)
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
