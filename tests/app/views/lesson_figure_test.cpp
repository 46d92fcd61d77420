// Figures of scenes: what they show, ring and cover; handouts.
#include "app/views/lesson_figure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <list>

#include "app/views/handout.hpp"
#include "core/base/error.hpp"
#include "core/lesson/lesson.hpp"
#include "tests/app/picture/texts.hpp"

namespace convscope {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::texts_of;

constexpr const char* kLesson = R"({
  "lesson": 1, "title": "Trial", "scenes": [
    {"title": "Range", "scenario": "conv 5 k3 w=[1,2,1]", "views": ["slide"], "play": [1, 3],
     "highlight": ["output 1", "input 0"], "caption": "It has {{output size}} cells, the last is **{{output 2}}**.",
     "notes": "Wait."},
    {"title": "Predict", "scenario": "tconv 2x2 k2 s2 w=ones", "step": 2, "hide": ["output 0,2"],
     "question": {"ask": "Which number?", "cell": "output 0,3", "why": "It is the second stamp."}},
    {"title": "Two", "beside": "tconv 3 k3 s2", "scenario": "conv 5 k3 s2", "views": ["slide", "scatter"]},
    {"title": "Elsewhere", "lab": "sizes", "commands": ["sizes-page arithmetic"],
     "question": {"ask": "Why?", "choices": [{"text": "*a*", "right": true, "why": "So."}, {"text": "b"}]},
     "links": [{"text": "Paper", "to": "https://arxiv.org/abs/1603.07285"}]}
  ]})";

std::string all_text(const std::vector<Picture>& pages) {
  std::string out;
  for (const Picture& page : pages)
    for (const std::string& text : texts_of(page)) out += text + "\n";
  return out;
}

class SceneFigures : public ::testing::Test {
 protected:
  SceneFigure figure(std::size_t scene) const { return SceneFigure(lesson, scene); }
  const Lesson lesson = lesson_from_json(kLesson);
  const Style style{.width = 960, .height = 540};
};

TEST_F(SceneFigures, HaveTheStepsThatTheScenePlays) {
  EXPECT_EQ(figure(0).first(), 1);
  EXPECT_EQ(figure(0).last(), 3);
  EXPECT_EQ(figure(1).first(), 2);
  EXPECT_EQ(figure(1).last(), 2);
  EXPECT_FALSE(figure(3).drawn());
  EXPECT_THAT(figure(0).sentence(3), HasSubstr("Step 3 of 3: output cell 2 is 3·1 + 4·2 + 5·1 = 16."));
}

TEST_F(SceneFigures, RingTheirCells) {
  const Palette& colors = palette(Theme::light);
  const Picture picture = figure(0).draw(3, style, false);
  const auto rings = std::ranges::count_if(picture.items, [&](const Item& item) {
    const auto* const box = std::get_if<Box>(&item.shape);
    return box && box->stroke == colors.warning && !box->fill.a;
  });
  EXPECT_GE(rings, 2);
}

TEST_F(SceneFigures, CoverWhatIsAskedFor) {
  const SceneFigure scene = figure(1);
  EXPECT_TRUE(scene.covers());
  EXPECT_EQ(scene.answer(), 2);
  EXPECT_THAT(texts_of(scene.draw(2, style, true)), Contains("?"));
  EXPECT_THAT(texts_of(scene.draw(2, style, false)), ::testing::Not(Contains("?")));
  const auto twos = [&](bool covered) {
    return std::ranges::count(texts_of(scene.draw(2, style, covered)), "2");
  };
  EXPECT_LT(twos(true), twos(false));
  EXPECT_FALSE(figure(0).covers());
}

TEST_F(SceneFigures, StandBesideOneAnother) {
  const std::vector<std::string> two = texts_of(figure(2).draw(1, style, false));
  EXPECT_THAT(two, Contains("Slide"));
  EXPECT_THAT(two, Contains("Scatter"));
}

TEST_F(SceneFigures, WordsHaveTheirNumbers) {
  EXPECT_EQ(plain_text(figure(0).words(lesson.scenes[0].caption)), "It has 3 cells, the last is 16.");
}

TEST_F(SceneFigures, HandoutsHaveAPageForEachSceneAndAllWords) {
  std::list<SceneFigure> figures;
  std::vector<HandoutScene> scenes;
  for (std::size_t i = 0; i < 4; ++i) {
    figures.emplace_back(lesson, i);
    scenes.push_back({lesson.scenes[i], figures.back()});
  }
  const std::vector<Picture> pages = handout(lesson, scenes, {});
  ASSERT_EQ(pages.size(), 4u);
  for (const Picture& page : pages) {
    EXPECT_EQ(page.width, kPaperWidth);
    for (const Item& item : page.items)
      if (const auto* const label = std::get_if<Label>(&item.shape)) {
        EXPECT_LT(label->at.y, kPaperHeight);
      }
  }
  const std::string text = all_text(pages);
  for (const char* words : {"Range", "the last is", "16", "Notes", "Wait.", "Which number?",
                            "It is the second stamp.", "A)", "So.", "Paper: https://arxiv.org", "4 of 4"})
    EXPECT_THAT(text, HasSubstr(words));
}

TEST_F(SceneFigures, LongWordsGoOnOnANextPage) {
  Lesson wordy = lesson;
  wordy.scenes.resize(1);
  for (int i = 0; i < 200; ++i)
    wordy.scenes[0].notes += "A sentence that says something at some length, again. ";
  wordy.scenes[0].notes += "The end.";
  const SceneFigure scene(wordy, 0);
  const std::vector<Picture> pages = handout(wordy, {{wordy.scenes[0], scene}}, {});
  EXPECT_GE(pages.size(), 2u);
  EXPECT_THAT(all_text(pages), HasSubstr("Range (continued)"));
  EXPECT_THAT(all_text({pages.back()}), HasSubstr("end."));
}

TEST_F(SceneFigures, AViewThatCannotShowItIsNamed) {
  Lesson wrong = lesson;
  wrong.scenes[0].views = {"wiring"};
  wrong.scenes[0].scenario = Scenario{.size = {5, 5}, .layer = {.kernel = {3, 3}}};
  try {
    const SceneFigure scene(wrong, 0);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.field(), HasSubstr("scene 1, views"));
  }
}

}  // namespace
}  // namespace convscope
