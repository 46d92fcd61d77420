#include "app/labs/images/measurements.hpp"

#include <gmock/gmock.h>

#include <limits>

namespace convscope {
namespace {

using ::testing::ElementsAre;

Measurement row(double psnr, double mse) {
  Measurement m;
  m.ready = true;
  m.measures = {{"psnr", psnr}, {"mse", mse}};
  return m;
}

TEST(TableOrder, SortsEitherWayAndKeepsEqualsInTheirOrder) {
  const std::vector<Measurement> all{row(30, 5), row(20, 7), row(30, 5), row(25, 6)};
  EXPECT_THAT(table_order(all, &metric("psnr"), true), ElementsAre(0, 2, 3, 1));
  EXPECT_THAT(table_order(all, &metric("mse"), false), ElementsAre(0, 2, 3, 1));
  EXPECT_THAT(table_order(all, nullptr, true), ElementsAre(3, 2, 1, 0));
}

TEST(TableOrder, RowsWithoutANumberComeLast) {
  std::vector<Measurement> all{row(30, 5), row(20, 7), row(10, 9)};
  all[0].problem = "It cannot be made.";
  EXPECT_THAT(table_order(all, &metric("psnr"), true), ElementsAre(1, 2, 0));
  EXPECT_THAT(table_order(all, &metric("psnr"), false), ElementsAre(2, 1, 0));
  EXPECT_THAT(table_order(all, &metric("ssim"), true), ElementsAre(0, 1, 2)) << "nobody has one";
}

TEST(TableOrder, TheBestIsTheLargestOrTheSmallestOfThoseThatAreReady) {
  std::vector<Measurement> all{row(30, 5), row(20, 7), row(40, 1)};
  EXPECT_EQ(best(all, metric("psnr")), 40);
  EXPECT_EQ(best(all, metric("mse")), 1);
  all[2].ready = false;
  EXPECT_EQ(best(all, metric("psnr")), 30);
  EXPECT_FALSE(best(all, metric("ssim")));
}

TEST(TableOrder, NumbersSayWhatTheyCan) {
  EXPECT_EQ(text_of(metric("ssim"), {}), "–");
  EXPECT_EQ(text_of(metric("psnr"), std::numeric_limits<double>::infinity()), "∞");
  EXPECT_EQ(text_of(metric("psnr"), 30.456), "30.46");
  EXPECT_EQ(text_of(metric("phase_spread"), 0), "0");
  EXPECT_EQ(text_of(metric("checkerboard"), 1646.7), "1647");
  EXPECT_EQ(text_of(metric("checkerboard"), 0.392), "0.39");
  EXPECT_EQ(text_of(metric("seconds"), 0.0123), "0.012");
  EXPECT_EQ(text_of(metric("seconds"), 2e-5), "< 0.0001");
}

}  // namespace
}  // namespace convscope
