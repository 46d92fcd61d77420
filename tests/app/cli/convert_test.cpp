// convscope convert: files in and out, and what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/io/npy.hpp"
#include "tests/app/cli/program.hpp"

namespace convscope {
namespace {

using testing::Outcome;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;
using Json = nlohmann::ordered_json;

class Convert : public ::testing::Test {
 protected:
  Convert() {
    folder.file("resize.npy", npy_bytes(Tensor<double>({1, 1, 1, 3}, {1, 2, 4})));
    folder.file("tconv.npy", npy_bytes(Tensor<double>({1, 1, 4, 4}, 1.0)));
    folder.file("uneven.npy", npy_bytes(Tensor<double>({1, 1, 3, 3}, 1.0)));
  }
  Outcome run(const std::string& line) const { return testing::convscope(folder, words(line)); }
  TemporaryFolder folder;
};

TEST_F(Convert, WritesTheSameMap) {
  const Outcome outcome =
      run("convert resize-conv conv-transpose --weight resize.npy --factor 2 -o v.npy --json");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["output"], Json({1, 1, 2, 4}));
  EXPECT_EQ(json["exact"], true);
  EXPECT_EQ(json["padding"], Json({0, 1}));
  // [a, b, c] at factor 2 is [c, b + c, a + b, a].
  EXPECT_EQ(read_npy(folder / "v.npy", "v"), Tensor<double>({1, 1, 2, 4}, {4, 6, 3, 1, 4, 6, 3, 1}));
}

TEST_F(Convert, SaysByHowMuchItDiffers) {
  const Outcome outcome =
      run("convert conv-transpose resize-conv --weight uneven.npy --factor 2 -o v.npy --json");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(Json::parse(outcome.out)["exact"], false);
  EXPECT_GT(Json::parse(outcome.out)["difference"].get<double>(), 0.01);
}

TEST_F(Convert, WrongInputIsOneSentence) {
  for (const auto& [line, status, sentence] :
       std::initializer_list<std::tuple<std::string, int, std::string>>{
           {"", 2, "from: is missing"},
           {"pixel-shuffle", 2, "to: is missing"},
           {"pixel-shuffle beauty", 2, "to: 'beauty' is not known"},
           {"pixel-shuffle resize-conv --factor 2 -o out.npy", 2, "weight: is missing"},
           {"pixel-shuffle resize-conv --weight tconv.npy -o out.npy", 2, "factor: is missing"},
           {"pixel-shuffle resize-conv --weight tconv.npy --factor 2", 2, "output: is missing"},
           {"pixel-shuffle resize-conv --weight tconv.npy --factor 2 -o out.txt", 2, "output: the ending"},
           {"pixel-shuffle resize-conv --weight tconv.npy --factor 9 -o out.npy", 1, "factor: "},
           {"pixel-shuffle resize-conv --weight none.npy --factor 2 -o out.npy", 1, "weight: cannot read"},
           {"pixel-shuffle resize-conv --weight uneven.npy --factor 2 -o out.npy", 1,
            "weight: has 1 output channels (a multiple of 4"},
           {"conv-transpose resize-conv --weight uneven.npy --factor 4 -o out.npy", 1,
            "weight: has a kernel of 3 × 3"}}) {
    const Outcome outcome = run("convert " + line);
    EXPECT_EQ(outcome.status, status) << line << outcome.err;
    EXPECT_THAT(outcome.err, StartsWith("convscope: " + sentence)) << line;
    EXPECT_EQ(outcome.out, "") << line;
    EXPECT_FALSE(folder.has("out.npy") || folder.has("out.txt")) << line;
  }
}

}  // namespace
}  // namespace convscope
