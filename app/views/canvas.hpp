// The parts of which views are composed: cells, grids, outlines, arrows,
// coloured lines of text.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/picture/palette.hpp"
#include "app/picture/picture.hpp"
#include "app/views/cell_text.hpp"
#include "app/views/number_text.hpp"
#include "app/views/style.hpp"
#include "core/tensor/shape.hpp"

namespace convscope {

/// A stretch of a line of text in one colour.
struct Piece {
  std::string text;
  Color color;
  Font font = Font::number;
};

/// How one cell of a grid looks.
struct CellLook {
  enum class Kind {
    value,    ///< tinted by its strength
    empty,    ///< nothing there yet
    padding,  ///< hatched
    zero,     ///< an inserted zero, pale
  };
  Kind kind = Kind::value;
  Role role = Role::none;
  double value = 0;
  double scale = 1;        ///< largest magnitude in this tensor; fixed while playing
  bool is_signed = false;  ///< the tensor has negative values: diverging colours
  std::string text{};      ///< empty: no number
  double text_alpha = 1;
  std::string corner{};  ///< small, top right, in the kernel's colour
  double corner_alpha = 1;
  Tag tag{};

  /// While it appears: empty at 0.
  CellLook faded(double shown) const;
};

/// A grid of square cells with its top left corner at `at`.
struct Grid {
  Point at;
  double cell = 40;
  Index rows = 1, columns = 1;
  double gap() const { return cell >= 24 ? 3 : cell >= 10 ? 1 : 0; }
  Rect rect(double row, double column) const {
    return {at.x + column * cell + gap() / 2, at.y + row * cell + gap() / 2, cell - gap(), cell - gap()};
  }
  Rect block(double row, double column, double height, double width) const {
    return {at.x + column * cell, at.y + row * cell, width * cell, height * cell};
  }
  Rect bounds() const { return block(0, 0, static_cast<double>(rows), static_cast<double>(columns)); }
};

/// The largest magnitude and whether there are negative values; fixes a
/// tensor's colour scale.
struct Scale {
  double most = 0;
  bool is_signed = false;
  void take(double value);
};
template <class Values>
Scale scale_of(const Values& values) {
  Scale scale;
  for (double value : values) scale.take(value);
  return scale;
}

/// What two scales make when their tensors are multiplied.
inline Scale operator*(const Scale& a, const Scale& b) {
  return {a.most * b.most, a.is_signed || b.is_signed};
}

/// A bias: the number that is added to every cell of a block.
struct Addend {
  double value = 0;
  Tag tag{};
};

/// Where a picture's title stands, and what is left free around the rest.
struct Margins {
  double title = 28;           ///< left of the title
  double side = 28, top = 28;  ///< left and right; above and below
  bool subtitle = true;        ///< there is room for the sentence after the title
};
/// Small pictures, a quarter of a projector's screen for instance, need their
/// room for cells.
Margins margins(const Style& style);

class Canvas {
 public:
  /// Draws the title line if the style wants one.
  Canvas(const Style& style, std::string_view title, std::string_view subtitle);

  const Style& style() const { return style_; }
  const Palette& colors() const { return colors_; }
  /// What is left below the title, with margins.
  Rect area() const { return area_; }
  double type(double px) const { return px * style_.type; }
  /// A distance that grows with the type around it; less so when presenting, where cells need the room.
  double spacing(double px) const {
    constexpr double kCells = 1.3 / 1.5;  // of the type for the back row
    return px * (style_.present ? std::max(std::min(style_.type, 1.3), kCells * style_.type) : style_.type);
  }
  /// How large cells may become that usually have so many pixels at most: more in larger pictures, and when
  /// presenting as many as there is room for.
  double most_cell(double usual) const;
  /// Size at which the numbers of cells are well read, that of a kernel beside a large picture for instance.
  double readable_cell() const { return style_.present ? 62 : 46; }
  /// Of a cell. Presenting, what would be a long decimal is a fraction, which stands upright with large
  /// digits.
  std::string number(double value) const;
  /// In a line of text or in a cell's corner: when presenting without signs such as ¼, whose digits are too
  /// small for the back row.
  std::string line_number(double value) const;
  /// The same with its sign: "+1.25".
  std::string line_addend(double value) const;

  void text(Point at, std::string text, double size, Color color, Font font = Font::text,
            Align align = Align::left);
  /// Pieces one after the other; what would pass `right` is cut off with an
  /// ellipsis. Returns the end's x.
  double line(Point at, const std::vector<Piece>& pieces, double size, double right,
              Align align = Align::left);
  /// Words wrapped to a width, first line's middle at `at.y`; returns the
  /// number of lines (with `draw` off it only counts them).
  int paragraph(Point at, std::string_view words, double size, double width, Color color,
                Font font = Font::text, bool draw = true);
  /// Of a cell that holds a number.
  CellLook look(Role role, double value, const Scale& scale, Tag tag = {}) const;
  void cell(Rect rect, const CellLook& look, double text_size);
  /// Of numbers in cells that can just be read. Presenting, smaller ones would be dust: a drawing has fewer
  /// and larger ones, or is an overview without.
  double least_number() const { return style_.present ? type(13.4) : 8; }
  /// A number in a cell, or on its way to one; when presenting its fraction stands upright.
  void cell_number(Point at, const std::string& number, double size, Color color,
                   Align align = Align::centre);
  /// A small number in a cell's upper right corner; says whether there was room.
  bool corner(const Rect& cell, const std::string& number, Color color);
  /// The ground on which a cell's number stands.
  Color cell_color(const CellLook& look) const;
  void outline(Rect rect, Color color, double width, double radius = 6);
  void dashed(Rect rect, Color color, double width);
  /// A straight line.
  void stroke(Point from, Point to, Color color, double width = 1, double dash = 0);
  void curve(Point from, Point to, Color color, double width, bool head);
  void disc(Point centre, double radius, Color fill, Color edge = {}, double width = 1, Color hatch = {},
            Tag tag = {});
  template <class Kind>
  void add(Kind shape, Tag tag = {}) {
    picture_.add(std::move(shape), tag);
  }

  /// A block's name above a grid, in its role's colour: "input 3 × 3"; after it
  /// what is added to its cells.
  void block_title(const Grid& grid, std::string_view name, std::string_view detail, Role role,
                   const std::optional<Addend>& added = std::nullopt);
  /// "+ ½", the number in a cell of its own; the point is on the left and in
  /// the middle. Returns the width, also when not drawing.
  double addend(Point at, const Addend& added, bool draw = true);
  /// Behind a row that ends with this cell, where there is room.
  void addend_after(const Rect& last, const Addend& added);
  /// Row numbers on the left and column numbers below, every so many that they
  /// do not touch.
  void indices(const Grid& grid, Index first_row, Index first_column);
  /// As many cells of a long axis are shown at once beside names `names` wide: so many that they can be read.
  Index page_cells(double names) const;
  /// Dots before and behind a row of cells that goes on there.
  void goes_on(const Rect& row, bool before, bool after);
  /// Their type beside cells of that size, and how many columns it is from one to the next.
  double index_size(double cell) const;
  Index index_step(double cell) const;
  /// How much room the column numbers take below a grid.
  double index_space(const Grid& grid) const { return grid.cell < 14 ? 0 : index_size(grid.cell) * 1.6; }
  /// Cells below so many pixels are drawn as one image.
  static constexpr double kTinyCell = 4;
  /// From that size on they have borders, in themes that draw some.
  static constexpr double kBorderedCell = 14;
  /// The grounds of such cells, `color(row, column)`. No more pixels than a
  /// screen of twice the density shows; between them cells are passed over.
  void tiny_grid(const Grid& grid, const std::function<Color(Index, Index)>& color);
  /// All cells; `look(row, column)`. Tiny ones become a tiny_grid.
  void grid(const Grid& grid, const std::function<CellLook(Index, Index)>& look);
  /// Cells of one size, wherever they stand, their numbers in one size; `at(i)`
  /// is the place of `looks[i]`.
  void cells(double cell, const std::vector<CellLook>& looks, const std::function<Rect(Index)>& at);
  /// The size at which the widest of the texts fits a cell; 0 when it would be
  /// too small to read.
  double text_size(double cell, double widest_em) const;
  /// Of the texts, as cells of this canvas have them.
  double widest_em(const std::vector<std::string>& texts) const {
    return convscope::widest_em(texts, style_.present);
  }

  /// Of a figure that is enlarged (lens.hpp), what has been drawn so far below the title and lies outside
  /// these heights goes.
  void keep_within(double top, double bottom);
  /// Rings for the hovered cell, then the picture.
  Picture finish();

 private:
  double growth() const;
  /// A number makes room for the one in the corner: it stands lower, and a high fraction is smaller.
  double beside_corner(const Rect& rect, const CellLook& look, double size) const;
  /// Of the number in a cell's corner; 0 where there is no room for one that can be read.
  double corner_size(const Rect& rect, const std::string& number) const;
  Point number_place(const Rect& rect, const CellLook& look, double size) const;
  CellType cell_type() const { return {style_.present, growth()}; }

  Style style_;
  const Palette& colors_;
  Picture picture_;
  Rect area_;
  bool numberless_ = false;       ///< cells are too small for numbers, which then are not made
  std::size_t titled_ = 0;        ///< as many items are the title
  std::optional<Rect> within_{};  ///< what the rings have to keep to
};

/// Smooth start and end; 0 before `from`, 1 after `to`.
double eased(double phase, double from, double to);
double lerp(double a, double b, double t);

}  // namespace convscope
