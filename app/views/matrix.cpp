#include "app/views/matrix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"

namespace convscope {

std::optional<std::string> matrix_obstacle(const Derived& derived) {
  constexpr Index kMostEntries = 20'000'000;
  if (count_contributions(derived.op().geometry) > kMostEntries)
    return "lists at most 20 million matrix entries; choose a smaller size or fewer channels";
  return std::nullopt;
}

namespace {

constexpr double kAdded = 0.5;  // the phase from which the step's products are in the sums

/// Above this many boxes the matrix is drawn as an image.
constexpr Index kMostBoxes = 9000;

/// C or its transpose.
struct Turned {
  const SparseMatrix& matrix;
  bool transposed;  ///< relative to C
};

class Drawing {
 public:
  Drawing(const Derived& derived, Moment moment, const Style& style)
      : d_(derived),
        op_(derived.op()),
        moment_(moment),
        windows_(derived.matrix().rows),
        pixels_(derived.matrix().columns),
        canvas_(style, "Matrix",
                op_.transposed() ? "output = Cᵀ · input: each column of Cᵀ is the stamp of one input cell"
                                 : "output = C · input: each row of C is one position of the window"),
        weight_scale_(scale_of(derived.weights().values())) {}

  Picture draw() {
    const Rect area = canvas_.area();
    const double title = canvas_.type(52), foot = canvas_.type(56);
    const auto n = [](Index i) { return static_cast<double>(i); };
    // Both matrices, the vectors of the operator's own product, two signs and the space between.
    const double sign = canvas_.type(26), labels = canvas_.type(56);
    const double wide = n(windows_) + n(pixels_) + 2 + 2 * 1.1 + 1.2;
    const double tall = n(std::max(windows_, pixels_));
    cell_ = std::min({(area.w - 2 * labels - 2 * sign) / wide, (area.h - title - foot) / tall, 56.0});
    const double used = cell_ * (n(windows_) + n(pixels_) + 3.2) + 2 * std::max(cell_ * 1.1, sign) + labels;
    const double left = area.x + labels + std::max(0.0, (area.w - labels - used) / 2);
    const double tallest = tall * cell_;
    const double top = area.y + title + std::max(0.0, (area.h - title - foot - tallest) / 2.4);
    const Turned c{d_.matrix(), false}, ct{d_.matrix_transposed(), true};
    const double next = product(left, top, tallest, op_.transposed() ? ct : c);
    product(next + labels + 1.2 * cell_, top, tallest, op_.transposed() ? c : ct);
    facts({area.x, area.bottom() - canvas_.type(10)}, area.right());
    return canvas_.finish();
  }

 private:
  /// The matrix that the operator multiplies by; the other one stands alone.
  bool own(const Turned& side) const { return side.transposed == op_.transposed(); }

  /// Spatial extents behind the rows or the columns of a matrix.
  Shape extents(const Turned& side, bool rows) const {
    return rows != side.transposed ? op_.geometry.windows() : op_.pixels;
  }

  /// The output, without bias, at this moment.
  std::vector<double> sums() const {
    const Index done = moment_.step + (moment_.phase < kAdded ? 0 : 1);
    const Tensor<double> sums =
        op_.transposed() ? partial_output(op_, Trace(op_, Order::by_window), d_.input(), d_.weights(), done)
                         : d_.linear();
    return {sums.values().begin(), sums.values().end()};
  }

  /// Draws "y = M x", returns the right edge.
  double product(double left, double top, double tallest, const Turned& side);
  void vector(const Grid& grid, const std::vector<double>& values, Role role, Index done, Index lit);
  void cells(const Grid& grid, const Turned& side);
  void raster(const Grid& grid, const Turned& side);
  void row_names(const Grid& grid, const Turned& side, double right);
  void column_names(const Grid& grid, const Turned& side);
  void blocks(const Grid& grid, const Turned& side);
  void hovered_line(const Grid& grid, const Turned& side);
  void facts(Point at, double right);

  Tag entry_tag(const Turned& side, Index row, Index column) const {
    return {Role::entry, side.transposed ? column * pixels_ + row : row * pixels_ + column};
  }

  const Derived& d_;
  const Operator& op_;
  Moment moment_;
  Index windows_, pixels_;
  Canvas canvas_;
  Scale weight_scale_;
  double cell_ = 10;
};

void Drawing::vector(const Grid& grid, const std::vector<double>& values, Role role, Index done, Index lit) {
  const Scale scale = scale_of(values);
  canvas_.grid(grid, [&](Index r, Index) {
    CellLook look{.role = role,
                  .value = values[static_cast<std::size_t>(r)],
                  .scale = scale.most,
                  .is_signed = scale.is_signed,
                  .text = canvas_.number(values[static_cast<std::size_t>(r)]),
                  .tag = {role, r}};
    if (r >= done) look.kind = CellLook::Kind::empty, look.text.clear();
    return look;
  });
  if (lit >= 0 && grid.cell >= 2)
    canvas_.outline(grid.block(static_cast<double>(lit), 0, 1, 1).inset(-1), canvas_.colors().ink, 2, 4);
}

/// Every stored entry as a box in its tap's tint; equal weights look equal.
void Drawing::cells(const Grid& grid, const Turned& side) {
  const SparseMatrix& m = side.matrix;
  double widest = 0;
  for (double w : d_.weights().values())
    widest = std::max(widest, text_width(Font::number, 1, canvas_.number(w)));
  const double size = canvas_.text_size(grid.cell, widest);
  for (Index r = 0; r < m.rows; ++r) {
    const auto row = m.row(r);
    const auto values = m.row_values(r);
    for (std::size_t i = 0; i < row.size(); ++i) {
      CellLook look{.role = Role::entry,
                    .value = values[i],
                    .scale = weight_scale_.most,
                    .is_signed = weight_scale_.is_signed,
                    .text = canvas_.number(values[i]),
                    .tag = entry_tag(side, r, row[i].column)};
      if (i > 0 && row[i].column == row[i - 1].column) continue;  // a folded border: drawn once
      canvas_.cell(grid.rect(static_cast<double>(r), static_cast<double>(row[i].column)), look, size);
      // Hovering one tap of the kernel shows where its weight is shared.
      if (canvas_.style().hover == Tag{Role::kernel, row[i].weight})
        canvas_.outline(grid.rect(static_cast<double>(r), static_cast<double>(row[i].column)),
                        canvas_.colors().ink, 2, 3);
    }
  }
}

/// Coverage per screen pixel, lifted so that sparse matrices stay visible.
void Drawing::raster(const Grid& grid, const Turned& side) {
  const SparseMatrix& m = side.matrix;
  const Rect bounds = grid.bounds();
  auto image = std::make_shared<Image>();
  const auto pixels = [](double extent, Index cells) {
    return static_cast<int>(
        std::clamp<double>(std::round(extent * 2), 1.0, static_cast<double>(std::max<Index>(cells, 1))));
  };
  image->width = pixels(bounds.w, m.columns);
  image->height = pixels(bounds.h, m.rows);
  std::vector<double> count(static_cast<std::size_t>(image->width * image->height), 0.0);
  for (Index r = 0; r < m.rows; ++r)
    for (const auto& entry : m.row(r))
      ++count[static_cast<std::size_t>(r * image->height / m.rows * image->width +
                                       entry.column * image->width / m.columns)];
  const double per_pixel =
      static_cast<double>(m.rows) * static_cast<double>(m.columns) / static_cast<double>(count.size());
  const Color ground = canvas_.colors().window, ink = canvas_.colors().kernel;
  for (double c : count) {
    const double coverage = c / per_pixel;
    const Color color =
        c > 0 ? mix(ground, ink, std::clamp(std::max(std::pow(coverage, 0.6), 0.3), 0.0, 1.0)) : ground;
    image->rgba.insert(image->rgba.end(), {color.r, color.g, color.b, color.a});
  }
  canvas_.add(Raster{.rect = bounds, .image = image});
}

/// Rows of the picture inside a vector make blocks; their edges show the structure.
void Drawing::blocks(const Grid& grid, const Turned& side) {
  const Rect b = grid.bounds();
  const auto width = [&](bool rows) {
    const Shape size = extents(side, rows);
    return size.rank() > 1 ? size[size.rank() - 1] : Index{0};
  };
  const auto rule = [&](Point from, Point to) {
    canvas_.add(Path{.start = from, .segments = {{to}}, .stroke = canvas_.colors().line, .stroke_width = 1});
  };
  const auto offset = [&](Index i) { return static_cast<double>(i) * cell_; };
  const Index by_row = width(true), by_column = width(false);
  for (Index r = by_row; by_row > 0 && r < grid.rows && offset(by_row) >= 6; r += by_row)
    rule({b.x, b.y + offset(r)}, {b.right(), b.y + offset(r)});
  for (Index c = by_column; by_column > 0 && c < grid.columns && offset(by_column) >= 6; c += by_column)
    rule({b.x + offset(c), b.y}, {b.x + offset(c), b.bottom()});
}

/// Rows are named by their coordinates where there is room for every one.
void Drawing::row_names(const Grid& grid, const Turned& side, double right) {
  const double size = canvas_.type(12);
  if (cell_ < size * 1.15) return;
  const Shape extent = extents(side, true);
  const Role role = own(side) ? Role::output : Role::input;
  for (Index r = 0; r < grid.rows; ++r)
    canvas_.text({right, grid.rect(static_cast<double>(r), 0).centre().y},
                 coordinates_text(unravel(r % element_count(extent), extent), true), size,
                 role_text_color(canvas_.colors(), role), Font::number, Align::right);
}

/// One axis: every column's number; two: a name for each block, "row 0".
void Drawing::column_names(const Grid& grid, const Turned& side) {
  const double size = canvas_.type(12), y = grid.bounds().bottom() + size + 3;
  const Shape extent = extents(side, false);
  const bool one = extent.rank() == 1;
  const Index width = one ? 1 : extent[extent.rank() - 1];
  const double room = static_cast<double>(width) * cell_;
  const Color color = role_text_color(canvas_.colors(), own(side) ? Role::input : Role::output);
  const bool words = room >= text_width(Font::text, size, "row 00");
  if (room < text_width(Font::number, size, "00")) return;
  for (Index c = 0; c < grid.columns; c += width) {
    const Index number = one ? c % extent[0] : c / width % (element_count(extent) / width);
    canvas_.text({grid.at.x + static_cast<double>(c) * cell_ + room / 2, y},
                 one || !words ? fmt::format("{}", number) : fmt::format("row {}", number), size, color,
                 one ? Font::number : Font::text, Align::centre);
  }
}

/// The hovered input or output cell as the row or column that it is.
void Drawing::hovered_line(const Grid& grid, const Turned& side) {
  const Tag hover = canvas_.style().hover;
  if (hover.role != Role::input && hover.role != Role::output) return;
  const bool windows = (hover.role == Role::input) == op_.transposed();
  const bool row = windows != side.transposed;
  if (hover.cell >= (row ? grid.rows : grid.columns)) return;
  const double at = static_cast<double>(hover.cell);
  canvas_.dashed(row ? grid.block(at, 0, 1, static_cast<double>(grid.columns))
                     : grid.block(0, at, static_cast<double>(grid.rows), 1),
                 role_color(canvas_.colors(), hover.role), 2);
}

void Drawing::facts(Point at, double right) {
  const SparseMatrix& m = d_.matrix();
  const Index distinct = d_.weights().size();
  canvas_.line(at,
               {{fmt::format("{} weights shown in each, {} of them distinct", m.nonzeros(), distinct),
                 canvas_.colors().kernel_text, Font::text},
                {fmt::format("   ·   density {:.3g} %   ·   C and Cᵀ hold the same entries, turned",
                             100 * m.density()),
                 canvas_.colors().soft, Font::text}},
               canvas_.type(14), right);
}

double Drawing::product(double left, double top, double tallest, const Turned& side) {
  const SparseMatrix& m = side.matrix;
  const Palette& c = canvas_.colors();
  const auto centred = [&](Index rows) { return top + (tallest - static_cast<double>(rows) * cell_) / 2; };
  // A step is one window: a row of C, a column of its transpose.
  const Index step = moment_.step;
  const double sign_width = std::max(cell_ * 1.1, canvas_.type(26));
  double x = left;
  const auto sign = [&](std::string_view text) {
    canvas_.text({x + sign_width / 2, top + tallest / 2}, std::string(text), canvas_.type(20), c.soft,
                 Font::text, Align::centre);
    x += sign_width;
  };
  const auto column_vector = [&](std::string_view name, const std::vector<double>& values, Role role,
                                 Index done, Index lit) {
    const Grid grid{
        {x, centred(static_cast<Index>(values.size()))}, cell_, static_cast<Index>(values.size()), 1};
    vector(grid, values, role, done, lit);
    // A vector too narrow for its name keeps its letter.
    const double size = canvas_.type(16);
    const bool fits = text_width(Font::text_bold, size, name) < cell_ + sign_width;
    canvas_.text({x + cell_ / 2, grid.at.y - canvas_.type(14)},
                 fits                  ? std::string(name)
                 : role == Role::input ? "x"
                                       : "y",
                 size, role_text_color(c, role), Font::text_bold, Align::centre);
    x += cell_;
  };
  const double names_at = x - 8;
  if (own(side)) {
    const Index done = side.transposed ? m.rows : step + (moment_.phase < kAdded ? 0 : 1);
    column_vector("output", sums(), Role::output, done, side.transposed ? -1 : step);
    sign("=");
  }
  const Grid grid{{x, centred(m.rows)}, cell_, m.rows, m.columns};
  canvas_.add(Box{.rect = grid.bounds().inset(-2), .radius = 4, .fill = c.window, .stroke = c.line});
  blocks(grid, side);
  if (m.nonzeros() <= kMostBoxes && cell_ >= 3)
    cells(grid, side);
  else
    raster(grid, side);
  const auto at = static_cast<double>(step);
  canvas_.outline((side.transposed ? grid.block(0, at, static_cast<double>(m.rows), 1)
                                   : grid.block(at, 0, 1, static_cast<double>(m.columns)))
                      .inset(-2),
                  c.ink, own(side) ? 2.5 : 1.5, 4);
  hovered_line(grid, side);
  const Rect b = grid.bounds();
  const std::string extent = fmt::format("  {} × {}", m.rows, m.columns);
  const double name_type = canvas_.type(16);
  // A name wider than its matrix stands above those of the vectors.
  const double wide =
      text_width(Font::text_bold, name_type, "Cᵀ") + text_width(Font::text, name_type, extent);
  canvas_.line({b.centre().x, b.y - canvas_.type(wide < b.w ? 14 : 36)},
               {{side.transposed ? "Cᵀ" : "C", c.ink, Font::text_bold}, {extent, c.soft, Font::text}},
               name_type, canvas_.style().width, Align::centre);
  row_names(grid, side, own(side) ? names_at : b.x - 8);
  column_names(grid, side);
  x = b.right();
  if (own(side)) {
    sign("·");
    column_vector("input", {d_.input().values().begin(), d_.input().values().end()}, Role::input, m.columns,
                  side.transposed ? step : -1);
  }
  return x;
}

}  // namespace

Picture draw_matrix(const Derived& derived, Moment moment, const Style& style) {
  return Drawing(derived, moment, style).draw();
}

}  // namespace convscope
