// PNG of drawn images.
#include <algorithm>

#include "app/picture/backends.hpp"
#include "core/base/error.hpp"
#include "core/io/png.hpp"

namespace convscope {

std::string encode_png(const Image& image, const Progress& progress, bool grey) {
  const std::size_t width = static_cast<std::size_t>(std::max(image.width, 0)),
                    pixels = width * static_cast<std::size_t>(std::max(image.height, 0));
  if (pixels == 0 || image.rgba.size() != pixels * 4)
    throw Error("image", "has no pixels", "a width and height of at least 1");
  bool opaque = true;
  for (std::size_t i = 3; i < image.rgba.size(); i += 4) opaque = opaque && image.rgba[i] == 255;

  const int colors = grey ? 1 : 3;
  const PngFormat format{image.width, image.height, colors + (opaque ? 0 : 1)};
  const auto rows = [&](Index first, Index count, std::uint8_t* to) {
    const std::uint8_t* from = image.rgba.data() + static_cast<std::size_t>(first) * width * 4;
    for (std::size_t i = 0; i < static_cast<std::size_t>(count) * width; ++i, from += 4) {
      to = std::copy_n(from, colors, to);
      if (!opaque) *to++ = from[3];
    }
  };
  std::string bytes;
  write_png(
      format, rows, [&](std::string_view more) { bytes += more; }, progress);
  return bytes;
}

}  // namespace convscope
