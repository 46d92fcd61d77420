// Transposed convolution: every input cell stamps its scaled kernel onto the output; overlaps add up.
#pragma once

#include <optional>
#include <string>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

std::optional<std::string> scatter_obstacle(const Derived& derived);
Picture draw_scatter(const Derived& derived, Moment moment, const Style& style);

}  // namespace convscope
