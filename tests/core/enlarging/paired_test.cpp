// Paired statistics: quantiles as tables have them (Abramowitz and Stegun, table 26.10; W. S. Gosset's own),
// binomial tails by hand, and a series worked out on paper.
#include "core/enlarging/paired.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

namespace convscope {
namespace {

TEST(PairedStatistics, QuantilesAreThoseOfTables) {
  for (const auto& [degrees, wanted] : {std::pair<Index, double>{1, 12.706},
                                        {2, 4.303},
                                        {3, 3.182},
                                        {4, 2.776},
                                        {5, 2.571},
                                        {9, 2.262},
                                        {10, 2.228},
                                        {29, 2.045},
                                        {30, 2.042},
                                        {120, 1.980},
                                        {1000, 1.962},
                                        {1000000, 1.960}})
    EXPECT_NEAR(t_quantile_95(degrees), wanted, 5.1e-4) << degrees;
}

TEST(PairedStatistics, TheSignTestIsExact) {
  EXPECT_DOUBLE_EQ(sign_test(0, 0), 1);
  EXPECT_NEAR(sign_test(5, 5), 2.0 / 32, 1e-12);
  EXPECT_NEAR(sign_test(1, 5), 2.0 * 6 / 32, 1e-12);
  EXPECT_NEAR(sign_test(9, 10), 2.0 * 11 / 1024, 1e-12);
  EXPECT_DOUBLE_EQ(sign_test(5, 10), 1);
}

TEST(PairedStatistics, CountDifferences) {
  // 1, 2, 3, 4, 0: mean 2, variance 2.5, t(4) = 2.776445, reach 2.776445 * sqrt(2.5 / 5).
  const Paired p =
      paired(std::vector<double>{11, 12, 13, 14, 10}, std::vector<double>{10, 10, 10, 10, 10}, true);
  EXPECT_EQ(p.count, 5);
  EXPECT_DOUBLE_EQ(p.mean, 2);
  EXPECT_NEAR(p.deviation, std::sqrt(2.5), 1e-12);
  EXPECT_NEAR(p.high - p.mean, 1.963243, 1e-6);
  EXPECT_NEAR(p.mean - p.low, 1.963243, 1e-6);
  EXPECT_EQ(p.wins, 4);
  EXPECT_EQ(p.ties, 1);
  EXPECT_EQ(p.losses, 0);
  EXPECT_NEAR(p.p_value, 2.0 / 16, 1e-12);
  EXPECT_EQ(paired(std::vector<double>{1}, std::vector<double>{2}, false).wins, 1) << "less is better";
}

TEST(PairedStatistics, LeaveOutWhatIsNotFinite) {
  const double inf = std::numeric_limits<double>::infinity(), none = std::nan("");
  const Paired p = paired(std::vector<double>{inf, 3, none, 4}, std::vector<double>{1, 1, 1, inf}, true);
  EXPECT_EQ(p.count, 1);
  EXPECT_EQ(p.mean, 2);
  EXPECT_TRUE(std::isinf(p.high));
  EXPECT_EQ(paired({}, {}, true).count, 0);
}

}  // namespace
}  // namespace convscope
