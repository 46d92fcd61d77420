#include "app/views/matrix_panel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/drawn.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {
/// More boxes than this are drawn as an image of the field.
constexpr Index kMostBoxes = 6000;
constexpr double kSmallestBox = 3;
}  // namespace

bool drawn_as_cells(const Derived& derived, const MatrixWindow& window, double cell) {
  // Rows have at most as many entries as a window has taps over the channels of its group.
  const Shape weights = derived.weights().shape();
  const Index per_row = std::min(window.columns, element_count(weights) / weights[0]);
  return cell >= kSmallestBox && window.rows * per_row <= 2 * kMostBoxes;
}

MatrixPanel::MatrixPanel(Canvas& canvas, const Derived& derived, const MatrixWindow& window, bool transposed,
                         Point at, double cell)
    : canvas_(canvas),
      d_(derived),
      window_(window),
      transposed_(transposed),
      grid_{at, cell, transposed ? window.columns : window.rows, transposed ? window.rows : window.columns} {}

Role MatrixPanel::role(bool windows) const {
  return windows == d_.op().transposed() ? Role::input : Role::output;
}

Shape MatrixPanel::extents(bool windows) const {
  return windows ? d_.op().geometry.windows() : d_.op().pixels;
}

Index MatrixPanel::all(bool windows) const {
  const MatrixWindow c = whole_matrix(d_.op());
  return windows ? c.rows : c.columns;
}

std::string MatrixPanel::name(Index flat, bool windows) const {
  const Shape extent = extents(windows);
  const Index plane = element_count(extent);
  const std::string at = coordinates_text(unravel(flat % plane, extent), true);
  return all(windows) > plane ? fmt::format("{};{}", flat / plane, at) : at;
}

std::string MatrixPanel::extent() const {
  const MatrixWindow c = whole_matrix(d_.op());
  return transposed_ ? fmt::format("{} × {}", c.columns, c.rows) : fmt::format("{} × {}", c.rows, c.columns);
}

/// Rows of a picture inside a vector make blocks, channels larger ones; their edges show the structure.
void MatrixPanel::blocks() const {
  const Rect b = grid_.bounds();
  const auto edges = [&](bool rows) {
    const bool windows = rows == rows_are_windows();
    const Shape extent = extents(windows);
    const Index line = extent[extent.rank() - 1], plane = element_count(extent);
    const Index first = rows ? first_row() : first_column(), count = rows ? grid_.rows : grid_.columns;
    for (const bool channels : {false, true}) {
      const Index every = channels ? plane : line;
      if (every == 1 || (!channels && extent.rank() == 1) || static_cast<double>(every) * grid_.cell < 6)
        continue;
      for (Index at = (first / every + 1) * every; at < first + count; at += every) {
        const double offset = static_cast<double>(at - first) * grid_.cell;
        const Point from = rows ? Point{b.x, b.y + offset} : Point{b.x + offset, b.y};
        const Point to = rows ? Point{b.right(), from.y} : Point{from.x, b.bottom()};
        canvas_.stroke(from, to, channels ? canvas_.colors().faint : canvas_.colors().line,
                       channels ? 1.5 : 1);
      }
    }
  };
  edges(true);
  edges(false);
}

/// What has no weight is an entry too: it can be pointed at, and the matrix be moved by it.
void MatrixPanel::ground() const {
  canvas_.add(Raster{.rect = grid_.bounds(), .entries = area()});
}

/// Every entry in the shade of its value, as the kernel's own cells are.
void MatrixPanel::cells() const {
  const Index columns = whole_matrix(d_.op()).columns;
  const Scale scale = scale_of(d_.weights().values());
  std::vector<std::string> texts;
  for (double w : d_.weights().values()) texts.push_back(canvas_.number(w));
  const double size = numbers_ ? canvas_.text_size(grid_.cell, canvas_.widest_em(texts)) : 0;
  for (Index r = window_.row; r < window_.row + window_.rows; ++r) {
    const std::vector<MatrixEntry> row = entries_of_window(d_.op(), r);
    for (std::size_t i = 0, next = 0; i < row.size(); i = next) {
      // A border folds several taps onto one cell: their sum is the entry.
      double value = 0;
      bool pointed = false;
      for (next = i; next < row.size() && row[next].column == row[i].column; ++next) {
        value += d_.weights()[row[next].weight];
        pointed = pointed || canvas_.style().hover == Tag{Role::kernel, row[next].weight};
      }
      const Index column = row[i].column - window_.column;
      if (column < 0 || column >= window_.columns) continue;
      const auto down = static_cast<double>(transposed_ ? column : r - window_.row);
      const auto across = static_cast<double>(transposed_ ? r - window_.row : column);
      const Rect rect = grid_.rect(down, across);
      canvas_.cell(rect, canvas_.look(Role::kernel, value, scale, {Role::entry, r * columns + row[i].column}),
                   size);
      // Hovering one tap of the kernel shows where its weight is shared.
      if (pointed) canvas_.outline(rect.inset(-1), canvas_.colors().accent, 2, 4);
    }
  }
}

/// The fraction of nonzeros under each image pixel, lifted so that sparse matrices stay visible.
void MatrixPanel::raster() const {
  const Rect bounds = grid_.bounds();
  const auto pixels = [](double extent, Index cells) {
    return std::clamp<Index>(saturated(std::ceil(extent)), 1, cells);
  };
  const Index height = transposed_ ? pixels(bounds.w, window_.rows) : pixels(bounds.h, window_.rows);
  const Index width = transposed_ ? pixels(bounds.h, window_.columns) : pixels(bounds.w, window_.columns);
  const Color ground = canvas_.colors().window, ink = canvas_.colors().kernel;
  const auto make = [&] {
    const Tensor<float> fractions = coverage(d_.op(), window_, height, width);
    Image image{
        static_cast<int>(transposed_ ? height : width), static_cast<int>(transposed_ ? width : height), {}};
    image.rgba.resize(static_cast<std::size_t>(4 * height * width));
    for (Index i = 0; i < height * width; ++i) {
      const double c = fractions[i];
      const Color color = c > 0 ? mix(ground, ink, std::max(std::pow(c, 0.6), 0.3)) : ground;
      const Index at = transposed_ ? i % width * height + i / width : i;
      const std::uint8_t bytes[] = {color.r, color.g, color.b, color.a};
      std::copy_n(bytes, 4, image.rgba.begin() + 4 * at);
    }
    return image;
  };
  const std::string key =
      fmt::format("matrix {} {} {} {} in {} {} {} {}", window_.row, window_.column, window_.rows,
                  window_.columns, height, width, transposed_, static_cast<int>(canvas_.style().theme));
  const auto image = drawn(d_)->image(key, make);
  canvas_.add(Raster{.rect = bounds, .image = image, .entries = area()});
}

EntryArea MatrixPanel::area() const {
  return {window_.row, window_.column, window_.rows, window_.columns, whole_matrix(d_.op()).columns,
          transposed_};
}

/// The hovered input or output cell as the row or column that it is; an entry as both.
void MatrixPanel::hovered() const {
  std::vector<Tag> marks = canvas_.style().linked;
  marks.push_back(canvas_.style().hover);
  for (const Tag& tag : marks) {
    if (tag.role != Role::input && tag.role != Role::output) continue;
    const bool row = tag.role == row_role();
    const Index at = tag.cell - (row ? first_row() : first_column());
    if (at < 0 || at >= (row ? grid_.rows : grid_.columns)) continue;
    const auto i = static_cast<double>(at);
    const Rect line = row ? grid_.block(i, 0, 1, static_cast<double>(grid_.columns))
                          : grid_.block(0, i, static_cast<double>(grid_.rows), 1);
    canvas_.dashed(line, role_color(canvas_.colors(), tag.role), 2);
  }
}

void MatrixPanel::mark_step(Order order, Index step, double outline) const {
  const Color ink = canvas_.colors().ink;
  if (order == Order::by_tap) {
    if (!drawn_as_cells(d_, window_, grid_.cell)) return;
    for_each_contribution(d_.op().geometry, Side::weight, step, [&](const Contribution& c) {
      const Index row = c.window - window_.row, column = user_cell(d_.op(), c.pixel) - window_.column;
      if (row < 0 || row >= window_.rows || column < 0 || column >= window_.columns) return;
      const Rect rect = grid_.rect(static_cast<double>(transposed_ ? column : row),
                                   static_cast<double>(transposed_ ? row : column));
      canvas_.outline(rect.inset(-1), ink, outline * 0.8, 3);
    });
    return;
  }
  const bool window = order == Order::by_window;
  const Index at = window ? step - window_.row : user_cell(d_.op(), step) - window_.column;
  if (at < 0 || at >= (window ? window_.rows : window_.columns)) return;
  const auto i = static_cast<double>(at);
  const Rect line = window == transposed_ ? grid_.block(0, i, static_cast<double>(grid_.rows), 1)
                                          : grid_.block(i, 0, 1, static_cast<double>(grid_.columns));
  canvas_.outline(line.inset(-2), ink, outline, 4);
}

void MatrixPanel::draw(Order order, Index step, double outline) {
  canvas_.add(Box{.rect = grid_.bounds().inset(-2),
                  .radius = 4,
                  .fill = canvas_.colors().window,
                  .stroke = canvas_.colors().line});
  blocks();
  if (drawn_as_cells(d_, window_, grid_.cell)) {
    ground();
    cells();
  } else {
    raster();
  }
  mark_step(order, step, outline);
  hovered();
}

void MatrixPanel::row_names(double right) const {
  const double size = names_size();
  if (grid_.cell < size * 1.15) return;
  for (Index r = 0; r < grid_.rows; ++r)
    canvas_.text({right, grid_.rect(static_cast<double>(r), 0).centre().y},
                 name(first_row() + r, rows_are_windows()), size,
                 role_text_color(canvas_.colors(), row_role()), Font::number, Align::right);
}

void MatrixPanel::column_names(double y) const {
  const double size = names_size();
  const Shape extent = extents(!rows_are_windows());
  const bool one = extent.rank() == 1;
  const Index width = one ? 1 : extent[extent.rank() - 1];
  const double room = static_cast<double>(width) * grid_.cell;
  const bool words = room >= text_width(Font::text, size, "output row 00");
  if (room < text_width(Font::number, size, "000")) return;
  const Color color = role_text_color(canvas_.colors(), column_role());
  for (Index c = ceil_div(first_column(), width) * width; c + width <= first_column() + grid_.columns;
       c += width) {
    const Index number = one ? c % extent[0] : c / width % (element_count(extent) / width);
    canvas_.text({grid_.at.x + static_cast<double>(c - first_column()) * grid_.cell + room / 2, y},
                 one || !words
                     ? fmt::format("{}", number)
                     : fmt::format("{} row {}", column_role() == Role::input ? "input" : "output", number),
                 size, color, one ? Font::number : Font::text, Align::centre);
  }
}

}  // namespace convscope
