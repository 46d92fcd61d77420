// Results that lie off, put where they belong. The truth is a sum of waves, so what lies between pixels is
// known.
#include "core/enlarging/alignment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

/// The scene from (top, left) on; frequencies are below a quarter, which a windowed sinc moves well.
Tensor<float> scene(Index height, Index width, double top, double left, Index channels = 1) {
  Tensor<float> out({1, channels, height, width});
  float* to = out.data();
  for (Index c = 0; c < channels; ++c)
    for (Index i = 0; i < height; ++i)
      for (Index k = 0; k < width; ++k) {
        const double y = top + static_cast<double>(i), x = left + static_cast<double>(k);
        double value = 128;
        for (int n = 1; n <= 12; ++n)
          value += 9 * std::sin(0.11 * n * y + 0.07 * ((n * 5) % 13 - 6) * x + n * n) +
                   6 * std::cos(0.09 * ((n * 7) % 11 - 5) * y + 0.1 * n * x - n);
        *to++ = static_cast<float>(value + 3 * static_cast<double>(c));
      }
  return out;
}

void expect_found(double down, double right, Index height, Index width) {
  const Tensor<float> truth = scene(150, 170, 0, 0), result = scene(height, width, down, right);
  const Alignment at = find_alignment(truth, result, "r.png");
  EXPECT_NEAR(at.down, down, 0.03) << down << " " << right;
  EXPECT_NEAR(at.right, right, 0.03) << down << " " << right;
  const Tensor<float> there = aligned(result, at, {150, 170});
  const Region c = at.covered;
  ASSERT_GT(c.height * c.width, 0);
  double worst = 0;
  const Tensor<float> a = cropped(truth, c), b = cropped(there, c);
  for (Index i = 0; i < a.size(); ++i)
    worst = std::max(worst, std::abs(static_cast<double>(a.data()[i] - b.data()[i])));
  EXPECT_LT(worst, 10) << down << " " << right;
}

TEST(Alignment, FindsWholeAndPartsOfPixels) {
  for (const auto& [down, right] :
       {std::pair{0.0, 0.0}, {3.0, -2.0}, {0.5, 0.5}, {-0.25, 0.4}, {2.3, 5.75}, {-7.0, 4.5}})
    expect_found(down, right, 150, 170);
}

TEST(Alignment, FindsWhereBordersAreLacking) {
  expect_found(2, 2, 146, 166);
  expect_found(0, 0, 140, 160);
  expect_found(8, 6, 141, 163);
  expect_found(1.5, 3.25, 145, 165);
  expect_found(-4, -4, 158, 178);
}

TEST(Alignment, WholePixelsAreCopiedAndCovered) {
  const Tensor<float> truth = scene(150, 170, 0, 0), result = scene(146, 166, 2, 3);
  const Alignment at = find_alignment(truth, result, "r.png");
  EXPECT_EQ(at.down, 2);
  EXPECT_EQ(at.right, 3);
  EXPECT_EQ(at.covered, (Region{2, 3, 146, 166}));
  EXPECT_EQ(cropped(aligned(result, at, {150, 170}), at.covered), result);
  EXPECT_EQ(alignment_words(at), "2 pixels down and 3 pixels to the right");
}

TEST(Alignment, ChannelsMayDiffer) {
  const Alignment at = find_alignment(scene(96, 90, 0, 0, 3), scene(96, 90, 1, 0), "r.png");
  EXPECT_NEAR(at.down, 1, 0.03);
  EXPECT_EQ(alignment_words({.down = -0.5, .right = 0}), "0.5 pixels up");
  EXPECT_EQ(alignment_words({.down = 0, .right = -1}), "1 pixel to the left");
  EXPECT_EQ(alignment_words({}), "");
}

std::string refusal(const Tensor<float>& truth, const Tensor<float>& result) {
  try {
    find_alignment(truth, result, "r.png");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Alignment, RefusesOtherScalesAndOtherPictures) {
  EXPECT_THAT(refusal(scene(100, 100, 0, 0), scene(50, 50, 0, 0)),
              HasSubstr("r.png has 50 × 50 pixels and the truth has 100 × 100: too far apart to be aligned"));
  Tensor<float> noise({1, 1, 100, 100});
  std::uint32_t seed = 1;
  for (float& value : noise.values())
    value = static_cast<float>((seed = seed * 1664525U + 1013904223U) >> 24);
  EXPECT_THAT(refusal(scene(100, 100, 0, 0), noise), HasSubstr("r.png does not show what the truth shows"));
  const Tensor<float> flat({1, 1, 60, 60}, std::vector<float>(3600, 7.0F));
  EXPECT_EQ(refusal(flat, flat), "") << "nothing to measure, and nothing to move";
  EXPECT_EQ(alignment_words(find_alignment(flat, flat, "r.png")), "");
}

}  // namespace
}  // namespace convscope
