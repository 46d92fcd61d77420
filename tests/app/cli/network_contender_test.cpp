// upsample and compare with networks from files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <regex>

#include "core/io/image_file.hpp"
#include "core/io/npy.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "tests/app/cli/program.hpp"
#include "tests/app/labs/images/pictures.hpp"
#include "tests/core/network/model_files.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::json_of;
using testing::ProgramRun;
using ::testing::StartsWith;
using testing::transposed_model;
using testing::words;

std::string trained(const std::string& name) {
  return testing::in_tests("networks/") + name;
}

class NetworkContender : public ::testing::Test {
 protected:
  NetworkContender() {
    folder.file("rgb.png", testing::png(48, 36));
    folder.file("other.png", testing::png(30, 24));
    folder.file("two.onnx", transposed_model(2, 2, {1, 1, 1, 1}).bytes());
    std::filesystem::create_directory(folder / "sub");
    folder.file("sub/two.onnx", transposed_model(2, 2, {1, 1, 1, 1}).bytes());
    folder.file("a, b;c.onnx", transposed_model(2, 2, {1, 1, 1, 1}).bytes());
    folder.file("broken.onnx", transposed_model(2, 2, {1, 1, 1, 1}).bytes().substr(0, 40));
    folder.file("old.png", "old");
  }
  ProgramRun run(const std::string& line) const { return testing::convscope(folder, words(line)); }
  testing::TemporaryFolder folder;
};
using NetworkContenderSlow = NetworkContender;

TEST_F(NetworkContender, UpsamplesAsTheNetworkRunByItselfDoes) {
  const std::string network = trained("tconv-x2.onnx");
  const auto json = json_of(folder, "upsample rgb.png -o up.npy --factor 2 --method network:" + network);
  EXPECT_EQ(json["method"], "network:" + network);
  EXPECT_EQ(json["size"], (Json{96, 72}));
  EXPECT_EQ(json["phase_spread"], nullptr);
  EXPECT_EQ(json["kernel"], nullptr);
  ASSERT_EQ(run("network " + network + " --run rgb.png -o run.npy --quiet").status, 0);
  const Tensor<double> made = read_npy(folder / "up.npy", "up"), right = read_npy(folder / "run.npy", "run");
  ASSERT_EQ(made.shape(), right.shape());
  for (Index i = 0; i < made.size(); ++i) ASSERT_NEAR(made[i], 255 * right[i], 1e-3);
  // A part is the same part of it, and a .png the same rounded.
  ASSERT_EQ(run("upsample rgb.png -o part.npy --factor 2 --crop 5,7,11,9 --quiet --method network:" + network)
                .status,
            0);
  const Tensor<double> part = read_npy(folder / "part.npy", "part");
  ASSERT_EQ(part.shape(), (Shape{1, 3, 18, 22}));
  EXPECT_EQ(part.at({0, 2, 3, 4}), made.at({0, 2, 17, 14}));
  ASSERT_EQ(run("upsample rgb.png -o up.png --factor 2 --quiet --method network:" + network).status, 0);
  const Tensor<float> png = read_image(folder / "up.png", "image");
  for (Index i = 0; i < png.size(); ++i)
    ASSERT_EQ(static_cast<double>(png[i]), std::clamp(std::floor(made[i] + 0.5), 0.0, 255.0));
}

TEST_F(NetworkContender, EnlargesOpacityByBicubic) {
  folder.file("clear.png", testing::png(8, 6, 4));
  ASSERT_EQ(run("upsample clear.png -o net.npy --factor 2 --method network:two.onnx --quiet").status, 0);
  ASSERT_EQ(run("upsample clear.png -o smooth.npy --factor 2 --method bicubic --quiet").status, 0);
  const Tensor<double> net = read_npy(folder / "net.npy", "net"),
                       smooth = read_npy(folder / "smooth.npy", "smooth");
  ASSERT_EQ(net.shape(), (Shape{1, 4, 12, 16}));
  for (Index i = Index{3} * 192; i < Index{4} * 192; ++i) ASSERT_EQ(net[i], smooth[i]);
}

TEST_F(NetworkContender, IsComparedBesideOthers) {
  const std::string line =
      "compare rgb.png --factor 2 --methods nearest,network:two.onnx,network:sub/two.onnx -o out";
  const auto json = json_of(folder, line);
  ASSERT_EQ(json["methods"].size(), 3u);
  const auto& net = json["methods"][1];
  EXPECT_EQ(net["name"], "network:two.onnx");
  EXPECT_EQ(json["methods"][2]["name"], "network:sub/two.onnx");
  EXPECT_EQ(net["parameters"], 4);
  EXPECT_EQ(net["kernel"], nullptr);
  EXPECT_EQ(net["phase_spread"], nullptr);
  EXPECT_EQ(net["order"], nullptr);
  EXPECT_EQ(net["note"], "enlarges luma alone, chroma is enlarged by bicubic");
  for (const char* key :
       {"psnr", "psnr_y", "ssim", "checkerboard", "grid_levels", "seconds", "multiply_adds"})
    EXPECT_TRUE(net[key].is_number()) << key;
  EXPECT_EQ(net["psnr"], json["methods"][2]["psnr"]);
  EXPECT_TRUE(std::filesystem::exists(folder / "out/network-two.png"));
  EXPECT_TRUE(std::filesystem::exists(folder / "out/network-two-2.png"));
  EXPECT_THAT(net["file"].get<std::string>(), HasSubstr("network-two.png"));
  EXPECT_THAT(folder.read("out/metrics.csv"), HasSubstr("\nnetwork:two.onnx,"));
  // Luma of nearest is what the network makes, so is the PSNR of Y, but for rounding.
  EXPECT_NEAR(net["psnr_y"].get<double>(), json["methods"][0]["psnr_y"].get<double>(), 0.1);
}

TEST_F(NetworkContender, MayHaveAnyName) {
  const ProgramRun outcome =
      run("compare rgb.png --factor 2 --methods 'bicubic,network:a, b;c.onnx' -o out --json");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(Json::parse(outcome.out)["methods"][1]["name"], "network:a, b;c.onnx");
  EXPECT_TRUE(std::filesystem::exists(folder / "out/network-a--b-c.png"));
  EXPECT_THAT(folder.read("out/metrics.csv"), HasSubstr("\n\"network:a, b;c.onnx\","));
}

TEST_F(NetworkContender, AllMeansNoNetwork) {
  const auto plain = json_of(folder, "compare rgb.png --factor 2");
  const auto more = json_of(folder, "compare rgb.png --factor 2 --methods all,network:two.onnx");
  EXPECT_EQ(plain["methods"].size() + 1, more["methods"].size());
  for (const auto& method : plain["methods"]) EXPECT_NE(method["name"], "network");
}

TEST_F(NetworkContender, SeveralPicturesEachHaveIt) {
  const auto json = json_of(
      folder, "compare rgb.png other.png --factor 3 --methods bicubic,network:" + trained("fsrcnn-x3.onnx"));
  EXPECT_EQ(json["images"].size(), 2u);
  EXPECT_TRUE(json["methods"][1]["mean"]["psnr"].is_number());
}

TEST_F(NetworkContenderSlow, IsRefusedInOneSentence) {
  struct Bad {
    std::string line;
    int status;
    std::string begin;
  };
  const std::string up = "upsample rgb.png -o old.png --factor 2 --method ",
                    both = "compare rgb.png --factor 2 -o out ";
  const std::vector<Bad> all = {
      {up + "network", 2, "method: network has no file (network:FILE)"},
      {up + "network:", 2, "method: network has no file (network:FILE)"},
      {up + "network:none.onnx", 1, "network: cannot read none.onnx"},
      {up + "network:rgb.png", 1, "network: rgb.png is none that is read here"},
      {up + "network:broken.onnx", 1, "network: broken.onnx (ONNX): "},
      {up + "network:sub", 1, "network: "},
      {up + "network:" + trained("fsrcnn-x3.onnx"), 1,
       "factor: fsrcnn-x3.onnx enlarges 3 times, not 2 (factor 3)"},
      {up + "network:" + trained("fsrcnn-x3.safetensors"), 1,
       "network: fsrcnn-x3.safetensors: a safetensors file has weights and no graph (a file with layers, "
       "such as "
       ".onnx)"},
      {up + "network:two.onnx --range 0", 1, "range: "},
      {up + "network:two.onnx --range white", 2, "range: "},
      {up + "network:two.onnx --save-kernel k.npy", 2, "save-kernel: network:two.onnx has no kernel"},
      {both + "--methods bicubic,network", 2, "methods: network has no file (network:FILE)"},
      {both + "--methods network:two.onnx,network:two.onnx", 2, "methods: has network:two.onnx twice"},
      {both + "--methods network:two.onnx,bicubi", 2, "methods: 'bicubi' is not known"},
      {both + "--methods bicubic,network:none.onnx", 1, "network: cannot read none.onnx"},
      {both + "--methods network:two.onnx,network:" + trained("fsrcnn-x3.onnx"), 1,
       "factor: fsrcnn-x3.onnx enlarges 3 times, not 2 (factor 3)"},
  };
  const auto before = folder.names();
  for (const auto& [line, status, begin] : all) {
    SCOPED_TRACE(line);
    const ProgramRun outcome = run(line);
    EXPECT_EQ(outcome.status, status) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, StartsWith("convscope: " + begin));
    EXPECT_TRUE(std::regex_match(outcome.err, std::regex("convscope: [^:\\n]+: [^\\n]+ \\([^\\n]+\\)\\n")))
        << outcome.err;
    EXPECT_EQ(folder.names(), before);
    EXPECT_EQ(folder.read("old.png"), "old");
  }
}

}  // namespace
}  // namespace convscope
