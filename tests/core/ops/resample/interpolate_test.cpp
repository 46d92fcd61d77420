// Pictures reduced and enlarged by interpolation, against PyTorch's interpolate and avg_pool2d and against
// Pillow.
#include "core/ops/resample/interpolate.hpp"

#include <gmock/gmock.h>

#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_near.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::expect_near;

Tensor<float> narrow(const Tensor<double>& t) {
  return {t.shape(), std::vector<float>(t.values().begin(), t.values().end())};
}

TEST(Interpolate, EqualsPyTorch) {
  const auto lines = testing::case_lines("pictures.txt");
  ASSERT_EQ(lines.size(), 25u);
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const Shape size = lines[n].shape("size");
    const Index factor = lines[n].number("factor");
    SCOPED_TRACE(to_string(size) + " by " + std::to_string(factor));
    const Shape big{1, 2, size[0] * factor, size[1] * factor}, small = with_channels(1, 2, size);
    const Tensor<float> x = narrow(testing::small_integers(small, n));
    EXPECT_EQ(enlarge(nearest(factor), x), narrow(lines[n].tensor("nearest", big)));
    // Values up to 4 in single precision: a few roundings of 2^-24 relative each on both sides.
    expect_near(enlarge(bilinear(factor), x), lines[n].tensor("bilinear", big), 2e-6);
    expect_near(shrink_area(narrow(testing::small_integers(big, n)), factor), lines[n].tensor("area", small),
                2e-6);
  }
}

TEST(Interpolate, BicubicEqualsPyTorchAndLanczosEqualsPillow) {
  int count = 0;
  for (const auto& line : testing::case_lines("upsampling.txt")) {
    if (!line.has("bicubic")) continue;
    ++count;
    const Shape size = line.shape("size");
    const Index factor = line.number("factor");
    SCOPED_TRACE(to_string(size) + " by " + std::to_string(factor));
    const Tensor<double> x =
        testing::small_integers(with_channels(1, 1, size), static_cast<std::uint64_t>(line.number("seed")));
    const Shape big{1, 1, size[0] * factor, size[1] * factor};
    expect_near(enlarge(bicubic(factor), x), line.tensor("bicubic", big), 1e-7);
    // Pillow sums in double precision and keeps the picture in single, also between its two passes.
    expect_near(enlarge(lanczos3(factor), x), line.tensor("lanczos3", big), 2e-6);
  }
  EXPECT_EQ(count, 9);
}

TEST(Interpolate, AConstantStaysConstantUpToTheBorders) {
  const Tensor<float> x({1, 1, 4, 5}, 3.0F);
  for (Index factor : {2, 3, 4, 5, 8})
    for (const Upsampler& up : {nearest(factor), bilinear(factor), bicubic(factor), lanczos3(factor)}) {
      const Tensor<float> y = enlarge(up, x);
      ASSERT_EQ(y.shape(), (Shape{1, 1, 4 * factor, 5 * factor}));
      for (float value : y.values()) EXPECT_NEAR(value, 3.0F, 2e-6F) << factor;
    }
}

TEST(Interpolate, ShrinkingLeavesOutWhatDoesNotFillABlock) {
  const Tensor<float> x({1, 1, 3, 5}, {0, 2, 4, 6, 99, 2, 4, 6, 8, 99, 99, 99, 99, 99, 99});
  EXPECT_EQ(shrink_area(x, 2), Tensor<float>({1, 1, 1, 2}, {2, 6}));
}

}  // namespace
}  // namespace convscope
