// Brightness histograms over each other: the original's and a result's.
#pragma once

#include <array>
#include <string>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// Shares of the pixels in 64 steps of brightness, 4 grey levels each.
using Histogram = std::array<double, 64>;

/// Of a picture [N, 1 or 3, H, W], 0..255. Brightness is 0.2126 R + 0.7152 G + 0.0722 B of the sRGB values
/// (weights of Rec. ITU-R BT.709-6, 2015). Values beyond the range count at its ends; without pixels all
/// shares are 0.
Histogram histogram_of(const Tensor<float>& picture);

/// For a panel. `name`: the result's; empty: only the original.
Picture draw_histogram(const Histogram& original, const Histogram& result, const std::string& name,
                       const Style& style);

}  // namespace convscope
