#include "app/views/matrix_zoom.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/saturated.hpp"

namespace convscope {

namespace {

constexpr Index kLeast = 4;

struct Span {
  Index first, count;
};

Span zoomed(Span now, Index all, double factor, Index around) {
  auto count = saturated(std::round(static_cast<double>(now.count) * factor));
  // Small windows must not stand still because of rounding.
  if (count == now.count && factor != 1) count += factor > 1 ? 1 : -1;
  count = std::clamp(count, std::min(kLeast, all), all);
  const double share =
      (static_cast<double>(around - now.first) + 0.5) / static_cast<double>(std::max<Index>(1, now.count));
  const auto first =
      saturated(std::round(static_cast<double>(around) + 0.5 - share * static_cast<double>(count)));
  return {std::clamp<Index>(first, 0, all - count), count};
}

MatrixWindow present(const MatrixWindow& now, const MatrixWindow& whole) {
  return now.empty() ? whole : now;
}

MatrixWindow simplified(const MatrixWindow& window, const MatrixWindow& whole) {
  return window == whole ? MatrixWindow{} : window;
}

}  // namespace

MatrixWindow zoomed(const MatrixWindow& now, const MatrixWindow& whole, double factor, MatrixCell around) {
  const MatrixWindow w = present(now, whole);
  const Span rows = zoomed({w.row, w.rows}, whole.rows, factor, around.row);
  const Span columns = zoomed({w.column, w.columns}, whole.columns, factor, around.column);
  return simplified({rows.first, columns.first, rows.count, columns.count}, whole);
}

MatrixWindow panned(const MatrixWindow& now, const MatrixWindow& whole, Index rows, Index columns) {
  MatrixWindow w = present(now, whole);
  const auto moved = [](Index first, Index by, Index most) {
    return by > most - first ? most : by < -first ? 0 : first + by;
  };
  w.row = moved(w.row, rows, whole.rows - w.rows);
  w.column = moved(w.column, columns, whole.columns - w.columns);
  return simplified(w, whole);
}

MatrixCell middle(const MatrixWindow& now, const MatrixWindow& whole) {
  const MatrixWindow w = present(now, whole);
  return {w.row + w.rows / 2, w.column + w.columns / 2};
}

}  // namespace convscope
