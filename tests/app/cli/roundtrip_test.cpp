// convscope roundtrip.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/json.hpp"
#include "tests/app/cli/program.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::json_of;
using testing::ProgramRun;
using testing::run;

void expect_list(const Json& list, const std::vector<double>& expected) {
  ASSERT_EQ(list.size(), expected.size()) << list;
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(list[i].get<double>(), expected[i], 1e-12);
}

TEST(RoundTripCommand, PrintsTheNumbers) {
  const Json json = json_of("roundtrip 'conv 5 k3'");
  expect_list(json["input"], {1, 2, 3, 4, 5});
  expect_list(json["output"], {2, 3, 4});
  expect_list(json["returned"], {2. / 3, 5. / 3, 3, 7. / 3, 4. / 3});
  EXPECT_EQ(json["rank"], 3);
  EXPECT_EQ(json["nullity"], 2);
  EXPECT_NEAR(json["condition"].get<double>(), 3.1861406616345, 1e-9);
  EXPECT_NEAR(json["max_error"].get<double>(), 11. / 3, 1e-12);
  expect_list(json["least_squares"]["returned"], {.75, .75, 4.5, 3.75, 3.75});
  EXPECT_LT(json["least_squares"]["residual"].get<double>(), 1e-12);
}

TEST(RoundTripCommand, NestsAxesAndChannels) {
  const Json json = json_of("roundtrip conv 4x3 k2 c2>3 w=random:1");
  ASSERT_EQ(json["output"].size(), 3u);
  EXPECT_EQ(json["output"][0].size(), 3u);
  EXPECT_EQ(json["output"][0][0].size(), 2u);
  EXPECT_EQ(json["returned"][1][3].size(), 3u);
}

TEST(RoundTripCommand, SaysNullForInfiniteAndForTooLarge) {
  const Json singular = json_of("roundtrip conv 5 k3 p1");
  EXPECT_TRUE(singular["condition"].is_null());
  EXPECT_EQ(singular["rank"], 4);
  expect_list(singular["null_vector"], {1, -1, 0, 1, -1});
  EXPECT_FALSE(singular.contains("reason"));
  const Json large = json_of("roundtrip conv 60x60 k3");
  for (const char* key : {"rank", "nullity", "condition"}) EXPECT_TRUE(large[key].is_null()) << key;
  EXPECT_THAT(large["reason"].get<std::string>(), HasSubstr("3364 × 3600"));
  EXPECT_LT(large["least_squares"]["residual"].get<double>(), 1e-6);
}

TEST(RoundTripCommand, GoesTheOtherWayForATransposedConvolution) {
  const Json json = json_of("roundtrip tconv 2 k2 s2 in=[3,5] w=[1,2]");
  EXPECT_EQ(json["order"], "conv-transpose, conv");
  expect_list(json["returned"], {15, 25});
}

TEST(RoundTripCommand, SpeaksInWords) {
  const std::string text = run("roundtrip conv 5 k3 p1").out;
  EXPECT_THAT(text, HasSubstr("The size returns, the values do not."));
  EXPECT_THAT(text, HasSubstr("rank 4"));
  EXPECT_THAT(text, HasSubstr("infinite"));
  EXPECT_THAT(run("roundtrip conv 4 k2 s2 c1>2 w=haar").out, HasSubstr("The values return."));
  EXPECT_THAT(run("roundtrip conv 4 k2 w=[0,0]").out, HasSubstr("nothing of the input is left"));
  EXPECT_THAT(run("roundtrip conv 6 k3 s2").out, HasSubstr("Output padding 1 makes the size return."));
}

TEST(RoundTripCommand, RefusesInOneLine) {
  const struct {
    const char* line;
    int status;
    const char* field;
  } cases[] = {
      {"roundtrip", 2, "scenario"},
      {"roundtrip conv 5 k9", 1, "kernel"},
      {"roundtrip conv 5 k3 --lambda -1", 1, "lambda"},
      {"roundtrip conv 5 k3 --lambda x", 2, "lambda"},
      {"roundtrip conv 5 k3 --iterations 0", 1, "iterations"},
      {"roundtrip 'conv 2 k1 in=[1e200,1e200] w=[1e200]'", 1, "in"},
      {"roundtrip conv 5 k3 --wrong", 2, "--wrong"},
  };
  for (const auto& c : cases) {
    const ProgramRun outcome = run(c.line);
    EXPECT_EQ(outcome.status, c.status) << c.line;
    EXPECT_EQ(outcome.out, "") << c.line;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_THAT(outcome.err, ::testing::StartsWith(std::string("convscope: ") + c.field + ": ")) << c.line;
  }
}

}  // namespace
}  // namespace convscope
