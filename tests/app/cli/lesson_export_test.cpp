// render LESSON -o: handout, page and folder.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "core/lesson/library.hpp"
#include "tests/app/cli/program.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;

constexpr const char* kLesson = R"({
  "lesson": 1, "title": "Trial & error", "scenes": [
    {"title": "Range", "short": "One", "scenario": "conv 5 k3 w=[1,2,1]", "views": ["slide"], "play": [0, 3],
     "caption": "It has {{output size}} cells, the last is **{{output 2}}**.",
     "question": {"ask": "How many?", "choices": [{"text": "Three", "right": true, "why": "Count."}, {"text": "Four < five", "why": "One too many."}],
                  "why": "n - k + 1."},
     "notes": "Wait for `hands`.", "links": [{"text": "Paper", "to": "https://arxiv.org/abs/1603.07285"}]},
    {"title": "Predict", "scenario": "tconv 2x2 k2 s2 w=ones", "step": 2,
     "question": {"ask": "Which number?", "cell": "output 0,3", "why": "The second stamp."}},
    {"title": "Sizes", "lab": "sizes", "commands": ["sizes-page arithmetic"], "caption": "Count."}
  ]})";

std::vector<std::string> names_in(const std::string& path) {
  std::vector<std::string> all;
  for (const auto& entry : std::filesystem::directory_iterator(path))
    all.push_back(entry.path().filename().string());
  std::sort(all.begin(), all.end());
  return all;
}

class LessonFiles : public ::testing::Test {
 protected:
  void SetUp() override { folder.file("trial.json", kLesson); }
  testing::ProgramRun run(const std::string& line) const {
    auto outcome = testing::convscope(folder, words(line));
    EXPECT_EQ(outcome.status, 0) << line << "\n" << outcome.err;
    return outcome;
  }
  std::string shell(const std::string& command) const {
    EXPECT_EQ(std::system(("cd '" + folder.path() + "' && " + command + " >said 2>&1 </dev/null").c_str()), 0)
        << command << "\n"
        << folder.read("said");
    return folder.read("said");
  }
  static bool has(const char* program) {
    return std::system((std::string("command -v ") + program + " >/dev/null 2>&1").c_str()) == 0;
  }
  TemporaryFolder folder;
};

TEST_F(LessonFiles, AHandoutHasAPageAScene) {
  run("render trial.json -o a.pdf");
  run("render trial.json -o b.pdf --quiet");
  EXPECT_EQ(folder.read("a.pdf"), folder.read("b.pdf"));
  if (!has("pdfinfo") || !has("pdftotext")) GTEST_SKIP() << "no poppler-utils";
  const std::string info = shell("pdfinfo a.pdf");
  EXPECT_THAT(info, HasSubstr("Pages:           3\n"));
  EXPECT_THAT(info, HasSubstr("(A4)"));
  const std::string text = shell("pdftotext a.pdf -");
  for (const char* said :
       {"Range", "It has 3 cells, the last is", "16", "How many?", "Three", "n - k + 1.", "Wait for",
        "Predict", "The second stamp.", "Arithmetic", "Trial & error", "3 of 3"})
    EXPECT_THAT(text, HasSubstr(said));
}

TEST_F(LessonFiles, AFolderHasNumberedFigures) {
  run("render trial.json -o out/");
  EXPECT_THAT(names_in(folder / "out"), ElementsAre("scene-01.svg", "scene-02.svg", "scene-03.svg"));
  EXPECT_THAT(folder.read("out/scene-01.svg"), HasSubstr("<svg"));
  run("render trial.json -o out --as png --all-steps --size 640x360");
  EXPECT_THAT(names_in(folder / "out"),
              ElementsAre("scene-01-step-00.png", "scene-01-step-01.png", "scene-01-step-02.png",
                          "scene-01-step-03.png", "scene-01.svg", "scene-02-step-02.png", "scene-02.svg",
                          "scene-03-step-00.png", "scene-03.svg"));
  EXPECT_THAT(folder.read("out/scene-02-step-02.png"), StartsWith("\x89PNG"));
}

TEST_F(LessonFiles, WhatGoesWrongLeavesNothing) {
  folder.file(
      "bad.json",
      R"({"lesson": 1, "title": "Bad", "scenes": [{"title": "A", "scenario": "conv 5x5 k3", "views": ["wiring"]}]})");
  folder.file(
      "number.json",
      R"({"lesson": 1, "title": "Bad", "scenes": [{"title": "A", "scenario": "conv 5 k3", "caption": "{{output 9}}"}]})");
  const auto before = folder.names();
  const auto fails = [&](const std::string& line, int status, const std::string& said) {
    const auto outcome = testing::convscope(folder, words(line));
    EXPECT_EQ(outcome.status, status) << line;
    EXPECT_THAT(outcome.err, StartsWith("convscope: ")) << line;
    EXPECT_THAT(outcome.err, HasSubstr(said)) << line;
    EXPECT_EQ(folder.names(), before) << line;
  };
  for (const char* to : {"a.pdf", "a.html", "deep/er/"}) {
    fails(std::string("render bad.json -o ") + to, 1, "scene 1, views");
    fails(std::string("render number.json -o ") + to, 1, "scene 1");
  }
  fails("render trial.json -o gone/a.pdf", 1, "output");
  fails("render trial.json -o a.pdf --step 3", 2, "step: has no meaning for a lesson");
  fails("render trial.json -o out/ --as gif", 2, "as: ");
  fails("render trial.json -o /proc/out/", 1, "output");
  fails("render 'conv 5 k3' -o out/", 2, "output");
}

TEST_F(LessonFiles, AFullDiskIsSaid) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP();
  for (const char* name : {"full.pdf", "full.html"}) {
    std::filesystem::create_symlink("/dev/full", folder / name);
    const auto outcome = testing::convscope(folder, {"render", "trial.json", "-o", name});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr("no space is left"));
  }
  EXPECT_THAT(folder.names(), ElementsAre("full.html", "full.pdf", "trial.json"));
}

TEST_F(LessonFiles, ThePageIsOneFile) {
  run("render trial.json -o a.html");
  run("render trial.json -o b.html");
  const std::string page = folder.read("a.html");
  EXPECT_EQ(page, folder.read("b.html"));
  EXPECT_THAT(page, HasSubstr("<title>Trial &amp; error</title>"));
  EXPECT_THAT(page, HasSubstr("It has 3 cells, the last is <strong>16</strong>."));
  EXPECT_THAT(page, HasSubstr("Four &lt; five"));
  EXPECT_THAT(page, HasSubstr("Wait for <code>hands</code>."));
  EXPECT_THAT(page, HasSubstr("<option value=\"0\">1. One</option>"));
}

class LessonPageSlow : public LessonFiles {
 protected:
  void SetUp() override {
    for (const char* program : {"chromium", "chromedriver", "python3"})
      if (!has(program)) GTEST_SKIP() << "no " << program;
    LessonFiles::SetUp();
    run("render trial.json -o a.html");
  }
  std::vector<Json> browse(const std::string& actions) const {
    std::istringstream lines(
        shell("python3 '" + testing::in_tests("tools/browse.py") + "' a.html " + actions));
    std::vector<Json> out;
    for (std::string line; std::getline(lines, line);) out.push_back(Json::parse(line));
    EXPECT_THAT(out.back()["console"], IsEmpty());
    EXPECT_THAT(out.back()["requests"], IsEmpty());
    out.pop_back();
    return out;
  }
};

const std::string kWhere = " \"js:document.getElementById('count').textContent\"";
const std::string kWhy =
    " \"js:[...document.querySelectorAll('.scene.on .why, .scene.on .because')].filter(e => !e.hidden).map(e "
    "=> "
    "e.textContent.trim())\"";

TEST_F(LessonPageSlow, ForwardThroughStepsQuestionAndScenes) {
  const auto said = browse("key:End" + kWhere + kWhy + " key:PageDown" + kWhere + kWhy + " key:PageDown" +
                           kWhere + " key:PageUp" + kWhere + " key:n" +
                           " \"js:document.querySelector('.scene.on .notes').hidden\" key:n "
                           "\"js:document.querySelector('.scene.on .notes').hidden\"");
  ASSERT_EQ(said.size(), 8u);
  EXPECT_EQ(said[0], "1: 3 / 3");
  EXPECT_THAT(said[1], IsEmpty()) << "not answered yet";
  EXPECT_EQ(said[2], "1: 3 / 3") << "the answer first";
  EXPECT_EQ(said[3], Json({"Count.", "n - k + 1."}));
  EXPECT_EQ(said[4], "2: 0 / 0");
  EXPECT_EQ(said[5], "1: 3 / 3");
  EXPECT_EQ(said[6], false);
  EXPECT_EQ(said[7], true);
}

TEST_F(LessonPageSlow, AWrongChoiceIsExplained) {
  const auto said =
      browse("\"click:.choices li:nth-child(2) button\"" + kWhy +
             " \"js:[...document.querySelectorAll('.scene.on .choices button')].map(e => e.className)\"");
  EXPECT_EQ(said[0], Json({"Count.", "One too many.", "n - k + 1."}));
  EXPECT_EQ(said[1], Json({"right", "wrong"}));
}

TEST_F(LessonPageSlow, ACellIsPredicted) {
  const std::string covered =
      " \"js:[...document.querySelectorAll('.scene.on .before, .scene.on .after')].map(e => "
      "getComputedStyle(e).display)\"";
  const std::string verdict = " \"js:document.querySelector('.scene.on .verdict').textContent\"";
  const std::string type = " \"js:document.querySelector('.scene.on .guess').value = '";
  const auto said = browse("hash:2.0" + covered + type + "7'\" \"click:.scene.on .check\"" + verdict +
                           covered + type + "4/2'\" \"click:.scene.on .check\"" + verdict + covered);
  ASSERT_EQ(said.size(), 7u);
  EXPECT_EQ(said[0], Json({"none", "inline"})) << "the answer is covered";
  EXPECT_EQ(said[2], "Not yet.");
  EXPECT_EQ(said[3], said[0]);
  EXPECT_EQ(said[5], "Right.");
  EXPECT_EQ(said[6], Json({"inline", "none"}));
}

TEST_F(LessonPageSlow, FitsAPhone) {
  for (const char* size : {"360x740", "1280x720"})
    EXPECT_EQ(browse("--size " + std::string(size) +
                     " key:End key:PageDown \"js:[document.documentElement.scrollWidth <= innerWidth, "
                     "document.querySelector('nav').getBoundingClientRect().bottom <= innerHeight, "
                     "document.querySelector('.scene.on .figure').getBoundingClientRect().height > 90]\"")[0],
              Json({true, true, true}))
        << size;
}

TEST(LessonsOfTheProgramSlow, AllBecomeHandoutsAndPages) {
  const TemporaryFolder folder;
  for (const LessonFile& lesson : lesson_files())
    for (const char* ending : {".pdf", ".html"}) {
      const auto outcome =
          testing::convscope(folder, {"render", lesson.name, "-o", lesson.name + ending, "--quiet"});
      EXPECT_EQ(outcome.status, 0) << lesson.name << ending << "\n" << outcome.err;
      EXPECT_LT(folder.read(lesson.name + ending).size(), 4u << 20) << lesson.name;
    }
}

}  // namespace
}  // namespace convscope
