// One kernel of a layer with its numbers, and one weight of it: which cells it ties together.
#pragma once

#include "app/views/canvas.hpp"
#include "app/views/networks/page.hpp"

namespace convscope {

struct WeightPlace {
  const NetworkLayer& layer;
  const PairKernel& kernel;
  Index row = 0, column = 0;  ///< as zoom_page.hpp counts them
};

struct KernelPlace {
  Grid grid;
};

/// The kernel as large as there is room for; weights of one phase have the same letter.
KernelPlace draw_kernel(Canvas& canvas, const Rect& rect, const WeightPlace& place);
/// The weight as a number, its phase, and the cells of input and output that it ties together.
void draw_weight(Canvas& canvas, const Rect& rect, const WeightPlace& place);

}  // namespace convscope
