// A lesson answered with the mouse: its choices, and the cell that it asks for.
#include <gtest/gtest.h>

#include "app/window/lesson/lesson_mode.hpp"
#include "core/io/files.hpp"
#include "tests/app/window/pointing.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using Asking = LessonMode::Asking;
using testing::TemporaryFolder;

constexpr const char* kLesson = R"({
  "lesson": 1, "title": "Clicks",
  "scenes": [
    {"title": "A cell", "scenario": "conv 5x5 k3 w=ones", "views": ["slide"],
     "question": {"ask": "What stands in the middle?", "cell": "output 1,1", "why": "Nine cells."}},
    {"title": "A choice", "scenario": "conv 5 k3 w=ones", "views": ["slide"],
     "question": {"ask": "How many?", "choices": [{"text": "Two"}, {"text": "Three", "right": true}]}}
  ]
})";

class LessonClicks : public ::testing::Test {
 protected:
  LessonClicks() {
    const std::string path = folder_ / "clicks.json";
    write_file(path, kLesson, "test");
    window.run("panels none; learn on; lesson " + path);
  }
  LessonMode& mode() { return present_lesson(window.desk()); }
  void click(Point p) {
    window.run(at("click", p));
    window.frames(4);
  }
  TemporaryFolder folder_;

 public:
  Offscreen window{"conv 5 k3", 1280, 720};
  /// Between the heading and the words.
  static constexpr Rect kFigure{40, 120, 1200, 380};
};

using LessonClicksSlow = LessonClicks;

TEST_F(LessonClicksSlow, TheCellThatIsAskedForIsClickedAndItsNumberTyped) {
  ASSERT_EQ(mode().question_state(), Asking::open);
  const Point cell = find_cell(window, {Role::output, 4}, kFigure);
  const Index step = window.explorer().moment().step;
  click(cell);
  EXPECT_EQ(window.explorer().moment().step, step) << "a cell that is asked for is no step to go to";
  window.run("type 118; key Enter");
  EXPECT_EQ(mode().question_state(), Asking::missed);
  EXPECT_EQ(mode().said(), "118");
  click(cell);
  window.run("type 117; key Enter");
  EXPECT_EQ(mode().question_state(), Asking::done);
  EXPECT_TRUE(mode().right());
}

TEST_F(LessonClicksSlow, AnotherCellOpensNoField) {
  const Point other = find_cell(window, {Role::output, 0}, kFigure);
  click(other);
  window.run("type 63");
  EXPECT_EQ(mode().question_state(), Asking::open);
  EXPECT_EQ(mode().said(), "");
}

TEST_F(LessonClicksSlow, AnEscapedFieldAnswersNothing) {
  click(find_cell(window, {Role::output, 4}, kFigure));
  window.run("type 99; key Esc");
  EXPECT_EQ(mode().question_state(), Asking::open);
  EXPECT_EQ(mode().said(), "");
}

TEST_F(LessonClicks, ChoicesAreClicked) {
  window.run("scene 2");
  ASSERT_EQ(mode().question_state(), Asking::open);
  // Down the words, in the left column and in the right one: the first choice is on the left, and wrong.
  const auto click_down = [&](double x, Asking until) {
    for (double y = 715; y > 420 && mode().question_state() != until; y -= 14) click({x, y});
  };
  click_down(200, Asking::missed);
  EXPECT_EQ(mode().question_state(), Asking::missed);
  EXPECT_EQ(mode().chosen(), 0U);
  click_down(900, Asking::done);
  EXPECT_EQ(mode().question_state(), Asking::done);
  EXPECT_EQ(mode().chosen(), 1U);
  EXPECT_TRUE(mode().right());
}

}  // namespace
}  // namespace convscope
