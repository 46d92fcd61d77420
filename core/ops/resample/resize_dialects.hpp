// One resize along one axis as the frameworks have it: where each takes its samples, and by how much their
// pictures lie apart.
//
//   const auto rows = resize_dialects(5, 2.3);            // 5 cells become 11
//   const ResizeShift apart = shift_between(rows[3], rows[0], false);   // asymmetric against half-pixel
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/ops/resample/sampling.hpp"

namespace convscope {

struct ResizeDialect {
  std::string_view name;  ///< "half-pixel"
  std::string_view who;   ///< "PyTorch, TensorFlow 2, OpenCV, Pillow"
  std::string_view rule;  ///< "x = (i + ½) / s − ½"
  ResizeAxis axis;
  ResizeCoordinates coordinates;
  std::vector<double> places;  ///< of each output cell; the middle of the first input cell is 0
  std::vector<Index> cells;    ///< which one nearest takes, rounded as usual there, held inside
};

inline constexpr Index kMostResized = 64;
inline constexpr double kLeastResize = 0.05, kMostResize = 8;

/// All of them, half-pixel by the output's size first. Errors: Error("resize-size" / "resize-factor", ...):
/// out of range, or nothing would be left.
std::vector<ResizeDialect> resize_dialects(Index from, double factor);

/// In output cells: positive where the one's picture lies further to the end.
struct ResizeShift {
  double first = 0, mean = 0, last = 0;  ///< at the first output cell, over all, at the last
  bool even() const;                     ///< the same everywhere
};
/// `nearest`: of the cells that it takes, else of the places.
ResizeShift shift_between(const ResizeDialect& one, const ResizeDialect& other, bool nearest);

/// "half a pixel to the left", "from 0.5 pixels to the left to 0.5 pixels to the right", "0 pixels".
std::string shift_text(const ResizeShift& shift);

}  // namespace convscope
