// What the size lab keeps, through its commands and without a window.
#include "core/scenario/size_documents.hpp"
#include "tests/app/labs/sizes/sizes_lab.hpp"

namespace convscope {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using testing::SizesLabState;
using Page = SizesState::Page;

TEST_F(SizesLabState, CommandsBringTheLabToTheFront) {
  run("sizes-page network");
  EXPECT_EQ(desk.front().name, "sizes");
  EXPECT_EQ(state.page, Page::network);
  run("next-page; next-page; previous-page");
  EXPECT_EQ(state.page, Page::dialects);
  run("previous-page; previous-page");
  EXPECT_EQ(state.page, Page::solve);
  refuse("sizes-page sums",
         "sizes-page: 'sums' is not known (arithmetic, ambiguity, solve, network, dialects)");
}

TEST_F(SizesLabState, TheAxisIsOneOfTheScenario) {
  run("axis");
  EXPECT_EQ(state.axis(desk), 1u);
  run("axis");
  EXPECT_EQ(state.axis(desk), 0u);
  run("axis 1; set size 6");
  EXPECT_EQ(state.axis(desk), 0u);
  refuse("axis 1", "axis: there is no axis 1 (0, the only one)");
  refuse("axis -1", "axis: there is no axis -1 (0 or more)");
  run("set size 6x6");
  refuse("axis 2", "axis: there is no axis 2 (0 to 1)");
  refuse("axis x", "axis: 'x' is no whole number (a whole number)");
}

TEST_F(SizesLabState, ArrowsChangeTheInputOfTheAxis) {
  run("sizes; larger; larger");
  EXPECT_THAT(spec(), HasSubstr("conv 8x7"));
  run("axis 1; smaller; undo");
  EXPECT_THAT(spec(), HasSubstr("conv 8x7"));
  run("set size 3x3");
  refuse("smaller",
         "kernel: reaches over 3 cells, the padded input has 2 on axis 1 (a reach, dilation × (kernel − 1) + "
         "1, of at most 2)");
}

TEST_F(SizesLabState, TermsLightUp) {
  run("term stride");
  EXPECT_EQ(state.lit, "term/stride");
  EXPECT_TRUE(state.lit_pinned);
  run("term none");
  EXPECT_EQ(state.lit, "");
  std::vector<std::string> seen;
  do {
    run("next-term");
    seen.push_back(state.lit);
  } while (!state.lit.empty() && seen.size() < 20);
  EXPECT_THAT(seen, ::testing::ElementsAre("term/input", "term/padding", "term/reach", "term/stride",
                                           "term/remainder", "term/first", "term/output", ""));
  EXPECT_FALSE(state.lit_pinned);
  refuse("term weight",
         "term: 'weight' is not known (input, padding, reach, stride, first, remainder, output-padding, "
         "output, none)");
}

TEST_F(SizesLabState, SizesWithTheSameWindows) {
  run("spec conv 16x16 k5 s3 p2; same-size 18");
  EXPECT_EQ(spec(), "conv 18x16 k5 s3 p2");
  run("axis 1; same-size 18");
  EXPECT_EQ(desk.scenario().size, (Shape{18, 18}));
  refuse("same-size 19", "size: 19 has another number of windows (16 to 18)");
  run("spec tconv 6x6 k5 s3 p2; axis 0; same-size 18");
  EXPECT_EQ(spec(), "tconv 6x6 k5 s3 p2 op2x0");
  run("undo");
  EXPECT_EQ(spec(), "tconv 6x6 k5 s3 p2");
  state.click(desk, "size/17");
  EXPECT_EQ(spec(), "tconv 6x6 k5 s3 p2 op1x0");
}

TEST_F(SizesLabState, ARuleBecomesNumbersWhereItHasNoOtherSize) {
  run("spec tconv 4 k3 s2 psame dialect=keras; same-size 7");
  EXPECT_EQ(desk.derived().op().output_size(), Shape{7});
  EXPECT_EQ(desk.scenario().layer.dialect, Dialect::pytorch);
}

TEST_F(SizesLabState, TooManySizesAreSaid) {
  run("spec conv 9000 k3 s5000; sizes-page ambiguity");
  refuse("same-size 3", "size: none can be chosen here (see what the page says)");
  EXPECT_NO_THROW(state.draw(desk, desk.style(800, 600)));
  EXPECT_EQ(all_words(), "");
  refuse("copy-sizes json", "copy: there are no numbers on this page (see what it says)");
}

TEST_F(SizesLabState, KeysGoThroughSizesAndFrameworks) {
  run("spec conv 16 k5 s3 p2; sizes-page ambiguity; next-row");
  EXPECT_EQ(desk.scenario().size, Shape{17});
  run("next-row; next-row");
  EXPECT_EQ(desk.scenario().size, Shape{18});
  run("sizes-page dialects");
  for (int i = 0; i < 20; ++i) run("previous-row");
  EXPECT_THAT(kept(), Contains(CommandWords{"compare-dialect", "2"}));  // 1 is not there
  for (int i = 0; i < 20; ++i) run("next-row");
  EXPECT_THAT(kept(), Contains(CommandWords{"compare-dialect", "9"}));
  run("sizes-page arithmetic; previous-row");
  EXPECT_EQ(state.lit, "term/output");
}

TEST_F(SizesLabState, DialectsCompareARow) {
  run("sizes-shift");
  EXPECT_EQ(spec(), "tconv 4 k3 s2 p1 op1 in=[1,2,3,4] w=[1,10,100]");
  run("compare-dialect 1");
  refuse("compare-dialect 0",
         "row: 0 cannot be compared with PyTorch (the number of a row that has the layer)");
  refuse("compare-dialect 99",
         "row: 99 cannot be compared with PyTorch (the number of a row that has the layer)");
  run("set output-padding 0; set padding same");
  EXPECT_THAT(state.picture(desk, desk.style(800, 600))->items.size(), ::testing::Gt(0u));
  refuse("copy-sizes json", "copy: there are no numbers on this page (see what it says)");
  state.click(desk, "numbers");
  EXPECT_THAT(spec(), HasSubstr("tconv 4 k3 s2 in="));
  EXPECT_NO_THROW(state.document(desk));
  run("spec conv 6x6 k5x3 s1 psame");
  state.click(desk, "numbers");
  EXPECT_EQ(spec(), "conv 6x6 k5x3 p2x1");
}

TEST_F(SizesLabState, WordsExplainEveryPage) {
  run("sizes");
  EXPECT_THAT(all_words(),
              HasSubstr("The last window leaves 1 cell of the padded input; output padding 1 brings the "
                        "transposed operator back to 6."));
  EXPECT_THAT(all_words(), HasSubstr("No window reads 7 of the 42 input pixels."));
  run("set border circular; set padding 1");  // copies are read after all
  EXPECT_THAT(all_words(), ::testing::Not(HasSubstr("No window reads")));
  run("spec tconv 3 k3 s2; sizes-page arithmetic");
  EXPECT_THAT(all_words(), HasSubstr("uneven"));
  run("sizes-page ambiguity");
  EXPECT_THAT(all_words(), HasSubstr("7 and 8 both become 3"));
  run("network unet; network-input 250; network-layer 14");
  EXPECT_THAT(all_words(), HasSubstr("down4b brings 31 × 31 to join4a, where 30 × 30 arrives"));
  run("sizes-page dialects");
  EXPECT_THAT(all_words(), HasSubstr("ONNX output_shape=7: pads follow"));
}

TEST_F(SizesLabState, DocumentsAndLinesAreTheCommandLines) {
  run("spec conv 6 k3 s2; sizes-page arithmetic");
  EXPECT_EQ(state.document(desk),
            "{\"output\":[2],\"remainder\":[1],\"unread\":1,\"transpose_output_padding\":[1]}\n");
  EXPECT_EQ(state.command_line(desk), "convscope shape conv --input 6 --kernel 3 --stride 2");
  run("sizes-page ambiguity");
  EXPECT_EQ(state.command_line(desk), "convscope shape conv --input 6 --kernel 3 --stride 2 --ambiguity");
  EXPECT_THAT(state.document(desk), HasSubstr("\"inputs\":[{\"input\":5"));
  run("sizes-page dialects");
  EXPECT_EQ(state.command_line(desk), "convscope shape conv --input 6 --kernel 3 --stride 2 --dialects");
  EXPECT_THAT(state.document(desk), HasSubstr("\"framework\":\"Caffe\""));
  run("network dcgan");
  EXPECT_EQ(state.command_line(desk), "convscope shape --network dcgan --input 1,1");
  EXPECT_EQ(state.document(desk), network_document(state.chain(), state.chain_report()));
  run("solve wanted 3");
  settle();
  EXPECT_EQ(state.command_line(desk), "convscope shape conv --input 6 --solve 3");
}

TEST_F(SizesLabState, DialectsOfAResize) {
  run("sizes-page dialects; dialects-of resize");
  EXPECT_TRUE(state.resizes);
  EXPECT_THAT(all_words(), HasSubstr("asymmetric against half-pixel: half a pixel to the left."));
  EXPECT_THAT(all_words(), HasSubstr("With nearest, asymmetric against half-pixel: 0 pixels."));
  run("resize-factor 2.3; resize-size 5; resize-compare scale-factor");
  EXPECT_THAT(all_words(), HasSubstr("scale-factor against half-pixel: from"));
  EXPECT_EQ(state.command_line(desk), "convscope shape --input 5 --resize 2.3");
  EXPECT_THAT(state.document(desk), HasSubstr("\"input\":5,\"output\":11,\"against\":\"half-pixel\""));
  run("resize-against align-corners");
  EXPECT_EQ(state.command_line(desk), "convscope shape --input 5 --resize 2.3 --against align-corners");
  run("larger; next-row");
  EXPECT_EQ(state.resizing().from, 6);
  EXPECT_EQ(state.resizing().compared, 2u);
  refuse("resize-size 0", "resize-size: 0 is too small (from 1 to 64)");
  refuse("resize-size 65", "resize-size: 65 is too large (from 1 to 64)");
  refuse("resize-factor 9", "resize-factor: 9 is out of range (from 0.05 to 8)");
  refuse("resize-factor two", "resize-factor: 'two' is no number (as 2 or 2.3)");
  refuse("resize-factor 0.1", "resize-factor: 0.1 leaves nothing of 6 (at least 0.166667)");
  EXPECT_THROW(run("resize-compare corners"), Error);
  EXPECT_THROW(run("dialects-of both"), Error);
  EXPECT_EQ(state.resizing().from, 6);
  EXPECT_EQ(state.resizing().factor, 2.3);
  // Drawn in both ways, and every row can be clicked.
  for (const char* samples : {"places", "nearest"}) {
    run(std::string("resize-samples ") + samples);
    const SizePage page = state.draw(desk, desk.style(800, 500));
    EXPECT_EQ(page.spots.size(), 7u);
    state.click(desk, page.spots[4].id);
    EXPECT_EQ(state.resizing().compared, 4u);
  }
  run("dialects-of layer");
  EXPECT_THAT(state.command_line(desk), HasSubstr("--dialects"));
}

TEST_F(SizesLabState, ScrollingStaysWithinTheRows) {
  const Style style = desk.style(800, 500);
  run("sizes-page solve");
  desk.tick(0);
  settle();
  state.scroll(style, 1000);
  const Index last = state.desk().first;
  EXPECT_GT(last, 0);
  EXPECT_LT(last, static_cast<Index>(state.desk().found().size()));
  state.scroll(style, -1000);
  EXPECT_EQ(state.desk().first, 0);
  run("network unet");
  state.scroll(style, 1000);
  state.scroll(style, -1000);
  EXPECT_NO_THROW(state.draw(desk, style));
}

}  // namespace
}  // namespace convscope
