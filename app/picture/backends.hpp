// Picture to file formats that need no GPU.
#pragma once

#include <string>
#include <vector>

#include "app/picture/picture.hpp"

namespace convscope {

/// Rasterises at `scale` device pixels per logical pixel; size is rounded up. Opaque sRGB.
Image rasterise(const Picture& picture, double scale = 1);

/// PNG bytes of an image (always RGBA or RGB 8 bit).
std::string encode_png(const Image& image);

/// SVG 1.1 text with real <text> elements; rasters are embedded as PNG data URIs.
std::string to_svg(const Picture& picture);

/// PDF bytes, one page for each picture, 1 logical px = 0.75 pt; reproducible (no dates).
std::string to_pdf(const std::vector<Picture>& pages);

/// Animated GIF89a bytes. All frames have one size; `delays_ms` has one entry a frame and is rounded to
/// 10 ms. Loops forever. One palette of 255 colours for the whole animation plus a transparent one: unchanged
/// pixels are transparent and only the changed rectangle is stored.
std::string encode_gif(const std::vector<Image>& frames, const std::vector<int>& delays_ms);

}  // namespace convscope
