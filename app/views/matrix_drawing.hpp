// One moment of the matrix view being drawn. Included by matrix*.cpp only.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "app/views/canvas.hpp"
#include "app/views/frame.hpp"
#include "core/matrix/coverage.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

class MatrixPanel;

class MatrixDrawing {
 public:
  MatrixDrawing(const Derived& derived, Moment moment, const Style& style);

  Picture draw();

 private:
  /// A stage lower than this shows one matrix, and one narrower than kShort has its facts below.
  static constexpr double kFlat = 330, kShort = 520;
  /// The phase from which the step's products are in the sums.
  static constexpr double kAdded = 0.5;
  /// Numbers smaller than this are not worth writing: the rows around the step are shown instead.
  static constexpr double kReadable = 13.4;
  /// From the back row a small matrix has numbers of this size, or at least of that.
  static constexpr double kLarge = 20, kMiddling = 16.8;

  struct Vector {
    std::string_view name, letter;
    Role role;
    std::vector<double> values;
    Index done;  ///< cells from here on are still empty
    Index lit;   ///< the step's cell, or -1
  };

  // Parts.
  /// Input or output as it stands; only the part in view of the matrix is drawn.
  Vector vector(bool windows) const;
  /// `first`: the index of the first cell in view; numbers as large as fit, 0: of the cells shown.
  void draw_vector(const Grid& grid, const Vector& v, Index first);
  void vector_name(Point at, const Vector& v, Align align);
  /// A matrix' name over it, higher than the vectors' where it is wider than the matrix.
  void matrix_name(const MatrixPanel& panel, std::string_view name);
  double largest_cell(double usual) const { return canvas_.style().present ? canvas_.most_cell(48) : usual; }
  double sign_width(double cell) const { return std::max(cell * 1.1, canvas_.type(26)); }
  double names_width() const { return canvas_.type(58); }
  /// Of the smallest digits in cells of that side; 0: there is no room for numbers.
  double number_size(double cell) const;
  void measure_numbers();

  // Matrices as a whole (matrix_whole.cpp).
  double cell_for_both(const Rect& room) const { return std::max(cell_beside(room), cell_below(room)); }
  double cell_beside(const Rect& room) const;
  double cell_below(const Rect& room) const;
  double cell_for_one(const Rect& room) const;
  double draw_product(const Rect& room, double left, double cell, bool transposed);
  /// The two beside each other, or the other one below where both are larger so.
  void draw_both(const Rect& room, double cell);
  /// C between the vector of its rows on the left and the vector of its columns below.
  /// Returns the right edge.
  double draw_one(const Rect& room, double cell);

  // Rows around the step (matrix_closeup.cpp).
  struct Group {
    Index first, count;
  };
  /// Neighbouring rows of C, or of its transpose, and the columns in which they have entries.
  struct Closeup {
    bool windows = true;  ///< the rows are windows: it is C, else its transpose
    Index first = 0, count = 1;
    std::vector<Group> groups{};
    Index left_out = 0;  ///< columns that there was no room for
    double cell = 0;
  };
  /// The row of the present step.
  Index present_row(bool windows) const;
  std::vector<Group> groups_of(bool windows, Index first, Index count) const;
  /// As many rows as can be read in the room.
  Closeup closeup(const Rect& room) const;
  void draw_closeup(const Rect& area);
  void flat_for_the_back_row(const Rect& room);
  /// `above`: the share of the height left over that stays above it. Returns the bottom.
  double draw_closeup_in(const Rect& room, const Closeup& closeup, double above);
  /// All of the matrix, small, with what the close-up shows marked; returns what it covers.
  Rect overview(const Rect& room, const Closeup& closeup);
  void kernel_beside(const Rect& room);

  // What there is to say.
  std::string subtitle() const;
  double density() const;
  std::vector<Piece> fact_lines() const;
  double facts_width() const;
  void facts_beside(Point at);
  void facts_below(Point at);
  /// The shared weights as a small kernel, and the counts, at the foot of the area.
  void facts(const Rect& area);
  double facts_height() const;
  /// The kernel, where it is a plane that has room for its numbers.
  bool small_kernel() const;
  void kernel(const Grid& grid);

  const Derived& d_;
  const Operator& op_;
  Moment moment_;
  Trace trace_;
  MatrixWindow window_;
  Canvas canvas_;
  double widest_ = 0;  ///< number of matrix and vectors, in em
  double digits_ = 1;  ///< height of the smallest digits in a number
};

}  // namespace convscope
