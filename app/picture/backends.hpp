// Picture to file formats that need no GPU.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/picture/picture.hpp"
#include "core/base/progress.hpp"

namespace convscope {

/// What a picture's background lies on: white, so that the result is opaque, or nothing.
enum class Backing : std::uint8_t { white, none };

/// Rasterises at `scale` device pixels per logical pixel; size is rounded up. sRGB with straight alpha. May
/// be called from any thread. Errors: "size: ..." above 32767 pixels a side.
Image rasterise(const Picture& picture, double scale = 1, Backing backing = Backing::white);

/// PNG bytes of an image: RGB 8 bit when it is opaque, else RGBA with straight alpha; `grey`: of its three
/// equal samples only one. `progress` is told between rows. Errors: Error("image", ...) without pixels, or
/// beyond a million a side.
std::string encode_png(const Image& image, const Progress& progress = {}, bool grey = false);

/// SVG 1.1 text with real <text> elements; rasters are embedded as PNG data URIs, tags are attributes
/// (data-tag="input:5").
std::string to_svg(const Picture& picture);

/// PDF bytes, one page for each picture, 1 logical px = 0.75 pt; reproducible (no dates). `title`: of the
/// document; none where it is empty.
std::string to_pdf(const std::vector<Picture>& pages, Backing backing = Backing::white,
                   const std::string& title = {});

}  // namespace convscope
