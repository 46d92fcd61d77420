// Transposed convolution as a convolution: zeros inserted between the inputs, padding d(k-1) - p, the kernel
// rotated by 180 degrees sliding at stride 1.
#pragma once

#include <optional>
#include <string>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

std::optional<std::string> direct_obstacle(const Derived& derived);
Picture draw_direct(const Derived& derived, Moment moment, const Style& style);

}  // namespace convscope
