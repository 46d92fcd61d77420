// From activations to the 8-bit images that pictures and files hold.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "app/picture/picture.hpp"
#include "core/base/progress.hpp"
#include "core/io/png.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// The first sample of [N, C, height, width], values 0..255, clamped and rounded to nearest. C: 1 grey, 2
/// grey and alpha, 3 red, green and blue, 4 with alpha. `part`, in whole pixels within the image: empty for
/// all.
Image to_image(const Tensor<float>& x, Rect part = {});

/// An image made pixel by pixel.
std::shared_ptr<Image> painted(Index rows, Index columns,
                               const std::function<Color(Index row, Index column)>& color);

/// Rows [first, first + count) of the first sample, clamped and rounded in the same way: its first `channels`
/// ones, those of a pixel beside one another.
void pack_rows(const Tensor<float>& x, Index channels, Index first, Index count, std::uint8_t* to);
/// All of them as a PNG file: 1 grey, 2 grey and alpha, 3 or 4 channels; alpha is left out where all is
/// opaque. Errors: as write_png.
void write_png(const Tensor<float>& x, const PngSink& sink, const Progress& progress = {});

}  // namespace convscope
