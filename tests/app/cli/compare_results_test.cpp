// compare --results and --truth-dir: pictures that others made.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <sstream>

#include "app/picture/backends.hpp"
#include "core/base/json.hpp"
#include "core/io/files.hpp"
#include "core/io/png.hpp"
#include "tests/app/cli/program.hpp"

namespace convscope {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ProgramRun;
using ::testing::SizeIs;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;
using Value = std::function<int(int y, int x)>;

std::string pgm(int height, int width, const Value& value, int most = 255) {
  std::string bytes =
      "P5 " + std::to_string(width) + " " + std::to_string(height) + " " + std::to_string(most) + "\n";
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      if (most > 255) bytes += static_cast<char>(value(y, x) >> 8);
      bytes += static_cast<char>(value(y, x) & 255);
    }
  return bytes;
}
int ground(int y, int x) {
  return 60 + (y * 7 + x * 3) % 90;
}
std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

class Results : public ::testing::Test {
 protected:
  Results() {
    folder.file("truth.pgm", pgm(24, 20, ground));
    folder.file("same.pgm", pgm(24, 20, ground));
    folder.file("lighter.pgm", pgm(24, 20, [](int y, int x) { return ground(y, x) + 10; }));
    // 8 more on one pixel of four: the grid has 8 * sqrt(3)/4 levels.
    folder.file("grid.pgm",
                pgm(24, 20, [](int y, int x) { return ground(y, x) + (y % 2 == 0 && x % 2 == 1 ? 8 : 0); }));
    folder.file("wide.pgm", pgm(24, 22, ground));
  }
  ProgramRun run(const std::string& line) const { return testing::convscope(folder, words(line)); }
  Json json(const std::string& line) const {
    const ProgramRun outcome = run(line + " --json");
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    return Json::parse(outcome.out, nullptr, false);
  }
  TemporaryFolder folder;
};
using ResultsSlow = Results;

TEST_F(Results, AreMeasuredAsTheyAre) {
  const Json all = json("compare truth.pgm --results same.pgm,lighter.pgm,grid.pgm --factor 2");
  EXPECT_EQ(all["image"], "truth.pgm");
  EXPECT_EQ(all["size"], Json({20, 24}));
  EXPECT_EQ(all["factor"], 2);
  ASSERT_THAT(all["methods"], SizeIs(3));
  const Json &same = all["methods"][0], &lighter = all["methods"][1], &grid = all["methods"][2];
  EXPECT_EQ(same["name"], "same.pgm");
  EXPECT_TRUE(same["psnr"].is_null()) << "infinite";
  EXPECT_EQ(same["ssim"], 1.0);
  EXPECT_EQ(same["flip"], 0.0);
  EXPECT_EQ(same["grid_levels"], 0.0);
  EXPECT_EQ(same["phase_mse_ratio"], 1.0);
  EXPECT_NEAR(lighter["psnr"].get<double>(), 10 * std::log10(255.0 * 255 / 100), 1e-9);
  EXPECT_NEAR(lighter["psnr_y"].get<double>(), 10 * std::log10(255.0 * 255 / 100), 1e-9);
  EXPECT_EQ(lighter["grid_levels"], 0.0) << "a shift of all values is no grid";
  EXPECT_NEAR(grid["grid_levels"].get<double>(), 8 * std::sqrt(3.0) / 4, 1e-9);
  EXPECT_NEAR(grid["mse"].get<double>(), 16, 1e-9);
  EXPECT_TRUE(grid["phase_mse_ratio"].is_null()) << "infinite";
  for (const char* key :
       {"kernel", "layers", "linear", "learn_from", "order", "imaging", "seconds", "ms_ssim"})
    EXPECT_TRUE(grid[key].is_null()) << key;
  EXPECT_TRUE(all["reduction"].is_null()) << "nobody knows how it was made";
  EXPECT_EQ(json("compare truth.pgm --results grid.pgm")["factor"], 2) << "where none is given";
  EXPECT_EQ(json("compare truth.pgm --results grid.pgm --factor 4")["factor"], 4);
}

TEST_F(Results, OfTheSameNameAreToldApartByTheirFolders) {
  std::filesystem::create_directory(folder / "a");
  folder.file("a/same.pgm", pgm(24, 20, ground));
  const Json all = json("compare truth.pgm --results same.pgm,a/same.pgm,grid.pgm");
  EXPECT_EQ(all["methods"][0]["name"], "same.pgm");
  EXPECT_EQ(all["methods"][1]["name"], "a/same.pgm");
  EXPECT_EQ(all["methods"][2]["name"], "grid.pgm");
}

TEST_F(Results, OfAnotherSizeNameBoth) {
  const ProgramRun alone = run("compare truth.pgm --results wide.pgm --json -o out");
  EXPECT_EQ(alone.status, 1);
  EXPECT_EQ(alone.out, "");
  EXPECT_EQ(alone.err,
            "convscope: image: wide.pgm has 22 × 24 pixels and truth.pgm has 20 × 24 (a result of the "
            "truth's size)\n");
  EXPECT_FALSE(folder.has("out"));

  const ProgramRun beside = run("compare truth.pgm --results wide.pgm,grid.pgm,none.pgm --json");
  EXPECT_EQ(beside.status, 1);
  EXPECT_THAT(lines(beside.err),
              ElementsAre(HasSubstr("wide.pgm has 22 × 24"), HasSubstr("cannot read none.pgm")));
  const Json measured = Json::parse(beside.out);
  ASSERT_THAT(measured["methods"], SizeIs(1));
  EXPECT_EQ(measured["methods"][0]["name"], "grid.pgm");
  EXPECT_EQ(measured["failed"][0]["image"], "wide.pgm");
  EXPECT_EQ(run("compare none.pgm --results grid.pgm").status, 1);
}

TEST_F(Results, DifferInDepthAndOpacity) {
  folder.file("deep.pgm", pgm(
                              24, 20, [](int y, int x) { return 257 * ground(y, x) + 128; }, 65535));
  const Json deep = json("compare truth.pgm --results deep.pgm");
  EXPECT_NEAR(deep["methods"][0]["mse"].get<double>(), std::pow(128.0 / 257, 2), 1e-4) << "not rounded";

  // Grey with opacity: half of 100 over white is 177.5.
  const auto clear = [](Index first, Index count, std::uint8_t* packed) {
    (void)first;
    for (Index i = 0; i < count * 20; ++i) {
      packed[2 * i] = 100;
      packed[2 * i + 1] = 128;
    }
  };
  std::string bytes;
  write_png({20, 24, 2}, clear, [&](std::string_view more) { bytes += more; }, {});
  folder.file("clear.png", bytes);
  const int over_white = 100 * 128 + 255 * 127;
  folder.file("flat.pgm", pgm(24, 20, [&](int, int) { return over_white / 255; }));
  const Json one = json("compare clear.png --results flat.pgm"),
             other = json("compare flat.pgm --results clear.png");
  EXPECT_LT(one["methods"][0]["mse"].get<double>(), 1);
  EXPECT_THAT(one["methods"][0]["note"].get<std::string>(),
              HasSubstr("is opaque beside a truth that is not"));
  EXPECT_THAT(other["methods"][0]["note"].get<std::string>(),
              HasSubstr("is not opaque beside a truth that is"));
  EXPECT_NEAR(one["methods"][0]["mse"].get<double>(), other["methods"][0]["mse"].get<double>(), 1e-9);

  // Grey beside colours.
  std::string ppm = "P6 20 24 255\n";
  for (char c : pgm(24, 20, ground).substr(std::string("P5 20 24 255\n").size())) ppm += std::string(3, c);
  folder.file("colors.ppm", ppm);
  EXPECT_EQ(json("compare truth.pgm --results colors.ppm")["methods"][0]["ssim"], 1.0);
  EXPECT_EQ(json("compare colors.ppm --results grid.pgm")["methods"][0]["mse"], 16.0);
}

TEST_F(Results, LimitsAreExitStatus3) {
  const ProgramRun over =
      run("compare truth.pgm --results same.pgm,grid.pgm,lighter.pgm --fail-above grid-levels=1 "
          "--fail-above=mse=50 --json");
  EXPECT_EQ(over.status, 3);
  EXPECT_EQ(over.err, "convscope: fail-above: grid.pgm grid_levels 3.4641 > 1; lighter.pgm mse 100 > 50\n");
  EXPECT_THAT(Json::parse(over.out)["methods"], SizeIs(3)) << "the results are printed";
  EXPECT_EQ(run("compare truth.pgm --results grid.pgm --fail-above grid_levels=4,mse=16").status, 0)
      << "equal is not above";
  EXPECT_EQ(run("compare truth.pgm --results grid.pgm --fail-above phase_mse_ratio=1e9").status, 3)
      << "infinite is";
  EXPECT_EQ(run("compare truth.pgm --results grid.pgm --fail-above ms_ssim=0").status, 0)
      << "no number is not";
  const ProgramRun both = run("compare truth.pgm --results none.pgm,grid.pgm --fail-above mse=1");
  EXPECT_EQ(both.status, 1) << "not all could be done";
  EXPECT_THAT(lines(both.err), ElementsAre(HasSubstr("none.pgm"), HasSubstr("grid.pgm mse 16 > 1")));
  EXPECT_EQ(run("compare truth.pgm --factor 2 --methods nearest --fail-above mse=0").status, 3);
  EXPECT_EQ(run("compare truth.pgm --factor 2 --methods nearest --fail-above mse=1e6").status, 0);
}

TEST_F(ResultsSlow, WrongCommandLinesAreOneSentence) {
  for (const auto& [line, sentence] : std::initializer_list<std::pair<std::string, std::string>>{
           {"truth.pgm --results grid.pgm --fail-above beauty=1",
            "fail-above: 'beauty' is not known (psnr, ssim"},
           {"truth.pgm --results grid.pgm --fail-above mse", "fail-above: 'mse' is no limit (METRIC=NUMBER)"},
           {"truth.pgm --results grid.pgm --fail-above mse=nan", "fail-above: 'mse=nan' is no limit"},
           {"truth.pgm --results grid.pgm,grid.pgm", "results: has grid.pgm twice"},
           {"truth.pgm --results grid.pgm,", "results: has an empty name"},
           {"--results grid.pgm", "image: is missing"},
           {"truth.pgm same.pgm --results grid.pgm", "image: --results are of one true picture"},
           {"truth.pgm --results grid.pgm --methods nearest", "methods: beside results of others"},
           {"truth.pgm --results grid.pgm --truth-dir .", "results: beside --truth-dir"},
           {"--truth-dir .", "results-dir: is missing"},
           {"--results-dir a=.", "truth-dir: is missing"},
           {"--truth-dir . --results-dir a", "results-dir: 'a' names no folder"},
           {"--truth-dir . --results-dir a=.,a=.", "results-dir: has the name a twice"},
           {"truth.pgm --truth-dir . --results-dir a=.", "image: 'truth.pgm' beside --truth-dir"}}) {
    const ProgramRun outcome = run("compare " + line);
    EXPECT_EQ(outcome.status, 2) << line;
    EXPECT_THAT(outcome.err, StartsWith("convscope: " + sentence)) << line;
    EXPECT_EQ(outcome.out, "") << line;
    EXPECT_THAT(lines(outcome.err), SizeIs(1)) << line;
  }
  EXPECT_EQ(run("compare truth.pgm --results grid.pgm --factor 9").status, 1);
  EXPECT_THAT(run("compare --truth-dir none --results-dir a=.").err,
              HasSubstr("truth-dir: none is no folder"));
  EXPECT_THAT(run("compare --truth-dir . --results-dir a=none").err,
              HasSubstr("results-dir: none is no folder"));
}

class ResultFolders : public Results {
 protected:
  ResultFolders() {
    for (const char* name : {"hr", "one", "two"}) std::filesystem::create_directory(folder / name);
    for (int i = 0; i < 4; ++i) {
      const auto shifted = [&](int by) {
        return pgm(24, 20, [=](int y, int x) { return ground(y, x) + i + by; });
      };
      const std::string name = "/p" + std::to_string(i) + ".pgm";
      folder.file("hr" + name, shifted(0));
      folder.file("one" + name, shifted(3 + i % 2));
      folder.file("two" + name, shifted(6));
    }
  }
};

TEST_F(ResultFolders, AreMatchedByStemWithMeansAndPairs) {
  const Json all = json("compare --truth-dir hr --results-dir one=one,two=two --factor 2");
  EXPECT_EQ(all["count"], 4);
  EXPECT_EQ(all["methods"][0]["name"], "one");
  EXPECT_NEAR(all["methods"][0]["mean"]["mse"].get<double>(), (9 + 16) / 2.0, 1e-9);
  EXPECT_NEAR(all["methods"][0]["spread"]["mse"].get<double>(), 3.5, 1e-9);
  EXPECT_EQ(all["methods"][1]["mean"]["mse"], 36.0);
  EXPECT_EQ(all["images"][2]["methods"][1]["file"], "two/p2.pgm");
  EXPECT_EQ(all["failed"], Json::array());
  ASSERT_THAT(all["pairs"], SizeIs(1));
  const Json& mse = all["pairs"][0]["metrics"]["mse"];
  EXPECT_EQ(mse["count"], 4);
  EXPECT_NEAR(mse["difference"].get<double>(), 12.5 - 36, 1e-9);
  EXPECT_EQ(mse["wins"], 4) << "less is better";
  EXPECT_NEAR(mse["p"].get<double>(), 2.0 / 16, 1e-9);
  EXPECT_NEAR(mse["interval"][1].get<double>(), -23.5 + 3.182446 * std::sqrt(4 * 3.5 * 3.5 / 3) / 2, 1e-4);
}

TEST_F(ResultFolders, NameWhatIsMissingAndMeasureTheRest) {
  std::filesystem::remove(folder / "two/p1.pgm");
  folder.file("two/p2.pgm", "P5 nonsense");
  folder.file("two/p3.ppm", pgm(24, 20, ground));
  folder.file("two/spare.pgm", pgm(24, 20, ground));
  const ProgramRun outcome = run("compare --truth-dir hr --results-dir one=one,two=two --json -o out");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(
      lines(outcome.err),
      ElementsAre(HasSubstr("image: hr/p1.pgm has no result in two (a file whose name begins with 'p1.')"),
                  HasSubstr("two/p2.pgm"), HasSubstr("hr/p3.pgm has two results, two/p3.pgm and two/p3.ppm"),
                  HasSubstr("note: 1 result in two without a true picture, as two/spare.pgm")));
  const Json all = Json::parse(outcome.out);
  EXPECT_EQ(all["count"], 4);
  EXPECT_THAT(all["failed"], SizeIs(3));
  EXPECT_TRUE(all["images"][1]["methods"][1]["mse"].is_null());
  EXPECT_EQ(all["images"][1]["methods"][0]["mse"], 16.0);
  EXPECT_EQ(all["pairs"][0]["metrics"]["mse"]["count"], 1);
  EXPECT_THAT(folder.read("out/metrics.csv"), HasSubstr("\nhr/p1.pgm,one,"));
  EXPECT_EQ(run("compare --truth-dir hr --results-dir one=hr --fail-above mse=0").status, 0);
}

TEST_F(ResultFolders, ATruthThatCannotBeReadIsNamed) {
  folder.file("hr/p0.pgm", "P5");
  const ProgramRun outcome = run("compare --truth-dir hr --results-dir one=one --json");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("hr/p0.pgm"), Not(HasSubstr("without a true picture"))));
  EXPECT_EQ(Json::parse(outcome.out)["failed"][0]["image"], "hr/p0.pgm");
}

TEST_F(Results, OtherSizesAreAlignedOnRequest) {
  const auto waves = [](int y, int x) { return 60 + (x * x / 7 + y * y / 5 + x * y / 9) % 120; };
  folder.file("large.pgm", pgm(80, 96, waves));
  folder.file("cut.pgm", pgm(76, 92, [&](int y, int x) { return waves(y + 2, x + 3); }));
  EXPECT_THAT(run("compare large.pgm --results cut.pgm").err,
              HasSubstr("cut.pgm has 92 × 76 pixels and large.pgm has 96 × 80"));
  const Json cut = json("compare large.pgm --results cut.pgm --align")["methods"][0];
  EXPECT_EQ(cut["mse"], 0.0);
  EXPECT_EQ(
      cut["note"],
      "is aligned: 92 × 76 pixels, placed 2 pixels down and 3 pixels to the right, 92 × 76 of them measured");
  folder.file("half.pgm", pgm(40, 48, waves));
  const ProgramRun half = run("compare large.pgm --results half.pgm --align --json");
  EXPECT_EQ(half.status, 1);
  EXPECT_EQ(half.out, "");
  EXPECT_THAT(half.err, HasSubstr("half.pgm has 48 × 40 pixels and the truth has 96 × 80: too far apart"));
  EXPECT_EQ(run("compare large.pgm --align").status, 2);
}

TEST_F(Results, LimitsHaveTwoSides) {
  // lighter.pgm: 10 on every pixel, 28.13 dB.
  const ProgramRun below = run("compare truth.pgm --results lighter.pgm --fail-below psnr=30 --quiet");
  EXPECT_EQ(below.status, 3);
  EXPECT_EQ(below.err, "convscope: fail-below: lighter.pgm psnr 28.1308 < 30\n");
  EXPECT_EQ(run("compare truth.pgm --results lighter.pgm --fail-below psnr=28").status, 0);
  EXPECT_EQ(run("compare truth.pgm --results same.pgm --fail-below psnr=90").status, 0) << "infinite";
  EXPECT_EQ(
      run("compare truth.pgm --results lighter.pgm --fail-above psnr=28 --quiet").err,
      "convscope: fail-above: lighter.pgm psnr 28.1308 > 28 (more is better there: --fail-below sets the "
      "other limit)\n");
  const ProgramRun both =
      run("compare truth.pgm --results lighter.pgm --fail-above mse=50 --fail-below ssim=2 --quiet");
  EXPECT_EQ(both.status, 3);
  EXPECT_THAT(
      both.err,
      AllOf(StartsWith("convscope: fail-above: lighter.pgm mse 100 > 50; fail-below: lighter.pgm ssim "),
            HasSubstr(" < 2\n")));
  EXPECT_EQ(run("compare truth.pgm --results lighter.pgm --fail-below tall=2").status, 2);
}

}  // namespace
}  // namespace convscope
