#include "app/views/pixels.hpp"

#include <algorithm>
#include <cmath>

#include "app/picture/backends.hpp"

namespace convscope {

Image to_image(const Tensor<float>& x, Rect part) {
  const Index channels = x.shape()[1], height = x.shape()[2], width = x.shape()[3], plane = height * width;
  const Index colors = channels < 3 ? 1 : 3;
  const bool all = part.w <= 0;
  const Index left = all ? 0 : static_cast<Index>(part.x), top = all ? 0 : static_cast<Index>(part.y);
  const Index columns = all ? width : static_cast<Index>(part.w),
              rows = all ? height : static_cast<Index>(part.h);
  Image image;
  image.width = static_cast<int>(columns);
  image.height = static_cast<int>(rows);
  image.rgba.resize(static_cast<std::size_t>(4 * rows * columns), 255);
  for (Index channel = 0; channel < 4; ++channel) {
    if (channel == 3 && channels == colors) break;  // opaque
    const float* from = x.data() + (channel == 3 ? colors : std::min(channel, colors - 1)) * plane;
    for (Index row = 0; row < rows; ++row)
      for (Index column = 0; column < columns; ++column)
        image.rgba[static_cast<std::size_t>(4 * (row * columns + column) + channel)] =
            static_cast<std::uint8_t>(
                std::lround(std::clamp(from[(top + row) * width + left + column], 0.0F, 255.0F)));
  }
  return image;
}

std::shared_ptr<Image> painted(Index rows, Index columns, const std::function<Color(Index, Index)>& color) {
  auto image = std::make_shared<Image>();
  image->width = static_cast<int>(columns);
  image->height = static_cast<int>(rows);
  image->rgba.reserve(static_cast<std::size_t>(4 * rows * columns));
  for (Index row = 0; row < rows; ++row)
    for (Index column = 0; column < columns; ++column) {
      const Color pixel = color(row, column);
      image->rgba.insert(image->rgba.end(), {pixel.r, pixel.g, pixel.b, pixel.a});
    }
  return image;
}

std::string to_png(const Tensor<float>& x, const Progress& progress) {
  constexpr Index kColored = 3;
  return encode_png(to_image(x), progress, x.shape()[1] < kColored);
}

}  // namespace convscope
