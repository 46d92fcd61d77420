// convscope train: what it writes, and what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/network/formats.hpp"
#include "tests/app/cli/program.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::Outcome;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;
using Json = nlohmann::ordered_json;

/// A picture that needs no library to be written: BMP, 24 bits.
std::string bmp(int side, int contrast) {
  const auto number = [](std::uint32_t value) {
    std::string out;
    for (int i = 0; i < 4; ++i) out += static_cast<char>(value >> (8 * i) & 255);
    return out;
  };
  const auto size = static_cast<std::uint32_t>(side);
  std::string out = "BM" + number(54 + 3 * size * size) + number(0) + number(54) + number(40) + number(size) +
                    number(size) + std::string("\1\0\x18\0", 4) + number(0) + number(0) + number(0) +
                    number(0) + number(0) + number(0);
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < 3 * side; ++x) out += static_cast<char>(60 + contrast * (x / 3 * 7 + y * 5) % 120);
  return out;
}

class Train : public ::testing::Test {
 protected:
  Train() {
    folder.file("photo.bmp", bmp(64, 1));
    folder.file("flat.bmp", bmp(64, 0));
    folder.file("tiny.bmp", bmp(16, 1));
    folder.file("taken", "a file");
  }
  Outcome run(const std::string& line) const { return testing::convscope(folder, words("train " + line)); }
  TemporaryFolder folder;
};

TEST_F(Train, WritesWeightsCurvesAndAnAnimation) {
  const Outcome outcome = run("photo.bmp --decoders conv-transpose-k3,nearest-conv --steps 3 --json -o out");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["done"], 3);
  ASSERT_EQ(json["decoders"].size(), 2u);
  EXPECT_EQ(json["decoders"][0]["name"], "conv-transpose-k3");
  ASSERT_EQ(json["decoders"][1]["steps"].size(), 3u);
  for (const char* key : {"step", "loss", "psnr", "grid_levels", "flat_levels"})
    EXPECT_TRUE(json["decoders"][1]["steps"][2][key].is_number()) << key;
  const Network network = read_network(folder / "out/conv-transpose-k3.safetensors");
  EXPECT_EQ(network.weights.at("up.weight").shape, (Dims{16, 3, 3, 3}));
  EXPECT_EQ(network.weights.at("conv1.bias").shape, (Dims{16}));
  EXPECT_THAT(folder.read("out/training.csv"), StartsWith("step,decoder,loss,psnr,grid_levels,flat_levels"));
  EXPECT_THAT(folder.read("out/training.svg"), HasSubstr("<svg"));
  EXPECT_THAT(folder.read("out/training.gif"), StartsWith("GIF89a"));
}

TEST_F(Train, DivergingIsSaidAndTheRestIsWritten) {
  const Outcome outcome = run("photo.bmp --decoders nearest-conv --steps 9 --rate 1e30 --json -o out");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("nearest-conv diverged at step"));
  EXPECT_TRUE(Json::parse(outcome.out)["decoders"][0]["diverged"].is_number());
}

TEST_F(Train, CancelledItKeepsWhatWasDone) {
  const std::string command = "cd '" + folder.path() + "' && timeout --preserve-status -s INT 2 " +
                              CONVSCOPE_BINARY +
                              " train photo.bmp --steps 5000 --json -o out >printed 2>said </dev/null";
  EXPECT_NE(std::system(command.c_str()), 0);
  EXPECT_THAT(folder.read("said"), StartsWith("convscope: steps: stopped after "));
  const Json json = Json::parse(folder.read("printed"));
  EXPECT_LT(json["done"].get<int>(), 5000);
  EXPECT_EQ(json["decoders"][0]["steps"].size(), json["done"].get<std::size_t>());
  EXPECT_FALSE(read_network(folder / "out/nearest-conv.safetensors").weights.empty());
}

TEST_F(Train, WrongInputIsOneSentence) {
  for (const auto& [line, status, sentence] :
       std::initializer_list<std::tuple<std::string, int, std::string>>{
           {"-o out", 2, "image: is missing"},
           {"photo.bmp", 2, "output: is missing"},
           {"photo.bmp --decoders beauty -o out", 2, "decoders: 'beauty' is not known (conv-transpose-k3, "},
           {"photo.bmp --decoders nearest-conv,nearest-conv -o out", 1, "decoders: has nearest-conv twice"},
           {"photo.bmp --factor 5 -o out", 1, "factor: 5 is out of range (2 to 4)"},
           {"photo.bmp --steps 0 -o out", 1, "steps: 0 is out of range (1 to 5000)"},
           {"photo.bmp --steps many -o out", 2, "steps: "},
           {"photo.bmp --rate 0 -o out", 1, "rate: "},
           {"flat.bmp -o out", 1, "image: flat.bmp has one colour"},
           {"tiny.bmp -o out", 1, "image: tiny.bmp has 16 × 16 pixels (at least 32 × 32"},
           {"none.png -o out", 1, "image: "},
           {"photo.bmp -o taken", 1, "output: "},
           {"photo.bmp -o /proc/none", 1, "output: "}}) {
    const Outcome outcome = run(line);
    EXPECT_EQ(outcome.status, status) << line << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("convscope: " + sentence)) << line;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "out")) << line;
  }
}

}  // namespace
}  // namespace convscope
