// The table of metrics: whoever shows numbers shows all of its rows.
#include "core/enlarging/metrics.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/json.hpp"
#include "core/enlarging/comparison.hpp"
#include "core/enlarging/test_pictures.hpp"
#include "core/enlarging/trial.hpp"
#include "core/ops/resample/interpolate.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;

double ticking() {
  static double now = 0;
  return now += 0.25;
}

Trial trial() {
  return try_out(bicubic(2), reduce(test_picture("fine-texture", 64, 80), 2, false), {}, {}, ticking);
}

TEST(Metrics, HaveEveryNumberOfATrial) {
  const Measures measures = trial().measures;
  EXPECT_FALSE(measures.empty());
  for (const Metric& metric : metrics()) EXPECT_EQ(measures[metric].has_value(), !metric.perceptual);
  EXPECT_EQ(measures["seconds"], 0.25);
  EXPECT_EQ(measures["phase-spread"], measures["phase_spread"]);
  EXPECT_NEAR(measures["psnr"].value(), 10 * std::log10(255 * 255 / measures["mse"].value()), 1e-9);
  EXPECT_TRUE(Measures().empty());
  EXPECT_FALSE(Measures()["psnr"]);
}

TEST(Metrics, AllStandInFiles) {
  const Comparison comparison{.image = "a.png", .rows = {{"bicubic", trial().measures}}};
  const auto json = Json::parse(comparison_json({&comparison, 1}));
  const std::string csv = comparison_csv({&comparison, 1}), text = comparison_table({&comparison, 1});
  for (const Metric& metric : metrics()) {
    const std::string name(metric.name);
    ASSERT_TRUE(json["methods"][0].contains(name)) << name;
    EXPECT_EQ(json["methods"][0][name].is_null(), metric.perceptual);
    EXPECT_THAT(csv.substr(0, csv.find('\n')), HasSubstr("," + name));
    if (metric.perceptual) continue;
    EXPECT_EQ(json["methods"][0][name].get<double>(), comparison.rows[0].measures[metric]);
    EXPECT_THAT(text, HasSubstr(" " + name));
  }
}

TEST(Metrics, HaveWordsForPeople) {
  std::set<int> columns;
  for (const Metric& m : metrics()) {
    SCOPED_TRACE(m.name);
    EXPECT_FALSE(m.title.empty() || m.brief.empty() || m.help.empty());
    EXPECT_TRUE(columns.insert(m.column).second) << "each has a place of its own in the lab's table";
    EXPECT_EQ(&metric(command_name(m)), &m);
    EXPECT_EQ(text_of(m, {}), "–");
    EXPECT_EQ(full_text_of(m, INFINITY), "∞");
    EXPECT_FALSE(text_of(m, 0.5).empty() || full_text_of(m, 0.5).empty());
    if (m.plot) {
      EXPECT_FALSE(m.plot->title.empty() || m.plot->words.empty());
    }
  }
  EXPECT_EQ(full_text_of(metric("psnr"), 30.456), "30.46 dB");
  EXPECT_EQ(full_text_of(metric("phase_spread"), 0.004), "0.4 %");
}

}  // namespace
}  // namespace convscope
