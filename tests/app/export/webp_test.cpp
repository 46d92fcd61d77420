// Animated WebP, decoded again.
#include "app/export/webp.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <webp/demux.h>

#include <algorithm>
#include <memory>

#include "core/base/error.hpp"

namespace convscope {
namespace {

struct Shown {
  std::vector<std::uint8_t> rgba;
  int until_ms;
};

/// Every frame of the file as a viewer shows it.
std::vector<Shown> decoded(const std::string& bytes, WebPAnimInfo& info) {
  const WebPData data{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
  const std::unique_ptr<WebPAnimDecoder, void (*)(WebPAnimDecoder*)> decoder(
      WebPAnimDecoderNew(&data, nullptr), WebPAnimDecoderDelete);
  std::vector<Shown> frames;
  if (!decoder || !WebPAnimDecoderGetInfo(decoder.get(), &info)) return frames;
  while (WebPAnimDecoderHasMoreFrames(decoder.get())) {
    std::uint8_t* pixels = nullptr;
    int until = 0;
    if (!WebPAnimDecoderGetNext(decoder.get(), &pixels, &until)) break;
    frames.push_back({{pixels, pixels + std::size_t{4} * info.canvas_width * info.canvas_height}, until});
  }
  return frames;
}

/// A coloured square on a ground.
Image square(int at, std::uint8_t alpha) {
  Image image{32, 24, std::vector<std::uint8_t>(std::size_t{32} * 24 * 4)};
  for (int y = 0; y < 24; ++y)
    for (int x = 0; x < 32; ++x) {
      const bool inside = x >= at && x < at + 8 && y >= 4 && y < 12;
      std::uint8_t* p = &image.rgba[static_cast<std::size_t>(4 * (32 * y + x))];
      p[0] = inside ? 213 : alpha ? 240 : 0, p[1] = inside ? 94 : p[0], p[2] = inside ? 1 : p[0];
      p[3] = inside ? 255 : alpha;
    }
  return image;
}

TEST(WebpFiles, HoldEveryPixelAndTheTimes) {
  for (const std::uint8_t alpha : {std::uint8_t{255}, std::uint8_t{0}}) {
    WebpWriter writer(32, 24);
    for (int i = 0; i < 10; ++i) writer.add(square(2 * i, alpha), 1 / 15.0);
    WebPAnimInfo info{};
    const std::vector<Shown> frames = decoded(writer.finish(), info);
    EXPECT_EQ(info.loop_count, 0u) << "for ever";
    ASSERT_EQ(frames.size(), 10u);
    for (int i = 0; i < 10; ++i) {
      EXPECT_EQ(frames[static_cast<std::size_t>(i)].rgba, square(2 * i, alpha).rgba) << i;
      EXPECT_EQ(frames[static_cast<std::size_t>(i)].until_ms, (2000 * (i + 1) + 15) / 30) << i;
    }
  }
}

TEST(WebpFiles, WhatStandsStillIsOneFrame) {
  WebpWriter writer(32, 24);
  for (int i = 0; i < 5; ++i) writer.add(square(3, 255), 0.1);
  writer.add(square(9, 255), 0.25);
  WebPAnimInfo info{};
  const std::vector<Shown> frames = decoded(writer.finish(), info);
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(frames[0].until_ms, 500);
  EXPECT_EQ(frames[1].until_ms, 750);
}

TEST(WebpFiles, RefuseWhatCannotBe) {
  EXPECT_THROW(WebpWriter(16384, 10), Error);
  EXPECT_THROW(WebpWriter(0, 10), Error);
  WebpWriter writer(16, 16);
  EXPECT_THROW(writer.add(square(0, 255), 1), std::invalid_argument);
}

}  // namespace
}  // namespace convscope
