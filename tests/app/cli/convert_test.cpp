// convscope convert: files in and out, and what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "core/base/json.hpp"
#include "core/io/npy.hpp"
#include "core/network/safetensors.hpp"
#include "core/network/weights_file.hpp"
#include "tests/app/cli/program.hpp"

namespace convscope {
namespace {

using testing::ProgramRun;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;

class Convert : public ::testing::Test {
 protected:
  Convert() {
    folder.file("resize.npy", npy_bytes(Tensor<double>({1, 1, 1, 3}, {1, 2, 4})));
    folder.file("tconv.npy", npy_bytes(Tensor<double>({1, 1, 4, 4}, 1.0)));
    folder.file("uneven.npy", npy_bytes(Tensor<double>({1, 1, 3, 3}, 1.0)));
  }
  ProgramRun run(const std::string& line) const { return testing::convscope(folder, words(line)); }
  TemporaryFolder folder;
};

TEST_F(Convert, WritesTheSameMap) {
  const ProgramRun outcome =
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
  const ProgramRun outcome =
      run("convert conv-transpose resize-conv --weight uneven.npy --factor 2 -o v.npy --json");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(Json::parse(outcome.out)["exact"], false);
  EXPECT_GT(Json::parse(outcome.out)["difference"].get<double>(), 0.01);
}

TEST_F(Convert, ReadsAndWritesSafetensors) {
  const std::vector<std::pair<std::string, Tensor<float>>> two{
      {"up.weight", Tensor<float>({1, 1, 1, 3}, {1, 2, 4})},
      {"up.bias", Tensor<float>({1}, std::vector<float>{7})}};
  folder.file("two.safetensors", safetensors_bytes(two));
  folder.file("one.safetensors", safetensors_bytes({two.data(), 1}));
  const Tensor<double> right({1, 1, 2, 4}, {4, 6, 3, 1, 4, 6, 3, 1});
  for (const auto& [in, out, name] : std::initializer_list<std::tuple<std::string, std::string, std::string>>{
           {"two.safetensors:up.weight", "v.safetensors", "up.weight"},
           {"one.safetensors", "v.safetensors", "up.weight"},
           {"one.safetensors", "v.safetensors:other", "other"},
           {"resize.npy", "v.safetensors", "weight"},
           {"one.safetensors", "v.npy", ""}}) {
    const ProgramRun outcome =
        run("convert resize-conv conv-transpose --weight " + in + " --factor 2 --json -o " + out);
    ASSERT_EQ(outcome.status, 0) << in << out << outcome.err;
    const Json json = Json::parse(outcome.out);
    EXPECT_EQ(json["name"], name.empty() ? Json(nullptr) : Json(name));
    if (name.empty()) {
      EXPECT_EQ(read_npy(folder / "v.npy", "v"), right);
      continue;
    }
    const NamedWeights back = read_weights({folder / "v.safetensors", "", true}, "v");
    EXPECT_EQ(back.name, name);
    EXPECT_EQ(back.values, right);
  }
}

TEST_F(Convert, WrongSafetensorsAreOneSentence) {
  const std::vector<std::pair<std::string, Tensor<float>>> two{
      {"up.weight", Tensor<float>({1, 1, 1, 3}, {1, 2, 4})},
      {"up.bias", Tensor<float>({1}, std::vector<float>{7})}};
  const float none = std::numeric_limits<float>::quiet_NaN();
  const std::vector<std::pair<std::string, Tensor<float>>> bad{
      {"nan", Tensor<float>({1, 1, 1, 3}, {1, none, 4})}, {"void", Tensor<float>(Shape{1, 0, 3, 3})}};
  folder.file("two.safetensors", safetensors_bytes(two));
  folder.file("bad.safetensors", safetensors_bytes(bad));
  folder.file("short.safetensors", safetensors_bytes(two).substr(0, 40));
  folder.file("old.safetensors", "old");
  for (const auto& [in, status, sentence] : std::initializer_list<std::tuple<std::string, int, std::string>>{
           {"two.safetensors", 1,
            "weight: two.safetensors has 2 tensors (two.safetensors:NAME with one of up.bias (1), up.weight "
            "(1 × 1 × 1 × 3))"},
           {"two.safetensors:up", 1,
            "weight: two.safetensors has no tensor 'up' (up.bias (1), up.weight (1 × 1 × 1 × 3))"},
           {"two.safetensors:up.bias", 1, "weight: has 1 axes (4"},
           {"two.safetensors:", 2, "weight: 'two.safetensors:' names no tensor (FILE.safetensors:NAME)"},
           {"two.pth", 2, "weight: the ending of 'two.pth' says no format (.npy or .safetensors)"},
           {"none.safetensors", 1, "weight: cannot read none.safetensors"},
           {"old.safetensors", 1, "weight: old.safetensors: is too short"},
           {"short.safetensors", 1, "weight: short.safetensors: "},
           {"bad.safetensors:nan", 1, "weight: bad.safetensors, 'nan' has values that are NaN or infinite"},
           {"bad.safetensors:void", 1, "weight: bad.safetensors, 'void' holds nothing"}}) {
    const ProgramRun outcome =
        run("convert resize-conv conv-transpose --factor 2 -o out.safetensors --weight " + in);
    EXPECT_EQ(outcome.status, status) << in << outcome.err;
    EXPECT_THAT(outcome.err, StartsWith("convscope: " + sentence)) << in;
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << in;
    EXPECT_FALSE(folder.has("out.safetensors")) << in;
  }
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
    const ProgramRun outcome = run("convert " + line);
    EXPECT_EQ(outcome.status, status) << line << outcome.err;
    EXPECT_THAT(outcome.err, StartsWith("convscope: " + sentence)) << line;
    EXPECT_EQ(outcome.out, "") << line;
    EXPECT_FALSE(folder.has("out.npy") || folder.has("out.txt")) << line;
  }
}

}  // namespace
}  // namespace convscope
