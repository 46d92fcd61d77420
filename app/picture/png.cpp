// PNG bytes by stb_image_write, which keeps straight alpha as it is.
#include <stb_image_write.h>

#include "app/picture/backends.hpp"
#include "core/base/error.hpp"

namespace convscope {

std::string encode_png(const Image& image) {
  const std::size_t pixels = static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height);
  if (image.width <= 0 || image.height <= 0 || image.rgba.size() != pixels * 4)
    throw Error("image", "has no pixels", "a width and height of at least 1");
  bool opaque = true;
  for (std::size_t i = 0; i < pixels; ++i) opaque = opaque && image.rgba[4 * i + 3] == 255;

  const int channels = opaque ? 3 : 4;
  std::vector<std::uint8_t> rgb;
  if (opaque) {
    rgb.resize(pixels * 3);
    for (std::size_t i = 0; i < pixels; ++i)
      for (std::size_t c = 0; c < 3; ++c) rgb[3 * i + c] = image.rgba[4 * i + c];
  }
  std::string bytes;
  const auto append = [](void* context, void* data, int size) {
    static_cast<std::string*>(context)->append(static_cast<const char*>(data),
                                               static_cast<std::size_t>(size));
  };
  if (!stbi_write_png_to_func(append, &bytes, image.width, image.height, channels,
                              opaque ? rgb.data() : image.rgba.data(), image.width * channels))
    throw Error("image", "does not fit into memory as PNG", "a smaller image");
  return bytes;
}

}  // namespace convscope
