// Moving pictures among still ones, also where files are damaged.
#include "core/io/images/gif.hpp"

#include <gtest/gtest.h>

#include <string>

namespace convscope {
namespace {

const std::string kGif("GIF89a\x02\0\x02\0\x80\0\0\0\0\0\xff\xff\xff", 19);
const std::string kFrame(",\0\0\0\0\x02\0\x02\0\0\x02\x02\x84\x51\0", 15);
const std::string kExtension("!\xf9\x04\0\x0a\0\0\0", 8);
TEST(Gif, WithSeveralImagesAreAnimated) {
  EXPECT_FALSE(is_animated_gif(kGif + kFrame + ";"));
  EXPECT_FALSE(is_animated_gif(kGif + kExtension + kFrame + kExtension + ";"));
  EXPECT_TRUE(is_animated_gif(kGif + kFrame + kFrame + ";"));
  EXPECT_TRUE(is_animated_gif(kGif + kExtension + kFrame + kExtension + kFrame + ";"));
}

TEST(Gif, PixelsAreCounted) {
  EXPECT_EQ(problem_of_gif(kGif + kFrame + ";"), "");
  EXPECT_EQ(problem_of_gif(kGif + kExtension + kFrame + ";"), "");
  std::string taller = kGif + kFrame + ";";
  taller[kGif.size() + 7] = 3;
  EXPECT_NE(problem_of_gif(taller), "") << "its codes are too few";
  for (std::size_t length = 0; length + 2 < kGif.size() + kFrame.size(); ++length)
    EXPECT_NE(problem_of_gif((kGif + kFrame).substr(0, length)), "") << length;
}

TEST(Gif, OtherAndDamagedFilesAreNotAnimated) {
  EXPECT_FALSE(is_animated_gif(""));
  EXPECT_FALSE(is_animated_gif("GIF"));
  EXPECT_FALSE(is_animated_gif("BM, and so on"));
  const std::string gif = kGif + kExtension + kFrame + kExtension + kFrame;
  for (std::size_t length = 0; length + kFrame.size() < gif.size(); ++length)
    EXPECT_FALSE(is_animated_gif(gif.substr(0, length))) << length;
  for (std::size_t at = 0; at < gif.size(); ++at) {  // comes to an end whatever stands there
    std::string broken = gif;
    broken[at] = '\xff';
    is_animated_gif(broken);
  }
}

}  // namespace
}  // namespace convscope
