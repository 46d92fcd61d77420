// Questions for sizes: what a worker finds, and what cannot be asked.
#include "app/views/sizes/solutions.hpp"
#include "tests/app/labs/sizes/sizes_lab.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::SizesLabState;

TEST_F(SizesLabState, SolvesOnAWorker) {
  run("sizes-page solve");
  desk.tick(0);
  settle();
  EXPECT_EQ(state.desk().question(), (SolveQuestion{false, {6, 7}, {2, 3}}));
  EXPECT_FALSE(state.desk().found().empty());
  run("solve input 4; solve wanted 8; solve direction tconv");
  EXPECT_EQ(state.desk().question().input, Shape{8});  // asked the other way round
  run("solve input 4; solve wanted 8; solve stride 2; solve kernel 3-4; solve dilation 1 to 1");
  settle();
  EXPECT_EQ(state.desk().answered().bounds.kernel, (Range{3, 4}));
  const auto best = state.desk().found().front();
  EXPECT_EQ(best.kernel, Shape{4});
  EXPECT_TRUE(best.overlap.even());
  run("sort kernel; take-row 0");
  EXPECT_EQ(spec(), "tconv 4 k3 s2 p1 op1");
  EXPECT_EQ(desk.derived().op().output_size(), Shape{8});
  run("sort kernel");
  EXPECT_EQ(state.desk().found().front().kernel, Shape{4});
  run("undo");
  EXPECT_EQ(spec(), "conv 6x7 k3 s2");
}

TEST_F(SizesLabState, EverySolutionIsOne) {
  run("solve direction tconv; solve input 5x5; solve wanted 9x9");
  settle();
  ASSERT_GT(state.desk().found().size(), 10u);
  for (std::size_t row = 0; row < state.desk().found().size(); ++row) {
    state.apply_solution(desk, row);
    EXPECT_EQ(desk.derived().op().output_size(), (Shape{9, 9})) << spec();
  }
}

TEST_F(SizesLabState, UnsatisfiableQuestionsNameTheNearestSizes) {
  run("solve input 5; solve wanted 100");
  settle();
  EXPECT_EQ(state.desk().problem(), "No convolution within the bounds maps 5 to 100.");
  EXPECT_TRUE(state.desk().found().empty());
  EXPECT_THAT(all_words(), HasSubstr("No answer"));
  refuse("take-row 0", "row: there is no row 0 (a question that has answers)");
  refuse("copy-sizes json", "copy: there are no numbers on this page (see what it says)");
  refuse("solve-nearest 1", "nearest: there is no size 1 (0 to 0)");
  run("solve-nearest 0");
  settle();
  EXPECT_EQ(state.desk().question().wanted, Shape{11});
  EXPECT_EQ(state.desk().problem(), "");
  refuse("solve-nearest 0", "nearest: there is no size 0 (a question without an answer)");
  refuse("take-row 999",
         "row: there is no row 999 (0 to " + std::to_string(state.desk().found().size() - 1) + ")");
}

TEST_F(SizesLabState, KeysGoThroughTheNearestSizesAndTakeOne) {
  run("spec tconv 3 k3 s2; solve wanted 5; solve kernel 2; solve padding 0; solve dilation 1; solve "
      "output-padding 0");
  settle();
  EXPECT_THAT(state.desk().nearest(), ::testing::ElementsAre(Shape{4}, Shape{6}));
  refuse("take-row", "row: none is lit up (go to one with Up and Down, or click it)");
  run("next-row; next-row; next-row");
  EXPECT_EQ(state.lit, "nearest/1");
  run("take-row");
  settle();
  EXPECT_EQ(state.desk().answered().wanted, Shape{6});
  EXPECT_EQ(state.lit, "");
}

TEST_F(SizesLabState, KeysGoThroughTheAnswersAndTakeOne) {
  run("spec conv 16x16 k5 s3 p2; sizes-page solve");
  desk.tick(0);
  settle();
  const Style style = desk.style(800, 300);
  const Index rows = solution_rows(style);
  for (Index i = 0; i < rows + 2; ++i) run("next-row");
  EXPECT_EQ(state.lit, "row/" + std::to_string(rows + 1));
  state.settle(style);
  EXPECT_EQ(state.desk().first, 2);
  run("previous-row; take-row");
  const SizeSolution taken = state.desk().found()[static_cast<std::size_t>(rows)];
  EXPECT_EQ(desk.scenario().layer.kernel, taken.kernel);
  EXPECT_EQ(desk.scenario().layer.stride, taken.stride);
}

TEST_F(SizesLabState, QuestionsThatAreNone) {
  refuse("solve colour 3",
         "solve: 'colour' is not known (direction, input, wanted, kernel, stride, padding, dilation, "
         "output-padding)");
  refuse("solve kernel x", "kernel: 'x' is no range (a number, or two as in 1-7)");
  refuse("solve kernel 7-3", "kernel: '7-3' is no range (a number, or two as in 1-7)");
  refuse("solve wanted 0", "wanted: 0 is too small (a whole number from 1 to 2147483647)");
  refuse("solve wanted big",
         "wanted: 'big' is no size (whole numbers joined by x or a comma, as 3, 3x2 or 3,2, up to 3)");
  refuse("solve direction up", "direction: 'up' is not known (conv or tconv)");
  refuse(
      "sort colour",
      "sort: 'colour' is not known (kernel, stride, padding, dilation, output-padding, overlap, products)");
  refuse("sort kernel left", "sort: 'left' is not known (up, down)");
  // What only the search finds is said by the page.
  run("solve kernel 1-4000; solve stride 1-4000");
  settle();
  EXPECT_THAT(state.desk().problem(), HasSubstr("at most 4000000"));
  run("solve kernel 0; solve stride 1");
  settle();
  EXPECT_THAT(state.desk().problem(),
              HasSubstr("Kernel: from 0 to 0 cannot be searched. Possible: from 1 to 2147483647."));
}

TEST_F(SizesLabState, SolvesAxisByAxis) {
  run("spec conv 9x9 k3; solve direction tconv; solve input 184x245; solve wanted 368x489");
  settle();
  EXPECT_EQ(state.desk().problem(), "");
  EXPECT_THAT(all_words(), HasSubstr("each has its own"));
  EXPECT_THAT(state.document(desk), HasSubstr("\"same_on_all_axes\":false"));
  run("take-row 0");
  EXPECT_EQ(desk.derived().op().output_size(), (Shape{368, 489}));
}

}  // namespace
}  // namespace convscope
