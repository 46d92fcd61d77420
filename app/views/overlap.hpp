// How many contributions each pixel of the transposed operator gets, layer upon layer, and the phase sums.
#pragma once

#include <optional>
#include <string>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

std::optional<std::string> overlap_obstacle(const Derived& derived);
/// One step for each layer of the stack: up to five, fewer where a layer would have too many pixels.
Index overlap_steps(const Derived& derived);
Picture draw_overlap(const Derived& derived, Moment moment, const Style& style);

}  // namespace convscope
