// convscope network: what it prints, writes and refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <regex>

#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "tests/app/cli/program.hpp"
#include "tests/core/network/model_files.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::json_of;
using testing::onnx_node;
using testing::onnx_value;
using testing::OnnxModel;
using testing::ProgramRun;
using testing::TemporaryFolder;
using testing::transposed_model;
using testing::words;

std::string trained(const std::string& name) {
  return testing::in_tests("networks/") + name;
}

TEST(NetworkCommand, PrintsOneLayer) {
  const TemporaryFolder folder;
  // The box of three taps at stride 2: phase sums 4, 2, 2, 1.
  folder.file("m.onnx", transposed_model(3, 2, std::vector<float>(9, 1)).bytes());
  const auto json = json_of(folder, "network m.onnx --input 8,10");
  EXPECT_EQ(json["format"], "ONNX");
  EXPECT_THAT(json["input"], ElementsAre(8, 10));
  ASSERT_EQ(json["layers"].size(), 1u);
  const auto& layer = json["layers"][0];
  EXPECT_EQ(layer["name"], "up");
  EXPECT_EQ(layer["op"], "ConvTranspose");
  EXPECT_THAT(layer["kernel"], ElementsAre(3, 3));
  EXPECT_THAT(layer["stride"], ElementsAre(2, 2));
  EXPECT_THAT(layer["padding"], ElementsAre(ElementsAre(0, 0), ElementsAre(0, 0)));
  EXPECT_THAT(layer["output_padding"], ElementsAre(0, 0));
  EXPECT_THAT(layer["channels"], ElementsAre(1, 1));
  EXPECT_THAT(layer["output"], ElementsAre(17, 21));
  EXPECT_THAT(layer["receptive_field"], ElementsAre(2, 2));
  EXPECT_EQ(layer["parameters"], 9);
  EXPECT_EQ(layer["multiply_adds"], 9 * 80);
  EXPECT_NEAR(layer["phase_spread"].get<double>(), 3 / 2.25, 1e-12);
  EXPECT_EQ(layer["order"], 0);
  EXPECT_THAT(layer["verdict"].get<std::string>(), HasSubstr("strong on flat areas"));
  EXPECT_THAT(layer["traps"][0].get<std::string>(), HasSubstr("half a pixel off"));
  EXPECT_EQ(json["flat_test"]["guilty"], "up");
  // White: phases 4, 2, 2, 1 of 255 about their mean.
  EXPECT_NEAR(json["flat_test"]["levels"].get<double>(),
              255 * std::sqrt((1.75 * 1.75 + 2 * .0625 + 1.25 * 1.25) / 4), 0.01);
  EXPECT_EQ(json["unsupported"].size(), 0u);
}

TEST(NetworkCommand, RepairsAndExports) {
  const TemporaryFolder folder;
  folder.file("m.onnx", transposed_model(4, 2, {1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 1, 1, 2, 0, 2, 9}).bytes());
  EXPECT_EQ(testing::convscope(folder, words("network m.onnx --export up w.npy")).status, 0);
  const Tensor<double> w = read_npy(folder / "w.npy", "w");
  EXPECT_EQ(w.shape(), (Shape{1, 1, 4, 4}));
  EXPECT_EQ(w[4], 5);
  EXPECT_EQ(testing::convscope(folder, words("network m.onnx --export up r.npy --repair phase-sums")).status,
            0);
  const Tensor<double> r = read_npy(folder / "r.npy", "r");
  double sums[4] = {}, total = 0, repaired = 0;
  for (Index t = 0; t < 16; ++t) {
    sums[t / 4 % 2 * 2 + t % 2] += r[t];
    total += w[t];
    repaired += r[t];
  }
  for (const double sum : sums) EXPECT_NEAR(sum, total / 4, 1e-5);
  EXPECT_NEAR(repaired, total, 1e-5);
  const auto json = json_of(folder, "network m.onnx --repair order-2 --layer up");
  EXPECT_GE(json["order"].get<int>(), 2);
}

TEST(NetworkCommand, RunsOnPicturesAndArrays) {
  const TemporaryFolder folder;
  const std::string model = trained("espcn-x2.onnx");
  const ProgramRun run =
      testing::convscope(folder, {"network", model, "--run", trained("espcn-x2-input.npy"), "-o", "y.npy"});
  EXPECT_EQ(run.status, 0) << run.err;
  const Tensor<double> made = read_npy(folder / "y.npy", "y"),
                       right = read_npy(trained("espcn-x2-output.npy"), "y");
  ASSERT_EQ(made.shape(), right.shape());
  for (Index i = 0; i < made.size(); ++i) ASSERT_NEAR(made[i], right[i], 1e-5);
  folder.file("x.ppm", "");
  EXPECT_EQ(testing::convscope(
                folder, {"network", model, "--run", "/usr/share/pixmaps/faces/cat.jpg", "-o", "big.png"})
                .status,
            0);
  EXPECT_EQ(read_image(folder / "big.png", "image").shape(), (Shape{1, 3, 1024, 1024}));
  EXPECT_EQ(testing::convscope(folder, {"network", model, "--run", trained("espcn-x2-input.npy"), "-o",
                                        "a.npy", "--until", "/a/Conv"})
                .status,
            0);
  EXPECT_EQ(read_npy(folder / "a.npy", "a").shape(), (Shape{1, 24, 26, 30}));
  EXPECT_EQ(testing::convscope(folder, {"network", model, "--run", trained("espcn-x2-input.npy"), "-o",
                                        "a.png", "--until", "/a/Conv"})
                .status,
            0);
  EXPECT_EQ(read_image(folder / "a.png", "image").shape(), (Shape{1, 3, 5 * 27 - 1, 5 * 31 - 1}));
}

TEST(NetworkCommand, ListsWeightsOfFilesWithoutAGraph) {
  const TemporaryFolder folder;
  for (const char* ending : {".safetensors", ".pth"}) {
    const auto json = json_of(folder, "network " + trained("fsrcnn-x3") + ending);
    EXPECT_EQ(json["flat_test"], nullptr);
    bool seen = false;
    for (const auto& layer : json["layers"]) {
      if (layer["name"] != "up.weight") continue;
      seen = true;
      EXPECT_THAT(layer["kernel"], ElementsAre(9, 9));
      EXPECT_THAT(layer["output_shape"], ElementsAre(32, 1, 9, 9));
    }
    EXPECT_TRUE(seen) << ending;
    EXPECT_EQ(testing::convscope(folder,
                                 {"network", trained("fsrcnn-x3") + ending, "--export", "up.weight", "w.npy"})
                  .status,
              0);
    EXPECT_EQ(read_npy(folder / "w.npy", "w").shape(), (Shape{32, 1, 9, 9}));
  }
}

TEST(NetworkCommand, RemembersWhatAWeightIs) {
  const TemporaryFolder folder;
  folder.file(
      "w.safetensors",
      testing::safetensors(
          R"({"up":{"dtype":"F32","shape":[1,1,3,3],"data_offsets":[0,36]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
          testing::raw_values(std::vector<float>(9, 1))));
  const ProgramRun said =
      testing::convscope(folder, {"network", "w.safetensors", "--as", "up = tconv s2 p1 op1", "--json"});
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_TRUE(folder.has("w.safetensors.layers.json"));
  const auto json = json_of(folder, "network w.safetensors --input 8");
  ASSERT_EQ(json["layers"].size(), 2u);
  EXPECT_EQ(json["layers"][0]["op"], "ConvTranspose");
  EXPECT_THAT(json["layers"][0]["output"], ElementsAre(16, 16));
  EXPECT_NEAR(json["layers"][0]["phase_spread"].get<double>(), 3 / 2.25, 1e-12);
  EXPECT_EQ(json["flat_test"]["guilty"], "up");
  EXPECT_EQ(json["layers"][1]["op"], "weights");
  for (const char* wrong : {"up = tconv s0", "up = tconv big", "down = conv", "b = conv", "up", "up = s2"}) {
    const ProgramRun refused = testing::convscope(folder, {"network", "w.safetensors", "--as", wrong});
    EXPECT_EQ(refused.status, 1) << wrong;
    EXPECT_THAT(refused.err, ::testing::StartsWith("convscope: as: ")) << wrong;
  }
  EXPECT_THAT(folder.read("w.safetensors.layers.json"), HasSubstr("up = tconv s2 p1 op1"));
}

OnnxModel with_unknown() {
  OnnxModel model = transposed_model(4, 2, std::vector<float>(16, 1));
  model.nodes.push_back(onnx_node("odd", "Einsum", {"y"}, {"z"}));
  model.nodes.push_back(onnx_node("behind", "Relu", {"z"}, {"end"}));
  model.outputs = {onnx_value("end", {1, 1, 0, 0})};
  return model;
}

TEST(NetworkCommand, ShowsWhatItCanOfWhatItDoesNotKnow) {
  const TemporaryFolder folder;
  folder.file("m.onnx", with_unknown().bytes());
  const auto json = json_of(folder, "network m.onnx");
  EXPECT_THAT(json["unsupported"], ElementsAre("Einsum"));
  EXPECT_EQ(json["layers"][0]["phase_spread"], 0);
  EXPECT_EQ(json["layers"][1]["output"], nullptr);
  EXPECT_EQ(json["flat_test"], nullptr);
  EXPECT_EQ(testing::convscope(folder, {"network", "m.onnx", "--run", "/usr/share/pixmaps/faces/cat.jpg",
                                        "-o", "y.npy", "--until", "up"})
                .status,
            0);
}

TEST(NetworkCommand, SaysWhereWeightsAreNoNumbers) {
  const TemporaryFolder folder;
  std::vector<float> kernel(9, 1);
  kernel[4] = std::numeric_limits<float>::quiet_NaN();
  folder.file("m.onnx", transposed_model(3, 2, kernel).bytes());
  const auto json = json_of(folder, "network m.onnx");
  EXPECT_EQ(json["layers"][0]["phase_spread"], nullptr);
  EXPECT_EQ(json["layers"][0]["verdict"], "unknown: weights are NaN or infinite");
  EXPECT_EQ(json["warnings"][0], "'w' has 1 value that is NaN or infinite");
}

struct Refusal {
  const char* line;
  int status;
  const char* begin;
};
void PrintTo(const Refusal& r, std::ostream* out) {
  *out << r.line;
}

TEST(NetworkCommand, WritesRepairedWeights) {
  const TemporaryFolder folder;
  folder.file("m.onnx", transposed_model(3, 2, std::vector<float>(9, 1)).bytes());
  const auto json = json_of(folder, "network m.onnx --repair phase-sums -o w.safetensors");
  EXPECT_EQ(json["tensors"], 1);
  EXPECT_EQ(json["output"], "w.safetensors");
  json_of(folder, "network m.onnx --repair phase-sums --export up w.npy");
  json_of(folder, "network w.safetensors --export w again.npy");
  EXPECT_EQ(read_npy(folder / "w.npy", "w"), read_npy(folder / "again.npy", "w"));
  // Without a repair they are as they were.
  json_of(folder, "network m.onnx -o plain.safetensors");
  json_of(folder, "network plain.safetensors --export w plain.npy");
  EXPECT_EQ(read_npy(folder / "plain.npy", "w"), Tensor<double>(Shape{1, 1, 3, 3}, 1.0));
  EXPECT_EQ(testing::convscope(folder, words("network plain.safetensors -o more.safetensors --quiet")).status,
            0);
  EXPECT_EQ(folder.read("plain.safetensors"), folder.read("more.safetensors"));
}

class NetworkRefusal : public ::testing::TestWithParam<Refusal> {};

TEST_P(NetworkRefusal, IsOneSentenceAndWritesNothing) {
  const auto& [line, status, begin] = GetParam();
  const TemporaryFolder folder;
  folder.file("m.onnx", transposed_model(3, 2, std::vector<float>(9, 1)).bytes());
  folder.file("odd.onnx", with_unknown().bytes());
  folder.file("cut.onnx", transposed_model(3, 2, std::vector<float>(9, 1)).bytes().substr(0, 60));
  folder.file("nan.onnx", transposed_model(3, 2, std::vector<float>(9, std::nanf(""))).bytes());
  folder.file("w.safetensors",
              testing::safetensors(R"({"w":{"dtype":"F32","shape":[1,1,2,2],"data_offsets":[0,16]}})",
                                   std::string(16, '\0')));
  folder.file("x.npy", npy_bytes(Tensor<double>(Shape{1, 1, 4, 4}, 1.0)));
  folder.file("x2.npy", npy_bytes(Tensor<double>(Shape{1, 2, 4, 4}, 1.0)));
  folder.file("text.json", "{}");
  folder.file("old.npy", "old");
  const auto before = folder.names();
  const ProgramRun outcome = testing::convscope(folder, words(line));
  EXPECT_EQ(outcome.status, status) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  EXPECT_THAT(outcome.err, ::testing::StartsWith(std::string("convscope: ") + begin));
  EXPECT_TRUE(std::regex_match(outcome.err, std::regex("convscope: [^:\\n]+: [^\\n]+ \\([^\\n]+\\)\\n")))
      << outcome.err;
  EXPECT_EQ(folder.names(), before);
  EXPECT_EQ(folder.read("old.npy"), "old");
}

constexpr Refusal kRefusals[] = {
    {"network", 2, "network: is missing"},
    {"network a b", 2, "network: 'b' is one word too many"},
    {"network m.onnx --export up", 2, "export: has no file to write to"},
    {"network m.onnx --export up w.txt", 2, "export: the ending of 'w.txt' says no format"},
    {"network m.onnx --run x.npy", 2, "output: is missing"},
    {"network m.onnx -o y.npy", 2, "output: has nothing to hold"},
    {"network m.onnx -o y.safetensors --export up w.npy", 2, "export: is given together with --output"},
    {"network m.onnx --run x.npy -o y.safetensors", 2,
     "output: the ending of 'y.safetensors' says no format"},
    {"network m.onnx -o none/y.safetensors", 1, "output: cannot write none/y.safetensors"},
    {"network m.onnx --until up", 2, "until: has no run to stop"},
    {"network m.onnx --run x.npy -o y.txt", 2, "output: the ending of 'y.txt' says no format"},
    {"network m.onnx --repair well", 2, "repair: 'well' is not known"},
    {"network m.onnx --input big", 2, "input: "},
    {"network none.onnx", 1, "network: cannot read none.onnx"},
    {"network text.json", 1, "network: text.json is none that is read here"},
    {"network cut.onnx", 1, "network: cut.onnx (ONNX): is damaged"},
    {"network m.onnx --input 0", 1, "input: "},
    {"network m.onnx --input 4,4,4", 1, "input: 3 numbers for an input of 1 × 1 × ? × ?"},
    {"network m.onnx --layer down", 1, "layer: 'down' is not known"},
    {"network m.onnx --export down old.npy", 1, "layer: 'down' is not known"},
    {"network w.safetensors --export x old.npy", 1, "layer: 'x' is not known"},
    {"network w.safetensors --run x.npy -o old.npy", 1,
     "network: a safetensors file has weights and no graph"},
    {"network w.safetensors --repair order-2", 1, "repair: a safetensors file has weights and no graph"},
    {"network m.onnx --run x2.npy -o old.npy", 1, "image: 1 × 2 × 4 × 4 is no input of this network"},
    {"network m.onnx --run none.png -o old.npy", 1, "image: cannot read none.png"},
    {"network m.onnx --run x.npy -o old.npy --until down", 1, "layer: 'down' is not known"},
    {"network odd.onnx --run x.npy -o old.npy", 1,
     "network: layer 'odd' is a Einsum, which is not known here"},
    {"network m.onnx --effective --layer down -o old.npy", 1, "layer: 'down' is not known"},
    {"network m.onnx --effective --cell 900,0 -o old.npy", 1, "cell: 900 lies outside of the layer's output"},
    {"network m.onnx --effective --cell=-1,0 -o old.npy", 1, "cell: -1 lies outside"},
    {"network m.onnx --effective --cell 1 -o old.npy", 1, "cell: 1 numbers for 2 axes"},
    {"network m.onnx --effective --cell a,0 -o old.npy", 2, "cell: 'a' is no whole number"},
    {"network m.onnx --effective --channel 1 -o old.npy", 1, "channel: 1 is none of the layer's"},
    {"network m.onnx --effective --channel x -o old.npy", 2, "channel: 'x' is no whole number"},
    {"network m.onnx --effective --at text.json -o old.npy", 1, "image: text.json has no image format known"},
    {"network m.onnx --effective --at none.png -o old.npy", 1, "image: cannot read none.png"},
    {"network m.onnx --effective --at x2.npy -o old.npy", 1, "image: 1 × 2 × 4 × 4 is no input"},
    {"network m.onnx --effective -o none/y.npy", 1, "output: cannot write none/y.npy"},
    {"network m.onnx --effective -o y.jpg", 2, "output: the ending of 'y.jpg' says no format"},
    {"network m.onnx --effective --run x.npy -o old.npy", 2, "effective: is given together with --run"},
    {"network m.onnx --cell 1,2", 2, "cell: has no field to choose"},
    {"network m.onnx --at x.npy", 2, "at: has no field to choose"},
    {"network w.safetensors --effective -o old.npy", 1,
     "network: a safetensors file has weights and no graph"},
    {"network nan.onnx --run x.npy -o old.npy", 1, "network: 'w' has values that are NaN or infinite"},
};
INSTANTIATE_TEST_SUITE_P(All, NetworkRefusal, ::testing::ValuesIn(kRefusals));

}  // namespace
}  // namespace convscope
