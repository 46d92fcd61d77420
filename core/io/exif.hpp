// The way up that a camera noted in EXIF data (EXIF 2.32, tag 0x0112 of the first directory).
#pragma once

#include <string_view>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// Of a block of EXIF data, with or without its name before it: 1 to 8 as EXIF numbers them; 1, upright,
/// where it says nothing or nothing legal.
int exif_orientation(std::string_view exif);

/// The planes [N, C, H, W] turned and mirrored upright.
Tensor<float> upright(const Tensor<float>& image, int orientation);

}  // namespace convscope
