// convscope inspect: what it prints, its limits and what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/json.hpp"
#include "tests/app/cli/program.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::ProgramRun;
using ::testing::SizeIs;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;

class Inspect : public ::testing::Test {
 protected:
  Inspect() {
    folder.file("even.pgm", pgm(0));
    folder.file("grid.pgm", pgm(20));
  }
  /// A slow ramp; one pixel of four is brighter.
  static std::string pgm(int by) {
    std::string bytes = "P5 160 120 255\n";
    for (int y = 0; y < 120; ++y)
      for (int x = 0; x < 160; ++x)
        bytes += static_cast<char>(90 + (y + x) / 8 + (y % 2 == 1 && x % 2 == 0 ? by : 0));
    return bytes;
  }
  ProgramRun run(const std::string& line) const { return testing::convscope(folder, words(line)); }
  TemporaryFolder folder;
};

TEST_F(Inspect, PrintsAListWithAVerdictForEach) {
  const ProgramRun outcome = run("inspect even.pgm grid.pgm --json");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const Json list = Json::parse(outcome.out);
  ASSERT_THAT(list, SizeIs(2));
  EXPECT_EQ(list[0]["image"], "even.pgm");
  EXPECT_EQ(list[0]["size"], Json({160, 120}));
  for (const Json& grid : list[0]["grids"]) EXPECT_NE(grid["cause"], "upsampling");
  EXPECT_EQ(list[0]["verdict"], "none");
  EXPECT_EQ(list[1]["verdict"], "visible");
  const Json& grid = list[1]["grids"][0];
  EXPECT_EQ(grid["period"], Json({2, 2}));
  EXPECT_EQ(grid["phase"], Json({1, 0}));
  EXPECT_EQ(grid["cause"], "upsampling");
  EXPECT_NEAR(grid["levels"].get<double>(), 20 * 0.4330, 0.9);
  EXPECT_GT(grid["confidence"].get<double>(), 0.9);
  EXPECT_FALSE(grid["reason"].get<std::string>().empty());
  EXPECT_THAT(run("inspect grid.pgm").out, StartsWith("grid.pgm, 160 × 120: visible\n  upsampling 2 × 2, "));
  EXPECT_EQ(Json::parse(run("inspect grid.pgm --factor 3 --json").out)[0]["verdict"], "none");
  EXPECT_EQ(Json::parse(run("inspect grid.pgm --factor 2 --json").out)[0]["verdict"], "visible");
}

TEST_F(Inspect, LimitsAreExitStatus3) {
  const ProgramRun over = run("inspect even.pgm grid.pgm --fail-above levels=1 --json");
  EXPECT_EQ(over.status, 3);
  EXPECT_THAT(over.err, StartsWith("convscope: fail-above: grid.pgm levels "));
  EXPECT_EQ(std::count(over.err.begin(), over.err.end(), '\n'), 1);
  EXPECT_THAT(Json::parse(over.out), SizeIs(2));
  EXPECT_EQ(run("inspect even.pgm grid.pgm --fail-above levels=100").status, 0);
}

TEST_F(Inspect, NamesWhatCannotBeReadAndDoesTheRest) {
  folder.file("broken.png", "hello");
  const ProgramRun outcome = run("inspect broken.png grid.pgm none.png --json");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(Json::parse(outcome.out), SizeIs(1));
  EXPECT_THAT(outcome.err, HasSubstr("broken.png"));
  EXPECT_THAT(outcome.err, HasSubstr("none.png"));
  const ProgramRun alone = run("inspect none.png --json");
  EXPECT_EQ(alone.status, 1);
  EXPECT_EQ(alone.out, "");
}

TEST_F(Inspect, WrongCommandLinesAreOneSentence) {
  for (const auto& [line, status, sentence] :
       std::initializer_list<std::tuple<std::string, int, std::string>>{
           {"inspect", 2, "image: is missing"},
           {"inspect grid.pgm --factor two", 2, "factor: "},
           {"inspect grid.pgm --factor 9", 1, "factor: "},
           {"inspect grid.pgm --fail-above psnr=1", 2, "fail-above: 'psnr' is not known (levels=X)"},
           {"inspect grid.pgm --fail-above levels", 2, "fail-above: 'levels' is no limit"},
           {"inspect '*.xyz'", 1, "image: "}}) {
    const ProgramRun outcome = run(line);
    EXPECT_EQ(outcome.status, status) << line << outcome.err;
    EXPECT_THAT(outcome.err, StartsWith("convscope: " + sentence)) << line;
    EXPECT_EQ(outcome.out, "") << line;
  }
}

}  // namespace
}  // namespace convscope
