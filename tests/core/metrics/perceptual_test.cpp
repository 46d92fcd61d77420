// MS-SSIM and FLIP against NumPy (tests/oracle/make_judging_cases.py), and their limits.
#include "core/metrics/perceptual.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"

namespace convscope {
namespace {

using testing::small_integers;

/// A running sum of whole numbers, scaled.
Tensor<double> plane(const Shape& size, std::uint64_t seed) {
  Tensor<double> base = small_integers(size, seed);
  const Index width = size[1];
  double most = 0;
  for (Index i = width; i < base.size(); ++i) base[i] += base[i - width];
  for (Index i = 0; i < base.size(); ++i)
    if (i % width > 0) base[i] += base[i - 1];
  for (double value : base.values()) most = std::max(most, std::abs(value));
  for (double& value : base.values()) value = 128 + value / most * 100;
  return base;
}

/// The oracle's two pictures.
std::pair<Tensor<float>, Tensor<float>> pictures(const testing::CaseLine& line) {
  const Shape size = line.shape("size");
  const auto seed = static_cast<std::uint64_t>(line.number("seed"));
  const Index cells = size[0] * size[1];
  const double noise = line.numbers("noise")[0], shift = line.numbers("shift")[0],
               grid = line.numbers("grid")[0];
  Tensor<float> a({1, 3, size[0], size[1]}), b(a.shape());
  const auto whole = [](double x) { return static_cast<float>(std::clamp(std::floor(x + 0.5), 0.0, 255.0)); };
  for (Index c = 0; c < 3; ++c) {
    const auto channel = static_cast<std::uint64_t>(c);
    const Tensor<double> base = plane(size, seed + channel), dice = small_integers(size, seed + 3 + channel);
    for (Index i = 0; i < cells; ++i) {
      const double pattern = (i / size[1] + i % size[1]) % 2 == 1 ? grid : 0;
      a[c * cells + i] = whole(base[i]);
      b[c * cells + i] = whole(base[i] + noise * dice[i] + shift + pattern);
    }
  }
  return {a, b};
}

TEST(PerceptualMetrics, EqualNumPy) {
  int scales = 0;
  for (const auto& line : testing::case_lines("judging.txt")) {
    SCOPED_TRACE(line.text("size"));
    const auto [a, b] = pictures(line);
    EXPECT_NEAR(flip(a, b), line.numbers("flip")[0], 2e-5);
    EXPECT_EQ(flip(a, a), 0);
    const std::optional<double> similarity = ms_ssim(a, b);
    ASSERT_EQ(similarity.has_value(), line.has("ms_ssim"));
    if (!similarity) continue;
    EXPECT_NEAR(*similarity, line.numbers("ms_ssim")[0], 2e-5);
    EXPECT_DOUBLE_EQ(ms_ssim(a, a).value(), 1);
    ++scales;
  }
  EXPECT_EQ(scales, 5);
}

TEST(PerceptualMetrics, AreNumbersWhateverThePictures) {
  const Tensor<float> black({1, 3, 180, 180}), white({1, 3, 180, 180}, 255.0F);
  Tensor<float> board({1, 3, 180, 180}), inverse(board);
  for (Index i = 0; i < board.size(); ++i) {
    board[i] = (i / 180 + i % 180) % 2 == 0 ? 255.0F : 0.0F;
    inverse[i] = 255 - board[i];
  }
  for (const auto& [a, b] : {std::pair{black, white}, {board, inverse}, {board, black}, {white, white}}) {
    EXPECT_TRUE(flip(a, b) >= 0 && flip(a, b) <= 1) << flip(a, b);
    const double similarity = ms_ssim(a, b).value();
    EXPECT_TRUE(similarity >= 0 && similarity <= 1) << similarity;
  }
  EXPECT_GT(flip(black, white), 0.9);
  EXPECT_EQ(ms_ssim(board, inverse), 0.0) << "the structure is opposite";
}

TEST(PerceptualMetrics, OneChannelIsGrey) {
  Tensor<float> grey({1, 1, 20, 30}), other(grey), three({1, 3, 20, 30}), three_other(three);
  for (Index i = 0; i < three.size(); ++i) {
    three[i] = grey[i % 600] = static_cast<float>(i % 600 % 251);
    three_other[i] = other[i % 600] = static_cast<float>(i % 600 * 3 % 247);
  }
  EXPECT_DOUBLE_EQ(flip(grey, other), flip(three, three_other));
}

}  // namespace
}  // namespace convscope
