// Max-pooling and its gradient against PyTorch (tests/oracle/make_pooling_cases.py): exact on whole numbers.
#include "core/ops/pooling.hpp"

#include <gmock/gmock.h>

#include "tests/core/support/case_file.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/expect_error.hpp"

namespace convscope {
namespace {

TEST(MaxPooling, EqualsPyTorch) {
  Index n = 0;
  for (const auto& line : testing::case_lines("pooling.txt")) {
    if (line.name() != "pool") continue;
    SCOPED_TRACE(line.text("size") + " taps " + line.text("taps") + " stride " + line.text("stride"));
    const Shape size = line.shape("size"), windows = line.shape("windows");
    const auto seed = static_cast<std::uint64_t>(line.number("seed"));
    const auto pooled =
        max_pool(testing::small_integers(size, seed), line.number("taps"), line.number("stride"));
    EXPECT_EQ(pooled.values, line.tensor("values", windows));
    EXPECT_EQ(max_pool_gradient(pooled, testing::small_integers(windows, seed + 1000), size),
              line.tensor("gradient", size));
    ++n;
  }
  EXPECT_EQ(n, 18);
}

TEST(MaxPooling, OfEqualPixelsTheFirstIsTaken) {
  const auto pooled = max_pool(Tensor<float>({1, 1, 3, 3}, 7.0F), 2, 1);
  EXPECT_THAT(pooled.from, ::testing::ElementsAre(0, 1, 3, 4));
}

TEST(MaxPooling, RefusesWindowsLargerThanThePicture) {
  testing::expect_error(
      [] {
        max_pool(Tensor<float>({1, 1, 3, 5}), 4, 2);
      },
      "kernel: 4 is larger than the picture of 5 × 3 (at most 3)");
}

}  // namespace
}  // namespace convscope
