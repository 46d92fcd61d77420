// convscope shape and matrix.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

#include "core/base/json.hpp"
#include "core/io/matrix_market.hpp"
#include "core/io/npy.hpp"
#include "tests/app/cli/program.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::json_of;
using testing::ProgramRun;
using testing::TemporaryFolder;
using testing::words;

TEST(Shape, OfAResizeInEveryDialect) {
  const TemporaryFolder folder;
  const Json json = json_of(folder, "shape --input 4 --resize 2");
  EXPECT_EQ(json["output"], 8);
  ASSERT_EQ(json["resizes"].size(), 7u);
  EXPECT_EQ(json["resizes"][0]["name"], "half-pixel");
  EXPECT_EQ(json["resizes"][0]["places"], Json({-0.25, 0.25, 0.75, 1.25, 1.75, 2.25, 2.75, 3.25}));
  EXPECT_EQ(json["resizes"][3]["name"], "asymmetric");
  EXPECT_EQ(json["resizes"][3]["shift"]["mean"], -0.5);
  EXPECT_EQ(json["resizes"][3]["nearest_shift"]["mean"], 0.0);
  EXPECT_EQ(json["resizes"][2]["shift"]["first"], -0.5);
  EXPECT_EQ(json["resizes"][2]["shift"]["last"], 0.5);
  EXPECT_EQ(json_of(folder, "shape --input 4 --resize 2 --against asymmetric")["resizes"][0]["shift"]["mean"],
            0.5);
  // Whole for who writes it.
  EXPECT_EQ(json_of(folder, "shape --input 10 --resize 1.1")["output"], 11);
  EXPECT_EQ(json_of(folder, "shape --input 5 --resize 2.3")["output"], 11);
  for (const auto& [line, status, sentence] :
       std::initializer_list<std::tuple<std::string, int, std::string>>{
           {"shape --input 4 --resize two", 2, "resize: 'two' is no number (as 2 or 2.3)"},
           {"shape --resize 2", 2, "input: is missing"},
           {"shape --input 0 --resize 2", 1, "input: 0 is too small (from 1 to 64)"},
           {"shape --input 4 --resize 0.1", 1, "resize: 0.1 leaves nothing of 4 (at least 0.25)"},
           {"shape --input 4 --resize 9", 1, "resize: 9 is out of range (from 0.05 to 8)"},
           {"shape --input 4 --resize 2 --against corners", 2,
            "against: 'corners' is not known (half-pixel, "},
           {"shape conv --input 4 --kernel 3 --against half-pixel", 2,
            "against: has no meaning without --resize"},
           {"shape conv --input 4 --resize 2", 2, "operator: is given together with a resize"}}) {
    const ProgramRun outcome = testing::convscope(folder, words(line));
    EXPECT_EQ(outcome.status, status) << line << outcome.err;
    EXPECT_THAT(outcome.err, ::testing::StartsWith("convscope: " + sentence)) << line;
    EXPECT_EQ(outcome.out, "") << line;
  }
}

TEST(Shape, OfAConvolution) {
  const TemporaryFolder folder;
  const struct {
    const char* arguments;
    const char* json;
  } cases[] = {
      {"--input 224,224 --kernel 7 --stride 2 --padding 3",
       R"({"output":[112,112],"remainder":[1,1],"unread":0,"transpose_output_padding":[1,1]})"},
      {"--input 5 --kernel 4 --padding 2",
       R"({"output":[6],"remainder":[0],"unread":0,"transpose_output_padding":[0]})"},
      {"--input 6,6 --kernel 3 --stride 2 --padding 1",
       R"({"output":[3,3],"remainder":[1,1],"unread":0,"transpose_output_padding":[1,1]})"},
      {"--input 6,6 --kernel 3 --stride 2",
       R"({"output":[2,2],"remainder":[1,1],"unread":11,"transpose_output_padding":[1,1]})"},
      {"--input 7 --kernel 3 --dilation 2",
       R"({"output":[3],"remainder":[0],"unread":0,"transpose_output_padding":[0]})"},
      {"--input 5 --kernel 3,3 --padding 1:2,0:1",
       R"({"output":[6,4],"remainder":[0,0],"unread":0,"transpose_output_padding":[0,0]})"},
      {"--input 9 --kernel 3 --stride 2 --padding same",
       R"({"output":[5],"remainder":[0],"unread":0,"transpose_output_padding":[0]})"},
      {"--input 5 --kernel 3 --padding full",
       R"({"output":[7],"remainder":[0],"unread":0,"transpose_output_padding":[0]})"},
      {"--input 5 --kernel 3 --padding -1",
       R"({"output":[1],"remainder":[0],"unread":2,"transpose_output_padding":[0]})"},
  };
  for (const auto& c : cases)
    EXPECT_EQ(json_of(folder, std::string("shape conv ") + c.arguments), Json::parse(c.json)) << c.arguments;
}

TEST(Shape, OfATransposedConvolution) {
  const TemporaryFolder folder;
  const struct {
    const char* arguments;
    const char* json;
  } cases[] = {
      {"--input 4,4 --kernel 3 --stride 2 --padding 1 --output-padding 1",
       R"({"output":[8,8],"direct_padding":[[1,2],[1,2]],"overlap":{"min":1,"max":4,"even":false}})"},
      {"--input 3,3 --kernel 2",
       R"({"output":[4,4],"direct_padding":[[1,1],[1,1]],"overlap":{"min":4,"max":4,"even":true}})"},
      {"--input 3 --kernel 2 --stride 2",
       R"({"output":[6],"direct_padding":[[1,1]],"overlap":{"min":1,"max":1,"even":true}})"},
      {"--input 5 --kernel 4 --stride 2 --padding 1",
       R"({"output":[10],"direct_padding":[[2,2]],"overlap":{"min":2,"max":2,"even":true}})"},
      {"--input 4 --kernel 3 --stride 2 --padding same --dialect keras",
       R"({"output":[8],"direct_padding":[[2,1]],"overlap":{"min":1,"max":2,"even":false}})"},
      {"--input 3 --kernel 5 --stride 2",
       R"({"output":[9],"direct_padding":[[4,4]],"overlap":{"min":2,"max":3,"even":false}})"},
  };
  for (const auto& c : cases)
    EXPECT_EQ(json_of(folder, std::string("shape conv-transpose ") + c.arguments), Json::parse(c.json))
        << c.arguments;
}

TEST(Shape, CountsPixelsThatABorderLetsWindowsRead) {
  const TemporaryFolder folder;
  // Windows at -1, 2, 5 with one tap read pixels 2 and 5; reflected, the first one reads pixel 1 as well.
  const std::string line = "shape conv --input 6 --kernel 1 --stride 3 --padding 1:0";
  EXPECT_EQ(json_of(folder, line)["unread"], 4);
  EXPECT_EQ(json_of(folder, line + " --padding-mode reflect")["unread"], 3);
}

TEST(Shape, SpeaksInWords) {
  const TemporaryFolder folder;
  const ProgramRun outcome =
      testing::convscope(folder, words("shape conv --input 5 --kernel 3 --stride 2 --padding 1"));
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.out, HasSubstr("5 → 3\n"));
  EXPECT_THAT(outcome.out, HasSubstr("= 3."));
}

class Matrix : public ::testing::Test {
 protected:
  SparseMatrix matrix() const { return parse_matrix_market(folder.read("K.mtx"), "K.mtx"); }
  void weights(const Shape& shape, std::vector<double> values) const {
    folder.file("w.npy", npy_bytes(Tensor<double>(shape, std::move(values))));
  }
  TemporaryFolder folder;
};

TEST_F(Matrix, OfNumbersMd) {
  for (const Shape& shape : {Shape{1, 1, 2, 2}, Shape{2, 2}}) {
    weights(shape, {1, 2, 3, 4});
    const Json json = json_of(folder, "matrix conv --input 3,3 --weight w.npy -o K.mtx");
    EXPECT_EQ(json, Json::parse(R"({"rows":4,"columns":9,"nonzeros":16,"density":0.4444444444444444,
                                    "file":"K.mtx"})"));
    const std::vector<double> x = {0, 1, 2, 3, 4, 5, 6, 7, 8};
    const std::vector<double> y = convscope::apply(matrix(), x);
    EXPECT_EQ(y, (std::vector<double>{27, 37, 57, 67}));
    json_of(folder, "matrix conv --input 3 --weight w.npy --transpose -o K.mtx");
    EXPECT_EQ(convscope::apply(matrix(), y), (std::vector<double>{27, 91, 74, 138, 400, 282, 171, 429, 268}));
  }
}

TEST_F(Matrix, OfATransposedConvolutionIsTheTranspose) {
  weights({2, 2}, {0, 1, 2, 3});
  json_of(folder, "matrix conv-transpose --input 2 --weight w.npy --stride 2 -o K.mtx");
  EXPECT_EQ(convscope::apply(matrix(), std::vector<double>{0, 1, 2, 3}),
            (std::vector<double>{0, 0, 0, 1, 0, 0, 2, 3, 0, 2, 0, 3, 4, 6, 6, 9}));
}

TEST_F(Matrix, HasTheDensityOfNumbersMd) {
  weights({3, 3}, std::vector<double>(9, 1));
  EXPECT_EQ(json_of(folder, "matrix conv --input 4,4 --weight w.npy -o K.mtx")["nonzeros"], 36);
  EXPECT_EQ(json_of(folder, "matrix conv --input 6,6 --weight w.npy -o K.mtx")["density"], 0.25);
  EXPECT_EQ(json_of(folder, "matrix conv --input 32,32 --weight w.npy -o K.mtx")["nonzeros"], 8100);
}

TEST_F(Matrix, HoldsAllChannelsOrOnePair) {
  // Two outputs, two inputs, one tap: y0 = 1 a + 2 b, y1 = 3 a + 4 b.
  weights({2, 2, 1}, {1, 2, 3, 4});
  json_of(folder, "matrix conv --input 1 --weight w.npy -o K.mtx");
  EXPECT_EQ(convscope::apply(matrix(), std::vector<double>{1, 10}), (std::vector<double>{21, 43}));
  json_of(folder, "matrix conv --input 1 --weight w.npy --pair 1,0 -o K.mtx");
  EXPECT_EQ(convscope::apply(matrix(), std::vector<double>{1}), (std::vector<double>{3}));
  json_of(folder, "matrix conv-transpose --input 1 --weight w.npy --pair 1,0 -o K.mtx");
  EXPECT_EQ(convscope::apply(matrix(), std::vector<double>{1}), (std::vector<double>{2}));
}

TEST_F(Matrix, AddsUpWhatABorderFolds) {
  weights({3}, {1, 10, 100});
  const Json json =
      json_of(folder, "matrix conv --input 2 --weight w.npy --padding 1 --padding-mode replicate -o K.mtx");
  EXPECT_EQ(json["nonzeros"], 4);
  EXPECT_EQ(json["density"], 1.0);
  EXPECT_EQ(convscope::apply(matrix(), std::vector<double>{1, 0}), (std::vector<double>{11, 1}));
}

}  // namespace
}  // namespace convscope
