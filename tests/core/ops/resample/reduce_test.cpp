// Making smaller, blurring, JPEG and the luma's PSNR against Pillow and NumPy
// (tests/oracle/make_reduction_cases.py).
#include "core/ops/resample/reduce.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "core/io/jpeg.hpp"
#include "core/metrics/image.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "core/ops/resample/layers.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_near.hpp"

namespace convscope {
namespace {

using testing::CaseLine;
using testing::expect_near;
using testing::small_integers;

/// [1, C, H, W] of the line's picture; a plane has one channel.
Tensor<float> picture(const Shape& size, Index seed, const std::function<double(double)>& level = {}) {
  const Tensor<double> x = small_integers(size, static_cast<std::uint64_t>(seed));
  Tensor<float> out(size.rank() == 2 ? with_channels(1, 1, size) : with_channels(1, size[0], size.tail(1)));
  for (Index i = 0; i < x.size(); ++i) out[i] = static_cast<float>(level ? level(x[i]) : x[i]);
  return out;
}
double level(double x) {
  return std::clamp(128 + 21 * x, 0.0, 255.0);
}

/// The lines of a name; says how many there were.
Index each(const char* name, const std::function<void(const CaseLine&)>& check) {
  Index n = 0;
  for (const CaseLine& line : testing::case_lines("reductions.txt")) {
    if (line.name() != name) continue;
    SCOPED_TRACE(std::string(name) + " " + line.text("seed"));
    check(line);
    ++n;
  }
  return n;
}

TEST(Reduce, EqualsPillow) {
  EXPECT_EQ(each("reduce",
                 [](const CaseLine& line) {
                   const Tensor<float> x = picture(line.shape("size"), line.number("seed"));
                   const Index factor = line.number("factor");
                   // Sums of up to 30 x 30 products in single precision.
                   expect_near(reduced(x, factor, ReducingFilter::area), line.numbers("area"), 2e-6);
                   expect_near(reduced(x, factor, ReducingFilter::bicubic), line.numbers("bicubic"), 4e-6);
                   expect_near(reduced(x, factor, ReducingFilter::lanczos3), line.numbers("lanczos3"), 4e-6);
                 }),
            9);
}

TEST(Reduce, LeavesOutWhatIsBeyondAMultipleAndKeepsConstants) {
  const Tensor<float> x = picture({9, 11}, 5), y({1, 3, 7, 8}, 200.0F);
  Tensor<float> cropped({1, 1, 8, 10});
  for (Index i = 0; i < cropped.size(); ++i) cropped[i] = x[i / 10 * 11 + i % 10];
  for (ReducingFilter f : {ReducingFilter::area, ReducingFilter::bicubic, ReducingFilter::lanczos3}) {
    EXPECT_EQ(reduced(x, 2, f), reduced(cropped, 2, f));
    const Tensor<float> small = reduced(y, 3, f);
    EXPECT_EQ(small.shape(), (Shape{1, 3, 2, 2}));
    for (float value : small.values()) EXPECT_NEAR(value, 200, 1e-4);
  }
}

TEST(Blur, EqualsNumPy) {
  EXPECT_EQ(each("blur",
                 [](const CaseLine& line) {
                   expect_near(
                       blurred(picture(line.shape("size"), line.number("seed")), line.numbers("sigma")[0]),
                       line.numbers("result"), 2e-6);
                 }),
            3);
}

TEST(Jpeg, LosesWhatPillowsLoses) {
  EXPECT_EQ(each("jpeg",
                 [](const CaseLine& line) {
                   const Tensor<float> x = picture(line.shape("size"), line.number("seed"), level);
                   // The same library: to the bit.
                   expect_near(through_jpeg(x, static_cast<int>(line.number("quality"))),
                               line.numbers("result"), 0);
                 }),
            4);
}

TEST(Luma, PsnrEqualsNumPy) {
  EXPECT_EQ(each("luma",
                 [](const CaseLine& line) {
                   const Shape size = line.shape("size");
                   const Index seed = line.number("seed");
                   EXPECT_NEAR(psnr_of_luma(picture(size, seed, level), picture(size, seed + 1000, level),
                                            line.number("border"))
                                   .value(),
                               line.numbers("psnr")[0], 1e-6);
                 }),
            3);
  // Grey is its own luma, in full range.
  const Tensor<float> a({1, 1, 3, 3}, 10.0F), b({1, 1, 3, 3}, 15.0F);
  EXPECT_NEAR(psnr_of_luma(a, b, 1).value(), 20 * std::log10(255.0 / 5), 1e-12);
  EXPECT_EQ(psnr_of_luma(a, a, 1), std::numeric_limits<double>::infinity());
  EXPECT_FALSE(psnr_of_luma(a, b, 2)) << "the border leaves nothing";
}

TEST(Cubics, EqualNumPy) {
  EXPECT_EQ(each("cubic",
                 [](const CaseLine& line) {
                   const Tensor<double> x = [&] {
                     const Shape size = line.shape("size");
                     const Tensor<double> plane =
                         small_integers(size, static_cast<std::uint64_t>(line.number("seed")));
                     return Tensor<double>(with_channels(1, 1, size),
                                           {plane.values().begin(), plane.values().end()});
                   }();
                   const auto check = [&](const char* name, const Upsampler& up) {
                     const Tensor<double> found = enlarge(up, x);
                     const std::vector<double> expected = line.numbers(name);
                     ASSERT_EQ(found.size(), static_cast<Index>(expected.size()));
                     for (Index i = 0; i < found.size(); ++i)
                       EXPECT_NEAR(found[i], expected[static_cast<std::size_t>(i)], 1e-8) << name << " " << i;
                   };
                   const Index factor = line.number("factor");
                   check("bicubic", bicubic(factor));
                   check("catmull-rom", catmull_rom(factor));
                   check("mitchell", mitchell(factor));
                 }),
            3);
}

TEST(Hold, FlattensAnyPhases) {
  for (Index factor : {2, 3, 4})
    for (Index order : {0, 1, 2}) {
      const Upsampler fixed = hold(factor, order);
      const Tensor<double>& taps = std::get<Filter>(fixed.steps.front()).kernels;
      EXPECT_EQ(taps.size(), (order + 1) * (factor - 1) + 1);
      Tensor<double> kernel(Shape{factor + 1, factor + 1});
      for (Index i = 0; i < kernel.size(); ++i) kernel[i] = static_cast<double>(i % 5 + 1);
      const Upsampler uneven = conv_transpose(normalised(kernel, factor), factor);
      const Tensor<double> before = phase_response(uneven, factor),
                           after = phase_response(stacked(uneven, fixed), factor);
      EXPECT_GT(std::abs(before[0] - before[factor + 1]), 0.01);
      for (double phase : after.values()) EXPECT_NEAR(phase, 1, 1e-12) << factor << " " << order;
    }
  // The authors' kernel of order 1 at stride 2 is [1, 2, 1] on each axis.
  const Upsampler tent = hold(2, 1);
  EXPECT_EQ(std::get<Filter>(tent.steps.front()).kernels, Tensor<double>(Shape{1, 1, 3}, {0.25, 0.5, 0.25}));
}

TEST(Cost, CountsWhatANetworkDoes) {
  const Tensor<double> kernel(Shape{3, 3}, 1.0), four(Shape{4, 3, 3}, 1.0);
  const Shape small{1, 3, 10, 20};  // 600 values
  const auto expect = [&](const Upsampler& up, double parameters, double multiply_adds) {
    EXPECT_EQ(cost_of(up, small).parameters, parameters);
    EXPECT_EQ(cost_of(up, small).multiply_adds, multiply_adds);
  };
  expect(nearest(2), 0, 0);
  expect(bilinear(2), 0, 600 * (4 + 2 * 4));        // two taps a pixel, along each axis
  expect(conv_transpose(kernel, 2), 9, 600 * 9);    // at every pixel of the small picture
  expect(pixel_shuffle(four, 2), 36, 600 * 36);     // four kernels there
  expect(nearest_conv(kernel, 2), 9, 600 * 4 * 9);  // at every pixel of the large one
  expect(stacked(conv_transpose(kernel, 2), conv_transpose(kernel, 2)), 18, 600 * (9 + 4 * 9));
}

}  // namespace
}  // namespace convscope
