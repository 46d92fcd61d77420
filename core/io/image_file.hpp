// Photographs from files.
#pragma once

#include <string>
#include <string_view>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// PNG, JPEG, BMP, TGA, GIF (first frame), PNM by stb_image, as [1, 3, height, width] with values 0..255;
/// grey becomes three equal channels, alpha is laid over white.
/// Errors: Error(field, ...): unreadable, broken or truncated, no known format, over the budget.
Tensor<float> read_image(const std::string& path, std::string_view field, Budget budget = {});

}  // namespace convscope
