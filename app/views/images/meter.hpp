// The scale on which a kernel predicts checkerboards, as a part of larger drawings.
#pragma once

#include <optional>

#include "app/views/canvas.hpp"
#include "core/enlarging/why.hpp"

namespace convscope {

/// The colour in which a prediction is written.
Color prediction_color(const Palette& palette, Prediction prediction);

/// On flat areas, on ramps and on texture: of each the number, its verdict, and a bar of four zones with a
/// mark, and with one for the repaired kernel where that is judged otherwise. `at`: top left. Returns the
/// height.
double draw_scale(Canvas& canvas, Point at, double width, const KernelTraits& kernel,
                  const std::optional<KernelTraits>& repaired);

}  // namespace convscope
