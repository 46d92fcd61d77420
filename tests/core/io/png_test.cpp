#include "core/io/png.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/io/image_file.hpp"

namespace convscope {
namespace {

/// Samples that have repetitions, runs or neither, so that each way of packing serves.
std::vector<std::uint8_t> samples(const PngFormat& format, int kind) {
  std::mt19937 random(7);
  std::vector<std::uint8_t> out(static_cast<std::size_t>(format.width * format.height * format.channels));
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::size_t x =
        i / static_cast<std::size_t>(format.channels) % static_cast<std::size_t>(format.width);
    const auto noise = static_cast<std::size_t>(random());
    out[i] = static_cast<std::uint8_t>(kind == 0   ? noise
                                       : kind == 1 ? (noise % 9 == 0 ? noise : 0)
                                                   : x / 40 * 31);
  }
  return out;
}

std::string packed(const PngFormat& format, const std::vector<std::uint8_t>& from) {
  const auto length = format.width * format.channels;
  std::string file;
  write_png(
      format,
      [&](Index first, Index count, std::uint8_t* to) {
        std::copy_n(from.data() + first * length, count * length, to);
      },
      [&](std::string_view bytes) { file += bytes; });
  return file;
}

/// libpng, which looks at every check sum, reads what was written: one band and many, every kind of pixel.
TEST(PngFileSlow, ComesBackSampleForSample) {
  const Shape sizes[] = {{1, 1}, {3, 2}, {2, 5}, {1200, 701}, {9, 400000}};
  for (int channels = 1; channels <= 4; ++channels)
    for (const Shape& size : sizes)
      for (int kind = 0; kind < 3; ++kind) {
        const PngFormat format{size[1], size[0], channels};
        const auto given = samples(format, kind);
        const std::string file = packed(format, given);
        const ImageFile image = decode_image_file(file, "packed", "image");
        const Index plane = size[0] * size[1], colors = channels < 3 ? 1 : 3;
        ASSERT_EQ(image.color.shape(), (Shape{1, colors, size[0], size[1]}));
        Index wrong = 0;
        for (Index i = 0; i < plane * channels; ++i) {
          const Index c = i % channels, at = i / channels;
          const float got = c < colors       ? image.color[c * plane + at]
                            : image.opaque() ? 255.0F
                                             : image.alpha[at];
          wrong += got != static_cast<float>(given[static_cast<std::size_t>(i)]) ? 1 : 0;
        }
        EXPECT_EQ(wrong, 0) << channels << " channels, " << to_string(size) << ", kind " << kind;
        const std::size_t most = kind > 0 ? given.size() / 2 : given.size() + given.size() / 100;
        EXPECT_LT(file.size(), most + 1000);
      }
}

TEST(PngFile, IsTheSameEveryTime) {
  const PngFormat format{1501, 1203, 3};
  const auto given = samples(format, 1);
  EXPECT_EQ(packed(format, given), packed(format, given));
}

TEST(PngFile, RefusesWhatNoFileCanHold) {
  const auto none = [](Index, Index, std::uint8_t*) { FAIL() << "asked for rows"; };
  const auto sink = [](std::string_view) { FAIL() << "wrote something"; };
  EXPECT_THROW(write_png({0, 5, 3}, none, sink), Error);
  EXPECT_THROW(write_png({5, 0, 3}, none, sink), Error);
  EXPECT_THROW(write_png({1'000'001, 1, 1}, none, sink), Error);
  EXPECT_THROW(write_png({1, 1'000'001, 1}, none, sink), Error);
}

/// What the rows' maker, the file's taker and the listener throw ends the work.
TEST(PngFile, HandsOnWhatIsThrown) {
  struct Enough {};
  const PngFormat format{500, 4000, 3};
  const auto rows = [](Index, Index count, std::uint8_t* to) {
    std::fill_n(to, count * 1500, std::uint8_t{7});
  };
  const auto take = [](std::string_view) {};
  EXPECT_THROW(write_png(
                   format, [](Index, Index, std::uint8_t*) { throw Enough{}; }, take),
               Enough);
  EXPECT_THROW(write_png(format, rows, [](std::string_view) { throw Enough{}; }), Enough);
  EXPECT_THROW(write_png(format, rows, take, Progress({}, [](double) { throw Enough{}; })), Enough);
}

}  // namespace
}  // namespace convscope
