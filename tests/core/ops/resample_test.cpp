// Pictures reduced and enlarged, against PyTorch's interpolate and avg_pool2d.
#include "core/ops/resample.hpp"

#include <gmock/gmock.h>

#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

Tensor<float> narrow(const Tensor<double>& t) {
  return {t.shape(), std::vector<float>(t.values().begin(), t.values().end())};
}

void expect_near(const Tensor<float>& found, const Tensor<double>& expected, double tolerance) {
  ASSERT_EQ(found.shape(), expected.shape());
  for (Index i = 0; i < found.size(); ++i)
    ASSERT_NEAR(static_cast<double>(found[i]), expected[i], tolerance) << "element " << i;
}

TEST(Resample, EqualsPyTorch) {
  const auto lines = testing::case_lines("pictures.txt");
  ASSERT_EQ(lines.size(), 25u);
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const Shape size = lines[n].shape("size");
    const Index factor = lines[n].number("factor");
    SCOPED_TRACE(to_string(size) + " by " + std::to_string(factor));
    const Shape big{1, 2, size[0] * factor, size[1] * factor}, small = with_channels(1, 2, size);
    const Tensor<float> x = narrow(testing::small_integers(small, n));
    EXPECT_EQ(enlarge_nearest(x, factor), narrow(lines[n].tensor("nearest", big)));
    // Values up to 4 in single precision: a few roundings of 2^-24 relative each on both sides.
    expect_near(enlarge_bilinear(x, factor), lines[n].tensor("bilinear", big), 2e-6);
    expect_near(shrink_area(narrow(testing::small_integers(big, n)), factor), lines[n].tensor("area", small),
                2e-6);
  }
}

TEST(Resample, AConstantStaysConstantUpToTheBordersWherePhasesAgree) {
  const Tensor<float> x({1, 1, 4, 5}, 3.0F);
  for (Index factor : {2, 3, 4}) {
    const Tensor<float> y = enlarge_bilinear(x, factor);
    for (float value : y.values()) EXPECT_NEAR(value, 3.0F, 1e-6F) << factor;
  }
  // A box of 3 at stride 2 does not: 1, 2 and 4 contributions.
  const Tensor<float> box({3, 3}, 1.0F);
  const Tensor<float> y = enlarge_transposed(x, box, 2);
  EXPECT_EQ(y.shape(), (Shape{1, 1, 8, 10}));
  std::map<float, int> count;
  for (float value : y.values()) ++count[value];
  EXPECT_EQ(count, (std::map<float, int>{{3.0F, 20}, {6.0F, 40}, {12.0F, 20}}));
}

TEST(Resample, ATransposedConvolutionIsCentredOnTheEnlargedPixels) {
  // An odd kernel at factor 1 keeps its middle tap in place; with k = s each pixel becomes the kernel.
  const Tensor<float> x({1, 1, 1, 3}, {1, 2, 3});
  const Tensor<float> delta({1, 3}, {0, 1, 0});
  EXPECT_EQ(enlarge_transposed(x, delta, 1), x);
  const Tensor<float> stamp({2, 2}, {1, 10, 100, 1000});
  EXPECT_EQ(enlarge_transposed(x, stamp, 2),
            Tensor<float>({1, 1, 2, 6}, {1, 10, 2, 20, 3, 30, 100, 1000, 200, 2000, 300, 3000}));
  // An odd kernel has no centre between two pixels: the half that is left over lies after the pixel.
  const Tensor<float> odd({2, 3}, {1, 10, 100, 1, 10, 100});
  const Tensor<float> y = enlarge_transposed(x, odd, 2);
  EXPECT_EQ(std::vector<float>(y.values().begin(), y.values().begin() + 6),
            (std::vector<float>{101, 10, 102, 20, 203, 30}));
}

}  // namespace
}  // namespace convscope
