// convscope shape with --solve, --ambiguity, --dialects and --network.
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
using testing::TemporaryFolder;
using testing::words;

TEST(ShapeQuestions, Solve) {
  const Json json =
      json_of("shape conv-transpose --input 4,4 --solve 8,8 --stride 2 --kernel 3 --dilation 1");
  ASSERT_EQ(json["solutions"].size(), 1u);
  EXPECT_EQ(json["solutions"][0],
            Json::parse(R"({"kernel":3,"stride":2,"padding":1,"dilation":1,"output_padding":1,
                            "overlap":{"min":1,"max":4,"even":false},"products":144.0})"));
  EXPECT_THAT(run("shape conv --input 7 --solve 3").out, HasSubstr("even overlap and little work first"));
}

TEST(ShapeQuestions, SolveAxisByAxis) {
  const Json json = json_of("shape conv-transpose --input 184,245 --solve 368,489 --kernel 3 --dilation 1");
  EXPECT_EQ(json["same_on_all_axes"], false);
  ASSERT_EQ(json["axes"].size(), 2u);
  EXPECT_EQ(json["combinations"], json["axes"][0].size() * json["axes"][1].size());
  bool listed = false;
  for (const Json& s : json["solutions"])
    listed = listed || (s["stride"] == 2 && s["padding"] == 1 && s["output_padding"] == Json({1, 0}));
  EXPECT_TRUE(listed);
  const std::string text = run("shape conv-transpose --input 184,245 --solve 368,489").out;
  EXPECT_THAT(text, HasSubstr("none of them the same on every axis"));
  EXPECT_THAT(text, HasSubstr("axis 1: "));
  EXPECT_THAT(text, HasSubstr("op0x1"));
  // Numbers of each axis' own are kept.
  const Json own = json_of("shape conv-transpose --input 4,4 --solve 8,12 --stride 2,3 --kernel 2x3");
  EXPECT_EQ(own["solutions"][0]["stride"], Json({2, 3}));
  const ProgramRun wrong = run("shape conv --input 4,4 --solve 2,2 --stride 2,2,2");
  EXPECT_EQ(wrong.status, 1);
  EXPECT_EQ(run("shape conv --input 4,4 --solve 2,2 --stride 2,3 --kernel 1,2,3").status, 1);
}

TEST(ShapeQuestions, Ambiguity) {
  const Json json = json_of("shape conv --input 16,5 --kernel 5 --stride 3,1 --padding 2 --ambiguity");
  EXPECT_EQ(json["windows"], Json::parse("[6,5]"));
  const Json& inputs = json["axes"][0]["inputs"];
  ASSERT_EQ(inputs.size(), 3u);
  EXPECT_EQ(inputs[2], Json::parse(R"({"input":18,"padding":[2,2],"output_padding":2})"));
  EXPECT_EQ(json["axes"][1]["inputs"].size(), 1u);
  EXPECT_THAT(run("shape conv-transpose --input 6 --kernel 5 --stride 3 --padding 2 --ambiguity").out,
              HasSubstr("18 pixels: padding 2:2 and output padding 2"));
}

TEST(ShapeQuestions, Dialects) {
  const Json json = json_of(
      "shape conv-transpose --input 4 --kernel 3 --stride 2 --padding 1 --output-padding 1 --dialects");
  const Json& rows = json["dialects"];
  EXPECT_EQ(rows[0]["framework"], "PyTorch");
  EXPECT_EQ(rows[0]["crop"], Json::parse("[[1,0]]"));
  for (const Json& row : rows)
    if (row["framework"] == "Keras" && row["setting"] == "padding='same'") {
      EXPECT_EQ(row["output"], Json::parse("[8]"));
      EXPECT_EQ(row["shift"], Json::parse("[1]"));
    }
  EXPECT_THAT(run("shape conv --input 6 --kernel 3 --stride 2 --dialects").out, HasSubstr("rounds up"));
  const std::string text = run("shape conv --input 6,7 --kernel 3 --stride 2 --dialects").out;
  EXPECT_THAT(text, HasSubstr("padding 0:1, 1:1  windows lie between PyTorch's on axis 1\n"));
  EXPECT_THAT(text, HasSubstr("padding 1:0, 1:1  windows lie between PyTorch's\n"));
}

TEST(ShapeQuestions, Network) {
  const Json json = json_of("shape --network unet --input 250");
  EXPECT_EQ(json["parameters"], 31030658);
  EXPECT_EQ(json["warnings"].size(), 4u);
  EXPECT_EQ(json["layers"].back()["output"], Json::parse("[240,240]"));
  EXPECT_THAT(run("shape --network dcgan").out, HasSubstr("3 × 64 × 64"));
}

TEST(ShapeQuestions, NetworksOfFiles) {
  const TemporaryFolder folder;
  folder.file("wide.json",
              R"({"convscope-network": 1, "input": [32, 32], "channels": 3, "layers": [
                  {"name": "a", "kernel": [3, 5], "stride": [2, 1], "padding": [1, 2], "channels": 4},
                  {"name": "b", "kind": "transposed", "kernel": [2, 1], "stride": [2, 1], "channels": 2}]})");
  const ProgramRun json = testing::convscope(folder, words("shape --network wide.json --input 32,20 --json"));
  ASSERT_EQ(json.status, 0) << json.err;
  const Json network = Json::parse(json.out);
  EXPECT_EQ(network["layers"][0]["output"], Json::parse("[16,20]"));
  EXPECT_EQ(network["layers"][0]["receptive_field"], Json::parse("[3,5]"));
  EXPECT_EQ(network["layers"][1]["output"], Json::parse("[32,20]"));
  EXPECT_EQ(network["parameters"], 3 * 4 * 15 + 4 + 4 * 2 * 2 + 2);
  const ProgramRun text = testing::convscope(folder, words("shape --network wide.json"));
  EXPECT_THAT(text.out, HasSubstr("4 × 16 × 32"));
  EXPECT_THAT(text.out, HasSubstr("3 × 5"));
  folder.file("broken.json", "{");
  const ProgramRun broken = testing::convscope(folder, words("shape --network broken.json"));
  EXPECT_EQ(broken.status, 1);
  EXPECT_EQ(broken.err, "convscope: network: is not JSON (a file that the size lab saved)\n");
}

TEST(ShapeQuestions, WordsCountWhatABorderCopies) {
  EXPECT_THAT(run("shape conv --input 6 --kernel 3 --stride 2").out,
              HasSubstr("No window reads 1 of the 6 input pixels."));
  EXPECT_THAT(run("shape conv --input 7 --kernel 2 --stride 3 --padding 1 --padding-mode circular").out,
              HasSubstr("No window reads 2 of the 7 input pixels."));
  EXPECT_EQ(
      json_of("shape conv --input 7 --kernel 2 --stride 3 --padding 1 --padding-mode circular")["unread"], 2);
}

TEST(ShapeQuestionsSlow, RefuseInOneLine) {
  const struct {
    const char* line;
    int status;
    const char* start;
  } cases[] = {
      {"shape conv --input 5 --solve 100", 1, "solve: no convolution"},
      {"shape conv --input 5 --solve 0", 1, "solve: 0 is too small"},
      {"shape conv --input 5 --solve x", 2, "solve: "},
      {"shape conv --input 5 --solve 5 --kernel 0", 1, "kernel: "},
      {"shape conv --input 5 --solve 5 --kernel 3,3 --stride 1,1,1", 1, "stride: "},
      {"shape conv --input 5,5 --solve 5 --kernel 3,3,3", 1, "input: "},
      {"shape conv --input 5 --solve 5 --kernel 3,x", 2, "kernel: "},
      {"shape conv --input 5 --solve 5 --padding same", 2, "padding: "},
      {"shape conv --input 5 --solve 5 --output-padding 1", 2, "output-padding: "},
      {"shape conv --input 5 --solve 5 --ambiguity", 2, "shape: is asked several questions"},
      {"shape conv --input 5 --kernel 3 --padding same --dialects", 1, "padding: 'same' already"},
      {"shape conv --input 5 --ambiguity", 2, "kernel: is missing"},
      {"shape --network resnet", 2,
       "network: 'resnet' is not known (unet, unet-valid, dcgan, or the path of"},
      {"shape --network none.json", 1, "network: cannot read none.json"},
      {"shape conv --network unet", 2, "operator: "},
      {"shape --network unet --input 3", 1, "kernel: pool2 gets 1 × 1"},
      {"shape --network unet --input 0", 1, "input: "},
  };
  for (const auto& c : cases) {
    const ProgramRun outcome = run(c.line);
    EXPECT_EQ(outcome.status, c.status) << c.line;
    EXPECT_EQ(outcome.out, "") << c.line;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_THAT(outcome.err, ::testing::StartsWith(std::string("convscope: ") + c.start)) << c.line;
  }
}

}  // namespace
}  // namespace convscope
