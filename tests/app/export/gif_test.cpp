// The animation is read back by giflib's decoder and put together as a viewer does.
#include "app/export/gif.hpp"

#include <gif_lib.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "core/base/error.hpp"

namespace convscope {
namespace {

struct Frame {
  Image shown;  // the whole screen after this frame
  int left, top, width, height;
  int delay;  // in 10 ms
};

struct Reader {
  const std::string* bytes;
  std::size_t at = 0;
};

int take(GifFileType* gif, GifByteType* to, int length) {
  auto& reader = *static_cast<Reader*>(gif->UserData);
  const std::size_t count = std::min(static_cast<std::size_t>(length), reader.bytes->size() - reader.at);
  std::copy_n(reader.bytes->data() + reader.at, count, reinterpret_cast<char*>(to));
  reader.at += count;
  return static_cast<int>(count);
}

std::vector<Frame> decode(const std::string& bytes) {
  Reader reader{&bytes};
  int error = 0;
  GifFileType* gif = DGifOpen(&reader, take, &error);
  EXPECT_NE(gif, nullptr) << error;
  if (!gif) return {};
  EXPECT_EQ(DGifSlurp(gif), GIF_OK);
  std::vector<Frame> frames;
  Image screen{gif->SWidth, gif->SHeight, {}};
  screen.rgba.resize(static_cast<std::size_t>(gif->SWidth) * static_cast<std::size_t>(gif->SHeight) * 4);
  for (int i = 0; i < gif->ImageCount; ++i) {
    const SavedImage& saved = gif->SavedImages[i];
    GraphicsControlBlock control{};
    EXPECT_EQ(DGifSavedExtensionToGCB(gif, i, &control), GIF_OK);
    const GifImageDesc& desc = saved.ImageDesc;
    EXPECT_EQ(desc.ColorMap, nullptr);
    for (int y = 0; y < desc.Height; ++y)
      for (int x = 0; x < desc.Width; ++x) {
        const int index = saved.RasterBits[y * desc.Width + x];
        if (index == control.TransparentColor) continue;
        const GifColorType c = gif->SColorMap->Colors[index];
        std::uint8_t* p =
            &screen.rgba[static_cast<std::size_t>((desc.Top + y) * screen.width + desc.Left + x) * 4];
        p[0] = c.Red, p[1] = c.Green, p[2] = c.Blue, p[3] = 255;
      }
    frames.push_back({screen, desc.Left, desc.Top, desc.Width, desc.Height, control.DelayTime});
  }
  DGifCloseFile(gif, nullptr);
  return frames;
}

Image plain(int width, int height, Color c) {
  Image image{width, height, {}};
  for (int i = 0; i < width * height; ++i) image.rgba.insert(image.rgba.end(), {c.r, c.g, c.b, 255});
  return image;
}

void paint(Image& image, int x0, int y0, int x1, int y1, Color c) {
  for (int y = y0; y < y1; ++y)
    for (int x = x0; x < x1; ++x) {
      std::uint8_t* p = &image.rgba[static_cast<std::size_t>(y * image.width + x) * 4];
      p[0] = c.r, p[1] = c.g, p[2] = c.b;
    }
}

std::string write(const std::vector<Image>& frames, const std::vector<int>& delays) {
  ColorCount count;
  for (const Image& frame : frames) count.add(frame);
  GifWriter gif(frames[0].width, frames[0].height, count.choose(GifWriter::kColors));
  for (std::size_t i = 0; i < frames.size(); ++i) gif.add(frames[i], delays[i % delays.size()]);
  return gif.finish();
}

// A square that glides over a ground.
std::vector<Image> glide(int count) {
  std::vector<Image> frames;
  for (int i = 0; i < count; ++i) {
    Image frame = plain(64, 40, {246, 247, 249, 255});
    paint(frame, 4 + 3 * i, 10, 16 + 3 * i, 22, {0, 114, 178, 255});
    frames.push_back(frame);
  }
  return frames;
}

TEST(Gif, ComesBackFrameByFrame) {
  const std::vector<Image> frames = glide(8);
  const std::vector<Frame> decoded = decode(write(frames, {40}));
  ASSERT_EQ(decoded.size(), frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i) EXPECT_EQ(decoded[i].shown.rgba, frames[i].rgba) << i;
}

TEST(Gif, StoresOnlyTheChangedRectangle) {
  const std::vector<Frame> decoded = decode(write(glide(3), {40}));
  EXPECT_EQ(decoded[0].width, 64);
  EXPECT_EQ(decoded[0].height, 40);
  EXPECT_EQ(decoded[1].left, 4);  // where the square leaves
  EXPECT_EQ(decoded[1].width, 15);
  EXPECT_EQ(decoded[1].top, 10);
  EXPECT_EQ(decoded[1].height, 12);
}

TEST(Gif, KeepsAFrameWithoutChange) {
  const Image still = plain(20, 10, {1, 2, 3, 255});
  const std::vector<Frame> decoded = decode(write({still, still, still}, {100}));
  ASSERT_EQ(decoded.size(), 3u);
  EXPECT_EQ(decoded[2].width * decoded[2].height, 1);
  EXPECT_EQ(decoded[2].shown.rgba, still.rgba);
  EXPECT_EQ(decoded[2].delay, 10);
}

TEST(Gif, HoldsThePaceDespiteRounding) {
  const std::vector<Frame> decoded = decode(write(glide(12), {33}));
  int sum = 0;
  for (const Frame& frame : decoded) {
    EXPECT_TRUE(frame.delay == 3 || frame.delay == 4);
    sum += frame.delay;
  }
  EXPECT_NEAR(sum * 10, 12 * 33, 5);
  for (const Frame& frame : decode(write(glide(3), {1}))) EXPECT_EQ(frame.delay, 2);
}

TEST(Gif, IsExactWith255Colours) {
  Image frame = plain(255, 2, {0, 0, 0, 255});
  for (int x = 0; x < 255; ++x)
    paint(frame, x, 0, x + 1, 2, {static_cast<std::uint8_t>(x), static_cast<std::uint8_t>(x * 7), 90, 255});
  Image next = frame;
  paint(next, 0, 0, 100, 1, {254, 242, 90, 255});  // one of the colours already there
  ASSERT_EQ(decode(write({frame, next}, {50}))[0].shown.rgba, frame.rgba);
  EXPECT_EQ(decode(write({frame, next}, {50}))[1].shown.rgba, next.rgba);
}

TEST(Gif, StaysCloseWithManyColours) {
  Image frame = plain(128, 128, {0, 0, 0, 255});
  for (int y = 0; y < 128; ++y)
    for (int x = 0; x < 128; ++x)
      paint(frame, x, y, x + 1, y + 1,
            {static_cast<std::uint8_t>(2 * x), static_cast<std::uint8_t>(2 * y),
             static_cast<std::uint8_t>(x + y), 255});
  const std::vector<Frame> decoded = decode(write({frame}, {50}));
  double sum = 0;
  for (std::size_t i = 0; i < frame.rgba.size(); ++i)
    sum += std::abs(frame.rgba[i] - decoded[0].shown.rgba[i]);
  // 255 colours share a square of 256 x 256 of red and green: cells of 16, a mean distance of 4 a channel.
  EXPECT_LT(sum / (128 * 128 * 3), 6);
}

TEST(Gif, LoopsForEver) {
  const std::string bytes = write(glide(2), {40});
  EXPECT_EQ(bytes.substr(0, 6), "GIF89a");
  const std::size_t at = bytes.find("NETSCAPE2.0");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(bytes.substr(at + 11, 5), std::string("\x03\x01\x00\x00\x00", 5));
  EXPECT_EQ(bytes.back(), ';');
}

TEST(Gif, IsReproducible) {
  EXPECT_EQ(write(glide(5), {40}), write(glide(5), {40}));
}

TEST(Gif, RefusesWhatDoesNotFit) {
  EXPECT_THROW(GifWriter(70000, 1, {{0, 0, 0, 255}}), Error);
  EXPECT_THROW(GifWriter(10, 10, {}), std::invalid_argument);
  GifWriter gif(10, 10, {{0, 0, 0, 255}});
  EXPECT_THROW(gif.add(plain(9, 10, {}), 40), std::invalid_argument);
  EXPECT_THROW(gif.finish(), std::logic_error);
}

}  // namespace
}  // namespace convscope
