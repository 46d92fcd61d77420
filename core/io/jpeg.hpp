// What a JPEG file makes of a picture.
#pragma once

#include <string>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// The picture saved by libjpeg at this quality, 1 to 100, and read again. [N, C, H, W], 1 or 3 channels,
/// whole values 0..255. Colours are subsampled 4:2:0, as libjpeg does when nothing else is asked for.
Tensor<float> through_jpeg(const Tensor<float>& picture, int quality);

/// The file itself, of one picture.
std::string jpeg_bytes(const Tensor<float>& picture, int quality);

}  // namespace convscope
