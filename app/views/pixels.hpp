// From activations to the 8-bit images that pictures and files hold.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/picture/picture.hpp"
#include "core/base/progress.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// The first sample of [N, C, height, width], values 0..255, clamped and rounded to nearest. C: 1 grey, 2
/// grey and alpha, 3 red, green and blue, 4 with alpha. `part`, in whole pixels within the image: empty for
/// all.
Image to_image(const Tensor<float>& x, Rect part = {});

/// An image made pixel by pixel.
std::shared_ptr<Image> painted(Index rows, Index columns,
                               const std::function<Color(Index row, Index column)>& color);

/// The same as a PNG file: grey stays grey. Errors: as encode_png.
std::string to_png(const Tensor<float>& x, const Progress& progress = {});

}  // namespace convscope
