// Folders and lists of pictures: one that cannot be used does not stop the others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "core/base/json.hpp"
#include "core/io/files.hpp"
#include "tests/app/cli/program.hpp"

namespace convscope {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ProgramRun;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;

/// A grey picture whose values depend on the place, or all the same.
std::string pgm(int side, bool flat = false) {
  std::string bytes = "P5 " + std::to_string(side) + " " + std::to_string(side) + " 255\n";
  for (int i = 0; i < side * side; ++i)
    bytes += static_cast<char>(flat ? 90 : (i * 37 + i / side * 61) % 200);
  return bytes;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

class Batches : public ::testing::Test {
 protected:
  Batches() {
    std::filesystem::create_directory(folder / "all");
    folder.file("all/a.pgm", pgm(40));
    folder.file("all/broken.pgm", pgm(40).substr(0, 300));
    folder.file("all/flat.pgm", pgm(32, true));
    folder.file("all/text.png", "hello");
    folder.file("all/tiny.pgm", pgm(1));
    folder.file("all/z.pgm", pgm(36));
  }
  ProgramRun run(const std::string& line) const { return testing::convscope(folder, words(line)); }
  TemporaryFolder folder;
};

TEST_F(Batches, CompareNamesWhatItCannotUseAndDoesTheRest) {
  const ProgramRun outcome = run("compare all --factor 2 --methods nearest,bicubic --json -o out");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(lines(outcome.err),
              ElementsAre(StartsWith("convscope: image: all/broken.pgm is cut short ("),
                          StartsWith("convscope: image: all/text.png "),
                          StartsWith("convscope: image: all/tiny.pgm has only 1 × 1 pixels ")));
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["count"], 3);
  EXPECT_EQ(json["images"][0]["image"], "all/a.pgm");
  EXPECT_EQ(json["images"][2]["image"], "all/z.pgm");
  ASSERT_EQ(json["failed"].size(), 3u);
  EXPECT_EQ(json["failed"][2]["image"], "all/tiny.pgm");
  EXPECT_THAT(json["failed"][2]["problem"].get<std::string>(), HasSubstr("at least 2 × 2 for factor 2"));
  EXPECT_TRUE(folder.has("out/a/bicubic.png") && folder.has("out/z/contact-sheet.png"));
  EXPECT_FALSE(folder.has("out/broken") || folder.has("out/tiny") || folder.has("out/text"));
  EXPECT_THAT(folder.read("out/metrics.csv"),
              AllOf(HasSubstr("\nall/z.pgm,bicubic,"), Not(HasSubstr("tiny"))));
}

TEST_F(Batches, APerfectPictureIsLeftOutOfTheMeanAndCounted) {
  const Json all =
      Json::parse(run("compare all/a.pgm all/flat.pgm all/z.pgm --factor 2 --methods nearest --json").out);
  const Json two = Json::parse(run("compare all/a.pgm all/z.pgm --factor 2 --methods nearest --json").out);
  const Json &of_all = all["methods"][0], &of_two = two["methods"][0];
  EXPECT_TRUE(all["images"][1]["methods"][0]["psnr"].is_null());
  for (const char* number : {"mean", "spread"})
    for (const char* metric : {"psnr", "psnr_y"}) {
      EXPECT_TRUE(of_all[number][metric].is_number());
      EXPECT_EQ(of_all[number][metric], of_two[number][metric]) << number << " " << metric;
    }
  EXPECT_EQ(of_all["infinite"], Json({{"psnr", 1}, {"psnr_y", 1}}));
  EXPECT_EQ(of_two["infinite"], Json::object());
  EXPECT_NE(of_all["mean"]["ssim"], of_two["mean"]["ssim"]) << "it has these numbers and counts there";
  EXPECT_EQ(all["failed"], Json::array());

  const ProgramRun table =
      run("compare all/a.pgm all/flat.pgm all/z.pgm --factor 2 --methods nearest -o out");
  EXPECT_EQ(table.status, 0) << table.err;
  EXPECT_THAT(table.out,
              HasSubstr("nearest: psnr in 1, psnr_y in 1 of 3 pictures infinite and left out of the mean\n"));
  EXPECT_THAT(table.out, Not(HasSubstr("inf ±")));
  EXPECT_THAT(folder.read("out/metrics.csv"),
              AllOf(HasSubstr("\nall/flat.pgm,nearest,inf,"), HasSubstr("\ninfinite,nearest,1,0,")));
}

TEST_F(Batches, WhereNothingCanBeUsedNothingIsWritten) {
  const ProgramRun outcome = run("compare all/tiny.pgm all/text.png --factor 2 --json -o out");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(lines(outcome.err).size(), 2u);
  EXPECT_FALSE(folder.has("out"));
}

TEST_F(Batches, WhatTheOptionsAskForIsOneErrorAndNotOnePerPicture) {
  for (const char* options :
       {"--kernel [1,-1] --methods conv-transpose", "--repair --kernel-size 1 --methods conv-transpose",
        "--learn-from none --methods pixel-shuffle", "--kernel [1,2][3,4] --methods conv-transpose"}) {
    const ProgramRun outcome = run(std::string("compare all --factor 2 ") + options);
    EXPECT_EQ(outcome.status, 1) << options;
    EXPECT_THAT(lines(outcome.err).back(), Not(HasSubstr("all/"))) << options;
  }
}

TEST_F(Batches, APictureTooSmallForTheKernelIsNamed) {
  folder.file("all/small.pgm", pgm(6));
  const ProgramRun outcome =
      run("compare all/a.pgm all/small.pgm --factor 2 --methods pixel-shuffle --kernel-size 5");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.err, StartsWith("convscope: image: all/small.pgm, kernel-size 5 is larger than"));
  EXPECT_THAT(outcome.out, HasSubstr("all/a.pgm"));
}

TEST_F(Batches, UpsampleWritesAFolder) {
  const ProgramRun outcome = run("upsample all -o out --factor 3 --method mitchell --json");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(lines(outcome.err).size(), 2u) << "a single pixel can be enlarged";
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["images"].size(), 4u);
  EXPECT_EQ(json["images"][0]["output"], "out/a.png");
  EXPECT_EQ(json["images"][0]["size"], Json({120, 120}));
  EXPECT_EQ(json["failed"][1]["image"], "all/text.png");
  EXPECT_TRUE(folder.has("out/a.png") && folder.has("out/tiny.png") && !folder.has("out/broken.png"));
  ASSERT_EQ(run("upsample all/a.pgm -o alone.png --factor 3 --method mitchell").status, 0);
  EXPECT_EQ(folder.read("alone.png"), folder.read("out/a.png"));

  EXPECT_EQ(run("upsample all/a.pgm all/z.pgm -o both --factor 2 --method nearest").status, 0);
  EXPECT_TRUE(folder.has("both/a.png") && folder.has("both/z.png"));
  EXPECT_EQ(run("upsample 'all/t*' -o none --factor 8 --method pixel-shuffle").status, 1);
  EXPECT_FALSE(folder.has("none"));
  EXPECT_EQ(run("upsample all/a.pgm all/z.pgm -o both.png --factor 2 --method nearest").status, 2);
}

}  // namespace
}  // namespace convscope
