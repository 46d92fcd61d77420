#include "core/io/image_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stb_image_write.h>
#include <sys/stat.h>
#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <random>

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

class EachFormat : public ::testing::TestWithParam<const char*> {
 protected:
  TemporaryFolder folder;
};

TEST_P(EachFormat, IsReadAsPlanes) {
  const std::string format = GetParam();
  const Tensor<float> image = read_image(folder.file("image." + format, encoded(format)), "image");
  ASSERT_EQ(image.shape(), (Shape{1, 3, kHeight, kWidth}));
  const auto rgb = pixels(kWidth, kHeight, 3);
  double error = 0;
  for (Index c = 0; c < 3; ++c)
    for (Index i = 0; i < Index{kWidth} * kHeight; ++i)
      error += std::abs(static_cast<double>(image[c * kWidth * kHeight + i]) -
                        rgb[static_cast<std::size_t>(3 * i + c)]);
  // JPEG changes colours; the others do not.
  EXPECT_LE(error / (3 * kWidth * kHeight), format == "jpg" ? 60.0 : 0.0);
}

TEST_P(EachFormat, IsRefusedWhenCutAnywhere) {
  const std::string format = GetParam(), whole = encoded(format);
  const std::size_t most = whole.size();
  for (std::size_t length = 0; length < most; length += length < 70 || length + 40 > most ? 1 : 13) {
    const std::string path = folder.file("cut", whole.substr(0, length));
    EXPECT_THROW(read_image(path, "image"), Error) << length << " of " << whole.size() << " bytes";
  }
}

INSTANTIATE_TEST_SUITE_P(ImageFile, EachFormat, ::testing::Values("png", "jpg", "bmp", "tga", "ppm"),
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

TEST_F(AnyImageFile, KeepsGreyAndAlpha) {
  std::string bytes;
  const unsigned char grey_alpha[] = {10, 255, 20, 51}, opaque[] = {1, 2, 3, 255, 4, 5, 6, 255};
  stbi_write_png_to_func(append, &bytes, 2, 1, 2, grey_alpha, 0);
  const ImageFile image = read_image_file(folder.file("a.png", bytes), "image");
  EXPECT_EQ(image.color, Tensor<float>({1, 1, 1, 2}, {10, 20}));
  EXPECT_EQ(image.alpha, Tensor<float>({1, 1, 1, 2}, {255, 51}));
  bytes.clear();
  stbi_write_png_to_func(append, &bytes, 2, 1, 4, opaque, 0);
  const ImageFile color = read_image_file(folder.file("b.png", bytes), "image");
  EXPECT_EQ(color.color, Tensor<float>({1, 3, 1, 2}, {1, 4, 2, 5, 3, 6}));
  EXPECT_TRUE(color.opaque());
}

TEST_F(AnyImageFile, KeepsSixteenBits) {
  // A binary PNM with a maximum of 65535, as ImageMagick writes it: two bytes a sample, the larger first.
  const std::string bytes = std::string("P5 3 1 65535\n") + std::string("\x00\x00\x80\x80\xff\xff", 6);
  const ImageFile image = read_image_file(folder.file("a.pgm", bytes), "image");
  EXPECT_EQ(image.color, Tensor<float>({1, 1, 1, 3}, {0, 128, 255}));
  const std::string fine = std::string("P5 1 1 65535\n") + std::string("\x01\x00", 2);
  EXPECT_FLOAT_EQ(read_image_file(folder.file("b.pgm", fine), "image").color[0], 256.0F / 257.0F);
}

/// The JPEG with an EXIF segment that holds one orientation.
std::string with_orientation(const std::string& jpeg, int orientation, bool little) {
  const auto number = [&](int value, int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
      text += static_cast<char>(value >> (8 * (little ? i : count - 1 - i)) & 255);
    return text;
  };
  std::string exif = std::string("Exif\0\0", 6) + (little ? "II" : "MM") + number(42, 2) + number(8, 4) +
                     number(2, 2) + number(0x0100, 2) + number(3, 2) + number(1, 4) + number(7, 2) +
                     number(0, 2) + number(0x0112, 2) + number(3, 2) + number(1, 4) + number(orientation, 2) +
                     number(0, 2) + number(0, 4);
  const auto length = static_cast<int>(exif.size() + 2);
  exif = std::string("\xff\xe1") + static_cast<char>(length >> 8) + static_cast<char>(length & 255) + exif;
  return jpeg.substr(0, 2) + exif + jpeg.substr(2);
}

TEST_F(AnyImageFile, TurnsJpegsUpright) {
  // White only in the first quarter of the stored rows and columns: each orientation puts it elsewhere.
  std::vector<unsigned char> stored(std::size_t{32} * 16 * 3);
  for (std::size_t y = 0; y < 8; ++y)
    for (std::size_t i = 0; i < 48; ++i) stored[y * 96 + i] = 255;
  std::string jpeg;
  stbi_write_jpg_to_func(append, &jpeg, 32, 16, 3, stored.data(), 100);
  for (int orientation = 0; orientation <= 9; ++orientation)
    for (bool little : {false, true}) {
      const Tensor<float> image =
          read_image(folder.file("a.jpg", with_orientation(jpeg, orientation, little)), "image");
      const bool turned = orientation >= 5 && orientation <= 8;
      ASSERT_EQ(image.shape(), turned ? (Shape{1, 3, 32, 16}) : (Shape{1, 3, 16, 32})) << orientation;
      const bool right = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
      const bool below = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
      const Index h = image.shape()[2], w = image.shape()[3];
      for (bool y : {false, true})
        for (bool x : {false, true})
          EXPECT_NEAR(image[(y ? h - 2 : 1) * w + (x ? w - 2 : 1)], x == right && y == below ? 255 : 0, 3)
              << "orientation " << orientation << " corner " << y << x;
    }
}

TEST_F(AnyImageFile, RefusesOtherFiles) {
  refuses("", "is empty");
  refuses("hello, this is a text", "has no image format known here");
  refuses(std::string(500, '\0'), "has no image format known here");
  refuses("RIFF\x10\x20\x30\x40WEBPVP8 and so on", "is cut short");
  refuses({"II*\0\x08\0\0\0 and so on", 18}, "is broken");
  EXPECT_THROW(read_image(folder.path(), "image"), Error);
  EXPECT_THROW(read_image(folder / "none.png", "image"), Error);
}

TEST_F(AnyImageFile, DoesNotWaitForPipes) {
  ASSERT_EQ(::mkfifo((folder / "pipe.png").c_str(), 0600), 0);
  EXPECT_THROW(check_image_file(folder / "pipe.png", "image"), Error);
  EXPECT_THROW(check_image_file("/dev/zero", "image"), Error);
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

/// A PNG whose header has that width and height, four bytes each, and its checksum right.
std::string png_of_size(const std::string& size) {
  std::string png = encoded("png");
  png.replace(16, 8, size);
  const uLong sum = crc32(0, reinterpret_cast<const Bytef*>(png.data()) + 12, 17);
  for (std::size_t i = 0; i < 4; ++i) png[29 + i] = static_cast<char>(sum >> (24 - 8 * i) & 255);
  return png;
}

TEST_F(AnyImageFile, ChecksTheSizeBeforeMemory) {
  refuses(encoded("bmp"), "would need", Budget{2000});
  refuses("P6 16000000 16000000 255\nabc", "would need");
  refuses(png_of_size({"\0\xFF\0\0\0\xFF\0\0", 8}), "would need");
  refuses(png_of_size({"\0\0\0\0\0\xFF\0\0", 8}), "has no pixels");
}

TEST(ImageFiles, SayHowFarReadingIsAndStopWhenTold) {
  struct Enough {};
  const int width = 500, height = 400;
  std::vector<unsigned char> noise;
  std::mt19937 random(1);
  for (int i = 0; i < width * height * 3; ++i) noise.push_back(static_cast<unsigned char>(random() % 256));
  for (const bool jpeg : {false, true}) {
    std::string bytes;
    if (jpeg)
      stbi_write_jpg_to_func(append, &bytes, width, height, 3, noise.data(), 95);
    else
      stbi_write_bmp_to_func(append, &bytes, width, height, 3, noise.data());
    std::atomic<double> most = 0;
    std::atomic<int> reports = 0;
    decode_image_file(bytes, "a", "a", {}, Progress({}, [&](double share) {
                        most = std::max(most.load(), share);
                        ++reports;
                      }));
    EXPECT_EQ(most, 1);
    for (const int end : {0, 1, 2, reports - 1}) {
      std::atomic<int> heard = 0;
      EXPECT_THROW(decode_image_file(bytes, "a", "a", {},
                                     Progress({},
                                              [&](double) {
                                                if (heard++ >= end) throw Enough{};
                                              })),
                   Enough);
      if (end < 3) {
        EXPECT_EQ(heard, end + 1) << "in the middle of decoding";
      }
    }
  }
}

}  // namespace
}  // namespace convscope
