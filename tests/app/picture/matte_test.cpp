#include "app/picture/matte.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace convscope {
namespace {

/// Pixels laid over a grey ground.
Image over(const Image& image, int ground) {
  Image out = image;
  for (std::size_t i = 0; i < out.rgba.size(); i += 4) {
    const int alpha = image.rgba[i + 3];
    for (std::size_t c = 0; c < 3; ++c)
      out.rgba[i + c] =
          static_cast<std::uint8_t>((image.rgba[i + c] * alpha + ground * (255 - alpha) + 127) / 255);
    out.rgba[i + 3] = 255;
  }
  return out;
}

TEST(Matte, FindsWhatWasDrawnFromHowItLooksOnWhiteAndOnBlack) {
  Image drawn{256, 3, {}};
  for (int row = 0; row < 3; ++row)
    for (int alpha = 0; alpha < 256; ++alpha)
      for (const int value : {row * 127, 255 - alpha / 2, 30, alpha})
        drawn.rgba.push_back(static_cast<std::uint8_t>(value));
  const Image found = matte(over(drawn, 255), over(drawn, 0));
  ASSERT_EQ(found.rgba.size(), drawn.rgba.size());
  for (std::size_t i = 0; i < drawn.rgba.size(); i += 4) {
    EXPECT_NEAR(found.rgba[i + 3], drawn.rgba[i + 3], 1) << i / 4;
    // Laid over any ground it looks the same.
    for (const int ground : {0, 90, 255}) {
      const Image a = over(found, ground), b = over(drawn, ground);
      for (std::size_t c = 0; c < 3; ++c)
        ASSERT_LE(std::abs(a.rgba[i + c] - b.rgba[i + c]), 2) << i / 4 << " on " << ground;
    }
  }
}

}  // namespace
}  // namespace convscope
