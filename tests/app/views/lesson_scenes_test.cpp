// Every scene of every lesson that comes with the program: its figure at two sizes, its words in their place.
#include <gtest/gtest.h>

#include "app/views/lesson_figure.hpp"
#include "app/views/lesson_views.hpp"
#include "app/views/rich_text.hpp"
#include "core/lesson/library.hpp"
#include "tests/app/views/readable.hpp"

namespace convscope {
namespace {

/// The stage between heading and words, in a window and on a projector.
Style on_stage(double width, double height, bool presented) {
  Style style{.width = width, .height = height};
  if (presented) present(style);
  style.title = !presented;
  return style;
}

TEST(LessonScenesSlow, FiguresCanBeReadAtTwoSizes) {
  int scenes = 0;
  for (const LessonFile& file : lesson_files()) {
    const Lesson lesson = load_lesson(file.name);
    for (std::size_t i = 0; i < lesson.scenes.size(); ++i) {
      SCOPED_TRACE(place_of(lesson, i) + ": " + lesson.scenes[i].title);
      const SceneFigure figure(lesson, i);
      if (!figure.drawn()) continue;
      ++scenes;
      for (const Style& style : {on_stage(1040, 460, false), on_stage(1920, 800, true)})
        for (const bool covered : {true, false}) {
          testing::expect_texts_apart(figure.draw(figure.first(), style, covered));
          testing::expect_texts_apart(figure.draw(figure.last(), style, covered));
        }
    }
  }
  EXPECT_GT(scenes, 100);
}

TEST(LessonScenes, WordsFitBelowTheFigure) {
  for (const LessonFile& file : lesson_files()) {
    const Lesson lesson = load_lesson(file.name);
    for (std::size_t i = 0; i < lesson.scenes.size(); ++i) {
      SCOPED_TRACE(place_of(lesson, i) + ": " + lesson.scenes[i].title);
      const SceneFigure figure(lesson, i);
      const Scene& scene = lesson.scenes[i];
      // As large as on a projector of 1280 x 720: four lines at most, none beyond the edge.
      const double size = 27, width = 1160;
      const std::vector<RichLine> lines = laid_out(figure.words(scene.caption), size, width);
      EXPECT_LE(lines.size(), 4u);
      Picture picture(width, height_of(lines), {});
      add_lines(picture, {}, lines, palette(Theme::light), {0, 0, 0, 255});
      testing::expect_texts_apart(picture);
      EXPECT_LE(text_width(Font::text_bold, 36, scene.title), width) << "the heading";
      if (!scene.question) continue;
      EXPECT_LE(laid_out(figure.words(scene.question->ask), 30, width).size(), 3u);
      for (const LessonChoice& choice : scene.question->choices)
        EXPECT_LE(laid_out(figure.words(choice.text), 25, width / 2 - 90).size(), 3u);
    }
  }
}

}  // namespace
}  // namespace convscope
