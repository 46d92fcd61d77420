// The verdict on checkerboards: on what, from which limits on, and without false alarms.
#include "core/enlarging/verdict.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "core/enlarging/test_pictures.hpp"
#include "core/enlarging/trial.hpp"
#include "core/enlarging/upsampling.hpp"
#include "core/metrics/spectrum.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "core/ops/resample/layers.hpp"

namespace convscope {
namespace {

constexpr auto kNone = Prediction::none, kFaint = Prediction::faint, kVisible = Prediction::visible,
               kStrong = Prediction::strong;

TEST(Verdicts, HaveTheirLimits) {
  EXPECT_EQ(grade(0, kSpreadLimits), kNone);
  EXPECT_EQ(grade(0.001, kSpreadLimits), kFaint);
  EXPECT_EQ(grade(0.01, kSpreadLimits), kVisible);
  EXPECT_EQ(grade(0.1, kSpreadLimits), kStrong);
  EXPECT_EQ(grade(std::numeric_limits<double>::infinity(), kSpreadLimits), kStrong);
  EXPECT_EQ(name(kFaint), "faint");
  EXPECT_EQ(in_words({}), "none");
  EXPECT_EQ(in_words({kNone, kFaint, kStrong}), "none on flat areas, faint on ramps, strong on texture");
  EXPECT_EQ(worst_places({kNone, kFaint, kFaint}), "on ramps and texture");
  EXPECT_EQ(worst_places({kStrong, kStrong, kStrong}), "on flat areas, ramps and texture");
  EXPECT_EQ(worst_places({}), "");
}

/// Three phases copy, the first is sharpened.
Upsampler sharpened(double amount) {
  Tensor<double> kernels(Shape{4, 3, 3});
  for (Index phase = 0; phase < 4; ++phase) kernels[phase * 9 + 4] = 1;
  for (const Index t : {1, 3, 5, 7}) kernels[t] -= amount;
  kernels[4] += 4 * amount;
  return pixel_shuffle(kernels, 2);
}

TEST(Verdicts, OnKernelsSayOnWhat) {
  for (const Index s : {2, 3, 4, 5, 6, 7, 8}) {
    for (const Upsampler& up : {bilinear(s), bicubic(s), lanczos3(s)})
      EXPECT_EQ(judge(kernel_traits(up, s)), Judgement{}) << s;
    EXPECT_EQ(judge(kernel_traits(nearest(s), s)), (Judgement{kNone, kFaint, kFaint})) << s;
  }
  const Upsampler uneven = conv_transpose(Tensor<double>({3, 3}, 4.0 / 9), 2);
  EXPECT_EQ(judge(kernel_traits(uneven, 2)), (Judgement{kStrong, kStrong, kVisible}));
  // Equal phase sums, unequal sub-kernels: the blind spot of the phase sums.
  EXPECT_EQ(phase_spread(sharpened(1), 2), 0);
  EXPECT_EQ(judge(kernel_traits(sharpened(1), 2)), (Judgement{kNone, kFaint, kStrong}));
  EXPECT_EQ(judge(kernel_traits(sharpened(.25), 2)).worst(), kVisible);
}

/// Periodic originals, by 2: stripes of two pixels, dots, a ramp, a page of glyphs of six pixels' pitch.
Tensor<float> periodic(int kind) {
  Tensor<float> out({1, 3, 96, 120});
  for (Index i = 0; i < out.size(); ++i) {
    const Index x = i % 120, y = i / 120 % 96;
    const bool ink = y % 12 < 8 && (x * 7 / 6 + y * (x / 6 * 5 + 3)) % 6 < 3;
    out[i] = kind == 0   ? (x / 2 % 2 == 0 ? 0 : 255)
             : kind == 1 ? (x % 4 == 0 && y % 4 == 0 ? 0 : 255)
             : kind == 2 ? static_cast<float>(x) * 2
             : kind == 3 ? (x / 3 % 2 == 0 ? 20 : 200)
                         : (ink ? 0 : 255);
  }
  return out;
}

TEST(Verdicts, OnResultsAreNotAlarmedByTheOriginalsOwnTexture) {
  for (int kind = 0; kind < 5; ++kind)
    for (const Index factor : {2, 3, 4}) {
      const Reduced pair = reduce(periodic(kind), factor, false);
      const auto own = checkerboard_energy(*pair.original, factor);
      for (const Upsampler& up : {bilinear(factor), bicubic(factor), lanczos3(factor), nearest(factor)}) {
        const Measures m = try_out(up, pair).measures;
        // The steps of repeated pixels are on a ramp, and are seen.
        if (kind == 2 && m["order"] == 1 && m["imaging"].value() > kImagingLimits.faint) continue;
        EXPECT_LT(judge(m, own).worst(), kVisible)
            << "kind " << kind << " by " << factor << ": energy " << m["checkerboard"].value() << " of "
            << own.value_or(-1) << ", levels " << m["grid_levels"].value();
      }
    }
}

TEST(Verdicts, OnResultsSeeWhatIsPrinted) {
  for (const char* picture : {"fine-texture", "constant", "zone-plate"}) {
    const Reduced pair = reduce(test_picture(picture, 128, 128), 2, false);
    const auto own = checkerboard_energy(*pair.original, 2);
    const Upsampler uneven = conv_transpose(Tensor<double>({3, 3}, 4.0 / 9), 2);
    EXPECT_EQ(judge(try_out(uneven, pair).measures, own).flat, kStrong) << picture;
  }
  const Reduced pair = reduce(test_picture("fine-texture", 128, 128), 2, false);
  const auto own = checkerboard_energy(*pair.original, 2);
  const Measures sharp = try_out(sharpened(1), pair).measures, soft = try_out(bicubic(2), pair).measures;
  EXPECT_GT(sharp["phase_mse_ratio"].value(), 5);
  EXPECT_LT(soft["phase_mse_ratio"].value(), 1.5);
  EXPECT_EQ(judge(sharp, own).texture, kStrong);
  EXPECT_EQ(judge(soft, own), Judgement{});
}

/// A result of unknown origin has no kernel to judge, but a grid.
TEST(Verdicts, OnResultsWithoutAKernel) {
  const Tensor<float> original = test_picture("fine-texture", 96, 96);
  Tensor<float> printed = original;
  for (Index i = 0; i < printed.size(); ++i)
    if (i % 2 == 0 && i / 96 % 2 == 0) printed[i] += 20;
  const Measures m = measure({original, printed, 2});
  EXPECT_FALSE(m["imaging"] || m["order"] || m["phase_spread"]);
  EXPECT_GE(judge(m, checkerboard_energy(original, 2)).flat, kVisible);
  EXPECT_EQ(judge(measure({original, original, 2}), checkerboard_energy(original, 2)), Judgement{});
}

}  // namespace
}  // namespace convscope
