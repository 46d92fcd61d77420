// Frames of an animation, painted on all processors and taken in order.
#include "app/export/animation.hpp"

#include <gmock/gmock.h>

#include <numeric>
#include <vector>

#include "core/base/error.hpp"

namespace convscope {
namespace {

/// Moments 0, 1, 2 ..., whose images are one pixel of that value.
std::vector<AnimationFrame> frames(Index count) {
  std::vector<AnimationFrame> out(static_cast<std::size_t>(count));
  for (Index i = 0; i < count; ++i) out[static_cast<std::size_t>(i)].moment.step = i;
  return out;
}
Image pixel(Moment moment) {
  return {1, 1, {static_cast<std::uint8_t>(moment.step), 0, 0, 255}};
}

TEST(PaintedFrames, AreTakenInOrderEachOnce) {
  for (const Index count : {0, 1, 2, 15, 100}) {
    std::vector<std::size_t> numbers, values;
    paint_frames(frames(count), pixel, [&](const Image& image, std::size_t number) {
      numbers.push_back(number);
      values.push_back(image.rgba[0]);
    });
    std::vector<std::size_t> all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), 0u);
    EXPECT_EQ(numbers, all);
    EXPECT_EQ(values, all);
  }
}

TEST(PaintedFrames, EndWithTheFirstError) {
  const auto refused = [](Moment moment) {
    if (moment.step == 40) throw Error("frame", "cannot be painted", "another");
    return pixel(moment);
  };
  std::size_t taken = 0;
  EXPECT_THROW(paint_frames(frames(100), refused, [&](const Image&, std::size_t) { ++taken; }), Error);
  EXPECT_LE(taken, 40u);
  EXPECT_THROW(paint_frames(frames(100), pixel,
                            [](const Image&, std::size_t) { throw Error("file", "is full", "another"); }),
               Error);
}

}  // namespace
}  // namespace convscope
