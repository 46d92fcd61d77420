// Every view and every scene of the lessons in Chinese: texts fit and do not overlap, no sentence is English.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "app/picture/catalogue.hpp"
#include "app/picture/language.hpp"
#include "app/views/lesson_figure.hpp"
#include "app/views/registry.hpp"
#include "app/views/rich_text.hpp"
#include "app/views/step_words.hpp"
#include "core/lesson/library.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/picture/chinese.hpp"
#include "tests/app/picture/english.hpp"
#include "tests/app/views/readable.hpp"

namespace convscope {
namespace {

using ::testing::IsEmpty;

class ChineseViewsSlow : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!chinese_.spoken) GTEST_SKIP() << "no font has Chinese characters";
    take_untranslated();
  }

 private:
  testing::InChinese chinese_;
};

constexpr std::string_view kSpecs[] = {
    "tconv 3x3 k3 s2 p1 op1 w=bilinear",
    "conv 5x5 k3 s2 p1",
    "tconv 4 k3 s2",
    "conv 5x5 k3 p1 c3>2 w=random:1",
    "tconv 3x3 k3 s2 c2>3 w=random:1",
    "conv 12x12 k3 p1 in=random:3 w=sobel-x border=reflect",
    "conv 5 k3 b=[1] act=relu",
    "tconv 3 k2 s3",
    "tconv 3x3 k3 s2 c2>1 w=random:1 act=tanh up=random:5",
    "conv 5x5 k3 c4>4 g2 w=random:2",
    "conv 4x4x4 k3 in=random:1 w=random:2",
    "tconv 2x3x2 k3 s2 in=random:1 w=random:2",
    "conv 28x28 k5 s2 p2",
};

TEST_F(ChineseViewsSlow, FitAndAreChinese) {
  Style usual, large, presented;
  large.width = 1920;
  large.height = 1080;
  present(presented);
  for (const View& v : views())
    for (const std::string_view spec : kSpecs) {
      SCOPED_TRACE(std::string(v.name) + " " + std::string(spec));
      const Derived d(parse_spec(spec));
      if (v.obstacle(d)) continue;
      const Index all = steps(v, d);
      for (const Style& style : {usual, large, presented})
        for (const Index step : std::set<Index>{0, all / 2, all - 1})
          testing::expect_texts_apart(v.draw(d, {step, kSettled}, style));
      for (const Index done : std::set<Index>{0, all / 2, all})
        EXPECT_FALSE(testing::is_english(spoken(step_sentence(v, d, {}, done))))
            << spoken(step_sentence(v, d, {}, done));
      EXPECT_THAT(testing::english_sentences(), IsEmpty());
      if (HasFailure()) return;  // one picture's list is enough
    }
}

TEST_F(ChineseViewsSlow, LessonsFitAndAreChinese) {
  for (const LessonFile& file : lesson_files()) {
    const Lesson lesson = load_lesson(file.name);
    for (std::size_t i = 0; i < lesson.scenes.size(); ++i) {
      const Scene& scene = lesson.scenes[i];
      SCOPED_TRACE(place_of(lesson, i) + ": " + scene.title);
      const SceneFigure figure(lesson, i);
      Style style{.width = 1040, .height = 460};
      style.title = false;
      if (figure.drawn()) testing::expect_texts_apart(figure.draw(figure.last(), style, false));
      // As on a projector of 1280 x 720.
      const double size = 27, width = 1160;
      const std::vector<RichLine> lines = laid_out(figure.words(scene.caption), size, width);
      EXPECT_LE(lines.size(), 4u);
      Picture picture(width, height_of(lines), {});
      add_lines(picture, {}, lines, palette(Theme::light), {0, 0, 0, 255});
      testing::expect_texts_apart(picture);
      EXPECT_LE(text_width(Font::text_bold, 36, scene.title), width) << "the heading";
      if (scene.question) {
        EXPECT_LE(laid_out(figure.words(scene.question->ask), 30, width).size(), 3u);
        for (const LessonChoice& choice : scene.question->choices)
          EXPECT_LE(laid_out(figure.words(choice.text), 25, width / 2 - 90).size(), 3u);
      }
      EXPECT_THAT(testing::english_sentences(), IsEmpty());
    }
  }
}

}  // namespace
}  // namespace convscope
