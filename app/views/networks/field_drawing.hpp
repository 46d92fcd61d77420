// What one cell of a layer sees of the input: how much each cell of the theoretical field moves it, as a map,
// and its numbers beside it.
#pragma once

#include "app/views/canvas.hpp"
#include "core/network/effective_field.hpp"

namespace convscope {

void draw_field(Canvas& canvas, const Rect& rect, const EffectiveField& field);

}  // namespace convscope
