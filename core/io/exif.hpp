// The way up that a camera noted in a JPEG file (EXIF 2.32, tag 0x0112 of the first directory).
#pragma once

#include <string_view>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// 1 to 8 as EXIF numbers them; 1, upright, for files that say nothing or nothing legal.
int exif_orientation(std::string_view file);

/// The planes [N, C, H, W] turned and mirrored upright.
Tensor<float> upright(const Tensor<float>& image, int orientation);

}  // namespace convscope
