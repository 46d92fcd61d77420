// Plots of the round trip: singular values, and how a residual falls.
#pragma once

#include <vector>

#include "app/views/canvas.hpp"
#include "core/matrix/analysis.hpp"

namespace convscope {

/// One mark for each column of the matrix, the zeros hollow on the ground line; a logarithmic axis where the
/// others are far apart.
void draw_singular_values(Canvas& canvas, const Rect& rect, const Analysis& analysis);

/// Values over steps, logarithmic where they are far apart; the mark stands at `now`.
struct Curve {
  std::string name;
  const std::vector<double>& values;
  Color color;
};
void draw_curves(Canvas& canvas, const Rect& rect, const std::vector<Curve>& curves, Index now,
                 std::string_view axis);

}  // namespace convscope
