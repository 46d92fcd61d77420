// convscope report: runs merged into a page or a table.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "core/base/json.hpp"
#include "tests/app/cli/program.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::ProgramRun;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;

std::string pgm(int seed) {
  std::string bytes = "P5 40 36 255\n";
  for (int y = 0; y < 36; ++y)
    for (int x = 0; x < 40; ++x)
      bytes += static_cast<char>(40 + (y * (3 + seed) + x * 7 + y * x * seed / 3) % 160);
  return bytes;
}

class Report : public ::testing::Test {
 protected:
  Report() {
    for (int i = 1; i <= 3; ++i) folder.file("p" + std::to_string(i) + ".pgm", pgm(i));
  }
  ProgramRun run(const std::string& line) const { return testing::convscope(folder, words(line)); }
  std::string to_file(const std::string& line, const std::string& name) const {
    const ProgramRun outcome = run(line);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    folder.file(name, outcome.out);
    return outcome.out;
  }
  static std::size_t count(const std::string& text, const std::string& what) {
    std::size_t n = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
    return n;
  }
  /// The field of that column in the first line that begins so.
  static double field(const std::string& csv, const std::string& begin, std::size_t column) {
    std::istringstream in(csv);
    for (std::string line; std::getline(in, line);) {
      if (!line.starts_with(begin)) continue;
      std::istringstream fields(line);
      std::string text;
      for (std::size_t i = 0; i <= column; ++i) std::getline(fields, text, ',');
      return std::stod(text);
    }
    ADD_FAILURE() << "no line " << begin;
    return 0;
  }
  TemporaryFolder folder;
};
using ReportSlow = Report;

TEST_F(Report, HasTheNumbersOfOneRunOverAllPictures) {
  const std::string how =
      " --factor 2 --methods bicubic,conv-transpose --kernel uniform --kernel-size 3 --json";
  const Json whole = Json::parse(to_file("compare p1.pgm p2.pgm p3.pgm" + how, "whole.json"));
  for (const char* i : {"1", "2", "3"})
    to_file("compare p" + std::string(i) + ".pgm" + how, "r" + std::string(i) + ".json");
  const ProgramRun outcome = run("report r1.json r2.json r3.json -o all.csv");
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "all.csv: 3 pictures compared, 0 inspected, from 3 files\n");
  const std::string csv = folder.read("all.csv");
  const Json &mean = whole["methods"][1]["mean"], &pair = whole["pairs"][0]["metrics"];
  EXPECT_NEAR(field(csv, "mean,,conv-transpose", 3), mean["psnr"], 1e-6);
  EXPECT_NEAR(field(csv, "mean,,conv-transpose", 4), mean["ssim"], 1e-6);
  EXPECT_NEAR(field(csv, "spread,,conv-transpose", 3), whole["methods"][1]["spread"]["psnr"], 1e-6);
  EXPECT_NEAR(field(csv, "difference,,bicubic - conv-transpose", 3), pair["psnr"]["difference"], 1e-6);
  EXPECT_NEAR(field(csv, "low,,bicubic - conv-transpose", 3), pair["psnr"]["interval"][0], 1e-6);
  EXPECT_NEAR(field(csv, "p,,bicubic - conv-transpose", 4), pair["ssim"]["p"], 1e-6);
  ASSERT_EQ(run("report whole.json -o whole.csv").status, 0);
  EXPECT_NEAR(field(folder.read("whole.csv"), "mean,,bicubic", 3), whole["methods"][0]["mean"]["psnr"], 1e-6);
}

TEST_F(Report, PageShowsPicturesWhereTheyAreStillThere) {
  to_file("compare p1.pgm --factor 2 --methods nearest,bilinear -o out --json", "r1.json");
  to_file("compare p2.pgm --factor 2 --methods nearest,bilinear --json", "r2.json");
  to_file("inspect p1.pgm p3.pgm --json", "i.json");
  ASSERT_EQ(run("report r1.json r2.json i.json -o all.html").status, 0);
  const std::string page = folder.read("all.html");
  EXPECT_THAT(
      page, AllOf(StartsWith("<!DOCTYPE html>\n<html lang=\"en\">"), HasSubstr("prefers-color-scheme: dark"),
                  HasSubstr("2 pictures compared, 2 results, factor 2."), HasSubstr("</html>")));
  EXPECT_EQ(count(page, "<img src=\"data:image/png;base64,iVBOR"), 3u + 1 + 2);
  EXPECT_EQ(count(page, "<img "), count(page, " alt=\"A part of "));
  EXPECT_THAT(page, AllOf(Not(HasSubstr("http://")), Not(HasSubstr("https://")), Not(HasSubstr("<script"))));
  ASSERT_EQ(run("report r1.json r2.json i.json -o few.html --pictures 1").status, 0);
  EXPECT_THAT(folder.read("few.html"), HasSubstr("Pictures of 1 of 2 are shown"));
  std::filesystem::remove(folder / "p1.pgm");
  folder.file("p2.pgm", "broken");
  ASSERT_EQ(run("report r1.json r2.json -o gone.html --json").status, 0);
  EXPECT_THAT(
      folder.read("gone.html"),
      AllOf(Not(HasSubstr("<img ")), HasSubstr("2 pictures are not there any more"), HasSubstr("nearest")));
}

TEST_F(Report, NamesOfPicturesAreNoMarkup) {
  folder.file("a.json", R"([{"image":"<b>&\"x.png","size":[8,6],"grids":[],"verdict":"none"}])");
  ASSERT_EQ(run("report a.json -o a.html").status, 0);
  EXPECT_THAT(folder.read("a.html"), AllOf(HasSubstr("&lt;b&gt;&amp;&quot;x.png"), Not(HasSubstr("<b>"))));
}

TEST_F(ReportSlow, ErrorsAreOneSentenceAndNothingIsWritten) {
  const std::string run1 = to_file("inspect p1.pgm --json", "i.json");
  folder.file("empty.json", "");
  folder.file("text.json", "hello");
  folder.file("other.json", R"({"output":[3,3]})");
  const auto fails = [&](const std::string& line, int status, const std::string& begin) {
    const ProgramRun outcome = run("report " + line);
    EXPECT_EQ(outcome.status, status) << line;
    EXPECT_THAT(outcome.err, StartsWith("convscope: " + begin)) << line;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << line;
    EXPECT_EQ(outcome.out, "");
    EXPECT_FALSE(folder.has("o.html") || folder.has("o.csv")) << line;
  };
  fails("", 2, "result: is missing");
  fails("i.json", 2, "output: is missing");
  fails("i.json -o o.pdf", 2, "output: the ending of 'o.pdf' says no format (.html or .csv)");
  fails("i.json -o o.html --pictures many", 2, "pictures: ");
  fails("i.json -o o.html --pictures -1", 1, "pictures: ");
  fails("none.json -o o.html", 1, "result: cannot read none.json");
  fails(". -o o.html", 1, "result: cannot read .");
  fails("i.json empty.json -o o.html", 1, "result: empty.json is empty");
  fails("i.json text.json -o o.csv", 1, "result: text.json is not JSON");
  fails("other.json -o o.html", 1, "result: other.json is JSON, but no result");
  fails("i.json i.json -o o.html", 1, "result: i.json has p1.pgm twice");
  folder.file("again.json", run1);
  fails("i.json again.json -o o.html", 1, "result: p1.pgm stands in i.json and in again.json");
  fails("i.json -o none/o.html", 1, "output: cannot write none/o.html");
  folder.file("kept.html", "before");
  EXPECT_EQ(run("report text.json -o kept.html").status, 1);
  EXPECT_EQ(folder.read("kept.html"), "before");
}

TEST_F(ReportSlow, GnuParallelSharesOutTheWork) {
  if (std::system("command -v parallel >/dev/null 2>&1 && parallel --version 2>/dev/null | grep -q '^GNU'") !=
      0)
    GTEST_SKIP() << "GNU parallel is not installed";
  const std::string line =
      "cd '" + folder.path() + "' && mkdir runs && HOME=. parallel --will-cite -j2 '" + testing::program() +
      " compare {} --factor 2 --methods nearest,bicubic --json --quiet > runs/{/.}.json' "
      "::: p1.pgm p2.pgm p3.pgm 2>err";
  ASSERT_EQ(std::system(line.c_str()), 0) << folder.read("err");
  const ProgramRun outcome = run("report runs/p1.json runs/p2.json runs/p3.json -o all.html");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("3 pictures compared"));
  EXPECT_THAT(folder.read("all.html"), HasSubstr("3 pictures compared, 2 results"));
}

}  // namespace
}  // namespace convscope
