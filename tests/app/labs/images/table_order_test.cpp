#include "app/labs/images/table_order.hpp"

#include <gmock/gmock.h>

#include <limits>

namespace convscope {
namespace {

using testing::ElementsAre;

Measurement row(double psnr, double mse) {
  Measurement m;
  m.ready = true;
  m.measures.psnr = psnr;
  m.mse = mse;
  return m;
}

const MetricInfo& info(MetricColumn column) {
  return *std::ranges::find(metrics(), column, &MetricInfo::column);
}

TEST(TableOrder, SortsEitherWayAndKeepsEqualsInTheirOrder) {
  const std::vector<Measurement> all{row(30, 5), row(20, 7), row(30, 5), row(25, 6)};
  EXPECT_THAT(table_order(all, MetricColumn::psnr, true), ElementsAre(0, 2, 3, 1));
  EXPECT_THAT(table_order(all, MetricColumn::mse, false), ElementsAre(0, 2, 3, 1));
  EXPECT_THAT(table_order(all, MetricColumn::name, true), ElementsAre(3, 2, 1, 0));
}

TEST(TableOrder, RowsWithoutANumberComeLast) {
  std::vector<Measurement> all{row(30, 5), row(20, 7), row(10, 9)};
  all[0].problem = "It cannot be made.";
  EXPECT_THAT(table_order(all, MetricColumn::psnr, true), ElementsAre(1, 2, 0));
  EXPECT_THAT(table_order(all, MetricColumn::psnr, false), ElementsAre(2, 1, 0));
  EXPECT_THAT(table_order(all, MetricColumn::ssim, true), ElementsAre(0, 1, 2)) << "nobody has one";
}

TEST(TableOrder, TheBestIsTheLargestOrTheSmallestOfThoseThatAreReady) {
  std::vector<Measurement> all{row(30, 5), row(20, 7), row(40, 1)};
  EXPECT_EQ(best(all, info(MetricColumn::psnr)), 40);
  EXPECT_EQ(best(all, info(MetricColumn::mse)), 1);
  all[2].ready = false;
  EXPECT_EQ(best(all, info(MetricColumn::psnr)), 30);
  EXPECT_FALSE(best(all, info(MetricColumn::ssim)));
}

TEST(TableOrder, NumbersSayWhatTheyCan) {
  EXPECT_EQ(metric_text({}, MetricColumn::ssim), "–");
  EXPECT_EQ(metric_text(std::numeric_limits<double>::infinity(), MetricColumn::psnr), "∞");
  EXPECT_EQ(metric_text(30.456, MetricColumn::psnr), "30.46");
  EXPECT_EQ(metric_text(0, MetricColumn::phase_spread), "0");
  EXPECT_EQ(metric_text(1646.7, MetricColumn::checkerboard), "1647");
  EXPECT_EQ(metric_text(0.392, MetricColumn::checkerboard), "0.39");
  EXPECT_EQ(metric_text(0.0123, MetricColumn::seconds), "0.012");
  EXPECT_EQ(metric_text(2e-5, MetricColumn::seconds), "< 0.0001");
}

}  // namespace
}  // namespace convscope
