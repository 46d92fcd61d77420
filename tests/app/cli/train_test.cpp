// convscope train: what it writes, and what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <regex>

#include "core/base/json.hpp"
#include "core/network/formats.hpp"
#include "tests/app/cli/program.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::ProgramRun;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;

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
  ProgramRun run(const std::string& line) const { return testing::convscope(folder, words("train " + line)); }
  TemporaryFolder folder;
};

TEST_F(Train, WritesWeightsCurvesAndAnAnimation) {
  const ProgramRun outcome =
      run("photo.bmp --decoders conv-transpose-k3,nearest-conv --steps 3 --json -o out");
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
  EXPECT_THAT(
      folder.read("out/training.csv"),
      StartsWith("step,decoder,loss,psnr,grid_levels,flat_levels,phase_spread,phase_1,phase_2,phase_3,"
                 "phase_4\r\n1,conv-transpose-k3,"));
  EXPECT_EQ(json["decoders"][0]["steps"][0]["phase_sums"].size(), 4u);
  EXPECT_GT(json["decoders"][0]["steps"][0]["phase_spread"], 0);
  EXPECT_EQ(json["decoders"][1]["steps"][2]["phase_spread"], 0);
  EXPECT_THAT(folder.read("out/phases.svg"), HasSubstr("<svg"));
  EXPECT_THAT(folder.read("out/training.svg"), HasSubstr("<svg"));
  EXPECT_THAT(folder.read("out/training.gif"), StartsWith("GIF89a"));
}

TEST_F(Train, DivergingIsSaidAndTheRestIsWritten) {
  const ProgramRun outcome = run("photo.bmp --decoders nearest-conv --steps 9 --rate 1e30 --json -o out");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("nearest-conv diverged at step"));
  EXPECT_TRUE(Json::parse(outcome.out)["decoders"][0]["diverged"].is_number());
}

/// The program with these words and a terminal for standard error; once that has shown `sign`, Ctrl-C.
/// Returns all that the terminal was told.
std::string interrupted_at(const TemporaryFolder& folder, std::vector<std::string> words,
                           const std::string& out, const std::regex& sign, int& status) {
  const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  EXPECT_TRUE(terminal >= 0 && ::grantpt(terminal) == 0 && ::unlockpt(terminal) == 0);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addchdir_np(&files, folder.path().c_str());
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, (folder / out).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&files, 2, ::ptsname(terminal), O_WRONLY | O_NOCTTY, 0);
  words.insert(words.begin(), testing::program());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t process = 0;
  EXPECT_EQ(::posix_spawn(&process, testing::kProgram.c_str(), &files, nullptr, argv.data(), environ), 0);
  posix_spawn_file_actions_destroy(&files);
  std::string said;
  std::array<char, 4096> bytes{};
  bool asked = false;
  // The other end closes when the program ends: then reading fails.
  for (ssize_t n = 0; process > 0 && (n = ::read(terminal, bytes.data(), bytes.size())) > 0;) {
    said.append(bytes.data(), static_cast<std::size_t>(n));
    if (asked || !std::regex_search(said, sign)) continue;
    asked = ::kill(process, SIGINT) == 0;
  }
  int ended = 0;
  ::waitpid(process, &ended, 0);
  status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
  ::close(terminal);
  return said;
}

using TrainSlow = Train;

TEST_F(TrainSlow, CancelledItKeepsWhatWasDone) {
  int status = 0;
  const std::string said = interrupted_at(
      folder, words("train photo.bmp --decoders nearest-conv,pixel-shuffle --steps 5000 --json -o out"),
      "printed", std::regex("train: [1-9][0-9]* %"), status);
  EXPECT_NE(status, 0);
  EXPECT_THAT(said, HasSubstr("convscope: steps: stopped after "));
  const Json json = Json::parse(folder.read("printed"));
  EXPECT_LT(json["done"].get<int>(), 5000);
  EXPECT_GE(json["done"].get<int>(), 25);  // the report before Ctrl-C said 1 % or more
  EXPECT_EQ(json["decoders"][0]["steps"].size(), json["done"].get<std::size_t>());
  EXPECT_FALSE(read_network(folder / "out/nearest-conv.safetensors").weights.empty());
}

TEST_F(Train, TheDoctorReadsWhatWasTrained) {
  const ProgramRun outcome = run("photo.bmp --decoders conv-transpose-k3,nearest-conv --steps 2 -o out");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto flat = [&](const std::string& decoder) {
    const auto json = testing::json_of(folder, "network out/" + decoder + ".onnx");
    return json["flat_test"];
  };
  EXPECT_GT(flat("conv-transpose-k3")["levels"].get<double>(), 1);
  EXPECT_LT(flat("nearest-conv")["levels"].get<double>(), 1e-3);
}

TEST_F(TrainSlow, WrongInputIsOneSentence) {
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
    const ProgramRun outcome = run(line);
    EXPECT_EQ(outcome.status, status) << line << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("convscope: " + sentence)) << line;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "out")) << line;
  }
}

}  // namespace
}  // namespace convscope
