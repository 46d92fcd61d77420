// Files of every format against what other readers see in them; tests/oracle/make_image_cases.py made them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/io/image_file.hpp"
#include "tests/core/support/case_file.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

std::string from_hex(const std::string& text) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    bytes += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
  return bytes;
}

std::string with_spaces(std::string text) {
  std::ranges::replace(text, '_', ' ');
  return text;
}

/// Those that a build without libheif or a libheif without its codecs does not read.
bool may_be_missing(const std::string& name) {
  return name.starts_with("heic") || name.starts_with("avif");
}

/// Colours, then alpha: [C, H, W].
std::vector<float> all_planes(const ImageFile& image) {
  std::vector<float> out(image.color.values().begin(), image.color.values().end());
  out.insert(out.end(), image.alpha.values().begin(), image.alpha.values().end());
  return out;
}

TEST(ImageCases, AreWhatOtherReadersSee) {
  for (const testing::CaseLine& line : testing::case_lines("image_files.txt")) {
    if (line.has("refused")) continue;
    SCOPED_TRACE(line.name());
    ImageFile image;
    try {
      image = decode_image_file(from_hex(line.text("bytes")), "it", "image");
    } catch (const Error& error) {
      if (!may_be_missing(line.name())) ADD_FAILURE() << error.what();
      EXPECT_THAT(error.problem(), HasSubstr("libheif")) << "what is missing is to be named";
      continue;
    }
    EXPECT_EQ(image.description, with_spaces(line.text("says")));
    const Shape size = line.shape("size");
    const Index channels = image.color.shape()[1] + (image.opaque() ? 0 : 1);
    ASSERT_EQ((Shape{channels, image.color.shape()[2], image.color.shape()[3]}), size);
    const std::vector<double> values = line.numbers("values");
    const std::vector<float> found = all_planes(image);
    ASSERT_EQ(found.size(), values.size());
    double most = 0;
    for (std::size_t i = 0; i < values.size(); ++i) most = std::max(most, std::abs(found[i] - values[i]));
    EXPECT_LE(most, parse_value(line.text("within")).value());
  }
}

TEST(ImageCases, DamagedAndForeignOnesAreRefusedByTheirReason) {
  for (const testing::CaseLine& line : testing::case_lines("image_files.txt")) {
    if (!line.has("refused")) continue;
    SCOPED_TRACE(line.name());
    try {
      decode_image_file(from_hex(line.text("bytes")), "it", "image");
      ADD_FAILURE() << "accepted";
    } catch (const Error& error) {
      if (!may_be_missing(line.name())) {
        EXPECT_THAT(error.problem(), HasSubstr(with_spaces(line.text("refused"))));
      }
    }
  }
}

/// What is read, or nothing where it is refused with a sentence of one line about this field.
std::optional<ImageFile> read_or_refused(const std::string& bytes) {
  try {
    return decode_image_file(bytes, "it", "image", Budget{Index{64} << 20});
  } catch (const Error& error) {
    EXPECT_EQ(error.field(), "image");
    EXPECT_THAT(error.problem(), ::testing::StartsWith("it"));
    EXPECT_EQ(error.problem().find('\n'), std::string::npos);
    return std::nullopt;
  }
}

// The libraries that decode have nothing to say to whoever called the program.
TEST(ImageCases, DamagedOnesLeaveStandardErrorAlone) {
  std::mt19937 random(5);
  for (const testing::CaseLine& line : testing::case_lines("image_files.txt"))
    for (const std::size_t every : {5u, 40u}) {
      std::string bytes = from_hex(line.text("bytes"));
      for (std::size_t i = bytes.size() / 2; i < bytes.size(); ++i)
        if (random() % every == 0) bytes[i] = static_cast<char>(random() % 256 - 128);
      ::testing::internal::CaptureStderr();
      read_or_refused(bytes);
      EXPECT_EQ(::testing::internal::GetCapturedStderr(), "") << line.name();
    }
}

// What is missing from a file may be a note, but never a part of the picture.
TEST(ImageCases, CutAnywhereAreRefusedOrTheSame) {
  for (const testing::CaseLine& line : testing::case_lines("image_files.txt")) {
    if (line.has("refused")) continue;
    const std::string bytes = from_hex(line.text("bytes"));
    const std::optional<ImageFile> whole = read_or_refused(bytes);
    for (int tenth = 0; whole && tenth < 10; ++tenth)
      for (const std::size_t less : {0u, 1u, 2u, 3u}) {
        const std::size_t length =
            bytes.size() * static_cast<std::size_t>(tenth + 1) / 10 - less - (tenth == 9 ? 1 : 0);
        SCOPED_TRACE(line.name() + " at " + std::to_string(length));
        const std::optional<ImageFile> cut = read_or_refused(bytes.substr(0, length));
        if (cut) {
          EXPECT_EQ(all_planes(*cut), all_planes(*whole));
        }
      }
  }
}

// Most formats have no checksums, so that a damaged file may be a sound one of another picture; what is wrong
// is said, and nothing is read or written where it should not be (the sanitizers look).
TEST(ImageCasesSlow, DamagedAnywhereAreRefusedOrRead) {
  for (const testing::CaseLine& line : testing::case_lines("image_files.txt")) {
    const std::string bytes = from_hex(line.text("bytes"));
    const bool png = line.name().starts_with("png") && !line.has("refused");
    const std::optional<ImageFile> whole = read_or_refused(bytes);
    for (std::size_t at = 0; at < bytes.size(); at += at < 60 ? 3 : 10)
      for (const int change : {0x01, 0x80, 0xff}) {
        SCOPED_TRACE(line.name() + " byte " + std::to_string(at));
        std::string damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ change);
        const std::optional<ImageFile> read = read_or_refused(damaged);
        EXPECT_FALSE(png && read) << "every byte of a PNG stands under a checksum";
      }
  }
}

TEST(ImageCases, EveryFlippedBitOfPngDataIsRefusedByTheChecksum) {
  int flipped = 0;
  for (const testing::CaseLine& line : testing::case_lines("image_files.txt")) {
    if (line.name() != "png-2-8") continue;
    const std::string bytes = from_hex(line.text("bytes"));
    const std::size_t begin = bytes.find("IDAT") + 4, end = bytes.find("IEND") - 4;
    for (std::size_t at = begin; at < end; ++at) {
      std::string damaged = bytes;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << at % 8));
      try {
        decode_image_file(damaged, "it", "image");
        ADD_FAILURE() << "accepted: " << at;
      } catch (const Error& error) {
        EXPECT_THAT(error.problem(), HasSubstr("the checksum (CRC) of its IDAT chunk does not fit"));
        ++flipped;
      }
    }
  }
  EXPECT_GT(flipped, 100);
}

void append_chunk(std::string& png, const std::string& name, const std::string& data) {
  const auto number = [](unsigned long value) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift & 255);
    return text;
  };
  const std::string checked = name + data;
  png += number(data.size()) + checked +
         number(crc32(0, reinterpret_cast<const Bytef*>(checked.data()), static_cast<uInt>(checked.size())));
}

// 16 × 16 pixels, and behind them zeros that unpack to a thousand times the file.
TEST(ImageCasesSlow, APngThatUnpacksToMuchMoreThanItsPixelsIsStopped) {
  constexpr std::size_t kBomb = std::size_t{100} << 20;
  std::string zeros(kBomb, '\0'), packed(compressBound(kBomb), '\0');
  uLongf length = packed.size();
  ASSERT_EQ(compress2(reinterpret_cast<Bytef*>(packed.data()), &length,
                      reinterpret_cast<const Bytef*>(zeros.data()), kBomb, 1),
            Z_OK);
  packed.resize(length);
  std::string png("\x89PNG\r\n\x1a\n", 8);
  append_chunk(png, "IHDR", std::string("\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0", 13));
  append_chunk(png, "IDAT", packed);
  append_chunk(png, "IEND", "");
  try {
    decode_image_file(png, "it", "image");
    ADD_FAILURE() << "accepted";
  } catch (const Error& error) {
    EXPECT_THAT(error.problem(), HasSubstr("more image data than pixels"));
  }
}

// Four codes of length 1 and 255 of each other length: a table that some readers write past.
TEST(ImageCases, AJpegWhoseCodesDoNotFitIsRefused) {
  std::string jpeg("\xff\xd8\xff\xdb\0\x43\0", 7);
  jpeg += std::string(64, '\x01');
  jpeg += std::string("\xff\xc0\0\x0b\x08\0\x08\0\x08\x01\x01\x11\0", 13);
  const std::string counts = "\x04" + std::string(15, '\xff');
  jpeg += "\xff\xc4" + std::string("\x0f\x08", 2) + std::string(1, '\0') + counts +
          std::string(15 * 255 + 4, '\x01');
  jpeg += std::string("\xff\xda\0\x08\x01\x01\0\0\x3f\0\x00\xff\xd9", 13);
  try {
    decode_image_file(jpeg, "it", "image");
    ADD_FAILURE() << "accepted";
  } catch (const Error& error) {
    EXPECT_THAT(error.problem(), HasSubstr("it is broken: Bogus Huffman table definition"));
  }
}

}  // namespace
}  // namespace convscope
