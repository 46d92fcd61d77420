// Moving pictures among still ones, also where files are damaged.
#include "core/io/animated.hpp"

#include <gtest/gtest.h>

#include <string>

namespace convscope {
namespace {

const std::string kGif("GIF89a\x02\0\x02\0\x80\0\0\0\0\0\xff\xff\xff", 19);
const std::string kFrame(",\0\0\0\0\x02\0\x02\0\0\x02\x02\x84\x51\0", 15);
const std::string kExtension("!\xf9\x04\0\x0a\0\0\0", 8);
const std::string kPng("\x89PNG\r\n\x1a\n", 8);

std::string chunk(const std::string& name, const std::string& data) {
  return std::string(3, '\0') + static_cast<char>(data.size()) + name + data + "crc!";
}

TEST(Animated, GifsWithSeveralImagesAre) {
  EXPECT_FALSE(is_animated(kGif + kFrame + ";"));
  EXPECT_FALSE(is_animated(kGif + kExtension + kFrame + kExtension + ";"));
  EXPECT_TRUE(is_animated(kGif + kFrame + kFrame + ";"));
  EXPECT_TRUE(is_animated(kGif + kExtension + kFrame + kExtension + kFrame + ";"));
}

TEST(Animated, PngsWithAnAnimationChunkBeforeTheDataAre) {
  EXPECT_FALSE(is_animated(kPng + chunk("IHDR", std::string(13, 'x')) + chunk("IDAT", "acTL")));
  EXPECT_FALSE(is_animated(kPng + chunk("tEXt", "acTL") + chunk("IDAT", "") + chunk("acTL", "12345678")));
  EXPECT_TRUE(is_animated(kPng + chunk("IHDR", std::string(13, 'x')) + chunk("acTL", "12345678")));
}

TEST(Animated, OtherAndDamagedFilesAreNot) {
  EXPECT_FALSE(is_animated(""));
  EXPECT_FALSE(is_animated("GIF"));
  EXPECT_FALSE(is_animated("BM, and so on"));
  const std::string gif = kGif + kExtension + kFrame + kExtension + kFrame;
  for (std::size_t length = 0; length + kFrame.size() < gif.size(); ++length)
    EXPECT_FALSE(is_animated(gif.substr(0, length))) << length;
  for (std::size_t at = 0; at < gif.size(); ++at) {  // comes to an end whatever stands there
    std::string broken = gif;
    broken[at] = '\xff';
    is_animated(broken);
  }
}

}  // namespace
}  // namespace convscope
