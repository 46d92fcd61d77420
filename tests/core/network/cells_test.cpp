// Functions that are vectors' work: held against those of the standard library, in double.
#include "core/network/cells.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace convscope {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

TEST(QuickFunctions, AreThoseOfTheStandardLibrary) {
  for (int i = -86000; i <= 88700; ++i) {
    const float x = static_cast<float>(i) / 1000;
    const double exact = std::exp(static_cast<double>(x));
    ASSERT_NEAR(static_cast<double>(quick_exp(x)) / exact, 1, 3e-7) << x;
    ASSERT_NEAR(static_cast<double>(quick_tanh(x)), std::tanh(static_cast<double>(x)), 3e-7) << x;
    ASSERT_NEAR(static_cast<double>(quick_sigmoid(x)), 1 / (1 + std::exp(-static_cast<double>(x))), 3e-7)
        << x;
  }
}

TEST(QuickFunctions, ShowWhatIsTooLargeAndWhatIsNoNumber) {
  EXPECT_EQ(quick_exp(88.8F), kInfinity);
  EXPECT_EQ(quick_exp(kInfinity), kInfinity);
  EXPECT_EQ(quick_exp(-kInfinity), 0);
  EXPECT_EQ(quick_tanh(kInfinity), 1);
  EXPECT_EQ(quick_tanh(-1000), -1);
  EXPECT_EQ(quick_sigmoid(-kInfinity), 0);
  EXPECT_EQ(quick_sigmoid(kInfinity), 1);
  for (float (*f)(float) : {quick_exp, quick_tanh, quick_sigmoid}) EXPECT_TRUE(std::isnan(f(kNone)));
}

}  // namespace
}  // namespace convscope
