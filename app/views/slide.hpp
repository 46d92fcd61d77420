// Convolution: the kernel slides over the padded input, each window becomes one output cell.
#pragma once

#include <optional>
#include <string>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

std::optional<std::string> slide_obstacle(const Derived& derived);
Picture draw_slide(const Derived& derived, Moment moment, const Style& style);

}  // namespace convscope
