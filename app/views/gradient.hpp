// Forward and backward of one layer: what a gradient of the output does to input, kernel and bias.
#pragma once

#include <optional>
#include <string>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

std::optional<std::string> gradient_obstacle(const Derived& derived);
Picture draw_gradient(const Derived& derived, Moment moment, const Style& style);

}  // namespace convscope
