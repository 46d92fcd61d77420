// The scale on which a phase spread predicts a checkerboard, as a part of larger drawings.
#pragma once

#include <optional>

#include "app/views/canvas.hpp"
#include "core/enlarging/why.hpp"

namespace convscope {

/// The colour in which a prediction is written.
Color prediction_color(const Palette& palette, Prediction prediction);

/// Four zones, a decade each, with their names and limits, a mark at the spread and one at that after the
/// repair. `at`: top left. Returns the height.
double draw_scale(Canvas& canvas, Point at, double width, double spread, std::optional<double> repaired);

}  // namespace convscope
