// Pictures by rule: their values at places where they can be worked out by hand.
#include "core/enlarging/test_pictures.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using testing::expect_error;

std::vector<float> row(const Tensor<float>& x, Index y) {
  const Index width = x.shape()[3];
  return {x.data() + y * width, x.data() + (y + 1) * width};
}

TEST(TestPictures, AreGreyWithWholeValues) {
  for (const TestPictureInfo& info : test_pictures()) {
    const Tensor<float> picture = test_picture(info.name, 20, 31);
    ASSERT_EQ(picture.shape(), (Shape{1, 3, 20, 31})) << info.name;
    const Index plane = 620;
    for (Index i = 0; i < plane; ++i) {
      const float value = picture[i];
      EXPECT_TRUE(value == std::round(value) && value >= 0 && value <= 255) << info.name << " " << i;
      EXPECT_TRUE(picture[plane + i] == value && picture[2 * plane + i] == value) << info.name << " " << i;
    }
    EXPECT_EQ(test_picture(info.name).shape(), (Shape{1, 3, 512, 512}));
  }
}

TEST(TestPictures, HoldWhatTheirNamesSay) {
  EXPECT_THAT(test_picture("constant", 5, 4).values(), Each(128));
  EXPECT_THAT(row(test_picture("gradient", 3, 6), 1), ElementsAre(0, 51, 102, 153, 204, 255));
  EXPECT_THAT(row(test_picture("gradient-vertical", 6, 3), 4), Each(204));
  const Tensor<float> diagonal = test_picture("gradient-diagonal", 4, 3);
  EXPECT_THAT(row(diagonal, 1), ElementsAre(51, 102, 153));
  EXPECT_EQ(test_picture("gradient", 1, 1)[0], 128);
}

TEST(TestPictures, ZonePlateHasItsCentreAndItsFrequencies) {
  // Odd extents: the centre is a pixel; r^2 = n turns the phase once by pi.
  const Tensor<float> plate = test_picture("zone-plate", 25, 25);
  EXPECT_EQ(plate[12 * 25 + 12], 255);
  EXPECT_EQ(plate[12 * 25 + 17], 0);  // r = 5, r^2 = n
  EXPECT_EQ(plate[16 * 25 + 15], 0);  // 4^2 + 3^2
}

TEST(TestPictures, TheEdgeIsStraightAndCoversPixelsInPart) {
  const Tensor<float> edge = test_picture("slanted-edge", 101, 101);
  EXPECT_EQ(edge[50 * 101 + 50], 128);  // through the centre, half of it
  EXPECT_EQ(edge[50 * 101 + 49], 48);
  EXPECT_EQ(edge[50 * 101 + 51], 208);
  // Where the rows' mean jumps, the edge is: 5 degrees are 8.75 pixels in 100 rows.
  const auto place = [&](Index y) {
    double light = 0;
    for (float value : row(edge, y)) light += (static_cast<double>(value) - 48) / 160;
    return light;
  };
  EXPECT_NEAR(place(100) - place(0), 8.75, 0.02);
}

TEST(TestPictures, TheTextureIsFineAndTheSameEveryTime) {
  const Tensor<float> texture = test_picture("fine-texture", 64, 64);
  EXPECT_EQ(texture, test_picture("fine-texture", 64, 64));
  double sum = 0, squares = 0, step = 0;
  for (Index i = 0; i < 4096; ++i) {
    const auto value = static_cast<double>(texture[i]) - 128;
    sum += value;
    squares += value * value;
    if (i % 64 > 0) step += std::pow(value + 128 - static_cast<double>(texture[i - 1]), 2);
  }
  EXPECT_NEAR(sum / 4096, 0, 2);
  EXPECT_GT(step, squares);  // neighbours differ by more than pixels from the mean: nothing coarse
}

TEST(TestPictures, RefuseWhatTheyDoNotKnow) {
  expect_error([] { test_picture("lena"); },
               "picture: the test picture 'lena' is not known (constant, gradient, gradient-vertical, "
               "gradient-diagonal, zone-plate, slanted-edge, fine-texture)");
  expect_error([] { test_picture("constant", 0, 7); }, "picture: 7 × 0 pixels are none (at least 1 × 1)");
}

}  // namespace
}  // namespace convscope
