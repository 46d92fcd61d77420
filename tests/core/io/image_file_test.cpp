#include "core/io/image_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stb_image_write.h>

#include "core/base/error.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryFolder;

void append(void* context, void* data, int size) {
  static_cast<std::string*>(context)->append(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

/// A picture with something in every corner, as RGB or RGBA.
std::vector<unsigned char> pixels(int width, int height, int channels) {
  std::vector<unsigned char> out;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < channels; ++c)
        out.push_back(c == 3 ? 255 : static_cast<unsigned char>((37 * x + 59 * y + 101 * c) % 256));
  return out;
}

constexpr int kWidth = 23, kHeight = 17;

std::string encoded(const std::string& format) {
  std::string bytes;
  const auto rgb = pixels(kWidth, kHeight, 3);
  if (format == "png") stbi_write_png_to_func(append, &bytes, kWidth, kHeight, 3, rgb.data(), 0);
  if (format == "jpg") stbi_write_jpg_to_func(append, &bytes, kWidth, kHeight, 3, rgb.data(), 90);
  if (format == "bmp") stbi_write_bmp_to_func(append, &bytes, kWidth, kHeight, 3, rgb.data());
  if (format == "tga") stbi_write_tga_to_func(append, &bytes, kWidth, kHeight, 3, rgb.data());
  if (format == "ppm") {
    bytes = "P6\n23 17\n255\n";
    bytes.append(rgb.begin(), rgb.end());
  }
  return bytes;
}

class ImageFile : public ::testing::TestWithParam<const char*> {
 protected:
  TemporaryFolder folder;
};

TEST_P(ImageFile, IsReadAsPlanes) {
  const std::string format = GetParam();
  const Tensor<float> image = read_image(folder.file("image." + format, encoded(format)), "image");
  ASSERT_EQ(image.shape(), (Shape{1, 3, kHeight, kWidth}));
  const auto rgb = pixels(kWidth, kHeight, 3);
  double error = 0;
  for (Index c = 0; c < 3; ++c)
    for (Index i = 0; i < kWidth * kHeight; ++i)
      error += std::abs(static_cast<double>(image[c * kWidth * kHeight + i]) -
                        rgb[static_cast<std::size_t>(3 * i + c)]);
  // JPEG changes colours; the others do not.
  EXPECT_LE(error / (3 * kWidth * kHeight), format == "jpg" ? 60.0 : 0.0);
}

TEST_P(ImageFile, IsRefusedWhenCutAnywhere) {
  const std::string format = GetParam(), whole = encoded(format);
  // What may be missing without loss: a PNG's last checksum and a JPEG's last byte are not looked at.
  const std::size_t spare = format == "png" ? 4 : 0;
  const std::size_t most = whole.size() - spare;
  for (std::size_t length = 0; length < most; length += length < 70 || length + 40 > most ? 1 : 13) {
    const std::string path = folder.file("cut", whole.substr(0, length));
    EXPECT_THROW(read_image(path, "image"), Error) << length << " of " << whole.size() << " bytes";
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, ImageFile, ::testing::Values("png", "jpg", "bmp", "tga", "ppm"),
                         [](const auto& test) { return std::string(test.param); });

class AnyImageFile : public ::testing::Test {
 protected:
  void refuses(const std::string& bytes, const std::string& problem, Budget budget = {}) const {
    try {
      read_image(folder.file("a", bytes), "image", budget);
      ADD_FAILURE() << "accepted; expected: " << problem;
    } catch (const Error& error) {
      EXPECT_EQ(error.field(), "image");
      EXPECT_THAT(error.problem(), HasSubstr(problem));
    }
  }
  TemporaryFolder folder;
};

TEST_F(AnyImageFile, LaysAlphaOverWhite) {
  std::string bytes;
  const unsigned char rgba[] = {0, 100, 200, 255, 0, 100, 200, 0, 0, 100, 200, 51};
  stbi_write_png_to_func(append, &bytes, 3, 1, 4, rgba, 0);
  const Tensor<float> image = read_image(folder.file("a.png", bytes), "image");
  EXPECT_FLOAT_EQ(image[0], 0);
  EXPECT_FLOAT_EQ(image[1], 255);
  EXPECT_FLOAT_EQ(image[2], 204);
  EXPECT_FLOAT_EQ(image[3 + 2], 224);
  EXPECT_FLOAT_EQ(image[6 + 2], 244);
}

TEST_F(AnyImageFile, MakesGreyThreeEqualChannels) {
  const Tensor<float> image = read_image(folder.file("a.pgm", "P5 2 1 255\n\x10\x20"), "image");
  EXPECT_EQ(std::vector<float>(image.values().begin(), image.values().end()),
            (std::vector<float>{16, 32, 16, 32, 16, 32}));
}

TEST_F(AnyImageFile, RefusesOtherFiles) {
  refuses("", "is empty");
  refuses("hello, this is a text", "has no image format known here");
  refuses(std::string(500, '\0'), "has no image format known here");
  refuses("RIFF\x10\x20\x30\x40WEBPVP8 and so on", "is a WebP image");
  EXPECT_THROW(read_image(folder.path(), "image"), Error);
  EXPECT_THROW(read_image(folder / "none.png", "image"), Error);
}

TEST_F(AnyImageFile, SurvivesDamage) {
  const std::string whole = encoded("png");
  for (std::size_t at = 0; at < whole.size(); at += at < 80 ? 1 : 17) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
    try {
      read_image(folder.file("a", bytes), "image");
    } catch (const Error& error) {
      EXPECT_EQ(error.field(), "image");
    }
  }
}

TEST_F(AnyImageFile, ChecksTheSizeBeforeMemory) {
  refuses(encoded("bmp"), "would need", Budget{2000});
  refuses("P6 16000000 16000000 255\nabc", "would need");
}

}  // namespace
}  // namespace convscope
