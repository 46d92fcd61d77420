// Gradients of strided operators with respect to a picture, against PyTorch's autograd
// (tests/oracle/make_pooling_cases.py) and against what can be worked out by hand.
#include "core/enlarging/backward.hpp"

#include <gmock/gmock.h>

#include "core/enlarging/test_pictures.hpp"
#include "core/ops/resample/layers.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

Tensor<float> single(const Tensor<double>& x) {
  return {x.shape(), std::vector<float>(x.values().begin(), x.values().end())};
}

TEST(BackwardPatterns, EqualPyTorchsGradients) {
  Index n = 0;
  for (const auto& line : testing::case_lines("pooling.txt")) {
    if (line.name() != "backward") continue;
    SCOPED_TRACE(line.text("size"));
    const Shape size = line.shape("size");
    const Index taps = line.number("taps");
    const auto seed = static_cast<std::uint64_t>(line.number("seed"));
    Tensor<double> kernel = testing::small_integers({taps, taps}, seed + 1000);
    for (double& tap : kernel.values()) tap += 5;
    const Backward b =
        backward_patterns(single(testing::small_integers(size, seed)), kernel, "own", line.number("stride"));
    const auto expect_near = [&](const Tensor<float>& got, const char* key) {
      const Tensor<double> wanted = line.tensor(key, {1, 1, size[2], size[3]});
      ASSERT_EQ(got.shape(), wanted.shape());
      for (Index i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], wanted[i], 2e-5) << key << " " << i;
    };
    expect_near(b.patterns[0].of_ones, "conv-ones");
    expect_near(b.patterns[0].of_loss, "conv-loss");
    expect_near(b.patterns[1].of_ones, "max-ones");
    expect_near(b.patterns[1].of_loss, "max-loss");
    ++n;
  }
  EXPECT_EQ(n, 2);
}

TEST(BackwardPatterns, TheUnevenKernelLeavesACheckerboardAndTheEvenOnesNone) {
  const Backward b =
      backward_patterns(test_picture("fine-texture", 40, 60), Tensor<double>({3, 3}, 1.0), "uniform 3", 2);
  ASSERT_EQ(b.patterns.size(), 4u);
  // Pixels lie in 1, 2 or 4 windows of 9 equal weights.
  const std::vector<double> ninths = {4.0 / 9, 2.0 / 9, 2.0 / 9, 1.0 / 9};
  for (Index phase = 0; phase < 4; ++phase)
    EXPECT_NEAR(b.patterns[0].phase_means[phase], ninths[static_cast<std::size_t>(phase)], 1e-6);
  EXPECT_NEAR(b.patterns[0].spread, 4.0 / 3, 1e-5);
  EXPECT_TRUE(b.patterns[1].follows_picture);
  EXPECT_EQ(b.patterns[2].spread, 0);
  EXPECT_EQ(b.patterns[3].spread, 0);
  // Each window of max-pooling hands its whole gradient to one pixel.
  double handed = 0;
  for (float value : b.patterns[1].of_ones.values()) handed += static_cast<double>(value);
  EXPECT_EQ(handed, 19 * 29);
}

TEST(BackwardPatterns, NeedAnInterior) {
  testing::expect_error(
      [] {
        backward_patterns(Tensor<float>({1, 3, 15, 90}), Tensor<double>({3, 3}, 1.0), "uniform 3", 2);
      },
      "picture: 15 pixels are too few for a gradient's interior (at least 16 × 16)");
}

}  // namespace
}  // namespace convscope
