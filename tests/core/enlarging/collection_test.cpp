// Results of many runs put together again.
#include "core/enlarging/collection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string one(const std::string& image, const std::string& psnr, const std::string& more = "",
                const std::string& factor = "2") {
  return R"({"image":")" + image + R"(","factor":)" + factor +
         R"(,"size":[8,6],"methods":[{"name":"a","psnr":)" + psnr + R"(,"mse":)" +
         (psnr == "null" ? "0" : "9") + more + R"(},{"name":"b","psnr":20}],"reduction":null})";
}
const std::string kGrid =
    R"([{"image":"a.png","size":[8,6],"grids":[{"period":[2,4],"phase":[1,0],"levels":1.5,"confidence":0.9,)"
    R"("cause":"upsampling","reason":"why, \"so\""}],"verdict":"visible"},)"
    R"({"image":"b.png","size":[8,6],"grids":[],"verdict":"none"}])";

std::string refusal(const std::vector<std::string>& texts) {
  Collection all;
  try {
    for (std::size_t i = 0; i < texts.size(); ++i)
      add_results(all, texts[i], std::to_string(i + 1) + ".json");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Collection, PutsRunsTogether) {
  Collection all;
  add_results(all, one("x.png", "30"), "1.json");
  add_results(all, one("y.png", "null"), "2.json");
  add_results(all, kGrid, "3.json");
  EXPECT_EQ(all.sources, 3u);
  EXPECT_EQ(all.factor, 2);
  EXPECT_THAT(all.names, ElementsAre("a", "b"));
  ASSERT_THAT(all.compared, SizeIs(2));
  const std::vector<double> psnr = values_of(all, "a", metric("psnr"));
  EXPECT_EQ(psnr[0], 30);
  EXPECT_TRUE(std::isinf(psnr[1])) << "no error at all";
  EXPECT_TRUE(std::isnan(values_of(all, "a", metric("ssim"))[0]));
  ASSERT_THAT(all.inspected, SizeIs(2));
  EXPECT_EQ(all.inspected[0].grids[0].period[1], 4);
  EXPECT_EQ(all.inspected[0].verdict, "visible");
}

TEST(Collection, TakesLinesListsAndBatches) {
  Collection lines;
  add_results(lines, one("x.png", "30") + "\n\n" + one("y.png", "31") + "\n" + kGrid + "\n", "all.jsonl");
  EXPECT_THAT(lines.compared, SizeIs(2));
  EXPECT_THAT(lines.inspected, SizeIs(2));
  Collection list;
  add_results(list, "[" + one("x.png", "30") + "," + one("y.png", "31") + "]", "list.json");
  EXPECT_THAT(list.compared, SizeIs(2));
  Collection batch;
  add_results(batch,
              R"({"factor":2,"count":1,"methods":[],"pairs":[],"images":[)" + one("x.png", "30") +
                  R"(],"failed":[{"image":"z.png","problem":"is broken"}]})",
              "batch.json");
  EXPECT_THAT(batch.compared, SizeIs(1));
  ASSERT_THAT(batch.failed, SizeIs(1));
  EXPECT_EQ(batch.failed[0].problem, "is broken");
}

TEST(Collection, SaysWhatDoesNotBelongTogether) {
  EXPECT_THAT(refusal({""}), HasSubstr("1.json is empty ("));
  EXPECT_THAT(refusal({" \n"}), HasSubstr("1.json is empty ("));
  EXPECT_THAT(refusal({"hello"}), HasSubstr("1.json is not JSON ("));
  EXPECT_THAT(refusal({one("x.png", "30") + "\n{\"image\""}), HasSubstr("1.json is not JSON ("));
  EXPECT_THAT(refusal({"{\"output\":[3,3]}"}), HasSubstr("1.json is JSON, but no result ("));
  EXPECT_THAT(refusal({"3"}), HasSubstr("1.json is JSON, but no result ("));
  EXPECT_THAT(refusal({"[]"}), HasSubstr("1.json has no results ("));
  EXPECT_THAT(refusal({R"({"image":"x.png","methods":[]})"}), HasSubstr("1.json lacks a part of a result ("));
  EXPECT_THAT(refusal({R"({"image":7,"grids":[],"size":[1,1],"verdict":"none"})"}),
              HasSubstr("1.json lacks a part of a result ("));
  EXPECT_THAT(refusal({one("x.png", "30"), one("./x.png", "30")}),
              HasSubstr("./x.png stands in 1.json and in 2.json (each picture once)"));
  EXPECT_THAT(refusal({"[" + one("x.png", "3") + "," + one("x.png", "3") + "]"}),
              HasSubstr("1.json has x.png twice (each picture once)"));
  EXPECT_THAT(refusal({kGrid, kGrid}), HasSubstr("a.png stands in 1.json and in 2.json"));
  EXPECT_THAT(refusal({one("x.png", "30"), one("y.png", "30", "", "3")}),
              HasSubstr("1.json and 2.json differ in their factor, 2 and 3 ("));
  EXPECT_THAT(refusal({one("x.png", "30", R"(,"kernel_size":3)"), one("y.png", "30", R"(,"kernel_size":4)")}),
              HasSubstr("a in 1.json is not the a in 2.json (kernel_size 3 and kernel_size 4) ("));
  EXPECT_THAT(refusal({std::string(100, '[') + std::string(100, ']')}), HasSubstr("nested too deep"));
  EXPECT_EQ(refusal({one("a.png", "30"), kGrid}), "") << "the same picture, compared and inspected";
}

TEST(Collection, TablesHaveAsManyFieldsInEachLine) {
  Collection all;
  add_results(all, one("x,y.png", "30"), "1.json");
  add_results(all, one("z.png", "40"), "2.json");
  add_results(all, kGrid, "3.json");
  const std::string csv = collection_csv(all);
  EXPECT_THAT(csv, HasSubstr("what,image,name,psnr,mse,verdict,cause,period_y,period_x,"));
  EXPECT_THAT(csv, HasSubstr("\ncompare,\"x,y.png\",a,30,9,,,,,,,,,\n"));
  EXPECT_THAT(csv, HasSubstr("\nmean,,a,35,9,,,,,,,,,\nspread,,a,5,0,,,,,,,,,\ncount,,a,2,2,"));
  // 10 and 20: mean 15, deviation sqrt(50), 12.7062 of them by sqrt(2) to each side.
  EXPECT_THAT(csv, HasSubstr("\ndifference,,a - b,15,,"));
  EXPECT_THAT(csv, HasSubstr("\nlow,,a - b,-48.53"));
  EXPECT_THAT(csv, HasSubstr("\nwins,,a - b,2,,"));
  EXPECT_THAT(csv, HasSubstr("\np,,a - b,0.5,,"));
  EXPECT_THAT(csv, HasSubstr("\ninspect,a.png,,,,visible,upsampling,2,4,1,0,1.5,0.9,\"why, \"\"so\"\"\"\n"));
  EXPECT_THAT(csv, HasSubstr("\ninspect,b.png,,,,none,,,,,,,,\n"));
}

}  // namespace
}  // namespace convscope
