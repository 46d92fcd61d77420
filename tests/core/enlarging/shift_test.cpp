// Kernels that move the picture, and what that costs.
#include "core/enlarging/shift.hpp"

#include <gmock/gmock.h>

#include "core/enlarging/test_pictures.hpp"
#include "core/enlarging/trial.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "core/ops/resample/layers.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(Shift, IsSaidInWords) {
  EXPECT_EQ(shift_words({}), "");
  EXPECT_EQ(shift_words({.down = .5, .right = .5}), "half a pixel down and to the right");
  EXPECT_EQ(shift_words({.down = -.25}), "0.25 pixels up");
  EXPECT_EQ(shift_words({.down = .5, .right = -1}), "half a pixel down and 1 pixels to the left");
}

/// A triangle of three taps and a bilinear kernel of four blur alike; the first loses more by its place
/// alone.
TEST(Shift, OfAnOddKernelCostsDecibels) {
  const Reduced pair = reduce(test_picture("fine-texture", 128, 128), 2, false);
  Tensor<double> triangle({3, 3}, {.25, .5, .25, .5, 1, .5, .25, .5, .25});
  const Upsampler odd = conv_transpose(triangle, 2);
  const KernelTraits traits = kernel_traits(odd, 2);
  ASSERT_TRUE(is_shifted(traits));
  const Tensor<float> result = try_out(odd, pair).picture;
  EXPECT_GT(psnr_lost_to_shift(traits, *pair.original, result).value(), 0.5);
  EXPECT_THAT(shift_note(traits, *pair.original, result),
              AllOf(StartsWith("lies half a pixel down and to the right: "), HasSubstr("dB of its PSNR")));
  const KernelTraits even = kernel_traits(bilinear(2), 2);
  EXPECT_FALSE(psnr_lost_to_shift(even, *pair.original, result));
  EXPECT_EQ(shift_note(even, *pair.original, result), "");
}

/// Moved by a whole pixel, a picture is moved back exactly but for its edges.
TEST(Shift, IsUndoneByMoving) {
  Tensor<float> original({1, 1, 40, 40}), moved({1, 1, 40, 40});
  for (Index i = 0; i < original.size(); ++i) original[i] = static_cast<float>(i * 7919 % 251);
  for (Index y = 0; y < 40; ++y)
    for (Index x = 0; x < 40; ++x) moved[y * 40 + x] = original[std::max<Index>(y - 1, 0) * 40 + x];
  moved[0] += 1;
  EXPECT_GT(psnr_lost_to_shift({.down = 1}, original, moved).value(), 50);
}

}  // namespace
}  // namespace convscope
