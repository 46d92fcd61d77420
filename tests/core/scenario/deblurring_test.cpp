// A photograph blurred and brought back.
#include "core/scenario/deblurring.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

using testing::expect_error;

/// Blocks of four grey levels: edges to blur and to bring back.
Tensor<float> blocks(Index side) {
  Tensor<float> out(Shape{1, 3, side, side});
  for (Index i = 0; i < out.size(); ++i)
    out[i] = static_cast<float>(30 + 60 * ((i / side % side / 12 + i % side / 12) % 4));
  return out;
}

TEST(Deblurring, KernelsSumToOne) {
  for (const Blur blur : {Blur::gaussian, Blur::box, Blur::motion})
    for (const Index size : {1, 2, 9, 31}) {
      const Tensor<double> kernel = blur_kernel(blur, size);
      EXPECT_EQ(kernel.shape(), (Shape{size, size}));
      double sum = 0;
      for (double tap : kernel.values()) sum += tap;
      EXPECT_NEAR(sum, 1, 1e-12);
      EXPECT_EQ(parse_blur(to_string(blur)), blur);
    }
  EXPECT_EQ(blur_kernel(Blur::motion, 2), Tensor<double>(Shape{2, 2}, {0, .5, .5, 0}));
}

TEST(Deblurring, TheTransposeBlursAgainAndDeconvolutionSharpens) {
  const Tensor<float> sharp = blocks(64);
  const Deblurring d = deblur(sharp, {.blur = Blur::box, .size = 5, .noise = 1, .iterations = 40});
  EXPECT_LT(d.transposed.quality.psnr, d.blurred.quality.psnr);
  EXPECT_LT(*d.transposed.quality.ssim, *d.blurred.quality.ssim);
  for (const Deblurred* way : {&d.wiener, &d.tikhonov, &d.lucy})
    EXPECT_GT(way->quality.psnr, d.blurred.quality.psnr + 2);
  EXPECT_EQ(d.lucy_iterations, 40);
  EXPECT_EQ(d.lucy.picture.shape(), sharp.shape());
}

TEST(Deblurring, IsRepeatable) {
  const Tensor<float> sharp = blocks(32);
  EXPECT_EQ(deblur(sharp, {.iterations = 3}).lucy.picture, deblur(sharp, {.iterations = 3}).lucy.picture);
  EXPECT_NE(deblur(sharp, {.iterations = 0}).blurred.picture,
            deblur(sharp, {.seed = 2, .iterations = 0}).blurred.picture);
}

TEST(Deblurring, ReportsAndCanBeCancelled) {
  double last = 0;
  int calls = 0;
  std::stop_source stop;
  const Progress six(stop.get_token(), [&](double share) {
    EXPECT_GE(share, last);
    last = share;
    if (++calls == 6) stop.request_stop();
  });
  const Deblurring d = deblur(blocks(32), {.iterations = 100}, six, [](const Deblurring& so_far) {
    EXPECT_FALSE(so_far.blurred.picture.shape().empty());
  });
  EXPECT_EQ(calls, 6);
  EXPECT_LT(last, 0.2);
  EXPECT_LT(d.lucy_iterations, 5);
}

TEST(Deblurring, CropsTheMiddle) {
  Tensor<float> picture(Shape{1, 3, 500, 50});
  for (Index i = 0; i < picture.size(); ++i) picture[i] = static_cast<float>(i);
  const Tensor<float> crop = deblurring_crop(picture);
  EXPECT_EQ(crop.shape(), (Shape{1, 3, 384, 48}));
  EXPECT_EQ(crop[0], picture[58 * 50 + 1]);
  EXPECT_EQ(crop.at(Shape{0, 2, 383, 47}), picture.at(Shape{0, 2, 58 + 383, 48}));
  expect_error(
      [] {
        deblurring_crop(Tensor<float>(Shape{1, 3, 15, 40}));
      },
      "photo: 40 × 15 pixels are too few (at least 16 × 16)");
}

TEST(Deblurring, RefusesWhatIsOutOfRange) {
  const Tensor<float> sharp = blocks(32);
  const auto refused = [&](const DeblurSettings& settings, const std::string& sentence) {
    expect_error([&] { deblur(sharp, settings); }, sentence);
  };
  refused({.size = 0}, "size: 0 is out of range (1 to 31)");
  refused({.noise = std::nan("")}, "noise: nan is out of range (0 to 64 grey levels)");
  refused({.ratio = 0}, "wiener: 0 is out of range (above 0, at most 1e6)");
  refused({.lambda = -1}, "lambda: -1 is out of range (above 0, at most 1e6)");
  refused({.iterations = 501}, "iterations: 501 is out of range (0 to 500)");
  expect_error([] { parse_blur("fog"); }, "blur: 'fog' is not known (gaussian, box, motion)");
  expect_error(
      [] {
        deblur(Tensor<float>(Shape{1, 3, 16, 16}, std::numeric_limits<float>::infinity()), {.size = 3});
      },
      "photo: holds a value that is not finite (finite values)");
}

}  // namespace
}  // namespace convscope
