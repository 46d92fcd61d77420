// The numbers of cells of one size: how large they are set, and how long they may be for that.
#pragma once

#include <vector>

#include "app/views/canvas.hpp"

namespace convscope {

/// Looks with the numbers that such cells show, in one size; 0: none, they would be too small to read.
struct Numbered {
  std::vector<CellLook> looks;
  double size = 0;
};

/// From the back row two digits that are read without effort stand for three that are not; elsewhere, and
/// where all have room, the looks as they are.
/// `wide`: the cells' width in heights.
Numbered numbered(const Canvas& canvas, double cell, std::vector<CellLook> looks, double wide = 1);

/// How many heights wide cells of that height must be, at most `most`, for numbers that are read without
/// effort from the back row; 1 where they are, and where no width makes them so.
double wide_enough(const Canvas& canvas, double cell, const std::vector<CellLook>& looks, double most);

}  // namespace convscope
