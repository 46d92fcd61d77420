// The matrix view where all of C, or the part that was zoomed to, can be read.
#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/matrix_drawing.hpp"
#include "app/views/matrix_panel.hpp"

namespace convscope {

namespace {
constexpr double kUsual = 88;     ///< as large as cells become
constexpr double kTwoBelow = 72;  ///< two that stand below each other: indices and a name
}  // namespace

double MatrixDrawing::cell_beside(const Rect& room) const {
  const double wide = real(window_.rows + window_.columns) + 2 + 2.2 + 1.2;
  return std::min({(room.w - 2 * names_width() - 2 * canvas_.type(26)) / wide,
                   room.h / real(std::max(window_.rows, window_.columns)), largest_cell(kUsual)});
}

double MatrixDrawing::cell_below(const Rect& room) const {
  const Index columns = op_.transposed() ? window_.rows : window_.columns;  // of the operator's own
  const double tallest = real(std::max(window_.rows, window_.columns));
  return std::min({(room.w - 2 * names_width() - 2 * canvas_.type(26)) / (real(columns) + 2),
                   (room.h - canvas_.type(kTwoBelow)) / (2 * tallest), largest_cell(kUsual)});
}

double MatrixDrawing::cell_for_one(const Rect& room) const {
  return std::min({(room.w - names_width() - 12) / (real(window_.columns) + 1.6),
                   (room.h - canvas_.type(20)) / (real(window_.rows) + 1.6), largest_cell(kUsual)});
}

/// "y = M x" for the operator's own matrix, the other one alone; returns the right edge.
double MatrixDrawing::draw_product(const Rect& room, double left, double cell, bool transposed) {
  const Palette& c = canvas_.colors();
  const bool own = transposed == op_.transposed();
  const double tallest = real(std::max(window_.rows, window_.columns)) * cell;
  const double top = room.y + std::max(0.0, (room.h - tallest) / 2.4);
  const auto centred = [&](Index rows) { return top + (tallest - real(rows) * cell) / 2; };
  double x = left;
  const auto sign = [&](std::string_view text) {
    canvas_.text({x + sign_width(cell) / 2, top + tallest / 2}, std::string(text), canvas_.type(20), c.soft,
                 Font::text, Align::centre);
    x += sign_width(cell);
  };
  const auto column = [&](bool windows) {
    const Vector v = vector(windows);
    const Index count = windows ? window_.rows : window_.columns;
    const Grid grid{{x, centred(count)}, cell, count, 1};
    draw_vector(grid, v, windows ? window_.row : window_.column);
    // A vector too narrow for its name keeps its letter.
    const double size = canvas_.type(16);
    const bool fits = text_width(Font::text_bold, size, v.name) < cell + sign_width(cell);
    canvas_.text({x + cell / 2, grid.at.y - canvas_.type(14)}, std::string(fits ? v.name : v.letter), size,
                 role_text_color(c, v.role), Font::text_bold, Align::centre);
    x += cell;
  };
  const double names_at = x - 8;
  if (own) {
    column(!transposed);
    sign("=");
  }
  MatrixPanel panel(canvas_, d_, window_, transposed,
                    {x, centred(transposed ? window_.columns : window_.rows)}, cell);
  panel.draw(trace_.order(), moment_.step, own ? 2.5 : 1.5);
  matrix_name(panel, transposed ? "Cᵀ" : "C");
  panel.row_names(own ? names_at : x - 8);
  panel.column_names(panel.grid().bounds().bottom() + canvas_.type(15));
  x = panel.grid().bounds().right();
  if (own) {
    sign("·");
    column(transposed);
  }
  return x;
}

void MatrixDrawing::draw_both(const Rect& room, double cell) {
  if (cell > cell_beside(room)) {
    const Index columns = op_.transposed() ? window_.rows : window_.columns;
    const double tall = real(std::max(window_.rows, window_.columns)) * cell, gap = canvas_.type(kTwoBelow);
    const double signs = 2 * sign_width(cell), wide = real(columns + 2) * cell + signs;
    const double left = room.x + names_width() + std::max(0.0, (room.w - names_width() - wide) / 2);
    const double top = room.y + std::max(0.0, (room.h - 2 * tall - gap) / 2.4);
    draw_product({room.x, top, room.w, tall}, left, cell, op_.transposed());
    // Below the operator's own matrix.
    draw_product({room.x, top + tall + gap, room.w, tall}, left + cell + signs / 2, cell, !op_.transposed());
    return;
  }
  const double used =
      cell * (real(window_.rows + window_.columns) + 3.2) + 2 * sign_width(cell) + 2 * names_width();
  const double left = room.x + names_width() + std::max(0.0, (room.w - used) / 2);
  const double next = draw_product(room, left, cell, op_.transposed());
  draw_product(room, next + names_width() + 1.2 * cell, cell, !op_.transposed());
}

double MatrixDrawing::draw_one(const Rect& room, double cell) {
  const double gap = std::max(0.6 * cell, 8.0);
  const double wide = real(window_.columns) * cell + cell + gap;
  const double tall = real(window_.rows) * cell + cell + gap;
  const double left = room.x + names_width() + std::max(0.0, (room.w - names_width() - 12 - wide) / 2);
  const double top = room.y + std::max(0.0, (room.h - tall - canvas_.type(20)) / 2.4);
  MatrixPanel panel(canvas_, d_, window_, false, {left + cell + gap, top}, cell);
  const Vector rows = vector(true), columns = vector(false);
  draw_vector({{left, top}, cell, window_.rows, 1}, rows, window_.row);
  panel.draw(trace_.order(), moment_.step, 2.5);
  const Rect b = panel.grid().bounds();
  draw_vector({{b.x, b.bottom() + gap}, cell, 1, window_.columns}, columns, window_.column);
  vector_name({left + cell, top - canvas_.type(14)}, rows, Align::right);
  vector_name({b.x - gap - 4, b.bottom() + gap + cell / 2}, columns, Align::right);
  if (canvas_.area().h >= canvas_.type(kFlat)) matrix_name(panel, "C");
  panel.row_names(left - 8);
  panel.column_names(b.bottom() + gap + cell + canvas_.type(12));
  return b.right();
}

}  // namespace convscope
