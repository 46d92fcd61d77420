#include "app/picture/matte.hpp"

#include <algorithm>

namespace convscope {

Image matte(const Image& on_white, const Image& on_black) {
  Image out{on_black.width, on_black.height, std::vector<std::uint8_t>(on_black.rgba.size())};
  for (std::size_t i = 0; i + 3 < out.rgba.size(); i += 4) {
    // White shows through by what alpha leaves, in each channel alike but for rounding.
    int through = 255;
    for (std::size_t c = 0; c < 3; ++c)
      through = std::min(through, std::max(0, on_white.rgba[i + c] - on_black.rgba[i + c]));
    const int alpha = 255 - through;
    if (alpha == 0) continue;
    for (std::size_t c = 0; c < 3; ++c)
      out.rgba[i + c] =
          static_cast<std::uint8_t>(std::min(255, (on_black.rgba[i + c] * 255 + alpha / 2) / alpha));
    out.rgba[i + 3] = static_cast<std::uint8_t>(alpha);
  }
  return out;
}

}  // namespace convscope
