// How numbers are set in cells: how large, and where the digits of a fraction stand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/picture/picture.hpp"

namespace convscope {

/// "−2½", "+16/9" or "12" taken apart: sign and whole number, and the fraction's digits, if any.
struct NumberParts {
  std::string whole, above, below;
  friend bool operator==(const NumberParts&, const NumberParts&) = default;
};
NumberParts number_parts(std::string_view text);

/// Width of a number of which the fraction stands upright, one number over the other: its digits are larger
/// than those of "½" or "1/16" in the same room.
double upright_width(Font font, double size, std::string_view text);
/// And its height, in sizes; its digits.
inline constexpr double kUprightHeight = 1.2, kUprightDigits = 0.7;
/// Draws it as labels and a bar; whatever has no fraction is the one label that it was.
void add_upright(Picture& picture, const Label& number);

/// Width in em of the widest text in the number font; `upright`: with upright fractions.
double widest_em(const std::vector<std::string>& texts, bool upright = false);

/// From that size on a cell has room for a second number in its corner.
inline constexpr double kCornerCell = 42;

/// How cells' numbers are set. Sizes grow with the picture where it is larger than 1280 × 720.
struct CellType {
  /// From the back row cells are a picture without numbers before they hold smaller ones.
  static constexpr double kSmallestPresenting = 15;
  bool present = false;  ///< for the back row
  double growth = 1;     ///< of the largest sizes

  /// Of the numbers in cells of that side, the widest of which has `widest` em; 0 when they would be too
  /// small to read.
  double size(double cell, double widest) const;
  /// Of a small number in a cell's upper right corner, `em` wide; 0 when it does not fit.
  double corner_size(double cell, double em) const;
};

}  // namespace convscope
